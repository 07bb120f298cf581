"""What is printing, what waits and what needs somebody, each with its reason and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter import stuck_jobs
from pos_app.counter.stuck_jobs import JobAtDesk, jobs_at_desk
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.printing.preview_panel import PreviewPanel
from pos_app.desktop.print_words import paper_words, place_words, printer_words, reason_words, state_words
from pos_app.desktop.widgets.buttons import KeyButton, key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.i18n import date_time, pgettext
from pos_app.i18n import gettext as _
from pos_app.printing.jobs import JobState
from pos_app.sentences import say

OPEN_KEY = "Ctrl+P"
_TONES = {JobState.FAILED: "bad", JobState.UNKNOWN: "warn"}
_OVER = frozenset({JobState.DONE, JobState.CANCELLED, JobState.PRINTING})


class JobsPanel(Overlay):
    """F5 prints again, F6 sends elsewhere, F7 says that it came out, F8 shows it, Del takes off the list."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=1000, height=600)
        self._desk = desk
        columns: list[Column[JobAtDesk]] = [
            Column(_("State"), state_words, tone=lambda job: _TONES.get(job.job.state, "")),
            Column(_("Paper"), lambda job: paper_words(job.job.document, job.subject)),
            Column(_("Printer"), printer_words),
            Column(_("Asked for"), lambda job: date_time(job.asked_at), by=lambda job: job.asked_at),
        ]
        self.table: RowTable[JobAtDesk] = RowTable(columns, name=_("Papers"))
        self.table.chosen_changed.connect(self._offer)
        self.reason = label(wrap=True, semibold=True)
        self.reason.setMinimumHeight(44)
        self.again = self._act(_("Print again"), "F5", Qt.Key.Key_F5, self._print_again)
        self.elsewhere = self._act(_("Print elsewhere…"), "F6", Qt.Key.Key_F6, self._ask_where)
        self.out = self._act(_("It came out"), "F7", Qt.Key.Key_F7, self._came_out)
        self.look = self._act(_("Look at it"), "F8", Qt.Key.Key_F8, self._look)
        self.off = self._act(_("Take off the list"), pgettext("key", "Del"), Qt.Key.Key_Delete, self._cancel)
        self._build()
        desk.status_changed.connect(self.refresh)
        self._offer()
        self.refresh()
        self.open_at(self.table)

    def _act(self, words: str, shown: str, key: Qt.Key, act: Callable[[], object]) -> KeyButton:
        made = key_button(words, shown, act)
        self.answer(key, made)
        return made

    def _build(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Papers"), size=22, bold=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reason)
        row = QHBoxLayout()
        for made in (self.again, self.elsewhere, self.out, self.look, self.off):
            row.addWidget(made)
        layout.addLayout(row)
        layout.addWidget(label(_("Escape to go back"), role="muted"))

    def refresh(self) -> None:
        """Reads the jobs again."""
        self._desk.ask(self._desk.running.run(jobs_at_desk), self._show, self._refused)

    def _show(self, jobs: tuple[JobAtDesk, ...]) -> None:
        """Those that need somebody first."""
        self.table.show_rows(sorted(jobs, key=lambda job: (not job.needs_hands, job.job.state in _OVER)))
        self.reason.setText("" if jobs else _("Nothing was printed yet."))
        self._offer()

    def _offer(self) -> None:
        """Only what can be done with the chosen paper."""
        job = self.table.chosen
        state = job.job.state if job else JobState.DONE
        open_, removed = state not in _OVER, bool(job) and job is not None and job.job.error == "printer_removed"
        unknown = state is JobState.UNKNOWN
        self.again.set_words(_("It did not: print again") if unknown else _("Print again"))
        self.again.setEnabled(job is not None and job.needs_hands and not removed)
        self.elsewhere.setEnabled(job is not None and open_ and bool(job.elsewhere))
        self.out.setEnabled(job is not None and job.needs_hands)
        self.off.setEnabled(job is not None and open_ and not job.carries_code)
        self.look.setEnabled(job is not None and not job.carries_code)
        if job is not None:
            self.reason.setText(reason_words(job.job.error) if job.needs_hands else "")

    def _print_again(self) -> None:
        self._settle(stuck_jobs.print_again)

    def _came_out(self) -> None:
        self._settle(stuck_jobs.came_out)

    def _cancel(self) -> None:
        self._settle(stuck_jobs.cancel)

    def _look(self) -> None:
        job = self.table.chosen
        if job is not None:
            PreviewPanel(self._desk, job.job, job.subject, self.window()).closed.connect(self.table.setFocus)

    def _ask_where(self) -> None:
        job, status = self.table.chosen, self._desk.status
        if job is None or status is None:
            return
        panel = ChoicePanel(
            paper_words(job.job.document, job.subject),
            _("Where is it to be printed?"),
            [(printer, place_words(printer, status.printers)) for printer in job.elsewhere],
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(partial(self._send_to, job))
        panel.closed.connect(self.table.setFocus)

    def _send_to(self, job: JobAtDesk, printer: str) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(
                stuck_jobs.redirect, operator=self._desk.operator, job_id=job.job.id, printer=printer
            )
            self._desk.ask(future, lambda _done: self._desk.refresh(), self._refused)

    def _settle(self, answer: Callable[..., None]) -> None:
        job = self.table.chosen
        if job is not None and self._desk.operator is not None:
            future = self._desk.running.run(answer, operator=self._desk.operator, job_id=job.job.id)
            self._desk.ask(future, lambda _done: self._desk.refresh(), self._refused)

    def _refused(self, error: BaseException) -> None:
        self.reason.setText(say(error))
