"""A till of a simulation: the real one on its storage thread, that crashes, is put back and is copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from pos_app import SOFTWARE
from pos_app.counter.join_head_office import record_joined
from pos_app.counter.print_book import PrintBook
from pos_app.counter.sell import sell
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import PosError, Refusal
from pos_app.office.office import Office
from pos_app.printing.documents.receipt import Receipt
from pos_app.printing.jobs import JobState
from pos_app.settings import TillFolder
from pos_app.store.till_store import NOBODY, Act
from pos_app.sync.client import OfficeClient
from pos_app.sync.outcome import Synced
from pos_app.sync.wire import Enrolment, enrolment_bytes
from tests.sync.simulation.network import Network
from tests.sync.syncing_till import PATIENCE_S, SyncingTill
from tests.sync.two_points import TillClock
from tests.tills import TemplateTill, basket_of, cash

_Result = TypeVar("_Result")
CARDS = ("CARTE-30", "CARTE-2H", "CARTE-ILLIM")


class CrashError(Exception):
    """The program ends here."""


class _Crashing:
    """An outbox whose `after`-th call ends the program: before it did anything, or once it is durable."""

    def __init__(self, outbox: Any, *, after: int, done: bool) -> None:
        self._outbox, self._left, self._done = outbox, after, done

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._outbox, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._done:
                raise CrashError
            result = act(*args, **kwargs)
            if self._left == 0:
                raise CrashError
            return result

        return call


class SimulatedTill:
    """One computer at a point. `name` is the point's; its clock may be wrong by days."""

    def __init__(
        self, name: str, template: TemplateTill, folder: TillFolder, clock: TillClock, network: Network
    ) -> None:
        self.name, self.template, self.folder, self.clock, self.network = name, template, folder, clock, network
        self.cloned = self.put_back_once = False
        self.label = folder.data.parent.name if folder.data.name == "data" else folder.data.name
        self.till = SyncingTill(template, folder, clock)

    def on(self, act: Callable[[Till], _Result]) -> _Result:
        return self.till.storage.submit(act).result(PATIENCE_S)

    def join(self, office: Office) -> None:
        """As `join_head_office`, over the simulated network while it is good."""
        code = office.add_till(point=self.name, till="Caisse 1").code
        enrolment = Enrolment(
            secret=code.secret.hex(),
            software=SOFTWARE,
            series=self.on(lambda till: till.store.state.series),
            incarnations=tuple(self.till.outbox.known_incarnations()),
        )
        signer = self.till.signer
        signature = signer.sign(enrolment_bytes(enrolment)).hex()
        client = OfficeClient(
            address="office:1",
            authority_pem="",
            incarnation=signer.incarnation,
            sign=signer.sign,
            connect=self.network.connection,
        )
        enrolled = client.enrol(msgspec.structs.replace(enrolment, signature=signature))
        known = self.on(
            lambda till: record_joined(till, self.template.coordinator, enrolled, address="office:1", fingerprint="00")
        )
        self.till.joined(known)

    def sell(self, product: str, number: int, *, person: str = "", receipt: bool = False) -> str:
        """The code of what the till refused it with, as it may: no code is left, a cap is reached."""

        def one(till: Till) -> None:
            basket = replace(basket_of(till, product, number=number), person=person)
            tenders = cash(basket.lines[0].unit_price_cents)
            sell(till, operator=self.template.volunteer, basket=basket, tenders=tenders, receipt=receipt)

        try:
            self.on(one)
        except Refusal as refusal:
            return refusal.code
        return ""

    def cut_in_sale(self, product: str, number: int, *, committed: bool) -> None:
        """The power goes while a sale with a receipt is recorded: just before it is on the disk, or just after."""

        def cut(till: Till) -> None:
            whole = till.store.transaction

            @contextmanager
            def cut_off(operator: OperatorCode = NOBODY) -> Iterator[Act]:
                with whole(operator) as act:
                    yield act
                    if not committed:
                        raise CrashError
                raise CrashError

            till.store.transaction = cut_off  # type: ignore[method-assign]  # this store is closed at once

        self.on(cut)
        with suppress(CrashError):
            self.sell(product, number, receipt=True)
        self.crash()

    def print_what_waits(self, came_out: Callable[[Receipt], None]) -> None:
        """As the print queue does, with a printer that always has paper."""
        book = PrintBook(self.till.storage)
        while job := book.take_next(PDF_FOLDER):
            try:
                document = book.render(job)
            except Refusal:
                book.record(job, JobState.CANCELLED)
                continue
            if isinstance(document, Receipt):
                came_out(document)
            book.record(job, JobState.DONE)

    def sync(self, *, crash: tuple[int, bool] | None = None) -> Synced | PosError:
        """As the program does it: where head office holds another branch, goes on in a new chain and tries again."""
        try:
            return self._sync(crash)
        except Refusal as refusal:
            if refusal.code != "office_holds_other_branch":
                return refusal
        except PosError as error:
            return error
        self.till.branch_off()
        try:
            return self._sync(None)
        except PosError as error:
            return error

    def _sync(self, crash: tuple[int, bool] | None) -> Synced:
        outbox: Any = self.till.outbox
        if crash:
            outbox = _Crashing(outbox, after=crash[0], done=crash[1])
        return self.till.sync(outbox=outbox, connect=self.network.connection)

    def crash(self) -> None:
        """The process ends at once, and is started again; the mark is where it was."""
        self.till.storage.close()
        self.till = SyncingTill(self.template, self.folder, self.clock)

    def back_up(self, root: Path, *, marks: bool) -> TillFolder:
        """A copy of the disk as `root`: the data folder, and the marks beside it where it is the whole image."""
        copy = TillFolder(root, root.with_name(f"{root.name}-marks"))
        self.on(lambda till: till.store.checkpoint(truncate=True))
        shutil.copytree(self.folder.data, copy.data)
        if marks:
            self.till.save_mark()
            shutil.copytree(self.folder.marks, copy.marks)
        return copy

    def put_back(self, copy: TillFolder) -> None:
        """The computer goes on with an older copy of its data; and of its marks, where the copy has them."""
        self.till.save_mark()
        self.till.storage.close()
        self.put_back_once = True
        pairs = [(copy.data, self.folder.data)]
        if copy.marks.exists():
            pairs.append((copy.marks, self.folder.marks))
        for source, target in pairs:
            shutil.rmtree(target)
            shutil.copytree(source, target)
        self.till = SyncingTill(self.template, self.folder, self.clock)

    def close(self) -> None:
        self.till.storage.close()


def clone_of(till: SimulatedTill, copy: TillFolder, random: Random) -> SimulatedTill:
    """Another computer that goes on from a whole image: two now say that they are this till."""
    till.cloned = True
    clock = TillClock(till.clock.true, till.clock.ahead_ms + random.randrange(60_000))
    clone = SimulatedTill(till.name, till.template, copy, clock, till.network)
    clone.cloned = True
    return clone
