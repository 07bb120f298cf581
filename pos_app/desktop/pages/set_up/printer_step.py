"""The assistant's step about paper: where files go, and a first printer if there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox

from pos_app.desktop.pages.set_up.step import Step
from pos_app.desktop.print_words import address_hint, kind_words, offered_kinds
from pos_app.desktop.widgets.combo import combo
from pos_app.i18n import gettext as _
from pos_app.printing.printer_setup import USES, PaperUse, PrinterKind, PrinterSetUp, SystemPrinterFound

_ROLL = (PaperUse.RECEIPTS, PaperUse.SLIPS)


class PrinterStep(Step):
    """Files without a printer, one of the computer's for A4 sheets, or a receipt printer and where it answers."""

    def __init__(self, *, own_folder: str, go_on: Callable[[], object]) -> None:
        super().__init__(
            _("Where does paper come out?"),
            _("Without a printer every paper becomes a PDF file. Others can be added later, in the settings."),
        )
        self.printer: QComboBox = combo(_("Printer"), ())
        self.printer.addItem(_("No printer: PDF files"), None)
        for kind in offered_kinds():
            if USES[kind].issuperset(_ROLL):
                self.printer.addItem(kind_words(kind), kind)
        self._form.addRow(_("Printer"), self.printer)
        self.field("address", _("Where it answers"))
        self.field("receipts", _("Folder of files"), hint=own_folder)
        self.printer.currentIndexChanged.connect(self._show_address)
        self._show_address()
        self.main(_("Print a trial page and continue"), go_on)

    def offer(self, found: tuple[SystemPrinterFound, ...]) -> None:
        """The printers that the computer has, once they are known."""
        for one in found:
            self.printer.addItem(_("{name} (A4 sheets)").format(name=one.name), one)

    def set_up(self) -> PrinterSetUp | None:
        """The printer that was chosen, None for files alone."""
        chosen = self.printer.currentData()
        if isinstance(chosen, SystemPrinterFound):
            sheets = (PaperUse.SHEETS,)
            return PrinterSetUp(id="", name=chosen.name, kind=PrinterKind.SYSTEM, address=chosen.address, prints=sheets)
        if chosen is None:
            return None
        address = self.fields["address"].text()
        return PrinterSetUp(id="", name=_("Till printer"), kind=PrinterKind(chosen), address=address, prints=_ROLL)

    def begin(self) -> None:
        self.printer.setFocus()

    def _show_address(self) -> None:
        """Only a receipt printer is asked where it answers."""
        chosen, line = self.printer.currentData(), self.fields["address"]
        thermal = chosen is not None and not isinstance(chosen, SystemPrinterFound)
        self._form.setRowVisible(line, thermal)
        if thermal:
            line.setPlaceholderText(address_hint(PrinterKind(chosen)))
