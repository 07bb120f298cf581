"""The evening: its steps at the left, the one to do now at the right. It can be left at any time and taken up again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.counter.evening import Evening, Step, evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.backup_step import BackupStep
from pos_app.desktop.pages.cash.close_step import CloseStep
from pos_app.desktop.pages.cash.count_step import CountStep
from pos_app.desktop.pages.cash.difference_step import DifferenceStep
from pos_app.desktop.pages.cash.end_step import EndStep
from pos_app.desktop.pages.cash.slips_step import SlipsStep
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.pages.cash.voucher_step import VoucherStep
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _

_ORDER = tuple(Step)


class EveningView(QWidget):
    """`refused` carries errors of the steps' acts; Escape is the page's, which shows the day again."""

    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._skipped: frozenset[Step] = frozenset()
        self._step: Step | None = None
        end = EndStep(desk)
        self.steps: dict[Step, StepView] = {
            Step.SLIPS: SlipsStep(desk),
            Step.VOUCHERS: VoucherStep(desk),
            Step.COUNT: CountStep(desk),
            Step.DIFFERENCE: DifferenceStep(desk),
            Step.CLOSE: CloseStep(desk),
            Step.BACKUP: BackupStep(desk),
            Step.SEND: end,
            Step.DONE: end,
        }
        self._stack = QStackedWidget()
        for step in dict.fromkeys(self.steps.values()):
            self._stack.addWidget(step)
            step.moved_on.connect(self.refresh)
            step.refused.connect(self.refused)
            step.put_off.connect(self._put_off)
        self._words = {step: label(text, size=16) for step, text in _step_words().items()}
        rail = QVBoxLayout()
        rail.setSpacing(14)
        for words in self._words.values():
            rail.addWidget(words)
        rail.addStretch(1)
        rail.addWidget(label(_("Escape: back to the day. Nothing is lost."), role="muted", wrap=True))
        side = QWidget()
        side.setFixedWidth(190)
        side.setLayout(rail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(side)
        layout.addWidget(self._stack, 1)

    @property
    def current(self) -> Step | None:
        """The step that is shown."""
        return self._step

    def begin(self) -> None:
        """Takes the evening up where it is."""
        self._skipped = frozenset()
        self._step = None
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(self._desk.running.run(evening, skipped=self._skipped), self._show, self.refused.emit)

    def _show(self, found: Evening) -> None:
        view = self.steps[found.step]
        view.show_evening(found)
        for step, words in self._words.items():
            now, done = step is found.step, _ORDER.index(step) < _ORDER.index(found.step)
            mark = "✓ " if done else ""
            words.setText(mark + _step_words()[step])
            words.setFont(font(16, bold=now))
            colour_text(words, "ink" if now else "good" if done else "muted")
        if found.step is not self._step:
            self._step = found.step
            self._stack.setCurrentWidget(view)
            view.begin()

    def _put_off(self) -> None:
        """A step that is put off; a difference that is put off is a count begun again."""
        if self._step is Step.DIFFERENCE:
            self._skipped -= {Step.COUNT}
            self._step = Step.COUNT
            self._stack.setCurrentWidget(self.steps[Step.COUNT])
            self.steps[Step.COUNT].begin()
        elif self._step is not None:
            self._skipped |= {self._step}
            self.refresh()


def _step_words() -> dict[Step, str]:
    return {
        Step.SLIPS: _("Slips"),
        Step.VOUCHERS: _("Aid vouchers"),
        Step.COUNT: _("Count"),
        Step.DIFFERENCE: _("Difference"),
        Step.CLOSE: _("Closing"),
        Step.BACKUP: _("Backup"),
        Step.SEND: _("Sending"),
        Step.DONE: _("End"),
    }
