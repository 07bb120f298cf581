"""A receipt as ESC/POS bytes against python-escpos driven by hand: the same lines, rules, barcode and cut, code page
1252 named so that it need not be searched for."""

from __future__ import annotations

from collections.abc import Iterator

from escpos.printer import Dummy

from pos_app.i18n import use_language
from pos_app.printing.thermal.profiles import profile_of
from pos_app.printing.thermal.writer import slip_bytes
from pos_app.printing.writers import slip_of
from tests.bench.receipt_pdf import CENTRED, PAIRS
from tests.bench.row import Row, milliseconds_each, side_by_side
from tests.printing.specimens import TICKET, receipt

PER_ROUND = 300
COLUMNS = {False: 48, True: 24}
RULES_BEFORE = frozenset({"Ticket MRS1-000482", "1 × Carte illimitée", "TOTAL"})


def rows() -> Iterator[Row]:
    use_language("fr")
    made, profile = receipt(), profile_of("epson-80")
    yield side_by_side(
        "escpos",
        unit="ms",
        ours=lambda: milliseconds_each(lambda: whole(made, profile), times=PER_ROUND),
        reference=lambda: milliseconds_each(by_hand, times=PER_ROUND),
        reference_name="python-escpos by hand",
        goal=1.2,
    )


def whole(made: object, profile: object) -> bytes:
    """From the document's value: what it says, in which layout, as which bytes."""
    slip = slip_of(made)
    assert slip is not None
    return slip_bytes(slip, profile)  # type: ignore[arg-type]


def by_hand() -> bytes:
    printer = Dummy(profile="TM-T20II")
    printer.hw("INIT")
    printer.charcode("CP1252")
    heading, foot = CENTRED[:5], CENTRED[5:]
    for _y, _font, size, text in heading:
        printer.set(align="center", font="b" if size < 9 else "a", bold=size > 9, double_height=size > 9)
        printer.textln(text)
    for _y, font, size, left, right in PAIRS:
        if left in RULES_BEFORE:
            printer.set(align="left", font="a", bold=False, normal_textsize=True)
            printer.textln("-" * 48)
        big = size > 9
        printer.set(align="left", font="a", bold=font.endswith("Bold"), double_width=big, double_height=big)
        printer.textln(left + right.rjust(COLUMNS[big] - len(left)))
    printer.textln("-" * 48)
    for _y, _font, size, text in foot:
        printer.set(align="center", font="b" if size < 9 else "a", bold=False, normal_textsize=True)
        printer.textln(text)
    printer._hw_barcode(
        f"{{B{TICKET}", "CODE128", 88, 3, "OFF", "A", function_type="B"
    )  # `barcode` prints to the console
    printer.cut(mode="PART")
    return bytes(printer.output)
