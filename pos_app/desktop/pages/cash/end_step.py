"""The evening's end: everything is sent, or will be; one sentence says whether the computer can be switched off."""

from __future__ import annotations

from pos_app.counter.evening import Evening, Step
from pos_app.desktop.desk import Desk
from pos_app.desktop.drawer_words import evening_end_words
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.sentences import say


class EndStep(StepView):
    """Begins the sync by itself; F5 tries again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("The day is closed"))
        self._failed: BaseException | None = None
        self._sending = False
        self.day = label(size=16, wrap=True)
        self.sentence = label(size=24, bold=True, wrap=True)
        self.why = label(role="muted", wrap=True)
        for one in (self.day, self.sentence, self.why):
            self.inside.addWidget(one)
        self.inside.addStretch(1)
        self.again = key_button(_("Send again"), "F5", self._send, shortcut="F5")
        self.inside.addWidget(self.again)
        desk.sync_ended.connect(self._sync_ended)

    def show_evening(self, evening: Evening) -> None:
        closed = evening.closed
        if closed is not None:
            text = _("Day {day}: {total}. {left} stay in the drawer.")
            words = text.format(
                day=closed.day, total=money(closed.totals.total_cents), left=money(closed.drawer.left_cents)
            )
            self.day.setText(words)
        text, tone = evening_end_words(evening, sync_failed=self._failed is not None)
        self.sentence.setText(text)
        self.sentence.setAccessibleName(text)
        colour_text(self.sentence, tone)
        self.why.setText(say(self._failed) if self._failed is not None and evening.unsent else "")
        self.again.setVisible(evening.step is Step.SEND and self._failed is not None)
        if evening.step is Step.SEND and self._failed is None:
            self._send()

    def begin(self) -> None:
        self._failed = None
        self.setFocus()

    def _send(self) -> None:
        """One sync at a time; its end is heard like that of any other."""
        self._failed = None
        if not self._sending:
            self._sending = True
            self.desk.running.synchronise()

    def _sync_ended(self, outcome: object) -> None:
        self._sending = False
        self._failed = outcome if isinstance(outcome, BaseException) else None
        if self.isVisible():
            self.moved_on.emit()
