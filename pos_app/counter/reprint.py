"""Printing a receipt after its sale: the first time, or again as a DUPLICATA that the journal counts."""

from __future__ import annotations

from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.facts import ReceiptPrinted
from pos_app.domain.operator import Operator, Right
from pos_app.store.print_jobs import enqueue
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
        enqueue(
            act,
            at_ms=till.clock.now_ms(),
            printer=PDF_FOLDER,
            document="receipt_copy" if found.prints else "receipt",
            reference=found.ticket,
            copy=found.prints,
        )
        return found.prints
