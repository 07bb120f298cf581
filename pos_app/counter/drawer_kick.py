"""When the cash drawer opens by itself: after the entry that says why is on the disk."""

from __future__ import annotations

from pos_app.domain.facts import CashMoved, DrawerOpened, EquipmentLent, Fact, LoanEnded, RefundRecorded, SaleRecorded
from pos_app.domain.tender import TenderKind
from pos_app.store import journal
from pos_app.store.opening import Connection


def opens_drawer(fact: Fact) -> bool:
    """Whether somebody needs the drawer now: cash was taken or given, or it was asked for."""
    if isinstance(fact, SaleRecorded):
        return any(tender.tender is TenderKind.CASH for tender in fact.tenders)
    if isinstance(fact, RefundRecorded | EquipmentLent | LoanEnded):
        return bool(fact.cash_cents)
    return isinstance(fact, CashMoved | DrawerOpened)


def drawer_asked(connection: Connection, *, after_position: int) -> bool:
    """Whether an entry after `after_position` opens the drawer."""
    entries = journal.every_entry(connection, from_position=after_position + 1)
    return any(opens_drawer(entry.fact()) for _position, entry in entries)
