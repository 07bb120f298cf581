"""A slip as elements from top to bottom, without fonts, dots or printer codes: what each writer lays out as it can.

A document's own file says which elements it has; `slip_pdf` and `thermal` write them, for paper of any width.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field


class Role(enum.Enum):
    """What a text is there for: each writer has a type for it."""

    SMALL = enum.auto()
    SMALL_STRONG = enum.auto()
    BODY = enum.auto()
    STRONG = enum.auto()
    HEADING = enum.auto()
    TITLE = enum.auto()
    DISPLAY = enum.auto()
    """What is looked for first: the total."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in any script, on as many lines as it needs; `right_to_left` is how its language runs."""

    text: str
    role: Role = Role.BODY
    centred: bool = False
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A text at the left, and one at the right of its last line."""

    left: str
    right: str
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the slip."""


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, so high: for air, or for a signature."""

    height_mm: float


@dataclass(frozen=True, slots=True)
class Banner:
    """White on black across the slip: what must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Barcode:
    """Code 128 of `text`, which is printable ASCII."""

    text: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code in the middle of the slip, error correction M."""

    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines of large digits in a frame: what somebody copies digit by digit."""

    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of instructions: its pictogram (pos_app.printing.pictograms) where its language begins a line."""

    pictogram: str
    text: str
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Here one paper ends and the next begins; every slip ends with a cut by itself."""


Element = Text | Pair | Rule | Space | Banner | Barcode | Qr | Frame | Step | Cut


@dataclass(frozen=True, slots=True)
class Slip:
    """A whole slip; `author` and `creator` are what a file says of itself: who issued it, which software wrote it."""

    elements: Sequence[Element]
    title: str
    author: str
    creator: str


def centred(text: str, role: Role = Role.BODY) -> Text:
    """`text` in the middle of the slip."""
    return Text(text, role, centred=True)
