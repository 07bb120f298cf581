"""Counting the drawer: a field for each note and coin, and for the papers that lie beside them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.day_report import DayReport
from pos_app.desktop.drawer_words import difference_words, is_note, piece_words
from pos_app.desktop.pages.cash.pieces import Piece
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.labels import label
from pos_app.domain.cash_count import MOST_PIECES
from pos_app.domain.money import EURO_DENOMINATIONS_CENTS, parse_amount_cents
from pos_app.domain.tender import TenderKind
from pos_app.i18n import amount, money
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label

_COUNTED = tuple(cents for cents in EURO_DENOMINATIONS_CENTS if cents <= 20_000)
"""Nobody brings a note of 500 € here; one that is there goes to the bank by hand."""

_DIGITS = QRegularExpression(f"[0-9]{{0,{len(str(MOST_PIECES))}}}")
"""Qt's own validator of integers takes the separator of thousands for a digit, and an empty field for a wrong one."""


class CountForm(QWidget):
    """`edited` says that a figure changed, `ended` that Enter was struck in the last field."""

    edited = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report: DayReport | None = None
        self.fields: dict[int, QLineEdit] = {}
        self.others: dict[TenderKind, QLineEdit] = {}
        self._rows: dict[TenderKind, QWidget] = {}
        self._worth = {cents: label("", role="muted", right=True) for cents in _COUNTED}
        self.total = label(money(0), size=30, bold=True)
        self.agrees = label(role="muted", wrap=True)
        self.blind = QCheckBox(_("Count blindly"))
        self.blind.setChecked(True)
        self.blind.setAccessibleName(self.blind.text())
        self.blind.toggled.connect(self._edited)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(self._column([cents for cents in _COUNTED if is_note(cents)]))
        columns.addLayout(self._column([cents for cents in _COUNTED if not is_note(cents)]))
        columns.addLayout(self._side(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(columns)
        layout.addStretch(1)

    def show_report(self, report: DayReport) -> None:
        """Asks for the papers that the day's payments call for; a day without cards asks for no terminal."""
        self._report = report
        used = {each.tender for each in report.totals.tenders} | {each.tender for each in report.totals.deposits}
        for kind, row in self._rows.items():
            row.setVisible(kind in used)
        self._edited()

    def begin(self) -> None:
        """Empties the fields and gives the keyboard to the first."""
        for field in (*self.fields.values(), *self.others.values()):
            field.clear()
        self.fields[_COUNTED[0]].setFocus()

    def counts(self) -> Mapping[int, int]:
        return {cents: int(field.text() or 0) for cents, field in self.fields.items()}

    def other_cents(self) -> Mapping[TenderKind, int]:
        """What was counted beside cash, where something was keyed. Raises Refusal("amount_not_a_number")."""
        return {
            kind: parse_amount_cents(field.text())
            for kind, field in self.others.items()
            if field.text().strip() and self._rows[kind].isVisibleTo(self)
        }

    def _column(self, denominations: list[int]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for row, cents in enumerate(denominations):
            field = QLineEdit()
            field.setFixedSize(76, 32)
            field.setFont(font(16, bold=True))
            field.setValidator(QRegularExpressionValidator(_DIGITS, field))
            field.setAccessibleName(_("How many of {piece}").format(piece=piece_words(cents)))
            field.textChanged.connect(self._edited)
            field.returnPressed.connect(self._next)
            self.fields[cents] = field
            self._worth[cents].setMinimumWidth(84)
            for column, widget in enumerate((Piece(cents), field, self._worth[cents])):
                grid.addWidget(widget, row, column)
        grid.setRowStretch(len(denominations), 1)
        return grid

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(label(_("Counted"), role="muted"))
        side.addWidget(self.total)
        side.addWidget(self.agrees)
        side.addWidget(self.blind)
        side.addSpacing(8)
        for kind in (TenderKind.CARD, TenderKind.CHEQUE, TenderKind.AID_VOUCHER):
            side.addWidget(self._other(kind))
        side.addStretch(1)
        return side

    def _other(self, kind: TenderKind) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        words = _("Total of the card terminal") if kind is TenderKind.CARD else tender_label(kind)
        field = QLineEdit()
        field.setFixedSize(120, 38)
        field.setPlaceholderText(amount(0))
        field.setAccessibleName(words)
        field.returnPressed.connect(self._next)
        self.others[kind] = field
        self._rows[kind] = row
        layout.addWidget(label(words, wrap=True), 1)
        layout.addWidget(field)
        return row

    def _next(self) -> None:
        """Enter goes to the next field, as on a calculator; in the last it ends the count."""
        shown = [field for field in (*self.fields.values(), *self.others.values()) if field.isVisible()]
        sender = self.focusWidget()
        place = shown.index(sender) if isinstance(sender, QLineEdit) and sender in shown else len(shown) - 1
        if place + 1 < len(shown):
            shown[place + 1].setFocus()
            shown[place + 1].selectAll()
        else:
            self.ended.emit()

    def _edited(self) -> None:
        total_cents = sum(cents * count for cents, count in self.counts().items())
        for cents, count in self.counts().items():
            self._worth[cents].setText(amount(cents * count) if count else "")
        self.total.setText(money(total_cents))
        expected_cents = self._report.drawer_cents if self._report else 0
        blind = self.blind.isChecked()
        self.agrees.setText("" if blind else difference_words(total_cents - expected_cents))
        self.edited.emit()
