"""A till without its timer: what syncs it is the test."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from msgspec.structs import replace

from pos_app.clock import Clock
from pos_app.counter.join_head_office import join_head_office
from pos_app.counter.known_office import OFFICE, OfficeKnown, office_known
from pos_app.counter.open_till import OpenedTill, abandon_till, branch_off, save_mark
from pos_app.counter.sell import Sold, sell
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.domain.identifiers import IncarnationId
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import Signer
from pos_app.office.office import Office
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.parameters import read_parameter
from pos_app.store.storage_thread import StorageThread
from pos_app.sync.outbox import Outbox
from pos_app.sync.outcome import OfficeAddress, Synced
from pos_app.sync.run import synchronise
from tests.tills import TemplateTill, basket_of, cash, open_copy

PATIENCE_S = 20
_CARDS = ("CARTE-30", "CARTE-2H", "CARTE-ILLIM")


class SyncingTill:
    """A till on its storage thread. `sync` runs one sync, to head office or to what stands at another `address`."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: Clock, *, baskets_from: int = 0) -> None:
        self.template = template
        self.folder = folder
        self._sold = baskets_from
        opened: list[OpenedTill] = []

        def open_owned() -> Till:
            opened.append(open_copy(template, folder, clock))
            return opened[0].till

        self.storage: StorageThread[Till] = StorageThread(open_owned, close_owned=lambda _till: abandon_till(opened[0]))
        self.storage.opened.result(PATIENCE_S)
        self._opened = opened[0]
        self.signer = Signer(opened[0].key_file.keys.signing_seed)
        self.outbox = SyncOutbox(self.storage)
        self.clock = clock
        known = self.storage.submit(
            lambda till: read_parameter(till.connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
        ).result(PATIENCE_S)
        self._office = known.as_called() if known.address else None

    @property
    def office(self) -> OfficeAddress:
        """Head office as this till knows it now."""
        return self.storage.submit(office_known).result(PATIENCE_S).as_called()

    @property
    def key_file(self) -> OpenKeyFile:
        return self._opened.key_file

    def save_mark(self) -> None:
        """As the program does when nothing more waits, and at its end."""
        self.storage.submit(lambda _till: save_mark(self._opened)).result(PATIENCE_S)

    @property
    def head(self) -> Head:
        return self.storage.submit(lambda till: till.store.head).result(PATIENCE_S)

    @property
    def entries(self) -> list[Entry]:
        """The whole journal, in order."""
        return self.storage.submit(lambda till: [e for _, e in journal.every_entry(till.connection)]).result(PATIENCE_S)

    @property
    def acknowledged(self) -> Head:
        return self.outbox.acknowledged(self.signer.incarnation)

    def sell(self, count: int = 1) -> list[Sold]:
        """Sells `count` baskets, of one card each."""
        sold = []
        for _ in range(count):
            self._sold += 1
            sold.append(self.storage.submit(self._sale).result(PATIENCE_S))
        return sold

    def _sale(self, till: Till) -> Sold:
        basket = basket_of(till, _CARDS[self._sold % len(_CARDS)], number=self._sold)
        tenders = cash(basket.lines[0].unit_price_cents)
        return sell(till, operator=self.template.volunteer, basket=basket, tenders=tenders, receipt=False)

    def join_with(self, code: str) -> OfficeKnown:
        known = join_head_office(self.storage, operator=self.template.coordinator, code=code, signer=self.signer)
        self._office = known.as_called()
        return known

    def join(self, office: Office) -> OfficeKnown:
        return self.join_with(str(office.add_till(point="Marseille", till="Caisse 1").code))

    def joined(self, known: OfficeKnown) -> None:
        """Head office is as `known` says."""
        self._office = known.as_called()

    def branch_off(self) -> None:
        """Goes on in a chain of its own, as where head office holds another branch."""

        def go_on(_till: Till) -> None:
            self._opened = branch_off(self._opened, reason="fork")

        self.storage.submit(go_on).result(PATIENCE_S)
        self.signer = Signer(self._opened.key_file.keys.signing_seed)

    def sync(self, *, address: str | None = None, outbox: Outbox | None = None, **more: Any) -> Synced:
        """One sync; `more` as in `synchronise`."""
        assert self._office is not None
        return synchronise(
            replace(self._office, address=address or self._office.address),
            outbox or self.outbox,
            sign=self.signer.sign,
            series="MRS1",
            now_ms=self.clock.now_ms(),
            **more,
        )

    def __enter__(self) -> SyncingTill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.storage.close()


def held_by(office: Office) -> list[Entry]:
    """Every entry that head office holds, as bytes that were signed, in the order of their chains."""
    with office.database.transaction() as connection:
        rows = connection.execute(
            "SELECT incarnation.id, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"
            " FROM entry JOIN incarnation ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation)"
            " ORDER BY entry.till, entry.incarnation, seq"
        ).fetchall()
    return [Entry(IncarnationId(row[0].hex()), *row[1:]) for row in rows]


def alarms_of(office: Office) -> list[str]:
    with office.database.transaction() as connection:
        return [row[0] for row in connection.execute("SELECT code FROM alarm ORDER BY id").fetchall()]
