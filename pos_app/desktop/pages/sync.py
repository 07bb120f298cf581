"""The sync page: one button, what it is doing, how the last ones went; joining head office."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.finish_evening import EveningEnded, EveningRun, Stage
from pos_app.counter.record_sync import SyncRecord, sync_history
from pos_app.desktop.desk import Desk
from pos_app.desktop.evening_words import evening_ended_words, stage_words
from pos_app.desktop.pages.without_network import WithoutNetwork
from pos_app.desktop.status_words import contact_words, last_sync_words, parted_words, waiting_words
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.desktop.widgets.page import Page
from pos_app.desktop.widgets.table import Table
from pos_app.domain.operator import Right
from pos_app.i18n import date_time, ngettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.sync.outcome import Synced

_TELLING_MS = 3_000
"""So long a sync must run before its speed tells something."""
_WORTH_TELLING_S = 20


def outcome_words(outcome: object) -> tuple[str, str]:
    """How a sync ended, in one sentence, and its tone."""
    if isinstance(outcome, Synced):
        if outcome.partly:
            return _("Head office's answer was read, and it does not cover everything yet: write a stick anew."), "warn"
        if outcome.cancelled:
            return _("Interrupted: the rest is kept here and goes with the next sync."), "warn"
        if outcome.differences:
            return _("Everything was sent, but head office counts otherwise: it has been told. Keep selling."), "warn"
        if outcome.by_file and outcome.unsent:
            return _("Head office's answer was read. What was recorded since goes on the next stick."), "good"
        if outcome.unsent:
            return _("Sent. What was sold meanwhile goes with the next sync."), "good"
        return _("Everything has arrived: you can switch off."), "good"
    if isinstance(outcome, BaseException):
        return say(outcome), "warn"
    return "", "good"


def progress_words(sent: int, total: int, *, took_ms: int) -> str:
    """How far a sync is and, once that can be told, about how long it still takes."""
    words = _("{sent} of {total}").format(sent=sent, total=total)
    left_s = took_ms * max(0, total - sent) // max(1, sent) // 1_000 if took_ms > _TELLING_MS else 0
    if left_s < _WORTH_TELLING_S:
        return words
    minutes = -(-left_s // 60)
    left = ngettext("about {count} minute left", "about {count} minutes left", minutes).format(count=minutes)
    return f"{words}, {left}"


class SyncPage(Page):
    """F5 syncs, F12 does the whole evening in one press; selling goes on meanwhile."""

    _stage_reached = Signal(object, int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Sync"))
        self._began_ms = 0
        self._run: EveningRun | None = None
        self.body.addWidget(self._syncing())
        self.joining = self._joining()
        self.body.addWidget(self.joining)
        self.without_network = WithoutNetwork(desk)
        self.without_network.began.connect(self._show_work)
        self.without_network.ended.connect(self._show_end)
        self.body.addWidget(self.without_network)
        self.history = Table([_("Date"), _("Outcome"), _("Sent")], name=_("Last syncs"), right=frozenset({2}))
        self.body.addWidget(self.history, 1)
        desk.status_changed.connect(self._show_status)
        desk.sync_progressed.connect(self._progressed)
        desk.sync_ended.connect(self._ended)
        self._stage_reached.connect(self._show_stage)

    def _syncing(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        self.waiting = label(size=20, bold=True, wrap=True)
        self.parted = label(role="bad", semibold=True, wrap=True)
        self.parted.hide()
        self.last = label(role="muted")
        self.contact = label(wrap=True)
        self.outcome = label(size=16, semibold=True, wrap=True)
        self.outcome.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress of the sync"))
        self.progress.hide()
        self.start = key_button(_("Synchronise now"), "F5", self._start, kind="main", shortcut="F5")
        self.stop = key_button(_("Stop; the rest goes later"), "F6", self._interrupt, shortcut="F6")
        self.stop.hide()
        self.evening = key_button(_("End of the evening"), "F12", self._finish, shortcut="F12")
        for one in (self.parted, self.waiting, self.last, self.contact, self.progress, self.outcome):
            inside.addWidget(one)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.start, 2)
        acts.addWidget(self.evening, 1)
        inside.addLayout(acts)
        inside.addWidget(self.stop)
        return card

    def _joining(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(28, 16, 28, 16)
        self.code = QLineEdit()
        self.code.setPlaceholderText(_("Code given by head office"))
        self.code.setAccessibleName(_("Code given by head office"))
        self.code.returnPressed.connect(self._join)
        self.join = button(_("Join head office"), self._join)
        self.join_why = label(_("This till works alone."))
        row.addWidget(self.join_why)
        row.addWidget(self.code, 1)
        row.addWidget(self.join)
        return card

    def refresh(self) -> None:
        """Reads the history again."""
        self._show_status()
        self.desk.ask(self.desk.running.run(sync_history), self._show_history, self.tell)

    def _show_status(self) -> None:
        status = self.desk.status
        if status is None:
            return
        self.without_network.setVisible(status.enrolled)
        operator = self.desk.operator
        self.evening.setVisible(operator is not None and operator.may(Right.BACK_UP))
        self.evening.setEnabled(self._run is None)
        self.joining.setVisible(not status.enrolled or status.office_asks == "re_enrol")
        self.join_why.setText(_("Joining again:") if status.enrolled else _("This till works alone."))
        self.start.setEnabled(status.enrolled)
        self.parted.setText(parted_words(status.parted, self.desk.clock))
        self.parted.setVisible(status.parted is not None)
        self.waiting.setText(waiting_words(status.unsent))
        self.last.setText(last_sync_words(status.last_sync_ms, self.desk.clock) if status.enrolled else "")
        told = contact_words(status)
        self.contact.setText("\n".join(told))
        self.contact.setVisible(bool(told))
        colour_text(self.contact, "warn")

    def _start(self) -> None:
        self._show_work()
        self.desk.running.synchronise()

    def _finish(self) -> None:
        """The journal verified, a backup, everything sent: in this order, each whatever became of the one before."""
        if self.desk.operator is None or self._run is not None:
            return
        self._show_work()
        self._run = EveningRun(self.desk.running, operator=self.desk.operator, tell=self._stage_reached.emit)
        self.desk.ask(self._run.begin(), self._finished, self._not_finished)

    def _finished(self, ended: EveningEnded) -> None:
        self._run = None
        self._show_end(*evening_ended_words(ended))

    def _not_finished(self, error: BaseException) -> None:
        self._run = None
        self._show_end(say(error), "bad")

    def _show_stage(self, stage: Stage, done: int, total: int) -> None:
        self.progress.setRange(0, max(0, total))
        self.progress.setValue(done)
        self.progress.setFormat(stage_words(stage).format(done=done, total=total))
        self.progress.show()

    def _show_work(self) -> None:
        self.start.setEnabled(False)
        self.evening.setEnabled(False)
        self.without_network.set_busy(True)
        self.outcome.setText("")
        self.outcome.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop.show()
        self._began_ms = self.desk.clock.now_ms()

    def _interrupt(self) -> None:
        self.stop.hide()
        if self._run is not None:
            self._run.stop()
        self.desk.running.interrupt_sync()

    def _progressed(self, sent: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(sent)
        took_ms = self.desk.clock.now_ms() - self._began_ms if self._began_ms else 0
        self.progress.setFormat(progress_words(sent, total, took_ms=took_ms))
        self.progress.show()

    def _ended(self, outcome: object) -> None:
        """The end of a sync; within an evening it is a stage, and the evening says how it all ended."""
        if self._run is None:
            self._show_end(*outcome_words(outcome))

    def _show_end(self, text: str, tone: str) -> None:
        self._began_ms = 0
        self.stop.hide()
        self.progress.hide()
        self.without_network.set_busy(False)
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))
        colour_text(self.outcome, tone)
        self.refresh()

    def _show_history(self, records: tuple[SyncRecord, ...]) -> None:
        offset_min = self.desk.clock.offset_min()
        self.history.show_rows(
            [
                (
                    date_time(local_datetime(record.at_ms, offset_min)),
                    _record_words(record),
                    str(record.sent),
                )
                for record in records
            ]
        )

    def _join(self) -> None:
        if self.desk.operator is None:
            return
        self.join.setEnabled(False)

        def done(_known: object) -> None:
            self.join.setEnabled(True)
            self.code.clear()
            self.notice.show_text(_("This till has joined head office. Everything it holds is being sent."), "good")
            self.desk.refresh()
            self.desk.running.synchronise()

        def failed(error: BaseException) -> None:
            self.join.setEnabled(True)
            self.tell(error)

        future = self.desk.running.join_head_office(operator=self.desk.operator, code=self.code.text())
        self.desk.ask(future, done, failed)


def _record_words(record: SyncRecord) -> str:
    if record.error == "answer_in_part":
        return _("A part arrived, by stick")
    if record.by_file and not record.error:
        return _("Everything arrived, by stick")
    if record.error == "manifest_differs":
        return _("Everything was sent; head office's totals differ")
    return _("Not sent, kept here") if record.error else _("Everything arrived")
