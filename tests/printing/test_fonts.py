"""The bundled fonts as reportlab draws them."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat

from pos_app.printing.fonts import BOLD, REGULAR, register_fonts, text_width
from pos_app.printing.pdf import pdf_of
from pos_app.settings import RESOURCES
from tests.printing.paper import POINTS_PER_MM, picture_of

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture(scope="module")
def fonts() -> None:
    register_fonts()


DIGITS = "0123456789"
SIZE = 96


def printed(text: str, font: str) -> Image.Image:
    """The ink of `text` at `SIZE` pixels, as our PDF shows it."""

    def draw(canvas: object) -> None:
        canvas.setFont(font, SIZE)  # type: ignore[attr-defined]  # reportlab has no types
        canvas.drawString(20, 50, text)  # type: ignore[attr-defined]

    pdf = pdf_of(draw, page_size=(800, 200), title="digits", author="test")
    return _ink(picture_of(pdf, dots_per_mm=POINTS_PER_MM))


def shaped(text: str, file: str) -> Image.Image:
    """The same, shaped by another engine with the font's own `tnum` feature. Digits in another order differ by 70."""
    picture = Image.new("L", (800, 200), 255)
    font = ImageFont.truetype(RESOURCES / "fonts" / file, SIZE, layout_engine=ImageFont.Layout.RAQM)
    ImageDraw.Draw(picture).text((20, 40), text, fill=0, font=font, features=["tnum", "-kern"])
    return _ink(picture)


def _ink(picture: Image.Image) -> Image.Image:
    return picture.crop(ImageOps.invert(picture).getbbox())


@pytest.mark.parametrize(("font", "file"), [(REGULAR, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf")])
def test_digits_are_the_font_s_own_tabular_ones(font: str, file: str) -> None:
    ours, theirs = printed(DIGITS, font), shaped(DIGITS, file)
    assert ours.width == pytest.approx(theirs.width, abs=2)
    apart = ImageChops.difference(ours, theirs.resize(ours.size))
    assert ImageStat.Stat(apart).mean[0] < 25


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_digits_have_one_width(font: str) -> None:
    assert len({text_width(digit, font, SIZE) for digit in DIGITS}) == 1
