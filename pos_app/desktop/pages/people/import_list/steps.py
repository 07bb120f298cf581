"""The steps of an import: each a form with one main action, on Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from pos_app.counter.people_lists.check import CheckedList
from pos_app.counter.people_lists.work import OpenedList
from pos_app.desktop.pages.people.import_list.words import column_words, counted_words, problem_rows
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.table import Table
from pos_app.domain.people_list import Column, Matching
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext, pgettext

_COLUMNS_A_ROW = 3
_SHOWN_ROWS = 500


class FileStep(QWidget):
    """Which file. A path may be keyed or pasted, or chosen."""

    def __init__(self, opened: Callable[[str], object]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        explained = _(
            "A CSV or Excel file with a row for each person: name and year of birth at least, then telephone, "
            "language, who referred them, the date of the slip. Nothing is written before you have seen what is in it."
        )
        layout.addWidget(label(explained, wrap=True, role="muted"))
        row = QHBoxLayout()
        self.path = QLineEdit()
        self.path.setAccessibleName(_("File of the list"))
        self.path.setPlaceholderText(_("the list's file"))
        self.path.returnPressed.connect(lambda: opened(self.path.text().strip()))
        row.addWidget(self.path, 1)
        row.addWidget(button(_("Choose…"), self._choose))
        layout.addLayout(row)
        layout.addStretch(1)
        layout.addWidget(
            key_button(
                _("Open the list"),
                pgettext("key", "Enter"),
                lambda: opened(self.path.text().strip()),
                kind="main",
            )
        )

    def take_keyboard(self) -> None:
        self.path.setFocus()

    def _choose(self) -> None:
        kinds = _("Lists (*.csv *.txt *.xlsx)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Take in a list of people"), "", kinds)
        if path:
            self.path.setText(path)
        self.path.setFocus()


class ColumnsStep(QWidget):
    """Which column holds what, guessed from the headings; the first rows below."""

    def __init__(self, checked: Callable[[Matching], object]) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.heading = QCheckBox(_("The first row names the columns"))
        self._layout.addWidget(self.heading)
        grid = QGridLayout()
        self.choices: dict[Column, QComboBox] = {}
        for place, (column, words) in enumerate(column_words().items()):
            choice = self.choices[column] = QComboBox()
            choice.setAccessibleName(words)
            row, side = divmod(place, _COLUMNS_A_ROW)
            grid.addWidget(label(words), 2 * row, side)
            grid.addWidget(choice, 2 * row + 1, side)
        self._layout.addLayout(grid)
        self._first: Table | None = None
        self.check = key_button(
            _("Check the list"),
            pgettext("key", "Enter"),
            lambda: checked(self.matching),
            kind="main",
            shortcut="Return",
        )
        self._layout.addWidget(self.check)

    @property
    def matching(self) -> Matching:
        columns = {column: choice.currentIndex() - 1 for column, choice in self.choices.items()}
        return Matching({column: at for column, at in columns.items() if at >= 0}, self.heading.isChecked())

    def show_list(self, opened: OpenedList) -> None:
        width = max(len(row) for row in opened.first)
        names = [_heading(opened, place) for place in range(width)]
        for column, choice in self.choices.items():
            choice.clear()
            choice.addItems(["—", *names])
            choice.setCurrentIndex(opened.matching.columns.get(column, -1) + 1)
        self.heading.setChecked(opened.matching.heading)
        if self._first is not None:
            self._layout.removeWidget(self._first)
            self._first.deleteLater()
        self._first = Table(names, name=_("The first rows of the list"))
        self._first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = opened.first[1:] if opened.matching.heading else opened.first
        self._first.show_rows([(*row, *[""] * (width - len(row))) for row in rows])
        self._layout.insertWidget(2, self._first, 1)

    def take_keyboard(self) -> None:
        next(iter(self.choices.values())).setFocus()


class PreviewStep(QWidget):
    """What would be written, and each row that would not, with its reason."""

    def __init__(self, taken_in: Callable[[], object], saved: Callable[[str], object]) -> None:
        super().__init__()
        self._save_as = saved
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.counted = label(size=15, wrap=True)
        layout.addWidget(self.counted)
        self.problems = Table([_("Line"), _("Row"), _("Remark")], name=_("Rows that are left out"))
        layout.addWidget(self.problems, 1)
        self.save = button(_("Save the rows left out…"), self._save)
        layout.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.take = key_button("", "F12", taken_in, kind="main")
        layout.addWidget(self.take)

    def show_checked(self, checked: CheckedList) -> None:
        self.counted.setText("\n".join(counted_words(checked)))
        rows = problem_rows(checked.problems[:_SHOWN_ROWS])
        self.problems.show_rows(rows)
        self.problems.setVisible(bool(rows))
        self.save.setVisible(bool(rows))
        self.take.setEnabled(checked.people > 0)
        self.take.set_words(
            ngettext("Register {count} person", "Register {count} people", checked.people).format(count=checked.people)
        )

    def saved(self, path: str) -> None:
        self.save.setText(_("Saved: {path}").format(path=path))

    def take_keyboard(self) -> None:
        self.take.setFocus()

    def _save(self) -> None:
        kinds = "CSV (*.csv);;Excel (*.xlsx)"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the rows left out…"), "", kinds)
        if path:
            self._save_as(path)


class ProgressStep(QWidget):
    """How far it is; stopped at any time."""

    def __init__(self, cancelled: Callable[[], object]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        self.text = label(size=17, wrap=True)
        layout.addWidget(self.text)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        layout.addWidget(self.bar)
        self.count = label(role="muted")
        layout.addWidget(self.count)
        layout.addStretch(1)
        self.stop = key_button(_("Stop"), pgettext("key", "Esc"), cancelled)
        layout.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self, text: str, *, total: int) -> None:
        self.text.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(0)
        self.bar.show()
        self.count.setText("")
        self.stop.show()

    def show_done(self, done: int) -> None:
        total = self.bar.maximum()
        self.bar.setValue(done)
        self.count.setText(f"{done} / {total}" if total else str(done))

    def show_end(self, text: str) -> None:
        self.text.setText(text)
        self.bar.hide()
        self.stop.hide()
        self.count.setText("")

    def take_keyboard(self) -> None:
        self.stop.setFocus()


def _heading(opened: OpenedList, place: int) -> str:
    """As the file names it, or by its place."""
    first = opened.first[0]
    if opened.matching.heading and place < len(first) and first[place]:
        return first[place]
    return _("Column {number}").format(number=place + 1)
