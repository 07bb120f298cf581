"""The count and the journal differ: what may explain it, and taking note of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout

from pos_app.cash_words import CASH_REASONS
from pos_app.counter.cash_reasons import DIFFERENCE_REASONS
from pos_app.counter.correct_tender import correct_tender
from pos_app.counter.count_cash import accept_difference
from pos_app.counter.day_report import Suspect
from pos_app.counter.evening import Evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.drawer_words import difference_words, hint_words, suspect_words
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _


class DifferenceStep(StepView):
    """Keys 1 to 6 take note with a reason, F7 counts again; a suspect ticket is put right with one click."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "")
        colour_text(self.title, "warn")
        self.hints = label(wrap=True)
        self.inside.addWidget(self.hints)
        self._suspects = QVBoxLayout()
        self.suspects: list[QPushButton] = []
        self.inside.addLayout(self._suspects)
        self.inside.addSpacing(6)
        self.inside.addWidget(label(_("Otherwise, take note of it. Why is there a difference?"), semibold=True))
        grid = QGridLayout()
        self.reasons = {}
        for index, reason in enumerate(DIFFERENCE_REASONS):
            key = str(index + 1)
            made = key_button(_(CASH_REASONS[reason]), key, partial(self._accept, reason), shortcut=key)
            self.reasons[reason] = made
            grid.addWidget(made, index // 2, index % 2)
        self.inside.addLayout(grid)
        self.inside.addStretch(1)
        self.again = key_button(_("Count again"), "F7", self._count_again, shortcut="F7")
        self.inside.addWidget(self.again)

    def show_evening(self, evening: Evening) -> None:
        report = evening.report
        self.title.setText(difference_words(report.difference_cents))
        self.hints.setText("\n".join(hint_words(hint) for hint in report.hints))
        self.hints.setVisible(bool(report.hints))
        for old in self.suspects:
            old.hide()
            old.deleteLater()
        self.suspects = [button(suspect_words(one), partial(self._correct, one)) for one in report.suspects[:3]]
        for made in self.suspects:
            self._suspects.addWidget(made)

    def begin(self) -> None:
        (self.suspects[0] if self.suspects else self.again).setFocus()

    def _accept(self, reason: str) -> None:
        self.act(lambda operator: self.desk.running.run(accept_difference, operator=operator, reason=reason))

    def _correct(self, suspect: Suspect) -> None:
        self.act(
            lambda operator: self.desk.running.run(
                correct_tender,
                operator=operator,
                ticket=suspect.ticket,
                wrong=suspect.tender,
                right=suspect.instead,
                reason="wrong_key",
            )
        )

    def _count_again(self) -> None:
        self.put_off.emit()
