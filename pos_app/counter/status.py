"""The till at a glance: what the status strip and the sync page say."""

from __future__ import annotations

import msgspec

from pos_app.counter.till import Till
from pos_app.domain.facts import IncarnationOpened, TillSetUp
from pos_app.ledger.entry import Head
from pos_app.printing.printer_setup import PrinterSetUp
from pos_app.store import journal
from pos_app.store.outbox import unsent_count
from pos_app.store.parameters import read_parameter
from pos_app.store.print_jobs import StoredJob, jobs_needing_hands
from pos_app.store.tickets import issuer_at

OFFICE = "office"
LAST_SYNC = "last_sync"
LAST_HELLO = "last_hello"
OFFICE_AHEAD = "office_ahead"
"""How far head office's clock stood ahead of this one at the last contact, in milliseconds."""
SYNC_HISTORY = "sync_history"
_PARTED = frozenset({"fork", "restored", "mark_missing"})
_TOLD_MS = 7 * 24 * 3600 * 1000


class OfficeKnown(msgspec.Struct, frozen=True):
    """Head office as this till knows it since it joined: where it is, which authority it must show, and the key that
    signs what it says (hex)."""

    address: str = ""
    authority_pem: str = ""
    till_id: str = ""
    till_secret: str = ""
    point: str = ""
    office_key: str = ""

    def __repr__(self) -> str:
        return f"OfficeKnown({self.address}, till {self.till_id})"


class Parted(msgspec.Struct, frozen=True):
    """The till goes on in a chain of its own since `at_ms`, for what `IncarnationOpened.reason` says."""

    reason: str
    at_ms: int
    series: str


class TillStatus(msgspec.Struct, frozen=True):
    """`day` is 0 before the first day; `last_sync_ms` is 0 before the first complete sync; amounts in cents.

    `head` is the journal's last entry, as head office's page shows it too. `float_cents` is that of the open day.
    `slip_printer` is the printer of voucher slips, empty where there is none; `printers` are those set up. `parted` is
    None where the journal goes on as it should, and a week after it did not.
    """

    issuer: TillSetUp
    series: str
    day: int
    float_cents: int
    drawer_cents: int
    head: Head
    unsent: int
    last_sync_ms: int
    office: OfficeKnown
    jobs_needing_hands: tuple[StoredJob, ...]
    slip_printer: str = ""
    printers: tuple[PrinterSetUp, ...] = ()
    parted: Parted | None = None

    @property
    def enrolled(self) -> bool:
        return bool(self.office.address)


def office_known(till: Till) -> OfficeKnown:
    """Head office as this till knows it; without an address before it joined one."""
    return read_parameter(till.connection, OFFICE, type=OfficeKnown, default=OfficeKnown())


def status(till: Till) -> TillStatus:
    """The till as of now."""
    connection = till.connection
    state = till.store.state
    return TillStatus(
        issuer=issuer_at(connection, till.store.position),
        series=state.series,
        day=state.day,
        float_cents=state.float_cents,
        head=till.store.head,
        drawer_cents=state.drawer_cents,
        unsent=unsent_count(connection),
        last_sync_ms=read_parameter(connection, LAST_SYNC, type=int, default=0),
        office=office_known(till),
        jobs_needing_hands=jobs_needing_hands(connection),
        slip_printer=till.slip_printer,
        printers=till.printers,
        parted=_parted(till),
    )


def _parted(till: Till) -> Parted | None:
    """Where the journal was found behind what is known outside it, or beside what head office holds."""
    *_, (_number, _incarnation, first_position) = journal.incarnations(till.connection)
    first = journal.entry_at(till.connection, first_position)
    opened = first.fact() if first else None
    if first is None or not isinstance(opened, IncarnationOpened) or opened.reason not in _PARTED:
        return None
    told = till.clock.now_ms() - first.at_ms < _TOLD_MS
    return Parted(reason=opened.reason, at_ms=first.at_ms, series=opened.series) if told else None
