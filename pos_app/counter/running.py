"""A till at work: its storage thread, its print queue, its sync thread. The window and the headless day both use it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from msgspec.structs import replace

from pos_app.clock import Clock
from pos_app.counter.known_office import OfficeKnown
from pos_app.counter.open_till import OpenedTill, abandon_till, branch_off, close_till, open_till, save_mark
from pos_app.counter.paper import clear_papers
from pos_app.counter.pins import hash_pin, pin_matches
from pos_app.counter.preferences import Preferences, change_preferences, preferences
from pos_app.counter.print_book import PrintBook
from pos_app.counter.print_desk import PrintDesk
from pos_app.counter.printers import load_printers
from pos_app.counter.sign_in import account_to_sign_in, record_sign_in, sign_in_with_badge
from pos_app.counter.status import status
from pos_app.counter.sync_desk import SyncDesk
from pos_app.counter.till import Till
from pos_app.counter.till_events import Listener, MarkFailed, Recorded
from pos_app.counter.vault_desk import VaultDesk
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError
from pos_app.keys.key_file import OpenKeyFile, open_with_recovery_words
from pos_app.keys.recovery_words import read_recovery_words
from pos_app.ledger.signing import Signer
from pos_app.printing.training import mark_this_thread
from pos_app.settings import TillFolder
from pos_app.store.storage_thread import StorageThread

if TYPE_CHECKING:
    from pos_app.counter.sale_rules import Approval

_log = logging.getLogger(__name__)
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class RunningTill:
    """The threads of one till. `listener` hears events, from any of them."""

    def __init__(
        self,
        folder: TillFolder,
        key_file: OpenKeyFile,
        *,
        clock: Clock,
        listener: Listener = lambda _event: None,
        keyring_mark: str | None = None,
    ) -> None:
        """Raises what `open_till` raises."""
        self._start(lambda: open_till(folder, key_file, clock=clock, keyring_mark=keyring_mark), listener)

    @classmethod
    def of_opened(cls, opened: OpenedTill, *, listener: Listener = lambda _event: None) -> RunningTill:
        """Goes on with a till that was just set up."""
        running = cls.__new__(cls)
        running._start(lambda: opened, listener)  # noqa: SLF001  # this class's own
        return running

    def _start(self, opening: Callable[[], OpenedTill], listener: Listener) -> None:
        self._listener = listener
        self._marked = 0

        def open_owned() -> Till:
            self._opened = opening()
            return self._opened.till

        self._storage: StorageThread[Till] = StorageThread(
            open_owned, when_idle=self._when_idle, close_owned=lambda _till: self._let_go()
        )
        self._storage.opened.result()
        self.signer = Signer(self._opened.key_file.keys.signing_seed)
        training = self.in_background(lambda till: status(till).issuer.training).result()
        self._slow = ThreadPoolExecutor(
            1, thread_name_prefix="pins", initializer=lambda: mark_this_thread(training=training)
        )
        self.vault = VaultDesk(self.run, self._opened.folder)
        chosen, setups = self.in_background(lambda till: (preferences(till), load_printers(till))).result()
        self.printing = PrintDesk(
            self.run,
            PrintBook(self._storage, before_reveal=self.vault.keep_mark),
            folder=chosen.receipts_folder(self._opened.folder.receipts),
            setups=setups,
            tell=listener,
        )
        self.clear_papers()
        self.sync = SyncDesk(self, self._storage, tell=listener)

    @property
    def folder(self) -> TillFolder:
        return self._opened.folder

    @property
    def key_file(self) -> OpenKeyFile:
        return self._opened.key_file

    def run(
        self,
        act: Callable[Concatenate[Till, _Arguments], _Result],
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> Future[_Result]:
        """Runs `act(till, ...)` on the storage thread."""
        return self._storage.submit(lambda till: self._then_tell(till, lambda: act(till, *args, **kwargs)))

    def in_background(self, act: Callable[[Till], _Result], /) -> Future[_Result]:
        """As `run`, for a slice of long work: nobody is told of each."""
        return self._storage.submit(act)

    def compute(self, work: Callable[[], _Result]) -> Future[_Result]:
        """Runs something slow that is neither disk nor network (Argon2id) off every other thread."""
        return self._slow.submit(work)

    def sign_in(self, *, code: OperatorCode, pin: str) -> Future[Operator]:
        """Checks a PIN. The future may hold Refusal("pin_wrong", "operator_locked", "access_ended")."""

        def check() -> Operator:
            account = self.run(account_to_sign_in, code=code).result()
            matched = pin_matches(pin, account.pin_hash)
            return self.run(record_sign_in, code=code, matched=matched).result()

        return self.compute(check)

    def sign_in_with_badge(self, *, badge: str) -> Future[Operator]:
        """The future may hold Refusal("badge_unknown", "access_ended")."""
        return self.run(sign_in_with_badge, badge=badge)

    def approve(self, *, code: OperatorCode, pin: str, reason: str) -> Future[Approval]:
        """A coordinator's word against a rule. The future may hold Refusal("pin_wrong", "operator_locked")."""
        from pos_app.counter.approve import account_to_approve, approval_of

        def check() -> Approval:
            account = self.run(account_to_approve, code=code).result()
            matched = pin_matches(pin, account.pin_hash)
            return self.run(approval_of, code=code, reason=reason, matched=matched).result()

        return self.compute(check)

    def recover_pin(self, *, code: OperatorCode, words: str, new_pin: str) -> Future[None]:
        """Gives a coordinator a new PIN with the words of the recovery sheet."""

        def recover() -> None:
            from pos_app.counter.change_operator import recover_pin

            pin_hash = hash_pin(new_pin)
            open_with_recovery_words(self._opened.folder.key_file, read_recovery_words(words))
            self.run(recover_pin, code=code, pin_hash=pin_hash).result()

        return self.compute(recover)

    def change_preferences(self, *, operator: Operator, chosen: Preferences) -> Future[Preferences]:
        """Keeps `chosen`; receipts go to their new folder from the next job on."""

        def change(till: Till) -> Preferences:
            kept = change_preferences(till, operator=operator, chosen=chosen)
            self.printing.write_receipts_to(kept.receipts_folder(self._opened.folder.receipts))
            return kept

        return self.run(change)

    def new_recovery_sheet(self, *, operator: Operator) -> Future[Path]:
        """Where the new sheet lies, to be printed; the old one then opens nothing."""

        def renew() -> Path:
            from pos_app.counter.new_recovery_sheet import new_recovery_sheet, record_renewal

            known = self.run(status).result()
            key_file, path = new_recovery_sheet(
                self._opened.key_file,
                operator=operator,
                papers=self.folder.papers,
                issuer=known.issuer,
                series=known.series,
                clock=self._opened.till.clock,
            )
            self._opened = replace(self._opened, key_file=key_file)
            self.run(record_renewal, operator=operator).result()
            return path

        return self.compute(renew)

    def clear_papers(self) -> Future[None]:
        """Deletes the sheets that hold secrets: they are printed by now."""
        return self.compute(lambda: clear_papers(self.folder.papers))

    def synchronise(self) -> None:
        """Asks for a sync now. Progress and outcome come as events."""
        self.sync.request()

    def interrupt_sync(self) -> None:
        self.sync.interrupt()

    def join_head_office(self, *, operator: Operator, code: str) -> Future[OfficeKnown]:
        """Joins head office in the sync thread, and then sends everything."""
        return self.sync.join(operator=operator, code=code)

    def stop(self) -> None:
        """Finishes what was begun and closes the till."""
        self.sync.close()
        self.vault.close()
        self.printing.stop()
        self.clear_papers()
        self._slow.shutdown()
        self._storage.close()

    def _let_go(self) -> None:
        """After a Bug nothing more is written: the next start finds the journal as it was, and no clean end."""
        (abandon_till if self._storage.broken else close_till)(self._opened)

    def _then_tell(self, till: Till, act: Callable[[], _Result]) -> _Result:
        before, written = till.store.position, till.connection.total_changes
        result = act()
        if till.connection.total_changes != written:
            self._then_print(till, before)
        if till.store.position != before:
            self._listener(Recorded())
        return result

    def _when_idle(self, till: Till) -> None:
        """After acts, once nothing waits: the WAL goes into the database and the mark follows the head."""
        if till.store.position == self._marked:
            return
        self._marked = till.store.position
        try:
            till.store.checkpoint()
            save_mark(self._opened)
        except (OSError, PosError) as error:
            _log.error("the mark was not written: %s", error)
            self._listener(MarkFailed(str(self.folder.marks)))

    def _then_print(self, till: Till, before: int) -> None:
        """A job may be waiting, or the drawer is to open."""
        printing = getattr(self, "printing", None)
        if printing is not None:
            printing.wake()
            printing.recorded(till, after_position=before)

    def branch_off(self, *, reason: str) -> None:
        """Goes on in a new chain (`pos_app.counter.open_till.branch_off`). On the storage thread only."""
        self._opened = branch_off(self._opened, reason=reason)
        self.signer = Signer(self._opened.key_file.keys.signing_seed)
