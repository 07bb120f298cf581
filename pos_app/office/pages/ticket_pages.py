"""The pages of tickets: looking for them over every till, and one ticket with all that became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import Controller, get
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter
from litestar.response import Template

from pos_app.domain.facts import Beneficiary, Fact, LateSale, Override, RefundRecorded, SaleRecorded
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.event_words import detail_words, kind_words
from pos_app.i18n import N_, speaking
from pos_app.office.pages import figures
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.shown import InOffice, PageRequest, language_of, page, require_right, sentence
from pos_app.office.pages.ticket_figures import (
    FoundTicket,
    HeldEntry,
    Search,
    entry_at,
    find_tickets,
    followed_by,
    place_of_ticket,
)
from pos_app.office.rights import Right
from pos_app.reasons import PRICE_WORDS, REFUND_WORDS, RULES

TENDERS: dict[TenderKind, str] = {
    TenderKind.CASH: N_("Cash"),
    TenderKind.CARD: N_("Bank card"),
    TenderKind.AID_VOUCHER: N_("Social-aid voucher"),
    TenderKind.CHEQUE: N_("Cheque"),
}
TillPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
NumberPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
SeqPath = Annotated[int, PathParameter(gt=0, lt=2**53)]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a line that somebody reads."""

    entry: HeldEntry
    kind: str
    detail: str


class Tickets(Controller):
    """Tickets of every till."""

    path = "/tickets"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def search(self, request: PageRequest, office: InOffice) -> Template:
        search = asked(request, Search)
        refused, following = "", ""
        tickets: Sequence[FoundTicket] = ()
        with office.database.transaction() as connection:
            tills = figures.till_names(connection)
        try:
            with office.database.transaction() as connection:
                tickets, following = find_tickets(connection, search, offset_min=office.clock.offset_min())
        except Refusal as refusal:
            refused = sentence(request, refusal)
        return page(
            request,
            office,
            "tickets.html",
            search=search,
            tills=tills,
            tenders=TENDERS,
            tickets=tickets,
            refused=refused,
            first_page=not search.before,
            newest=query_of(search, before=""),
            following=query_of(search, before=following) if following else "",
            status_code=422 if refused else 200,
        )

    @get("/{till:int}/{number:int}/{seq:int}", sync_to_thread=True)
    def ticket(
        self, request: PageRequest, office: InOffice, till: TillPath, number: NumberPath, seq: SeqPath
    ) -> Template:
        with office.database.transaction() as connection:
            row = figures.one_till(connection, till)
            held = entry_at(connection, till=till, number=number, seq=seq)
            if row is None or held is None or not isinstance(held.fact, SaleRecorded | RefundRecorded):
                raise NotFoundException
            fact = held.fact
            followed = followed_by(connection, fact.ticket)
            first = place_of_ticket(connection, fact.first.ticket) if isinstance(fact, RefundRecorded) else None
        with speaking(language_of(request).name):
            became = [told_of(each) for each in followed]
        return page(
            request,
            office,
            "ticket.html",
            till=row,
            held=held,
            ticket=fact,
            refund=fact if isinstance(fact, RefundRecorded) else None,
            first=first,
            of=fact.beneficiary if isinstance(fact.beneficiary, Beneficiary) else None,
            late=fact.late if isinstance(fact, SaleRecorded) and isinstance(fact.late, LateSale) else None,
            overrides=_overrides(fact),
            became=became,
            tenders=TENDERS,
            reasons={**PRICE_WORDS, **REFUND_WORDS},
        )


def told_of(held: HeldEntry) -> Told:
    """The line of an entry, in the language that is being spoken."""
    return Told(held, kind_words(held.entry.kind), detail_words(held.fact) if held.fact is not None else "")


def _overrides(fact: Fact) -> list[tuple[str, Override]]:
    """(what was passed, who let it pass and why): of the whole ticket, then of its lines."""
    if not isinstance(fact, SaleRecorded | RefundRecorded):
        return []
    whole = [(RULES.get(each.rule, each.rule), each) for each in fact.overrides]
    if isinstance(fact, RefundRecorded):
        return whole
    return whole + [(line.label, line.override) for line in fact.lines if isinstance(line.override, Override)]
