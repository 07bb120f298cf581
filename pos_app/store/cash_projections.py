"""Projections of days, the drawer and closings: how each fact acts on them, live and in a rebuild alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pos_app.domain.facts import (
    AidVoucherNoted,
    AidVouchersClaimed,
    CashCounted,
    CashDifferenceAccepted,
    CashMoved,
    DayClosed,
    DayOpened,
    DrawerHandedOver,
    DrawerOpened,
    Fact,
    FloatLaid,
    PeriodClosed,
    TenderCorrected,
)
from pos_app.domain.refusals import Bug
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = ("day", "period_closing", "cash_event", "tender_correction", "aid_voucher")

_CashFact = CashCounted | DrawerHandedOver | DrawerOpened


def _day_opened(connection: Connection, position: int, fact: DayOpened) -> None:
    """What the last closing left in the drawer, and what is in it now, are both on record: so is their difference."""
    changed = connection.execute(
        "INSERT INTO day SELECT ?, ?, 0, ? - drawer_cents FROM till_state WHERE day = 0 AND last_day < ?",
        (fact.day, position, fact.float_cents, fact.day),
    ).rowcount
    if changed != 1:
        raise Bug("day_not_next", day=fact.day)
    connection.execute(
        "UPDATE till_state SET day = ?, last_day = ?, day_opened_position = ?, float_cents = ?, drawer_cents = ?",
        (fact.day, fact.day, position, fact.float_cents, fact.float_cents),
    )


def _float_laid(connection: Connection, _position: int, fact: FloatLaid) -> None:
    connection.execute(
        "UPDATE till_state SET float_cents = float_cents + ?, drawer_cents = drawer_cents + ? WHERE day = ?",
        (fact.float_cents, fact.float_cents, fact.day),
    )
    connection.execute("UPDATE day SET gap_cents = gap_cents + ? WHERE day = ?", (fact.float_cents, fact.day))


def _day_closed(connection: Connection, position: int, fact: DayClosed) -> None:
    connection.execute("UPDATE day SET closed_position = ? WHERE day = ?", (position, fact.day))
    changed = connection.execute("UPDATE till_state SET day = 0, float_cents = 0 WHERE day = ?", (fact.day,)).rowcount
    if changed != 1:
        raise Bug("day_not_open", day=fact.day)


def _period_closed(connection: Connection, position: int, fact: PeriodClosed) -> None:
    connection.execute(
        "INSERT INTO period_closing VALUES (?, ?, ?, ?)", (fact.period.value, fact.name, fact.last_day, position)
    )


def _cash_moved(connection: Connection, position: int, fact: CashMoved) -> None:
    changed = connection.execute(
        "UPDATE till_state SET drawer_cents = drawer_cents + ?, safe_cents = safe_cents + ?, last_cash_slip = ?"
        " WHERE last_cash_slip = ?",
        (fact.drawer_cents, fact.safe_cents, fact.number, fact.number - 1),
    ).rowcount
    if changed != 1:
        raise Bug("cash_slip_not_next", number=fact.number)
    told_of(connection, position, fact.day)


def _difference_accepted(connection: Connection, position: int, fact: CashDifferenceAccepted) -> None:
    connection.execute("UPDATE till_state SET drawer_cents = drawer_cents + ?", (fact.difference_cents,))
    told_of(connection, position, fact.day)


def _tender_corrected(connection: Connection, position: int, fact: TenderCorrected) -> None:
    connection.execute("UPDATE till_state SET drawer_cents = drawer_cents + ?", (fact.cash_cents,))
    connection.execute("INSERT INTO tender_correction VALUES (?, ?)", (fact.ticket, position))
    told_of(connection, position, fact.day)


def _drawer_told_of(connection: Connection, position: int, fact: _CashFact) -> None:
    told_of(connection, position, fact.day)


def told_of(connection: Connection, position: int, day: int) -> None:
    """The page of the drawer has this entry among those of its day."""
    connection.execute("INSERT INTO cash_event VALUES (?, ?)", (position, day))


def _aid_voucher_noted(connection: Connection, position: int, fact: AidVoucherNoted) -> None:
    connection.execute(
        "INSERT INTO aid_voucher VALUES (?, ?, ?, ?, ?, ?, 0)",
        (fact.item, position, fact.ticket, fact.issuer, fact.expires_on, fact.amount_cents),
    )


def _aid_vouchers_claimed(connection: Connection, position: int, fact: AidVouchersClaimed) -> None:
    connection.executemany(
        "UPDATE aid_voucher SET claimed_position = ? WHERE item = ?", [(position, item) for item in fact.items]
    )


WRITES: dict[type[Fact], Callable[[Connection, int, Any], None]] = {
    DayOpened: _day_opened,
    FloatLaid: _float_laid,
    DayClosed: _day_closed,
    PeriodClosed: _period_closed,
    CashMoved: _cash_moved,
    CashDifferenceAccepted: _difference_accepted,
    TenderCorrected: _tender_corrected,
    CashCounted: _drawer_told_of,
    DrawerHandedOver: _drawer_told_of,
    DrawerOpened: _drawer_told_of,
    AidVoucherNoted: _aid_voucher_noted,
    AidVouchersClaimed: _aid_vouchers_claimed,
}
