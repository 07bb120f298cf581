"""Everything about a doubted ticket: every entry that names it or a thing sold with it, who approved, its closing, and
when head office received it; on the screen, and as an A4 sheet that carries what verifies it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import Clock, local_datetime, local_now
from pos_app.counter.aside import aside
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    FACTS,
    CodeReplaced,
    DayClosed,
    Fact,
    ReceiptPrinted,
    RefundRecorded,
    SlipsConfirmed,
    TenderCorrected,
)
from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.event_words import detail_words, kind_words
from pos_app.ledger.chain import opening_key
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.opening import Connection, open_for_reading
from pos_app.store.operators import shown_name
from pos_app.store.outbox import received
from pos_app.store.tickets import TicketOnFile, find_ticket, issuer_at

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill
    from pos_app.printing.documents.ticket_dossier import DossierEntry, TicketDossier

DOSSIER = "ticket_dossier"
"""The document of a print job; its reference is the ticket."""


def print_dossier(till: Till, *, operator: Operator, ticket: str) -> TicketNumber:
    """Prints the dossier of `ticket`. Raises Refusal("ticket_unknown")."""
    operator.require(Right.READ_JOURNAL)
    found = find_ticket(till.connection, ticket)
    with till.store.transaction(operator.code) as act:
        print_later(act, till, document=DOSSIER, reference=found.ticket)
    return found.ticket


def look_at_dossier(running: RunningTill, *, operator: Operator, ticket: str, clock: Clock) -> Future[TicketDossier]:
    """The dossier, read beside every other thread: what came after the ticket may be long. The future may hold
    Refusal("ticket_unknown"). Raises Refusal("right_missing")."""
    operator.require(Right.READ_JOURNAL)

    def look() -> TicketDossier:
        connection = open_for_reading(running.folder.database, running.key_file.keys.database)
        try:
            return dossier_of(connection, clock, ticket)
        finally:
            connection.close()

    return aside(look, name="dossier")


def dossier_of(connection: Connection, clock: Clock, ticket: str) -> TicketDossier:
    """The dossier as the journal gives it now. Raises Refusal("ticket_unknown")."""
    from pos_app.printing.documents.ticket_dossier import ReceivedThere, TicketDossier

    found = find_ticket(connection, ticket)
    told = _told_of(connection, found)
    held = received(connection, found.entry.incarnation, found.entry.seq)
    return TicketDossier(
        issuer=issuer_at(connection, found.position),
        ticket=found.ticket,
        sale=found.sale,
        approved_by=tuple(shown_name(connection, override.by) for override in found.sale.overrides),
        entries=tuple(_entry(connection, entry, fact) for entry, fact in told),
        received=ReceivedThere(local_datetime(held.at_ms, held.offset_min) if held.at_ms else None, exact=held.exact)
        if held
        else None,
        public_keys=_public_keys(connection, [entry for entry, _ in told]),
        made_at=local_now(clock),
        software=SOFTWARE,
    )


def _told_of(connection: Connection, found: TicketOnFile) -> list[tuple[Entry, Fact]]:
    """The entries about the ticket, from it on. Only those are decoded in which one of its names stands."""
    things = {item for line in found.sale.lines for item in line.items}
    told: list[tuple[Entry, Fact]] = []
    for _, entry in journal.every_entry(connection, from_position=found.position):
        named = any(name.encode() in entry.payload for name in (found.ticket, *things))
        if (named or entry.kind == DayClosed.kind) and entry.kind in FACTS:
            fact = entry.fact()
            if _concerns(fact, found, things):
                told.append((entry, fact))
    return told


def _concerns(fact: Fact, found: TicketOnFile, things: set[ItemId]) -> bool:
    """Whether a fact is about the ticket, or about one of the `things` that left with it: a code that replaces one of
    them is one of them from then on."""
    match fact:
        case TenderCorrected() | ReceiptPrinted():
            return fact.ticket == found.ticket
        case RefundRecorded():
            return found.ticket in (fact.ticket, fact.first.ticket)
        case DayClosed():
            return fact.day == found.sale.day
        case SlipsConfirmed():
            return not things.isdisjoint(fact.items)
        case CodeReplaced() if fact.item in things:
            things.add(fact.by)
            return True
        case _:
            return getattr(fact, "ticket", None) == found.ticket or getattr(fact, "item", None) in things


def _entry(connection: Connection, entry: Entry, fact: Fact) -> DossierEntry:
    from pos_app.printing.documents.ticket_dossier import DossierEntry

    return DossierEntry(
        incarnation=entry.incarnation,
        seq=entry.seq,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(connection, entry.operator) if entry.operator else "",
        kind=kind_words(entry.kind),
        detail=detail_words(fact),
        hash=entry.hash.hex(),
        signature=entry.signature.hex(),
    )


def _public_keys(connection: Connection, entries: list[Entry]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for incarnation in dict.fromkeys(entry.incarnation for entry in entries):
        opening = next(journal.entries_between(connection, incarnation, 1, 1), None)
        keys[incarnation] = ((opening_key(opening) if opening else None) or b"").hex()
    return keys
