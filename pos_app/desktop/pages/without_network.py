"""The part of the sync page for a till without a network: a stick there, a stick back, and one for a neighbour."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from pos_app.counter.sync_desk import CarriedForOther, ParcelOnStick
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.sentences import say


def written_words(written: ParcelOnStick) -> str:
    """What lies on the stick now, and what to do with it."""
    text = ngettext(
        "{count} operation is on the stick ({file}). Bring it to head office, or to a till that has a network.",
        "{count} operations are on the stick ({file}). Bring it to head office, or to a till that has a network.",
        written.entries,
    ).format(count=written.entries, file=written.path.name)
    if written.left:
        more = ngettext(
            "{count} more goes on the next one, once the answer is read.",
            "{count} more go on the next one, once the answer is read.",
            written.left,
        )
        text = f"{text} {more.format(count=written.left)}"
    return text


def carried_words(carried: tuple[CarriedForOther, ...]) -> str:
    """Whose files head office has now; the answers lie beside them."""
    tills = ", ".join(each.till for each in carried)
    return _("Handed to head office for {tills}. The answer is on the stick: bring it back there.").format(tills=tills)


class WithoutNetwork(QFrame):
    """F7 writes a stick, F8 reads head office's answer, F9 carries another till's file.

    Work begins with `began` and ends with `ended` (text, tone); an answer that is taken in ends as a sync does."""

    began = Signal()
    ended = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._folder = ""
        self.setProperty("kind", "card")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(28, 14, 28, 14)
        inside.setSpacing(8)
        text = _("Without a network: a stick brings head office what was recorded here, and brings its answer back.")
        inside.addWidget(label(text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        self.write = key_button(_("Write a stick…"), "F7", self._write, shortcut="F7")
        self.read = key_button(_("Read the answer…"), "F8", self._read, shortcut="F8")
        self.carry = key_button(_("Carry for another till…"), "F9", self._carry, shortcut="F9")
        for one in (self.write, self.read, self.carry):
            row.addWidget(one, 1)
        inside.addLayout(row)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  # as Qt's own setters
        for one in (self.write, self.read, self.carry):
            one.setEnabled(not busy)

    def write_to(self, folder: Path) -> None:
        self._ask(self._desk.running.sync.write_parcel(folder), lambda done: self._said(written_words(done)))

    def read_from(self, folder: Path) -> None:
        """What it brought is told as the end of a sync."""
        self._ask(self._desk.running.sync.take_answer(folder), lambda _outcome: None)

    def carry_from(self, folder: Path) -> None:
        self._ask(self._desk.running.sync.carry(folder), lambda done: self._said(carried_words(done)))

    def _ask(self, future: Future[Any], done: Callable[[Any], object]) -> None:
        self.began.emit()
        self._desk.ask(future, done, lambda error: self.ended.emit(say(error), "warn"))

    def _said(self, text: str) -> None:
        self.ended.emit(text, "good")

    def _write(self) -> None:
        self._with_stick(_("Write a stick…"), self.write_to)

    def _read(self) -> None:
        self._with_stick(_("Read the answer…"), self.read_from)

    def _carry(self) -> None:
        self._with_stick(_("Carry for another till…"), self.carry_from)

    def _with_stick(self, title: str, go_on: Callable[[Path], object]) -> None:
        folder = QFileDialog.getExistingDirectory(self, title, self._folder)
        if folder:
            self._folder = folder
            go_on(Path(folder))
