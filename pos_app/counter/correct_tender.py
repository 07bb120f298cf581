"""A payment keyed under the wrong means: a minus and a plus of the payment alone; the ticket stays as it is."""

from __future__ import annotations

from pos_app.counter.cash_reasons import TENDER_REASONS
from pos_app.counter.day_report import paid_cents
from pos_app.counter.open_day import day_for
from pos_app.counter.till import Till
from pos_app.domain.facts import TenderCorrected, TenderTaken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refund import put_right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.store.days import corrections_of
from pos_app.store.opening import Connection
from pos_app.store.tickets import TicketOnFile, find_ticket


def correct_tender(
    till: Till, *, operator: Operator, ticket: str, wrong: TenderKind, right: TenderKind, reason: str
) -> TenderCorrected:
    """Books all that was paid of `ticket` by `wrong` as paid by `right`, in the day that is open now.

    Raises Refusal("ticket_unknown", "tender_not_paid", "reason_unknown").
    """
    operator.require(Right.CORRECT_TENDER)
    if reason not in TENDER_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        found = find_ticket(act.connection, ticket)
        amount_cents = payments_of(act.connection, found).get(wrong, 0)
        if amount_cents <= 0 or wrong is right:
            raise Refusal("tender_not_paid", ticket=found.ticket)
        corrected = TenderCorrected(
            day=day_for(till, act),
            ticket=found.ticket,
            taken_back=TenderTaken(tender=wrong, amount_cents=amount_cents),
            taken=TenderTaken(tender=right, amount_cents=amount_cents),
            reason=reason,
        )
        act.append(corrected)
    return corrected


def payments_of(connection: Connection, found: TicketOnFile) -> dict[TenderKind, int]:
    """How a ticket was paid, in cents by means, after what was put right; refunds are tickets of their own."""
    paid = {kind: paid_cents(found.sale, kind) for kind in TenderKind}
    return {kind: cents for kind, cents in put_right(paid, corrections_of(connection, found.ticket)).items() if cents}
