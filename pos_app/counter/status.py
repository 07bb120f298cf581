"""The till at a glance: what the status strip and the sync page say."""

from __future__ import annotations

import msgspec

from pos_app.counter.contact import ALONE, ContactNow, contact_now
from pos_app.counter.known_office import OfficeKnown, office_known
from pos_app.counter.parted import Parted, parted
from pos_app.counter.till import Till
from pos_app.domain.facts import TillSetUp
from pos_app.ledger.entry import Head
from pos_app.printing.printer_setup import PrinterSetUp
from pos_app.store.outbox import unsent_count
from pos_app.store.parameters import read_parameter
from pos_app.store.print_jobs import StoredJob, jobs_needing_hands
from pos_app.store.tickets import issuer_at
from pos_app.sync.slots import until_slot

LAST_SYNC = "last_sync"
SYNC_SLOT = "sync_slot"
"""The second of each ten minutes in which this till syncs by itself, as head office said."""
OFFICE_ASKS = "office_asks"
"""What head office asks of this till: "upgrade", "re_enrol", or nothing."""
SYNC_HISTORY = "sync_history"


class TillStatus(msgspec.Struct, frozen=True):
    """`day` is 0 before the first day; `last_sync_ms` is 0 before the first complete sync; amounts in cents.

    `head` is the journal's last entry, as head office's page shows it too. `float_cents` is that of the open day.
    `slip_printer` is the printer of voucher slips, empty where there is none; `printers` are those set up. `contact` is
    that with head office, `office_asks` what it asks of this till. `parted` is None where the journal goes on as it
    should, and a week after it did not.
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
    contact: ContactNow = ALONE
    office_asks: str = ""
    parted: Parted | None = None

    @property
    def enrolled(self) -> bool:
        return bool(self.office.address)


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
        contact=contact_now(till),
        office_asks=read_parameter(connection, OFFICE_ASKS, type=str, default=""),
        parted=parted(till),
    )


def until_own_slot(till: Till) -> int:
    """Seconds until this till syncs by itself."""
    slot_s = read_parameter(till.connection, SYNC_SLOT, type=int, default=0)
    return until_slot(now_ms=till.clock.now_ms(), slot_s=slot_s)
