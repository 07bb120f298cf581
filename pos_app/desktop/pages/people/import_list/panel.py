"""The import of a list, step by step; nothing is written before the last one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.counter.people_lists.check import CheckedList
from pos_app.counter.people_lists.refused_rows import save_refused_rows
from pos_app.counter.people_lists.work import ListWork, OpenedList
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.import_list.steps import ColumnsStep, FileStep, PreviewStep, ProgressStep
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.people_list import Matching
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.sentences import say

_LOOK_MS = 200


class ImportPanel(Overlay):
    """Enter does what the step's main button says; Escape goes back a step, and stops what is being written."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=980, height=640)
        self._desk = desk
        self._work = ListWork(desk.running.in_background)
        self._opened: OpenedList | None = None
        self._checked: CheckedList | None = None
        self.file = FileStep(self._open)
        self.columns = ColumnsStep(self._check)
        self.preview = PreviewStep(self._take_in, self._save_refused)
        self.answer(Qt.Key.Key_F12, self.preview.take)
        self.progress = ProgressStep(self._work.cancel)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self._steps = QStackedWidget()
        for step in (self.file, self.columns, self.preview, self.progress):
            self._steps.addWidget(step)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(label(_("Take in a list of people"), size=22, bold=True))
        layout.addWidget(self._steps, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self.open_at(self.file.path)

    @property
    def step(self) -> QWidget | None:
        return self._steps.currentWidget()

    def close_overlay(self) -> None:
        """One step back; nothing is left while something is being written."""
        if self._clock.isActive():
            self._work.cancel()
        elif self.step is self.preview:
            self._show(self.columns)
        elif self.step is self.columns:
            self._show(self.file)
        else:
            super().close_overlay()

    def leave(self) -> None:
        """What is being written stops at the next chunk; the same list taken in again goes on from there."""
        if self._clock.isActive():
            self._work.cancel()
        super().leave()

    def _show(self, step: FileStep | ColumnsStep | PreviewStep | ProgressStep) -> None:
        self.wrong.setText("")
        self._steps.setCurrentWidget(step)
        step.take_keyboard()

    def _open(self, path: str) -> None:
        operator = self._desk.operator
        if operator is not None and path:
            self._desk.ask(self._work.open(Path(path), operator=operator), self._opened_list, self._refused)

    def _opened_list(self, opened: OpenedList) -> None:
        self._opened = opened
        self.columns.show_list(opened)
        self._show(self.columns)

    def _check(self, matching: Matching) -> None:
        if self._opened is None:
            return
        self._opened = OpenedList(self._opened.table, self._opened.first, matching)
        self._begin(_("Reading the list; nothing is written yet."))
        self._desk.ask(self._work.check(self._opened.table, matching), self._show_checked, self._stopped)

    def _show_checked(self, checked: CheckedList) -> None:
        self._clock.stop()
        self._checked = checked
        self.preview.show_checked(checked)
        self._show(self.preview)

    def _take_in(self) -> None:
        operator = self._desk.operator
        if self._opened is None or self._checked is None or operator is None:
            return
        self._begin(_("Registering; selling goes on meanwhile."), total=self._checked.people)
        future = self._work.take_in(self._opened.table, self._opened.matching, operator=operator)
        self._desk.ask(future, self._taken_in, self._stopped)

    def _taken_in(self, people: int) -> None:
        self._clock.stop()
        wanted = self._checked.people if self._checked else people
        text = ngettext("{count} person is on file now.", "{count} people are on file now.", people).format(
            count=people
        )
        if people < wanted:
            text += " " + _("Take the same list in again to go on with the rest: nobody comes twice.")
        self.progress.show_end(text)
        self._desk.refresh()

    def _save_refused(self, path: str) -> None:
        """A few thousand rows at most: written at once."""
        checked, opened = self._checked, self._opened
        if checked is None or opened is None:
            return
        headings = opened.first[0] if opened.matching.heading else ()
        future = self._desk.running.compute(lambda: save_refused_rows(Path(path), headings, checked.problems))
        self._desk.ask(future, lambda _rows: self.preview.saved(path), self._refused)

    def _begin(self, text: str, *, total: int = 0) -> None:
        self.progress.begin(text, total=total)
        self._show(self.progress)
        self._clock.start(_LOOK_MS)

    def _look(self) -> None:
        self.progress.show_done(self._work.done)

    def _stopped(self, error: BaseException) -> None:
        """Back to where the columns are said, with the reason."""
        self._clock.stop()
        self._show(self.columns)
        self._refused(error)

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
