"""A printer as a point sets it up: what it is, where it answers, what it prints. Data, no connection."""

from __future__ import annotations

import enum

import msgspec


class PrinterKind(enum.StrEnum):
    """How paper gets to a printer. `SYSTEM` is one of the computer's own (CUPS, the Windows spooler), which takes PDF;
    the others take ESC/POS."""

    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    WINDOWS = "windows"
    FILE = "file"
    SYSTEM = "system"


class PaperUse(enum.StrEnum):
    """What a printer can be chosen for."""

    RECEIPTS = "receipts"
    SLIPS = "slips"
    """Voucher slips: they carry codes, which never become a file."""
    SHEETS = "sheets"
    LABELS = "labels"


_THERMAL = frozenset({PaperUse.RECEIPTS, PaperUse.SLIPS, PaperUse.LABELS})
USES = {
    PrinterKind.NETWORK: _THERMAL,
    PrinterKind.USB: _THERMAL,
    PrinterKind.SERIAL: _THERMAL,
    PrinterKind.WINDOWS: _THERMAL,
    # What is a file, or kept as one by a spooler, gets no codes.
    PrinterKind.FILE: frozenset({PaperUse.RECEIPTS}),
    PrinterKind.SYSTEM: frozenset({PaperUse.RECEIPTS, PaperUse.SHEETS, PaperUse.LABELS}),
}
"""What each kind of printer can print."""

WIDTHS_MM = (80, 58)


class SystemPrinterFound(msgspec.Struct, frozen=True):
    """A printer that this computer has: what to keep as its address, and how it calls itself."""

    address: str
    name: str


class PrinterSetUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`id` never changes and is never given again; jobs name it.

    `address`, by kind: "host" or "host:port"; "04b8:0e15" (vendor and product, empty for the first that is found) or
    "/dev/usb/lp0"; "/dev/ttyUSB0" or "COM3", with "?baud=9600" where it is not 38400; a Windows printer's name; the
    path of a file; a printer's IPP address or Windows name. `profile` names one of resources/printers, empty for one
    that suits most. `drawer` tells that the cash drawer hangs on it; `large`, that what people take home comes in
    large type.
    """

    id: str
    name: str
    kind: PrinterKind
    address: str = ""
    width_mm: int = WIDTHS_MM[0]
    profile: str = ""
    drawer: bool = False
    large: bool = False
    prints: tuple[PaperUse, ...] = ()

    @property
    def is_thermal(self) -> bool:
        """Whether it takes ESC/POS."""
        return self.kind is not PrinterKind.SYSTEM

    @property
    def thermal_profile(self) -> str:
        """The profile of a printer that takes ESC/POS."""
        return self.profile or f"generic-{self.width_mm}"
