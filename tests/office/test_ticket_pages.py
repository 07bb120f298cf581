"""Looking for tickets over every till, and what became of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from pos_app.domain.facts import Override, ReceiptPrinted, TenderCorrected, TenderTaken
from pos_app.domain.identifiers import OperatorCode, TicketNumber
from pos_app.domain.tender import TenderKind
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser
from tests.office.held import resigned
from tests.office.remote_till import RemoteTill, refund_of, sale


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


@pytest.fixture
def sold(office: Office, till: RemoteTill) -> RemoteTill:
    """Three tickets of 2.50 €, 6.00 € and a refund of the first, whose payment was corrected and receipt printed."""
    first = till.sell(1)[0]
    till.write([sale(number=2, cents=600)])
    till.write(
        [
            refund_of(first, number=3),
            TenderCorrected(
                day=1,
                ticket=TicketNumber("MRS1-000001"),
                taken_back=TenderTaken(tender=TenderKind.CASH, amount_cents=-250),
                taken=TenderTaken(tender=TenderKind.CARD, amount_cents=250),
                reason="wrong_tender",
            ),
            ReceiptPrinted(ticket=TicketNumber("MRS1-000001"), copy=1),
        ]
    )
    push(till, office)
    return till


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


def numbers(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/tickets/[0-9/]+">([^<]+)</a>', text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["MRS1-000003", "MRS1-000002", "MRS1-000001"]),
        ("number=mrs1-2", ["MRS1-000002"]),
        ("number=000002", ["MRS1-000002"]),
        ("number=2&till=999", []),
        ("amount=6", ["MRS1-000002"]),
        ("amount=-2,50", ["MRS1-000003"]),
        ("tender=card", []),
        ("tender=cash&amount=2.50", ["MRS1-000001"]),
        ("operator=op-test", ["MRS1-000003", "MRS1-000002", "MRS1-000001"]),
        ("operator=OP-NONE", []),
        ("from_on=2026-11-23&to_on=2026-11-23", ["MRS1-000003", "MRS1-000002", "MRS1-000001"]),
        ("from_on=2026-11-24", []),
        ("to_on=2026-11-22", []),
        ("till=1&point=1&number=&amount=&operator=", ["MRS1-000003", "MRS1-000002", "MRS1-000001"]),
        ("point=77", []),
    ],
)
def test_a_ticket_is_found_by_what_somebody_knows_of_it(
    inside: Browser, sold: RemoteTill, query: str, found: list[str]
) -> None:
    shown = inside.get(f"/tickets?{query}")
    assert shown.status == 200
    assert numbers(shown.text) == found


@pytest.mark.parametrize(("query", "says"), [("number=ABC", "numéro de ticket"), ("amount=dix", "montant")])
def test_what_is_no_number_or_amount_is_said(inside: Browser, query: str, says: str) -> None:
    shown = inside.get(f"/tickets?{query}")
    assert shown.status == 422
    assert says in shown.words


@pytest.mark.parametrize("query", ["from_on=yesterday", "till=x", "tender=gold", "before=1", "before=1.2.3.x"])
def test_an_address_that_makes_no_sense_is_said_plainly(inside: Browser, query: str) -> None:
    shown = inside.get(f"/tickets?{query}")
    assert shown.status == 400
    assert "n’existe pas" in shown.words


def test_pages_of_tickets_over_all_tills_miss_and_repeat_none(
    inside: Browser, till: RemoteTill, office: Office
) -> None:
    """The clock stood still for some of them: the same time must not lose a ticket between two pages."""
    till.sell(70)
    push(till, office)
    with RemoteTill(office, till="Caisse 2") as other:
        other.enrol()
        other.hello()
        other.sell(60)
        push(other, office)
    found: list[str] = []
    path = "/tickets?operator=OP-TEST"
    for _page in range(4):
        text = inside.get(path).text.replace("&amp;", "&")
        found += re.findall(r'href="/tickets/([0-9/]+)"', text)
        older = re.search(r'href="([^"]+)" rel="next"', text)
        path = older[1] if older else ""
        if not path:
            break
    assert not path
    assert len(found) == len(set(found)) == 130


def test_the_page_of_a_ticket_tells_what_became_of_it(inside: Browser, sold: RemoteTill) -> None:
    words = inside.get(f"/tickets/{sold.id}/1/2").words
    assert "MRS1-000001 · 2,50" in words
    assert "Carte 30 minutes" in words
    became = words.partition("Ce qu’il est devenu")[2]
    assert "Remboursement MRS1-000003" in became
    assert "Paiement" in became
    assert "impression n" in became


def test_a_refund_leads_to_its_first_ticket(inside: Browser, sold: RemoteTill) -> None:
    shown = inside.get(f"/tickets/{sold.id}/1/4")
    assert "Rend sur le ticket MRS1-000001" in shown.words
    assert f'href="/tickets/{sold.id}/1/2"' in shown.text


def test_who_let_a_price_pass_is_shown(inside: Browser, till: RemoteTill, office: Office) -> None:
    sold = sale(number=1, cents=250)
    by = Override(rule="price", reason="damaged", by=OperatorCode("OP-EMP"))
    till.write([replace(sold, lines=(replace(sold.lines[0], override=by, listed_cents=300),))])
    push(till, office)
    assert (
        "Abîmé" in inside.get(f"/tickets/{till.id}/1/2").words
        or "OP-EMP" in inside.get(f"/tickets/{till.id}/1/2").words
    )


@pytest.mark.parametrize("path", ["/tickets/1/1/1", "/tickets/1/1/99", "/tickets/9/1/2", "/tickets/1/1/0"])
def test_what_is_no_ticket_is_no_page(inside: Browser, sold: RemoteTill, path: str) -> None:
    assert inside.get(path).status in (400, 404)


def test_a_page_in_english_has_english_words_for_every_entry(inside: Browser, sold: RemoteTill) -> None:
    words = inside.get(f"/tickets/{sold.id}/1/2?lang=en").words
    assert "Refund MRS1-000003" in words
    assert "print no. 1" in words


def test_a_till_whose_clock_is_beyond_all_is_shown(inside: Browser, till: RemoteTill, office: Office) -> None:
    till.sell(1)
    till.entries[-1] = resigned(till, till.entries[-1], at_ms=2**52)
    push(till, office)
    assert "MRS1-000001" in inside.get("/tickets").words
