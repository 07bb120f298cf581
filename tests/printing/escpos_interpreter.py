"""A small ESC/POS printer in software, after Epson's command reference and nothing of ours: bytes to paper.

Strict: an unknown command, a picture that begins within a line, a line or a code too wide for the head is an error."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageOps

from tests.printing.escpos_paper import INK, PAPER, Cut, NoCommandError, Paper, code128_picture, letter_cell, qr_picture

CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858", 40: "iso8859-15"}
"""ESC t: those of the reference that a French till may use."""
USUAL_SPACING = 34
"""A sixth of an inch at 203 dots an inch."""


def printed(data: bytes, *, width: int) -> Paper:
    """What a printer whose head has `width` dots makes of `data`."""
    paper = Paper(width)
    _Interpreter(data, paper).run()
    return paper


class _Interpreter:
    def __init__(self, data: bytes, paper: Paper) -> None:
        self._data, self._at, self._paper = data, 0, paper
        self._initialise()

    def run(self) -> None:
        while self._at < len(self._data):
            byte = self._take(1)[0]
            if byte == 0x0A:
                self._print_line(self._spacing)
            elif byte == 0x10:
                self._expect(0x04)
                self._paper.answers.append(f"DLE EOT {self._byte()}")
            elif byte in (0x1B, 0x1C, 0x1D):
                self._command((byte, self._byte()))
            elif byte < 0x20:
                raise NoCommandError(f"control {byte:#x} at {self._at}")
            else:
                self._letter(byte)
        if self._row:
            raise NoCommandError("text without the end of its line")

    def _initialise(self) -> None:
        self._codec, self._font, self._bold, self._reverse = "cp437", 0, False, False
        self._wide, self._high, self._align, self._spacing = 1, 1, 0, USUAL_SPACING
        self._row: list[Image.Image] = []
        self._said = ""
        self._bar_height, self._bar_width, self._bar_text = 162, 3, 0
        self._qr_size, self._qr_level, self._qr_text = 3, "L", b""
        self._multibyte = True

    def _command(self, code: tuple[int, int]) -> None:
        command = _COMMANDS.get(code)
        if command is None:
            raise NoCommandError(f"{code[0]:#x} {code[1]:#x} at {self._at}")
        command(self)

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise NoCommandError("the data end within a command")
        self._at += count
        return self._data[self._at - count : self._at]

    def _byte(self) -> int:
        return self._take(1)[0]

    def _number(self) -> int:
        return int.from_bytes(self._take(2), "little")

    def _expect(self, *bytes_: int) -> None:
        if tuple(self._take(len(bytes_))) != bytes_:
            raise NoCommandError(f"another parameter than {bytes_} before {self._at}")

    def _at_line_start(self) -> None:
        if self._row:
            raise NoCommandError(f"within a line, at {self._at}")

    # text

    def _letter(self, byte: int) -> None:
        letter = bytes((byte,)).decode(self._codec)
        self._said += letter
        drawn = letter_cell(letter, font=self._font, bold=self._bold, wide=self._wide, high=self._high)
        self._row.append(ImageOps.invert(drawn) if self._reverse else drawn)
        if sum(part.width for part in self._row) > self._paper.width:
            raise NoCommandError(f"a line too long: {self._said!r}")

    def _print_line(self, spacing: int) -> None:
        """Parts stand on a common base; the paper moves by the spacing, or by the highest part."""
        height = max((part.height for part in self._row), default=0)
        if self._row:
            strip = Image.new("L", (sum(part.width for part in self._row), height), PAPER)
            x = 0
            for part in self._row:
                strip.paste(part, (x, height - part.height))
                x += part.width
            self._paper.put(strip, x=self._left_of(strip.width))
            self._paper.lines.append(self._said)
        self._paper.feed(max(0, spacing - height))
        self._row, self._said = [], ""

    def _left_of(self, width: int) -> int:
        return (self._paper.width - width) * self._align // 2

    # ESC, FS, GS: each by its name in the reference

    def _esc_at(self) -> None:
        self._at_line_start()
        self._initialise()

    def _esc_t(self) -> None:
        number = self._byte()
        if number not in CODE_PAGES:
            raise NoCommandError(f"code page {number}")
        self._codec = CODE_PAGES[number]
        self._paper.code_pages.append(number)

    def _esc_m(self) -> None:
        self._font = self._byte()

    def _esc_e(self) -> None:
        self._bold = bool(self._byte() & 1)

    def _gs_size(self) -> None:
        size = self._byte()
        self._wide, self._high = (size >> 4 & 7) + 1, (size & 7) + 1

    def _esc_2(self) -> None:
        self._spacing = USUAL_SPACING

    def _esc_3(self) -> None:
        self._spacing = self._byte()

    def _esc_a(self) -> None:
        self._at_line_start()
        self._align = self._byte()

    def _gs_b(self) -> None:
        self._reverse = bool(self._byte() & 1)

    def _fs_dot(self) -> None:
        self._multibyte = False

    def _esc_d(self) -> None:
        for _ in range(self._byte()):
            self._print_line(self._spacing)

    def _esc_star(self) -> None:
        self._expect(33)
        columns = self._number()
        data = self._take(columns * 3)
        picture = Image.new("L", (columns, 24), PAPER)
        for x in range(columns):
            column = int.from_bytes(data[x * 3 : x * 3 + 3], "big")
            for y in range(24):
                if column >> (23 - y) & 1:
                    picture.putpixel((x, y), INK)
        self._row.append(picture)
        self._paper.pictures += 1

    def _gs_v_0(self) -> None:
        self._at_line_start()
        self._expect(0x30, 0)
        across, height = self._number(), self._number()
        data = self._take(across * height)
        picture = ImageOps.invert(Image.frombytes("1", (across * 8, height), data).convert("L"))
        self._paper.put(picture, x=self._left_of(picture.width))
        self._paper.pictures += 1

    def _gs_v(self) -> None:
        self._at_line_start()
        mode = self._byte()
        if mode in (65, 66):
            self._paper.feed(self._byte())
        elif mode not in (0, 1, 48, 49):
            raise NoCommandError(f"cut {mode}")
        self._paper.cuts.append(Cut(partial=mode in (1, 49, 66), y=self._paper.height))

    def _esc_p(self) -> None:
        pin, on, off = self._take(3)
        if not (pin in (0, 1, 48, 49) and on <= off):
            raise NoCommandError(f"pulse {pin} {on} {off}")
        self._paper.pulses.append(5 if pin & 1 else 2)

    def _gs_r(self) -> None:
        self._paper.answers.append(f"GS r {self._byte()}")

    def _gs_h(self) -> None:
        self._bar_height = self._byte()

    def _gs_w(self) -> None:
        self._bar_width = self._byte()
        if not 2 <= self._bar_width <= 6:
            raise NoCommandError(f"bars of {self._bar_width} dots")

    def _gs_hri(self) -> None:
        self._bar_text = self._byte()

    def _gs_k(self) -> None:
        self._at_line_start()
        self._expect(73)
        data = self._take(self._byte())
        picture, said = code128_picture(data, module=self._bar_width, height=self._bar_height)
        self._paper.put(picture, x=self._left_of(picture.width))
        self._paper.native_barcodes.append(said)

    def _gs_paren_k(self) -> None:
        self._expect(0x6B)
        self._at_line_start()
        data = self._take(self._number())
        if data[0] != 49:
            raise NoCommandError("a symbol that is no QR code")
        function, rest = data[1], data[2:]
        if function == 67:
            self._qr_size = rest[0]
        elif function == 69:
            self._qr_level = "LMQH"[rest[0] - 48]
        elif function == 80:
            self._qr_text = rest[1:]
        elif function == 81:
            self._put_qr(self._qr_text.decode())
        elif (function, rest) != (65, b"2\x00"):
            raise NoCommandError(f"GS ( k {function}")

    def _put_qr(self, text: str) -> None:
        picture = qr_picture(text, level=self._qr_level, size=self._qr_size)
        self._paper.put(picture, x=self._left_of(picture.width))
        self._paper.native_qr.append(text)


_COMMANDS: dict[tuple[int, int], Callable[[_Interpreter], None]] = {
    (0x1B, 0x40): _Interpreter._esc_at,
    (0x1B, 0x74): _Interpreter._esc_t,
    (0x1B, 0x4D): _Interpreter._esc_m,
    (0x1B, 0x45): _Interpreter._esc_e,
    (0x1B, 0x32): _Interpreter._esc_2,
    (0x1B, 0x33): _Interpreter._esc_3,
    (0x1B, 0x61): _Interpreter._esc_a,
    (0x1B, 0x64): _Interpreter._esc_d,
    (0x1B, 0x2A): _Interpreter._esc_star,
    (0x1B, 0x70): _Interpreter._esc_p,
    (0x1C, 0x2E): _Interpreter._fs_dot,
    (0x1D, 0x21): _Interpreter._gs_size,
    (0x1D, 0x42): _Interpreter._gs_b,
    (0x1D, 0x56): _Interpreter._gs_v,
    (0x1D, 0x68): _Interpreter._gs_h,
    (0x1D, 0x77): _Interpreter._gs_w,
    (0x1D, 0x48): _Interpreter._gs_hri,
    (0x1D, 0x6B): _Interpreter._gs_k,
    (0x1D, 0x28): _Interpreter._gs_paren_k,
    (0x1D, 0x72): _Interpreter._gs_r,
    (0x1D, 0x76): _Interpreter._gs_v_0,
}
