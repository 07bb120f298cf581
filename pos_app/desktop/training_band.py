"""Above every page of a till for practice: that nothing here is real, the step of the exercise, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.exercise import Step, next_step, steps_done
from pos_app.desktop.desk import Desk
from pos_app.desktop.exercise_words import Doing, hint_words, step_words
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _


class TrainingBand(QWidget):
    """`since` is where the journal of practice ended when this began; `page` says which page is shown."""

    def __init__(self, desk: Desk, *, since: int, page: Callable[[], str], leave: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self._since = since
        self._page = page
        self._done: frozenset[Step] = frozenset()
        self.word = label(_("TRAINING"), size=18, bold=True, role="warn")
        self.nothing_real = label(_("nothing is real"), size=12, role="warn")
        self.step = label(size=14, semibold=True)
        self.hint = label(size=14, wrap=True)
        self.again = key_button(_("Begin again"), "Ctrl+R", self.begin_again, shortcut="Ctrl+R")
        self.leave = key_button(_("Leave training"), "F10", leave)
        self._build()
        desk.basket_changed.connect(self.refresh)
        desk.status_changed.connect(self._ask)
        self._application = cast(QApplication, QApplication.instance())
        self._focus_moved = self._application.focusChanged.connect(self._soon)
        self.refresh()

    def _build(self) -> None:
        what = QVBoxLayout()
        what.setSpacing(0)
        what.addWidget(self.word)
        what.addWidget(self.nothing_real)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.step)
        told.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 18, 8)
        layout.setSpacing(18)
        layout.addLayout(what)
        layout.addLayout(told, 1)
        layout.addWidget(self.again)
        layout.addWidget(self.leave)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme().colour("warn_soft"))
        self.setPalette(palette)
        colour_text(self.hint, "ink")

    def _soon(self) -> None:
        """A panel that takes the focus while it is made is not there yet."""
        QTimer.singleShot(0, self, self.refresh)

    def stop(self) -> None:
        """Before what it stands on goes: the focus moves once more while widgets are deleted."""
        self._application.focusChanged.disconnect(self._focus_moved)

    def begin_again(self) -> None:
        """The exercise from its first step; what was practised stays in the journal of practice."""

        def begun(position: int) -> None:
            self._since = position
            self._show(frozenset())

        self._desk.ask(self._desk.running.run(lambda till: till.store.position), begun, self._tell)

    def refresh(self) -> None:
        """The hint for what is on the screen now."""
        step = next_step(self._done)
        number = list(Step).index(step) + 1 if step else len(Step)
        title = _("Exercise, about ten minutes · {number} of {count}").format(number=number, count=len(Step))
        self.step.setText(f"{title} · {step_words(step)}" if step else _("The exercise is done"))
        doing = Doing(self._page(), self._desk.basket.quantity, self._desk.paying)
        self.hint.setText(hint_words(step, doing))
        self.setAccessibleName(f"{self.word.text()}, {self.step.text()}: {self.hint.text()}")

    def _ask(self) -> None:
        self._desk.ask(self._desk.running.run(steps_done, since=self._since), self._show, self._tell)

    def _tell(self, error: BaseException) -> None:
        self._desk.tell(error)

    def _show(self, done: frozenset[Step]) -> None:
        self._done = done
        self.refresh()
