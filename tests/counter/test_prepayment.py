"""A basket on paper before it is paid: an entry and a slip that says so, and nothing of a ticket."""

from __future__ import annotations

import pytest

from pos_app.counter.print_book import printable
from pos_app.counter.print_documents import document_of
from pos_app.counter.print_prepayment import PREPAYMENT_SLIP, prepayment_document, print_prepayment
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import PrepaymentSlipPrinted
from pos_app.domain.identifiers import BasketId
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug
from pos_app.printing.writers import document_pdf
from pos_app.store.print_jobs import latest
from tests.counter.code_work import refused
from tests.printing.paper import words_of
from tests.tills import basket_of, cash


def test_it_says_what_would_be_paid_and_that_it_is_no_receipt(till: Till, volunteer: Operator) -> None:
    entry = print_prepayment(till, operator=volunteer, basket=basket_of(till, "CARTE-30", "CARTE-30", "NET-500M"))
    (job,) = latest(till.connection, limit=0)
    assert (job.document, job.reference) == (PREPAYMENT_SLIP, str(till.store.position))
    words = words_of(document_pdf(document_of(till, printable(job)))).replace("\u00a0", " ")
    for said in ("AVANT PAIEMENT", "rien n’est encore payé", "2 × ", "À payer 6,00 €", "Nadia"):
        assert said in words
    assert "Ticket MRS1" not in words
    fact = entry.fact()
    assert isinstance(fact, PrepaymentSlipPrinted)
    assert (len(fact.lines), fact.total_cents) == (2, 600)


def test_it_takes_no_ticket_number_no_stock_no_code_and_no_turnover(till: Till, volunteer: Operator) -> None:
    basket = basket_of(till, "CARTE-30", "NET-500M")
    before = till.store.state
    print_prepayment(till, operator=volunteer, basket=basket)
    assert till.store.state.last_ticket == before.last_ticket
    assert till.store.state.day == before.day
    sold = sell(till, operator=volunteer, basket=basket, tenders=cash(basket.total_cents), receipt=False)
    assert sold.ticket == "MRS1-000001"


def test_each_print_is_an_entry_and_a_file_of_its_own(till: Till, volunteer: Operator) -> None:
    names = []
    for _ in range(2):
        print_prepayment(till, operator=volunteer, basket=basket_of(till, "CARTE-30"))
        names.append(prepayment_document(till, till.store.position).name)
    assert len(set(names)) == 2


def test_an_empty_basket_is_not_printed(till: Till, volunteer: Operator) -> None:
    empty = FrozenBasket(BasketId("b" * 32), ())
    assert refused(lambda: print_prepayment(till, operator=volunteer, basket=empty)) == "basket_empty"


def test_another_entry_is_no_such_slip(till: Till) -> None:
    with pytest.raises(Bug, match="no_prepayment_slip"):
        prepayment_document(till, 1)
