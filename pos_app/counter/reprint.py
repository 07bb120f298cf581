"""Printing a receipt after its sale: the first time, or again as a DUPLICATA that the journal counts."""

from __future__ import annotations

from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import ReceiptPrinted
from pos_app.domain.operator import Operator, Right
from pos_app.store.tickets import find_ticket


def reprint(till: Till, *, operator: Operator, ticket: str) -> int:
    """Prints the receipt of `ticket` and returns its copy number: 0 where none had been printed yet.

    A further one is marked DUPLICATA with its number; each is an entry of its own (LNE requirement 9).
    Raises Refusal("ticket_unknown").
    """
    operator.require(Right.REPRINT)
    with till.store.transaction(operator.code) as act:
        found = find_ticket(act.connection, ticket)
        act.append(ReceiptPrinted(ticket=found.ticket, copy=found.prints))
        document = "receipt_copy" if found.prints else "receipt"
        print_later(act, till, document=document, reference=found.ticket, copy=found.prints)
        return found.prints
