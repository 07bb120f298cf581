"""Everything about a doubted ticket: every entry that names it or a thing sold with it, who approved, its closing, and
whether head office has it; as an A4 sheet that carries what verifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_datetime, local_now
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
from pos_app.store.operators import shown_name
from pos_app.store.outbox import acknowledged
from pos_app.store.tickets import TicketOnFile, find_ticket, issuer_at

if TYPE_CHECKING:
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


def dossier_of(till: Till, ticket: str) -> TicketDossier:
    """The dossier as the journal gives it now."""
    from pos_app.printing.documents.ticket_dossier import TicketDossier

    connection = till.connection
    found = find_ticket(connection, ticket)
    things = {item for line in found.sale.lines for item in line.items}
    told = [
        (entry, fact)
        for _, entry in journal.every_entry(connection, from_position=found.position)
        if entry.kind in FACTS and _concerns(fact := entry.fact(), found, things)
    ]
    held = acknowledged(connection, found.entry.incarnation)
    return TicketDossier(
        issuer=issuer_at(connection, found.position),
        ticket=found.ticket,
        sale=found.sale,
        approved_by=tuple(shown_name(connection, override.by) for override in found.sale.overrides),
        entries=tuple(_entry(till, entry, fact) for entry, fact in told),
        at_head_office=held.seq >= found.entry.seq,
        public_keys=_public_keys(till, [entry for entry, _ in told]),
        made_at=local_now(till.clock),
        software=SOFTWARE,
    )


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


def _entry(till: Till, entry: Entry, fact: Fact) -> DossierEntry:
    from pos_app.printing.documents.ticket_dossier import DossierEntry

    return DossierEntry(
        incarnation=entry.incarnation,
        seq=entry.seq,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator) if entry.operator else "",
        kind=kind_words(entry.kind),
        detail=detail_words(fact),
        hash=entry.hash.hex(),
        signature=entry.signature.hex(),
    )


def _public_keys(till: Till, entries: list[Entry]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for incarnation in dict.fromkeys(entry.incarnation for entry in entries):
        opening = next(journal.entries_between(till.connection, incarnation, 1, 1), None)
        keys[incarnation] = ((opening_key(opening) if opening else None) or b"").hex()
    return keys
