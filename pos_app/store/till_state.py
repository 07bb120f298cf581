"""Where the till stands: the one-row projection that most acts read."""

from __future__ import annotations

import msgspec

from pos_app.domain.identifiers import TicketNumber, ticket_number
from pos_app.domain.refusals import Bug
from pos_app.store.opening import Connection


class TillState(msgspec.Struct, frozen=True):
    """Amounts in cents. `day` is the open one, 0 while none is; `last_day` the last that was opened. `float_cents` is
    part of `drawer_cents` and of no other total; `last_cash_slip` numbers the slips of cash that moved, `last_loan`
    the loans; `deposits_cents` is owed back to those who have something on loan.

    `manifest_position` is that of this incarnation's last sync manifest, 0 where it has none; `retired_position` is
    where the till closed for good, 0 while it has not."""

    series: str
    last_ticket: int
    day: int
    day_opened_position: int
    float_cents: int
    drawer_cents: int
    perpetual_cents: int
    perpetual_absolute_cents: int
    manifest_position: int
    last_day: int
    safe_cents: int
    last_cash_slip: int
    last_loan: int
    deposits_cents: int
    retired_position: int

    @property
    def next_ticket(self) -> TicketNumber:
        return ticket_number(series=self.series, number=self.last_ticket + 1)


def read_till_state(connection: Connection) -> TillState:
    """The state after the last entry this connection sees."""
    row = connection.execute(
        "SELECT series, last_ticket, day, day_opened_position, float_cents, drawer_cents, perpetual_cents,"
        " perpetual_absolute_cents, manifest_position, last_day, safe_cents, last_cash_slip, last_loan,"
        " deposits_cents, retired_position FROM till_state"
    ).fetchone()
    if row is None:
        raise Bug("till_state_missing")
    return TillState(*row)
