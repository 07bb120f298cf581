"""One printer: what it is called, how paper gets there, what it prints."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.print_words import address_hint, kind_words, model_words, offered_kinds, use_words
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.i18n import gettext as _
from pos_app.printing.printer_setup import USES, WIDTHS_MM, PaperUse, PrinterKind, PrinterSetUp, SystemPrinterFound
from pos_app.printing.thermal.profiles import profile_files


class PrinterPanel(FormPanel):
    """`kept` carries the set-up once it is in force."""

    kept = Signal(object)

    def __init__(self, desk: Desk, setup: PrinterSetUp | None, parent: QWidget) -> None:
        super().__init__(
            setup.name if setup else _("A printer"),
            _("Nothing is printed before the trial page. Each kind of paper has one printer."),
            _("Keep"),
            parent,
            height=580,
        )
        self._desk = desk
        self._before = setup or PrinterSetUp(id="", name="", kind=PrinterKind.NETWORK)
        before = self._before
        self._found: tuple[SystemPrinterFound, ...] = ()
        self.name = self.line(_("Name"), before.name, hint=_("Till printer"))
        kinds = [(kind.value, kind_words(kind)) for kind in offered_kinds()]
        self.kind = combo(_("Kind"), kinds, chosen=before.kind.value)
        self.add(_("Kind"), self.kind)
        self.address = combo(_("Where it answers"), ())
        self.address.setEditable(True)
        self.address.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.add(_("Where it answers"), self.address)
        widths = [(str(width), _("{width} mm").format(width=width)) for width in WIDTHS_MM]
        self.width_mm = combo(_("Paper roll"), widths, chosen=str(before.width_mm))
        self.add(_("Paper roll"), self.width_mm)
        models = [
            ("", _("most receipt printers")),
            *((name, model_words(one)) for name, one in profile_files().items()),
        ]
        self.profile = combo(_("Model"), models, chosen=before.profile)
        self.add(_("Model"), self.profile)
        self.uses = {use: self._tick(use_words(use), on=use in before.prints) for use in PaperUse}
        self.drawer = self._tick(_("the cash drawer hangs on it"), on=before.drawer)
        self.large = self._tick(_("large type, for people who see badly"), on=before.large)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.address.activated.connect(self._take_name)
        self.wanted.connect(self._keep)
        self._show_kind()
        self.address.setEditText(before.address)
        desk.ask(desk.running.printing.found(), self._show_found, self._none_found)
        self.open_at(self.name)

    @property
    def chosen_kind(self) -> PrinterKind:
        return PrinterKind(chosen_value(self.kind))

    def _tick(self, words: str, *, on: bool) -> QCheckBox:
        made = QCheckBox(words)
        made.setAccessibleName(words)
        made.setChecked(on)
        self._form.addRow("", made)
        return made

    def _show_kind(self) -> None:
        """What this kind can print, and what its address looks like."""
        kind = self.chosen_kind
        for use, tick in self.uses.items():
            self._form.setRowVisible(tick, use in USES[kind])
        for thermal in (self.profile, self.drawer):
            self._form.setRowVisible(thermal, kind is not PrinterKind.SYSTEM)
        line = self.address.lineEdit()
        assert line is not None
        line.setPlaceholderText(address_hint(kind))
        self._offer_found()

    def _show_found(self, found: tuple[SystemPrinterFound, ...]) -> None:
        self._found = found
        self._offer_found()

    def _none_found(self, _error: BaseException) -> None:
        """The address can be keyed."""

    def _offer_found(self) -> None:
        """The printers of the computer, where one of them is wanted; what was keyed stays."""
        keyed = self.address.currentText()
        self.address.clear()
        if self.chosen_kind is PrinterKind.SYSTEM:
            for one in self._found:
                self.address.addItem(one.address, one)
        self.address.setEditText(keyed)

    def _take_name(self, place: int) -> None:
        """A printer without a name yet takes that of the computer."""
        one = self.address.itemData(place)
        if isinstance(one, SystemPrinterFound) and not self.name.text().strip():
            self.name.setText(one.name)

    def _set_up(self) -> PrinterSetUp:
        kind = self.chosen_kind
        return msgspec.structs.replace(
            self._before,
            name=self.name.text(),
            kind=kind,
            address=self.address.currentText(),
            width_mm=int(chosen_value(self.width_mm)),
            profile=chosen_value(self.profile) if kind is not PrinterKind.SYSTEM else "",
            drawer=self.drawer.isChecked() and kind is not PrinterKind.SYSTEM,
            large=self.large.isChecked(),
            prints=tuple(use for use, tick in self.uses.items() if tick.isChecked() and use in USES[kind]),
        )

    def _keep(self) -> None:
        if self._desk.operator is None:
            return
        self.save.setEnabled(False)
        future = self._desk.running.printing.keep(operator=self._desk.operator, setup=self._set_up())
        self._desk.ask(future, self._done, self.refused)

    def _done(self, kept: object) -> None:
        self.close_overlay()
        self.kept.emit(kept)
