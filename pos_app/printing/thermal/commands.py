"""ESC/POS commands as bytes, by their names in Epson's command reference.

python-escpos has methods for most of them; its `set`, `text` and `barcode` guess, replace what they cannot write by "?"
and print to the console. What it does without that is called here: QR codes, the knife, the drawer.
"""

from __future__ import annotations

from functools import cache

from pos_app.printing.thermal.bitmap import Bitmap
from pos_app.printing.thermal.library import printers

INITIALISE = b"\x1b@"
"""ESC @: modes and code page are those of power-on again, whatever was printed before."""
SINGLE_BYTE = b"\x1c."
"""FS .: no pair of bytes is a Chinese character."""
LINE = b"\n"
DEFAULT_SPACING = b"\x1b2"
"""ESC 2: a sixth of an inch a line."""
LEFT, CENTRE = b"\x1ba\x00", b"\x1ba\x01"
"""ESC a."""
REVERSE, NOT_REVERSE = b"\x1dB\x01", b"\x1dB\x00"
"""GS B: white on black."""
ASK_WHEN_PRINTED = b"\x1dr\x01"
"""GS r 1: the paper sensor's state, told once all before it was worked off, unlike DLE EOT."""
_FULL_CUT, _PARTIAL_CUT = "FULL", "PART"
_QR_LEVEL_M = 1


def spacing(dots: int) -> bytes:
    """ESC 3: so far from line to line."""
    return b"\x1b3" + bytes((dots,))


def code_page(number: int) -> bytes:
    """ESC t."""
    return b"\x1bt" + bytes((number,))


def type_of(*, small: bool, bold: bool, width: int, height: int) -> bytes:
    """ESC M, ESC E and GS !: font B if `small`; `width` and `height` times as large, up to 8."""
    return b"\x1bM" + bytes((small,)) + b"\x1bE" + bytes((bold,)) + b"\x1d!" + bytes(((width - 1) << 4 | height - 1,))


def raster(picture: Bitmap) -> bytes:
    """GS v 0: the picture, from the beginning of a line."""
    across = (picture.width + 7) // 8
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + picture.height.to_bytes(2, "little") + picture.packed()


def column_image(picture: Bitmap) -> bytes:
    """ESC * 33: a picture 24 dots high within a line of text."""
    columns = (
        sum((row >> (picture.width - 1 - x) & 1) << (23 - y) for y, row in enumerate(picture.rows))
        for x in range(picture.width)
    )
    drawn = b"".join(column.to_bytes(3, "big") for column in columns)
    return b"\x1b*\x21" + picture.width.to_bytes(2, "little") + drawn


def code128(data: bytes, *, module: int, height: int) -> bytes:
    """GS h, GS w, GS H 0 and GS k 73: no text below; `data` begins with its code set."""
    size = b"\x1dh" + bytes((height,)) + b"\x1dw" + bytes((module,))
    return size + b"\x1dH\x00\x1dk\x49" + bytes((len(data),)) + data


def qr(text: str, *, module: int) -> bytes:
    """GS ( k: model 2, error correction M."""
    made = printers().Dummy()
    made.qr(text, ec=_QR_LEVEL_M, size=module, native=True)
    return bytes(made.output)


@cache
def cut(database: str, cutter: str) -> bytes:
    """Out to the knife, and through; without a knife, out to the edge where it is torn."""
    made = printers().Dummy(profile=database)
    if cutter == "none":
        made.print_and_feed(4)
    else:
        made.cut(mode=_PARTIAL_CUT if cutter == "partial" else _FULL_CUT)
    return bytes(made.output)


@cache
def open_drawer(pin: int) -> bytes:
    """ESC p: a pulse on pin 2 or 5 of the drawer's socket."""
    made = printers().Dummy()
    made.cashdraw(pin)
    return bytes(made.output)
