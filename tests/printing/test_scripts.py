"""Text in other scripts, compared with what another engine (Raqm, in Pillow) draws with the same fonts."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat, features

from pos_app.printing.languages import language_codes, language_of
from pos_app.printing.pdf import pdf_of
from pos_app.printing.scripts import draw_line, is_plain, line_width
from pos_app.settings import RESOURCES
from tests.printing.paper import POINTS_PER_MM, picture_of, words_of

SIZE = 48
ARABIC, BENGALI = "NotoSansArabic-Regular.ttf", "NotoSansBengali-Regular.ttf"


def ink(picture: Image.Image) -> Image.Image:
    """What is dark of a picture, without its margins."""
    found = ImageOps.invert(picture.convert("L"))
    return found.crop(found.point(lambda grey: 255 if grey > 100 else 0).getbbox())


def ours(text: str, *, right_to_left: bool = False) -> Image.Image:
    def draw(canvas: Any) -> None:
        draw_line(canvas, text, 20, 60, size=SIZE, right_to_left=right_to_left)

    pdf = pdf_of(draw, page_size=(1600, 140), title="", author="")
    return ink(picture_of(pdf, dots_per_mm=POINTS_PER_MM))


def theirs(text: str, font: str, direction: str) -> Image.Image:
    drawn = Image.new("L", (1600, 140), 255)
    face = ImageFont.truetype(str(RESOURCES / "fonts" / font), SIZE, layout_engine=ImageFont.Layout.RAQM)
    ImageDraw.Draw(drawn).text((20, 20), text, font=face, fill=0, direction=direction)
    return ink(drawn)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures of the same size, of 255."""
    return ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean[0]


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow without Raqm cannot shape: nothing to compare with")
@pytest.mark.parametrize(
    ("text", "font", "direction"),
    [
        ("السلام عليكم", ARABIC, "rtl"),
        ("لا إله إلا الله", ARABIC, "rtl"),
        ("شكرًا لكم، وقّعوا هنا", ARABIC, "rtl"),
        ("نگه می‌دارد", ARABIC, "rtl"),
        ("আমরা ভাংতি দিই ক্ষমা করুন", BENGALI, "ltr"),
    ],
)
def test_letters_join_stack_and_stand_in_order_as_another_engine_draws_them(
    text: str, font: str, direction: str
) -> None:
    mine, other = ours(text, right_to_left=direction == "rtl"), theirs(text, font, direction)
    assert mine.width == pytest.approx(other.width, rel=0.02)
    assert difference(mine, other) < 14
    assert difference(mine, ImageOps.mirror(other)) > 30


def test_persian_without_its_joiner_would_look_otherwise() -> None:
    assert line_width("می‌دارد", SIZE) > line_width("میدارد", SIZE) + 2


def test_numbers_and_latin_words_keep_their_order_in_a_line_from_right_to_left() -> None:
    """ "(Marseille) 23/08/2027" follows the Arabic word, which stands at the right."""
    whole = ours("ينتهي 23/08/2027 (Marseille)", right_to_left=True)
    latin = ours("(Marseille) 23/08/2027")
    left = ink(ImageOps.invert(whole.crop((0, 0, latin.width + 4, whole.height))))
    assert left.width == pytest.approx(latin.width, rel=0.02)
    assert difference(left, latin) < 30
    assert difference(left, ours("23/08/2027 (Marseille)")) > 45


def test_what_inter_writes_stays_text_that_can_be_searched() -> None:
    def draw(canvas: Any) -> None:
        draw_line(canvas, "Ștefan Çağlar Ёлка", 20, 20, size=12)

    assert "Ștefan Çağlar Ёлка" in words_of(pdf_of(draw, page_size=(300, 60), title="", author=""))


def test_a_letter_that_no_font_has_is_a_square_and_not_an_error() -> None:
    assert not is_plain("中")
    assert line_width("中", SIZE) == line_width("□", SIZE) > 0


def test_every_language_is_written_without_a_missing_letter() -> None:
    square = line_width("□", SIZE)
    for code in language_codes():
        language = language_of(code)
        assert language
        for text in (language.name, *language.phrases.values(), *language.notice.sentences(organisation="A", months=1)):
            for letter in set(text) - {"\u200c"}:
                assert letter == "□" or line_width(letter, SIZE) != square, (code, letter)
