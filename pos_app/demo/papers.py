"""One of each document, made by the acts that make them at a counter: what the headless day leaves, and the gallery.

The codes are fake and the people invented: only so may a voucher slip lie in a file here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pos_app.clock import Clock, SystemClock
from pos_app.counter.add_operator import AddedOperator, Newcomer, add_operators, check_newcomer
from pos_app.counter.cash_reasons import FLOAT_REASONS
from pos_app.counter.close_day import close_day
from pos_app.counter.erase_person import erase_person
from pos_app.counter.events import EventFilter, print_events
from pos_app.counter.hand_over_data import hand_over_data
from pos_app.counter.late_sale import paper_sheet
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.open_till import close_till, open_till
from pos_app.counter.paper import write_badges, write_paper, write_recovery_sheet, write_trial_page
from pos_app.counter.person_papers import data_notice, erasure_certificate, member_card
from pos_app.counter.print_book import printable
from pos_app.counter.print_documents import document_of
from pos_app.counter.print_prepayment import print_prepayment
from pos_app.counter.refund import refund
from pos_app.counter.refundable import refundable
from pos_app.counter.reprint import reprint
from pos_app.counter.reveal_code import reveal_on_screen
from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import slips_of_ticket
from pos_app.counter.ticket_dossier import print_dossier
from pos_app.counter.till import Till
from pos_app.demo.organisation import DemoTill
from pos_app.demo.thing_papers import (
    lend_and_take_back,
    lend_key,
    plan,
    print_label,
    remind_of_loan,
    sell_machine,
    sell_place,
)
from pos_app.desktop.status_words import role_words
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.facts import CashMove
from pos_app.domain.identifiers import BasketId, PersonToken, ProductCode, basket_id
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refund import Return, usual_way_back
from pos_app.domain.tender import Tender, TenderKind
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.keys.recovery_words import new_recovery_words
from pos_app.store.people import every_person
from pos_app.store.print_jobs import latest
from pos_app.store.tickets import issuer_at


@dataclass(frozen=True, slots=True)
class Bench:
    """A till of the demo, opened, with somebody at it. `person` is who comes in, `other` who is erased in the end."""

    till: Till
    operator: Operator
    clock: Clock
    person: PersonToken
    other: PersonToken
    sold: Sold
    out: Path

    def basket(self) -> BasketId:
        return basket_id(at_ms=self.clock.now_ms(), random=secrets.token_bytes(10))


def write_demo_papers(demo: DemoTill, out: Path) -> tuple[Path, ...]:
    """Writes one of each document into `out`, in the order of `PAPERS`, by acts at `demo`, which nobody has open."""
    out.mkdir(parents=True, exist_ok=True)
    with _opened(demo, out) as bench:
        return tuple(make(bench, out / f"{name}.pdf") for name, make in PAPERS.items())


@contextmanager
def _opened(demo: DemoTill, out: Path) -> Iterator[Bench]:
    clock = SystemClock()
    opened = open_till(demo.folder, open_with_keyring_key(demo.folder.key_file, demo.key), clock=clock)
    try:
        people = list(every_person(opened.till.connection))
        first, other = people[0].token, people[1].token
        sold = _sell(opened.till, demo.coordinator, clock, first)
        yield Bench(opened.till, demo.coordinator, clock, first, other, sold, out)
    finally:
        close_till(opened)


def _sell(till: Till, operator: Operator, clock: Clock, person: PersonToken) -> Sold:
    """Paid by two means."""
    frozen = _basket(till, clock, person)
    tenders = [Tender(TenderKind.AID_VOUCHER, 1000), Tender(TenderKind.CASH, frozen.total_cents - 1000)]
    return sell(till, operator=operator, basket=frozen, tenders=tenders, receipt=True)


def _basket(till: Till, clock: Clock, person: PersonToken) -> FrozenBasket:
    """Cards, a code and something free."""
    basket = Basket(basket_id(at_ms=clock.now_ms(), random=secrets.token_bytes(10)))
    basket.choose_person(person)
    for code in ("CARTE-2H", "CARTE-2H", "NET-2G", "ATELIER"):
        basket.add(till.catalogue.product(ProductCode(code)))
    return basket.freeze()


def _queued(act: Callable[[Bench], object]) -> Callable[[Bench, Path], Path]:
    """What `act` gave a printer to do last, as the folder of PDF files would have it."""

    def make(bench: Bench, path: Path) -> Path:
        from pos_app.printing.writers import document_pdf

        act(bench)
        job = printable(latest(bench.till.connection, limit=0)[-1])
        return write_paper(path, document_pdf(document_of(bench.till, job)))

    return make


def _prepayment(bench: Bench) -> object:
    return print_prepayment(bench.till, operator=bench.operator, basket=_basket(bench.till, bench.clock, bench.person))


def _refund(bench: Bench) -> object:
    found = refundable(bench.till, operator=bench.operator, ticket=bench.sold.ticket)
    line = found.lines[0]
    given = usual_way_back(found.paid_left, line.sold.unit_cents, found.rule, wished=None)
    return refund(
        bench.till,
        operator=bench.operator,
        ticket=bench.sold.ticket,
        returns=[Return(line.index, 1, line.goods[0])],
        given=given,
        reason="changed_mind",
    )


def _move_cash(bench: Bench) -> object:
    return move_cash(bench.till, operator=bench.operator, move=CashMove.OUT, amount_cents=1250, reason="purchase")


def _open_day(bench: Bench) -> None:
    """The next day's, with other coins than the closing left."""
    open_day(bench.till, operator=bench.operator, float_cents=5000, reason=FLOAT_REASONS[0])


def _paper_sheet(bench: Bench, path: Path) -> Path:
    from pos_app.printing.writers import document_pdf

    return write_paper(path, document_pdf(paper_sheet(bench.till)))


def _print_events(bench: Bench) -> None:
    print_events(bench.till, operator=bench.operator, wanted=EventFilter())


def _voucher_slip(bench: Bench, path: Path) -> Path:
    from pos_app.printing.writers import document_pdf

    slip = slips_of_ticket(bench.till, bench.sold.ticket)[0]
    return write_paper(path, document_pdf(reveal_on_screen(bench.till, operator=bench.operator, item=slip.item).open()))


def _trial_page(bench: Bench, path: Path) -> Path:
    issuer = issuer_at(bench.till.connection, bench.till.store.position)
    return write_trial_page(path.parent, issuer=issuer, clock=bench.clock)


def _card_slip(bench: Bench, path: Path) -> Path:
    from pos_app.printing.writers import document_pdf

    return write_paper(path, document_pdf(member_card(bench.till, operator=bench.operator, token=bench.person)))


def _card_sheet(bench: Bench, path: Path) -> Path:
    from pos_app.printing.member_cards import card_sheet_pdf

    tokens = [person.token for person in islice(every_person(bench.till.connection), 8)]
    cards = [member_card(bench.till, operator=bench.operator, token=token) for token in tokens]
    return write_paper(path, card_sheet_pdf(cards))


def _notice(bench: Bench, path: Path) -> Path:
    from pos_app.printing.writers import document_pdf

    return write_paper(path, document_pdf(data_notice(bench.till, operator=bench.operator, token=bench.person)))


def _person_data(bench: Bench, path: Path) -> Path:
    from pos_app.printing.person_sheets import person_data_pdf

    data = hand_over_data(bench.till, operator=bench.operator, token=bench.person)
    return write_paper(path, person_data_pdf(data))


def _erasure(bench: Bench, path: Path) -> Path:
    from pos_app.printing.person_sheets import erasure_pdf

    erase_person(bench.till, operator=bench.operator, token=bench.other, basis="request")
    certificate = erasure_certificate(bench.till, operator=bench.operator, token=bench.other)
    return write_paper(path, erasure_pdf(certificate))


def _badges(bench: Bench, path: Path) -> Path:
    newcomers = [check_newcomer(Newcomer(name, Role.VOLUNTEER)) for name in ("Inès", "Karim", "Lou")]
    added: tuple[AddedOperator, ...] = add_operators(bench.till, by=bench.operator, newcomers=newcomers)
    point = issuer_at(bench.till.connection, bench.till.store.position).point
    return write_badges(path, added=added, point=point, roles={role.value: role_words(role) for role in Role})


def _recovery_sheet(bench: Bench, path: Path) -> Path:
    """Words that open nothing."""
    issuer = issuer_at(bench.till.connection, bench.till.store.position)
    series = bench.till.store.state.series
    return write_recovery_sheet(path, words=new_recovery_words(), issuer=issuer, series=series, clock=bench.clock)


PAPERS: dict[str, Callable[[Bench, Path], Path]] = {
    "recu": _queued(lambda _bench: None),
    "bon-de-recharge": _voucher_slip,
    "avant-paiement": _queued(_prepayment),
    "duplicata": _queued(lambda bench: reprint(bench.till, operator=bench.operator, ticket=bench.sold.ticket)),
    "remboursement": _queued(_refund),
    "contrat-de-pret": _queued(lambda b: lend_key(b.till, operator=b.operator, person=b.person)),
    "rappel-de-pret": _queued(lambda b: remind_of_loan(b.till, operator=b.operator)),
    "fin-de-pret": _queued(lambda b: lend_and_take_back(b.till, operator=b.operator, person=b.person)),
    "etiquette": _queued(lambda b: print_label(b.till, operator=b.operator)),
    "versements": _queued(lambda b: plan(b.till, operator=b.operator, person=b.person)),
    "livraison": _queued(lambda b: sell_machine(b.till, operator=b.operator, person=b.other, basket=b.basket())),
    "atelier": _queued(lambda b: sell_place(b.till, operator=b.operator, person=b.person, basket=b.basket())),
    "bon-de-caisse": _queued(_move_cash),
    "cloture": _queued(lambda bench: close_day(bench.till, operator=bench.operator)),
    "ouverture": _queued(_open_day),
    "evenements": _queued(_print_events),
    "carte": _card_slip,
    "notice": _notice,
    "page-d-essai": _trial_page,
    "dossier": _queued(lambda bench: print_dossier(bench.till, operator=bench.operator, ticket=bench.sold.ticket)),
    "donnees": _person_data,
    "effacement": _erasure,
    "cartes": _card_sheet,
    "badges": _badges,
    "feuille-de-vente": _paper_sheet,
    "fiche-de-secours": _recovery_sheet,
}
"""A file's name, and what makes it; a new kind of document gets a line here. Those of 80 mm first, then A4."""
