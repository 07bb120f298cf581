"""The paper of the software printer (tests.printing.escpos_interpreter): what came out, letter by letter.

Letters are drawn in Inter, each in its own cell, as a printer's fixed fonts have them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import zxingcpp
from barcode.charsets import code128
from PIL import Image, ImageDraw, ImageFont

from pos_app.settings import RESOURCES

CELLS = {0: (12, 24), 1: (9, 17)}
"""ESC M: fonts A and B, in dots."""
INK, PAPER = 0, 255


class NoCommandError(Exception):
    """What no printer understands, or would print as something else."""


@dataclass
class Cut:
    """`partial` leaves the paper hanging."""

    partial: bool
    y: int


@dataclass
class Paper:
    """What came out. `lines` is the text in its order, one entry a line; pictures and codes have no text in it."""

    width: int
    height: int = 0
    strips: list[tuple[int, int, Image.Image]] = field(default_factory=list)
    """Where they lie, from the left and from the top."""
    lines: list[str] = field(default_factory=list)
    pictures: int = 0
    native_barcodes: list[str] = field(default_factory=list)
    native_qr: list[str] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    pulses: list[int] = field(default_factory=list)
    code_pages: list[int] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of its text with single spaces."""
        return " ".join(" ".join(self.lines).split())

    @property
    def image(self) -> Image.Image:
        whole = Image.new("L", (self.width, self.height), PAPER)
        for x, y, strip in self.strips:
            whole.paste(strip, (x, y))
        return whole

    def feed(self, dots: int) -> None:
        self.height += dots

    def put(self, strip: Image.Image, *, x: int) -> None:
        if x < 0 or x + strip.width > self.width:
            raise NoCommandError(f"{strip.width} dots from {x} do not fit on {self.width}")
        self.strips.append((x, self.height, strip))
        self.feed(strip.height)


@cache
def letter_cell(letter: str, *, font: int, bold: bool, wide: int, high: int) -> Image.Image:
    """A letter in the middle of its cell, squeezed where it is wider."""
    width, height = CELLS[font]
    face = ImageFont.truetype(RESOURCES / "fonts" / ("Inter-Bold.ttf" if bold else "Inter-Regular.ttf"), 80)
    glyph = Image.new("L", (int(face.getlength(letter)) or 1, 100), PAPER)
    ImageDraw.Draw(glyph).text((0, 0), letter, font=face, fill=INK)
    size = height * 100 // 125
    natural = max(1, min(glyph.width * size // 80, width))
    scaled = glyph.resize((natural * wide, size * 100 // 80 * high), Image.Resampling.LANCZOS)
    cell = Image.new("L", (width * wide, height * high), PAPER)
    cell.paste(scaled, ((cell.width - scaled.width) // 2, cell.height - scaled.height))
    return cell.point(lambda grey: INK if grey < 150 else PAPER)


def qr_picture(text: str, *, level: str, size: int) -> Image.Image:
    """Without its quiet zone: printers leave that to who centres the code."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    drawn: Any = code.to_image(scale=1)
    height, width = drawn.shape
    modules = Image.frombytes("L", (width, height), bytes(memoryview(drawn).cast("B")))
    modules = modules.crop((4, 4, width - 4, height - 4))
    return modules.resize((modules.width * size, modules.height * size), Image.Resampling.NEAREST)


def code128_picture(data: bytes, *, module: int, height: int) -> tuple[Image.Image, str]:
    """The bars of GS k 73's data, and the text that they say."""
    values, said = _code128_values(data)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    modules = "".join([*(code128.CODES[value] for value in (*values, check)), code128.STOP, "11"])
    row = Image.frombytes("L", (len(modules), 1), bytes(INK if one == "1" else PAPER for one in modules))
    return row.resize((row.width * module, height), Image.Resampling.NEAREST), said


def _code128_values(data: bytes) -> tuple[list[int], str]:
    """The symbols of GS k 73's data, which name their code sets as "{A", "{B", "{C", and the text that they say."""
    values: list[int] = []
    said, chosen, at = "", "", 0
    while at < len(data):
        if data[at : at + 1] == b"{" and data[at + 1 : at + 2] in (b"A", b"B", b"C"):
            wanted = chr(data[at + 1])
            values.append({"A": 101, "B": 100, "C": 99}[wanted] if chosen else code128.START_CODES[wanted])
            chosen, at = wanted, at + 2
        elif chosen == "C":
            if data[at] > 99:
                raise NoCommandError(f"{data[at]} in code set C")
            values.append(data[at])
            said, at = said + f"{data[at]:02d}", at + 1
        elif chosen == "B":
            letter = data[at]
            if letter == 0x7B:
                at += 1
                if data[at : at + 1] != b"{":
                    raise NoCommandError("a single { in code set B")
            values.append(letter - 32)
            said, at = said + chr(letter), at + 1
        else:
            raise NoCommandError("no code set")
    return values, said
