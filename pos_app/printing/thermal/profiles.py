"""Printer profiles: resources/printers/*.toml says what escpos-printer-db, which python-escpos brings, does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from pos_app.domain.refusals import Bug
from pos_app.printing.thermal.library import capabilities_of, codec_of
from pos_app.settings import RESOURCES

FOLDER = RESOURCES / "printers"
_MM_AN_INCH = 25.4


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of resources/printers. `label` names the printers that it is for; `database` is the name of one of them
    in escpos-printer-db, which knows the numbers of its code pages and what it can do.

    `dots` is what its head prints across; `code_pages` the ones to use, in this order, none for a printer whose
    letters cannot be trusted: all is drawn then. `confirms`: it answers GS r once all before it is printed.
    `multibyte`: it may take accents for halves of Chinese characters until told otherwise.
    """

    label: str
    database: str
    paper_mm: Literal[58, 80]
    dots: int
    dpi: int
    code_pages: tuple[str, ...]
    cutter: Literal["full", "partial", "none"]
    confirms: bool
    multibyte: bool


@dataclass(frozen=True, slots=True)
class CodePage:
    """`number` is what ESC t selects it by; `codec` Python's name of it."""

    number: int
    codec: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer as the writer needs it. `barcodes`, `qr` and `column_images` are drawn by the printer itself."""

    name: str
    file: ProfileFile
    code_pages: tuple[CodePage, ...]
    barcodes: bool
    qr: bool
    column_images: bool

    @property
    def dots(self) -> int:
        return self.file.dots

    def dots_of_mm(self, mm: float) -> int:
        return round(mm * self.file.dpi / _MM_AN_INCH)


@cache
def profile_files() -> dict[str, ProfileFile]:
    """Every profile's file by name, for a person to choose from: by their labels, without loading python-escpos."""
    return {
        path.stem: msgspec.toml.decode(path.read_bytes(), type=ProfileFile) for path in sorted(FOLDER.glob("*.toml"))
    }


@cache
def profile_of(name: str) -> Profile:
    """The profile of this name. Raises Bug("printer_profile_unknown")."""
    file = profile_files().get(name)
    if file is None:
        raise Bug("printer_profile_unknown", profile=name)
    known = capabilities_of(file.database)
    features = known["features"]
    native = bool(file.code_pages)
    return Profile(
        name=name,
        file=file,
        code_pages=tuple(CodePage(_number(known["codePages"], page), codec_of(page)) for page in file.code_pages),
        barcodes=native and bool(features.get("barcodeB")),
        qr=native and bool(features.get("qrCode")),
        column_images=native and bool(features.get("bitImageColumn")),
    )


def _number(code_pages: dict[str, str], wanted: str) -> int:
    """The lowest one: firmwares copied from each other agree on those."""
    return min(int(number) for number, code_page in code_pages.items() if code_page == wanted)
