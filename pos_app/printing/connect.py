"""A printer from its set-up. Imported where something prints."""

from __future__ import annotations

from pos_app.domain.refusals import Bug
from pos_app.printing.jobs import Printer
from pos_app.printing.printer_setup import PrinterKind, PrinterSetUp


def connected(setup: PrinterSetUp) -> Printer:
    """What prints for `setup`; nothing is opened or asked before the first job."""
    match setup.kind:
        case PrinterKind.SYSTEM:
            from pos_app.printing.system_printer import system_printer

            return system_printer(setup)
        case _:
            raise Bug("printer_kind_unknown", kind=setup.kind)
