"""What a running till exchanges with head office: syncs over the network, files on a stick; in the sync thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pos_app.counter.known_office import OfficeKnown, office_known
from pos_app.counter.status import until_own_slot
from pos_app.counter.till import Till
from pos_app.counter.till_events import Listener, SyncEnded, SyncProgressed
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug, PosError, Refusal
from pos_app.sync.outcome import OfficeAddress, Synced
from pos_app.sync.thread import SyncThread

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill
    from pos_app.store.storage_thread import StorageThread

_Result = TypeVar("_Result")


class ParcelOnStick(msgspec.Struct, frozen=True):
    """A parcel that was written and read back; `left` entries did not fit and go into the next one."""

    path: Path
    entries: int
    left: int


class CarriedForOther(msgspec.Struct, frozen=True):
    """Another till's parcel that head office has now: what became of it, and where the answer lies."""

    till: str
    said: str
    answer: Path


class SyncDesk:
    """Belongs to `running`; `tell` hears how far it is and how it ended."""

    def __init__(self, running: RunningTill, storage: StorageThread[Till], *, tell: Listener) -> None:
        self._running, self._storage, self._tell = running, storage, tell
        self._thread = SyncThread(
            self._synchronise,
            enabled=lambda: bool(self._office().address),
            ended=self._ended,
            until_next=lambda: running.in_background(until_own_slot).result(),
        )

    def request(self) -> None:
        self._thread.request()

    def once(self, *, stopped: Callable[[], bool]) -> Future[Synced]:
        """One sync, whose outcome is told as that of any other and is in the future: what it did, or what stopped it.

        It ends at its next step once `stopped` says so.
        """
        return self._errand(lambda: self._once(stopped))

    def interrupt(self) -> None:
        """Stops what runs now, sync or file; what it did stays done."""
        self._thread.interrupt()

    def join(self, *, operator: Operator, code: str) -> Future[OfficeKnown]:
        """Joins head office, and then sends everything."""

        def join() -> OfficeKnown:
            from pos_app.counter.join_head_office import join_head_office

            return join_head_office(self._storage, operator=operator, code=code, signer=self._running.signer)

        joined: Future[Any] = self._thread.run(join)
        return joined

    def write_parcel(self, folder: Path) -> Future[ParcelOnStick]:
        """Writes what head office does not have yet into `folder`, on a stick.

        The future may hold Refusal("office_not_joined", "files_want_key", "carrying_cancelled") and
        Unavailable("stick_full", "stick_removed", "stick_read_only", "stick_unreliable").
        """
        return self._errand(lambda: self._write_parcel(folder))

    def take_answer(self, folder: Path) -> Future[Synced]:
        """Takes head office's newest answer in `folder` in; it is kept and told as a sync is.

        The future may hold Refusal("no_answer_there"), what `take_answer` of `pos_app.sync.carried_answer` raises, and
        Unavailable("stick_removed").
        """
        return self._errand(lambda: self._take_answer(folder))

    def carry(self, folder: Path) -> Future[tuple[CarriedForOther, ...]]:
        """Hands in the newest parcel of each other till in `folder`, and writes the answers beside them.

        The future may hold Refusal("no_parcel_there"), what `carry` of `pos_app.sync.carry` raises, and what writing
        to a stick does.
        """
        return self._errand(lambda: self._carry(folder))

    def send_diagnosis(self, sealed: bytes) -> Future[int]:
        """Sends a sealed diagnosis (`counter.diagnose`); its number at head office.

        The future may hold Refusal("till_revoked", "office_takes_no_diagnosis") and Unavailable.
        """
        return self._errand(lambda: self._send_diagnosis(sealed))

    def close(self) -> None:
        self._thread.close()

    def _errand(self, work: Callable[[], _Result]) -> Future[_Result]:
        future: Future[Any] = self._thread.run(work, then_sync=False)
        return future

    def _office(self) -> OfficeKnown:
        return self._running.run(office_known).result()

    def _address(self) -> OfficeAddress:
        known = self._office()
        if not known.address:
            raise Refusal("office_not_joined")
        return known.as_called()

    def _series_and_time(self) -> tuple[str, int]:
        return self._running.run(lambda till: (till.store.state.series, till.clock.now_ms())).result()

    def _progressed(self, done: int, total: int) -> None:
        self._tell(SyncProgressed(done, total))

    def _synchronise(self, stopped: Callable[[], bool] = lambda: False) -> Synced:
        """Where head office holds another branch of the journal, goes on in a new chain and tries once more."""
        try:
            return self._synchronise_once(stopped)
        except Refusal as refusal:
            if refusal.code != "office_holds_other_branch":
                raise
        self._branch_off()
        return self._synchronise_once(stopped)

    def _synchronise_once(self, stopped: Callable[[], bool]) -> Synced:
        """What it needs of the network is loaded here, not at the start."""
        from pos_app.counter.sync_outbox import SyncOutbox
        from pos_app.sync.run import synchronise

        series, now_ms = self._series_and_time()
        return synchronise(
            self._address(),
            SyncOutbox(self._storage),
            sign=self._running.signer.sign,
            series=series,
            now_ms=now_ms,
            progress=self._progressed,
            cancelled=lambda: self._thread.stopping or stopped(),
        )

    def _branch_off(self) -> None:
        self._running.run(lambda _till: self._running.branch_off(reason="fork")).result()

    def _once(self, stopped: Callable[[], bool]) -> Synced:
        try:
            outcome = self._synchronise(stopped)
        except PosError as error:
            self._ended(error)
            raise
        self._ended(outcome)
        return outcome

    def _send_diagnosis(self, sealed: bytes) -> int:
        from pos_app.counter.sync_outbox import SyncOutbox
        from pos_app.sync.send_diagnosis import send_diagnosis

        series, now_ms = self._series_and_time()
        return send_diagnosis(
            self._address(),
            SyncOutbox(self._storage),
            sealed,
            sign=self._running.signer.sign,
            series=series,
            now_ms=now_ms,
            cancelled=lambda: self._thread.stopping,
        )

    def _write_parcel(self, folder: Path) -> ParcelOnStick:
        from pos_app.counter.carried_outbox import ByFileOutbox
        from pos_app.counter.stick import write_to_stick
        from pos_app.sync.parcel import write_parcel

        series, now_ms = self._series_and_time()
        parcel = write_parcel(
            self._address(),
            ByFileOutbox(self._storage),
            signer=self._running.signer,
            series=series,
            now_ms=now_ms,
            progress=self._progressed,
            cancelled=lambda: self._thread.stopping,
        )
        return ParcelOnStick(write_to_stick(folder, parcel.data), parcel.entries, parcel.left)

    def _take_answer(self, folder: Path) -> Synced:
        from pos_app.counter.carried_outbox import ByFileOutbox
        from pos_app.counter.stick import answer_on, read_from_stick
        from pos_app.sync.carried_answer import take_answer

        data = read_from_stick(answer_on(folder, incarnation=self._running.signer.incarnation))
        try:
            outcome = take_answer(
                data,
                self._address(),
                ByFileOutbox(self._storage),
                unseal=self._running.signer.unseal,
                progress=self._progressed,
                cancelled=lambda: self._thread.stopping,
            )
        except Refusal as refusal:
            if refusal.code != "office_holds_other_branch":
                raise
            self._branch_off()
            raise Refusal("answer_began_new_chain") from None
        self._ended(outcome)
        return outcome

    def _carry(self, folder: Path) -> tuple[CarriedForOther, ...]:
        from pos_app.counter.stick import parcels_on

        found = parcels_on(folder, except_of=self._running.signer.public_key.hex())
        return tuple(self._carry_one(path) for path in found)

    def _carry_one(self, path: Path) -> CarriedForOther:
        from pos_app.counter.stick import read_from_stick, write_to_stick
        from pos_app.counter.sync_outbox import SyncOutbox
        from pos_app.sync.carried_file import Kind, read
        from pos_app.sync.carry import carry

        parcel = read_from_stick(path)
        series, now_ms = self._series_and_time()
        carried, answer = carry(
            self._address(),
            SyncOutbox(self._storage),
            parcel,
            sign=self._running.signer.sign,
            series=series,
            now_ms=now_ms,
            progress=self._progressed,
            cancelled=lambda: self._thread.stopping,
        )
        written = write_to_stick(path.parent, answer)
        return CarriedForOther(read(parcel, Kind.PARCEL).cover.till, carried.said, written)

    def _ended(self, outcome: object) -> None:
        from pos_app.counter.record_sync import record_sync

        if not isinstance(outcome, Synced | BaseException):
            raise Bug("sync_outcome_unknown")
        self._running.run(record_sync, outcome=outcome).result()
        self._tell(SyncEnded(outcome))
