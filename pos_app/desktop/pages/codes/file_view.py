"""What an operator's file holds, before anything is taken in: its columns, its articles, its bad rows, its count."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.import_codes import MOST_CODES
from pos_app.counter.vault_desk import ShownFile
from pos_app.desktop.desk import Desk
from pos_app.desktop.voucher_words import count_words, last_day_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.table import Table
from pos_app.domain.catalogue import Tracking
from pos_app.domain.code_file import Batch, Delivery, Matching, RowFault
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext, pgettext
from pos_app.sentences import say
from pos_app.vault_sentences import ROW_FAULTS

_SHOWN_FAULTS = 200
_NONE = -1


class FileView(QWidget):
    """`changed` asks to check the rows again; `taken` carries the count of the delivery note."""

    changed = Signal()
    taken = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._heading = True
        self.columns = {
            "code": _combo(_("Column of the code")),
            "product": _combo(_("Column of the article")),
            "expires": _combo(_("Column of the last day")),
        }
        self.article = _combo(_("Article of the whole file"))
        self.last_day = QLineEdit()
        self.last_day.setPlaceholderText(_("last day, for the whole file"))
        self.last_day.setAccessibleName(_("Last day of the whole file"))
        self.told = label(semibold=True, wrap=True)
        self.checksum = label(role="muted", wrap=True)
        self.table = Table(["", ""], name=_("What the file holds"))
        self.counted = QLineEdit()
        self.counted.setValidator(QIntValidator(1, MOST_CODES, self))
        self.counted.setFixedWidth(140)
        self.counted.setAccessibleName(_("Codes on the delivery note"))
        self.counted.returnPressed.connect(self._take)
        self.take = key_button(_("Take into the vault"), pgettext("key", "Enter"), self._take, kind="main")
        self._build()
        for combo in (*self.columns.values(), self.article):
            combo.activated.connect(self._changed)
        self.last_day.editingFinished.connect(self._day_typed)

    @property
    def matching(self) -> Matching:
        """The columns as chosen."""
        code, product, expires = (int(combo.currentData()) for combo in self.columns.values())
        return Matching(
            code, None if product == _NONE else product, None if expires == _NONE else expires, self._heading
        )

    @property
    def batch(self) -> Batch:
        """What is said for the whole file; a day that is none counts as not said."""
        product = self.article.currentData()
        try:
            day = read_day(self.last_day.text()) if self.last_day.text().strip() else None
        except Refusal:
            day = None
        return Batch(ProductCode(product) if product else None, day)

    def begin(self) -> None:
        """The keyboard goes to what is missing: the article, or the count."""
        (self.article if self.article.isVisible() and not self.article.currentData() else self.counted).setFocus()

    def show_file(self, shown: ShownFile) -> None:
        self._show_columns(shown)
        checked = shown.checked
        self.take.setEnabled(not checked.faults and checked.count > 0)
        self.counted.setEnabled(self.take.isEnabled())
        self.checksum.setText(
            _("{file} · SHA-256 begins with {checksum}").format(
                file=shown.table.path.name, checksum=shown.table.checksum
            )
        )
        if checked.faults:
            self._show_faults(checked.faults)
            return
        self.told.setText(_("{codes}, all of them good.").format(codes=count_words(checked.count)))
        self.table.setHorizontalHeaderLabels([_("Last day"), _("Article")])
        labels: dict[str, str] = dict(self._articles())
        self.table.show_rows([_delivery_row(one, labels) for one in checked.deliveries])

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        grid = QGridLayout()
        named = zip((_("Code"), _("Article"), _("Last day")), self.columns.values(), strict=True)
        for column, (words, combo) in enumerate(named):
            grid.addWidget(label(words, role="muted"), 0, column)
            grid.addWidget(combo, 1, column)
        grid.addWidget(self.article, 2, 1)
        grid.addWidget(self.last_day, 2, 2)
        layout.addLayout(grid)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.checksum)
        row = QHBoxLayout()
        row.addWidget(label(_("Codes on the delivery note:")))
        row.addWidget(self.counted)
        row.addWidget(self.take, 1)
        layout.addLayout(row)

    def _show_columns(self, shown: ShownFile) -> None:
        first = shown.table.rows[0][1]
        self._heading = shown.matching.heading
        names = [(index, self._column_words(index, cell)) for index, cell in enumerate(first)]
        none = (_NONE, _("the same for all"))
        chosen = (shown.matching.code, shown.matching.product, shown.matching.expires)
        for (what, combo), column in zip(self.columns.items(), chosen, strict=True):
            _fill(combo, names if what == "code" else [none, *names], _NONE if column is None else column)
        _fill(self.article, [("", _("choose the article")), *self._articles()], shown.batch.product or "")
        self.article.setVisible(shown.matching.product is None)
        self.last_day.setVisible(shown.matching.expires is None)

    def _column_words(self, index: int, cell: str) -> str:
        """Its heading; where the file has none, its number: the first row is then already a code."""
        return (self._heading and cell.strip()[:30]) or _("column {number}").format(number=index + 1)

    def _show_faults(self, faults: tuple[RowFault, ...]) -> None:
        self.told.setText(
            ngettext("{count} wrong row: nothing can be taken in.", "{count} wrong rows: nothing can be taken in.",
                     len(faults)).format(count=len(faults))
        )  # fmt: skip
        self.table.setHorizontalHeaderLabels([_("Line"), _("What is wrong")])
        self.table.show_rows(
            [(str(one.line), _(ROW_FAULTS[one.reason]).format(other=one.other)) for one in faults[:_SHOWN_FAULTS]]
        )

    def _articles(self) -> list[tuple[str, str]]:
        items = self._desk.shelf.items if self._desk.shelf else ()
        return [(one.product.code, one.product.label) for one in items if one.family.tracking is Tracking.CODE]

    def _day_typed(self) -> None:
        try:
            if self.last_day.text().strip():
                read_day(self.last_day.text())
        except Refusal as refusal:
            self.told.setText(say(refusal))
        else:
            self._changed()

    def _changed(self) -> None:
        self.changed.emit()

    def _take(self) -> None:
        if self.take.isEnabled() and self.counted.text():
            self.taken.emit(int(self.counted.text()))


def _delivery_row(one: Delivery, labels: dict[str, str]) -> tuple[str, str]:
    """The last day, and how many codes of which article."""
    return last_day_words(one.expires_on), f"{labels.get(one.product, one.product)} · {count_words(len(one.codes))}"


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _fill(combo: QComboBox, options: list[tuple[int, str]] | list[tuple[str, str]], chosen: int | str) -> None:
    combo.clear()
    for value, words in options:
        combo.addItem(words, value)
    combo.setCurrentIndex(combo.findData(chosen))
