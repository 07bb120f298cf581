"""Codes at a running till: files taken in and codes shown, in a thread of their own, beside selling."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pos_app.counter.till import Till
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Unavailable
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.code_table import CodeTable
    from pos_app.counter.import_codes import ReceivedLot
    from pos_app.domain.code_file import Batch, CheckedFile, Matching
    from pos_app.printing.documents.voucher_slip import VoucherSlip

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class ShownFile(msgspec.Struct, frozen=True):
    """An operator's file before anything is taken in: its rows, the columns as matched, and what they hold."""

    table: CodeTable
    matching: Matching
    batch: Batch
    checked: CheckedFile


class VaultDesk:
    """`submit` runs an act on the storage thread. Nothing here blocks its caller.

    `keep_copy` keeps a second copy of the mark (the keyring's), where there is one.
    """

    def __init__(self, submit: Callable[[Callable[[Till], object]], Future[object]], folder: TillFolder) -> None:
        self._submit = submit
        self._folder = folder
        self._own = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self.keep_copy: Callable[[bytes], None] | None = None

    def read(self, path: Path, *, operator: Operator) -> Future[ShownFile]:
        """Reads a file and checks each of its rows, with the columns that its first row names.

        The future may hold Refusal and Unavailable as `read_code_table` and `check_codes` raise them.
        """

        def read() -> ShownFile:
            from pos_app.counter.code_table import read_code_table
            from pos_app.domain.code_file import Batch

            table = read_code_table(path)
            return self._checked(operator, table, table.matching, Batch())

        return self._own.submit(read)

    def check_again(
        self, shown: ShownFile, *, operator: Operator, matching: Matching, batch: Batch
    ) -> Future[ShownFile]:
        """The same file with other columns, or with an article and a last day for all of it."""
        return self._own.submit(self._checked, operator, shown.table, matching, batch)

    def receive(
        self,
        shown: ShownFile,
        *,
        operator: Operator,
        counted: int,
        progress: Callable[[int], object] = lambda _done: None,
    ) -> Future[tuple[ReceivedLot, ...]]:
        """Takes in the file's codes; `counted` is what the delivery note says. `progress` hears from another thread."""
        from pos_app.counter.import_codes import receive_codes

        return self._own.submit(
            receive_codes, self._run, operator=operator, checked=shown.checked, counted=counted, progress=progress
        )

    def wipe(self, path: Path) -> Future[None]:
        """Wipes a file whose codes were taken in. The future may hold Unavailable("file_not_wiped")."""
        from pos_app.counter.wipe_file import wipe_file

        return self._own.submit(wipe_file, path)

    def show(self, *, operator: Operator, item: ItemId, reason: str = "") -> Future[VoucherSlip]:
        """A code for the screen: recorded and marked first. The future may hold what `reveal_on_screen` raises."""

        def show() -> VoucherSlip:
            from pos_app.counter.reveal_code import reveal_on_screen

            sealed = self._run(lambda till: reveal_on_screen(till, operator=operator, item=item, reason=reason))
            self.keep_mark()
            return sealed.open()

        return self._own.submit(show)

    def keep_mark(self) -> None:
        """The second copy of the mark, before a code is opened. The file's own copy was written by then: a keyring that
        does not answer holds nobody up."""
        if self.keep_copy is None:
            return
        try:
            self.keep_copy(self._folder.mark.read_bytes())
        except (Unavailable, OSError):
            _log.warning("the second copy of the mark was not kept before a code was revealed", exc_info=True)

    def close(self) -> None:
        """Finishes what was begun."""
        self._own.shutdown()

    def _checked(self, operator: Operator, table: CodeTable, matching: Matching, batch: Batch) -> ShownFile:
        from pos_app.counter.import_codes import check_codes

        checked = check_codes(self._run, operator=operator, rows=table.rows, matching=matching, batch=batch)
        return ShownFile(table, matching, batch, checked)

    def _run(self, act: Callable[[Till], _Result]) -> _Result:
        result: _Result = self._submit(act).result()  # type: ignore[assignment]  # what `act` returns
        return result
