"""Which type of a thermal printer stands for which role of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pos_app.printing.slip import Role

_A, _B = 12, 9
"""How wide a letter of font A and of font B is, in dots: 24 and 17 high."""
_SMALL_SPACING = 24
_AIR = 10
"""Between lines of higher letters."""


@dataclass(frozen=True, slots=True)
class PrinterType:
    """Font B if `small`; letters `width` and `height` times as large. `drawn` is the size in dots of text that is
    drawn instead. One that `narrows` is written half as wide where it would not fit on a line."""

    small: bool = False
    bold: bool = False
    width: int = 1
    height: int = 1
    drawn: int = 25
    narrows: bool = False

    @property
    def cell(self) -> int:
        """How wide a letter is, in dots."""
        return (_B if self.small else _A) * self.width

    @property
    def spacing(self) -> int:
        """From line to line, in dots; 0 for the printer's own."""
        return _SMALL_SPACING if self.small else 0 if self.height == 1 else 24 * self.height + _AIR

    def fitting(self, text: str, dots: int) -> PrinterType:
        return replace(self, width=1) if self.narrows and len(text) * self.cell > dots else self


USUAL: Mapping[Role, PrinterType] = MappingProxyType(
    {
        Role.SMALL: PrinterType(small=True, drawn=21),
        Role.SMALL_STRONG: PrinterType(small=True, bold=True, drawn=21),
        Role.BODY: PrinterType(),
        Role.STRONG: PrinterType(bold=True),
        Role.HEADING: PrinterType(bold=True, height=2, drawn=31),
        Role.TITLE: PrinterType(bold=True, width=2, height=2, drawn=36, narrows=True),
        Role.DISPLAY: PrinterType(bold=True, width=2, height=2, drawn=45, narrows=True),
    }
)
LARGE: Mapping[Role, PrinterType] = MappingProxyType(
    {
        Role.SMALL: PrinterType(height=2, drawn=37),
        Role.SMALL_STRONG: PrinterType(bold=True, height=2, drawn=37),
        Role.BODY: PrinterType(width=2, height=2, drawn=44),
        Role.STRONG: PrinterType(bold=True, width=2, height=2, drawn=44),
        Role.HEADING: PrinterType(bold=True, width=2, height=2, drawn=54),
        Role.TITLE: PrinterType(bold=True, width=2, height=2, drawn=64),
        Role.DISPLAY: PrinterType(bold=True, width=3, height=3, drawn=68),
    }
)
"""For people who see badly: as `slip_pdf.LARGE`."""
