"""Pictures of one bit a dot, as thermal heads print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BITS = bytes(0x31 if grey >= 0x80 else 0x30 for grey in range(256))
"""Grey to "0" or "1": what is more ink than paper is ink."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows from the top, each an integer of `width` bits, the leftmost the most significant, 1 for ink."""

    width: int
    rows: tuple[int, ...]

    @property
    def height(self) -> int:
        return len(self.rows)

    def placed(self, *, left: int, width: int) -> Bitmap:
        """The same in a wider one, `left` dots from its left."""
        shift = width - self.width - left
        return Bitmap(width, tuple(row << shift for row in self.rows))

    def beside(self, other: Bitmap) -> Bitmap:
        """Both on the same paper, which is as wide as theirs: one's ink over the other's; as high as the higher."""
        height = max(self.height, other.height)
        mine, theirs = (one.rows + (0,) * (height - one.height) for one in (self, other))
        return Bitmap(self.width, tuple(a | b for a, b in zip(mine, theirs, strict=True)))

    def inverted(self) -> Bitmap:
        full = (1 << self.width) - 1
        return Bitmap(self.width, tuple(row ^ full for row in self.rows))

    def grown(self, times: int) -> Bitmap:
        """Each dot `times` as wide and as high."""
        spread = str.maketrans({"0": "0" * times, "1": "1" * times})
        wide = (int(f"{row:0{self.width}b}".translate(spread), 2) for row in self.rows)
        return Bitmap(self.width * times, tuple(row for row in wide for _ in range(times)))

    def stretched(self, height: int) -> Bitmap:
        """Its top row, `height` times."""
        return Bitmap(self.width, self.rows[:1] * height)

    def widened(self, width: int) -> Bitmap:
        """Its leftmost column, `width` times."""
        full = (1 << width) - 1
        return Bitmap(width, tuple(full if row >> self.width - 1 else 0 for row in self.rows))

    def packed(self) -> bytes:
        """Row by row, eight dots a byte, as GS v 0 takes them."""
        size = (self.width + 7) // 8
        spare = size * 8 - self.width
        return b"".join((row << spare).to_bytes(size, "big") for row in self.rows)


def blank(width: int, height: int) -> Bitmap:
    return Bitmap(width, (0,) * height)


def stacked(parts: Iterable[Bitmap]) -> Bitmap:
    """One under the other; all are as wide as each other."""
    parts = list(parts)
    return Bitmap(parts[0].width, tuple(row for part in parts for row in part.rows))


def of_grey(grey: bytes, *, stride: int, width: int) -> Bitmap:
    """From rows of `stride` bytes, 255 for ink."""
    bits = grey.translate(_BITS)
    return Bitmap(width, tuple(int(bits[i : i + width], 2) for i in range(0, len(bits), stride)))


def of_art(lines: Sequence[str]) -> Bitmap:
    """From lines of `#` for ink and `.` for paper."""
    table = str.maketrans("#.", "10")
    return Bitmap(len(lines[0]), tuple(int(line.translate(table), 2) for line in lines))
