"""Slips as ESC/POS, read back by a printer in software that knows nothing of the writer."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest
from PIL import Image, ImageChops, ImageOps

from pos_app.domain.refusals import Bug
from pos_app.domain.tender import TenderKind
from pos_app.printing import slip_pdf as slip_pdf_module
from pos_app.printing.documents.trial_page import ACCENTS
from pos_app.printing.slip import Barcode, Element, Pair, Role, Slip, Space, Step, Text
from pos_app.printing.slip_pdf import slip_pdf
from pos_app.printing.thermal import writer as writer_module
from pos_app.printing.thermal.codes import code128_data
from pos_app.printing.thermal.profiles import profile_files, profile_of
from pos_app.printing.thermal.writer import slip_bytes
from pos_app.printing.writers import document_pdf, slip_of
from tests.printing.escpos_interpreter import printed
from tests.printing.escpos_paper import Paper
from tests.printing.every_slip import EVERY_SLIP, notice, voucher_slip
from tests.printing.paper import barcodes_of, picture_of, words_of
from tests.printing.specimens import line, receipt, sale_of

PROFILES = sorted(profile_files())
WRITING = [name for name in PROFILES if not name.startswith("drawn")]
TORTURE = "€é€œ"


def paper_of(document: object, profile: str = "epson-80", *, large: bool = False) -> Paper:
    slip = slip_of(document)
    assert slip
    return paper_with(slip.elements, profile, large=large)


def paper_with(elements: object, profile: str = "epson-80", *, large: bool = False) -> Paper:
    slip = Slip(elements, "", "", "")  # type: ignore[arg-type]
    return printed(slip_bytes(slip, profile_of(profile), large=large), width=profile_of(profile).dots)


def in_frame(paper: Paper) -> Image.Image:
    """With the white that the edges of the roll add."""
    return ImageOps.expand(paper.image, 40, 255)


def plain(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


def black(picture: Image.Image) -> Image.Image:
    """Its ink as white on black."""
    return picture.convert("L").point(lambda grey: 255 if grey < 128 else 0)


def ink(picture: Image.Image) -> int:
    return picture.histogram()[255]


@pytest.mark.parametrize("name", sorted(set(EVERY_SLIP) - {"closing"}))
def test_the_paper_says_word_for_word_what_the_pdf_says(name: str) -> None:
    document, _code = EVERY_SLIP[name]
    assert paper_of(document).text == plain(words_of(document_pdf(document)))


def test_what_no_code_page_has_is_drawn_and_all_else_is_said() -> None:
    """The arrow between two tickets of a closing."""
    document, _code = EVERY_SLIP["closing"]
    words = plain(words_of(document_pdf(document)))
    assert paper_of(document).text == words.replace("MRS1-000482 → MRS1-000483 ", "")


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", sorted(EVERY_SLIP))
def test_every_slip_fits_every_printer_and_its_code_reads(name: str, profile: str, *, large: bool) -> None:
    document, code = EVERY_SLIP[name]
    paper = paper_of(document, profile, large=large)
    assert [text for _format, text in barcodes_of(in_frame(paper))] == ([code] if code else [])
    assert len(paper.cuts) == (0 if profile_of(profile).file.cutter == "none" else 1)


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("name", sorted(EVERY_SLIP))
def test_every_slip_fits_a_roll_as_a_pdf_and_its_code_reads(name: str, width_mm: int, *, large: bool) -> None:
    document, code = EVERY_SLIP[name]
    picture = picture_of(document_pdf(document, width_mm=width_mm, large=large))
    assert [text for _format, text in barcodes_of(picture)] == ([code] if code else [])
    edge = 3 * 8
    for left in (0, picture.width - edge):
        assert picture.crop((left, 0, left + edge, picture.height)).getextrema() == (255, 255)


@pytest.mark.parametrize("profile", WRITING)
def test_accents_and_the_euro_come_out_exactly_and_the_code_page_is_set_at_each_job(profile: str) -> None:
    paper = paper_with([Text(TORTURE), Text(ACCENTS), Pair("œuf à l’été", "12,50 €")], profile)
    assert paper.lines[0] == TORTURE
    assert paper.text == f"{TORTURE} {ACCENTS} œuf à l’été 12,50 €"
    assert paper.code_pages[0] == 16


def test_a_character_of_another_page_changes_the_page_for_its_line_only() -> None:
    """CP1252 has no box lines, CP858 has."""
    paper = paper_with([Text("é"), Text("║é║"), Text("œ")])
    assert (paper.lines, paper.code_pages) == (["é", "║é║", "œ"], [16, 19, 16])


def test_spaces_that_keep_words_together_print_as_spaces() -> None:
    assert paper_with([Text("1\u202f234,56\u00a0€")]).lines == ["1 234,56 €"]


def test_a_text_cannot_command_the_printer() -> None:
    """A label comes from people: ESC p would open the drawer."""
    paper = paper_with([Text("Carte\x1bp\x00\x19\xfa"), Pair("a\nb", "1\x1d")])
    assert (paper.pulses, paper.lines) == ([], [])
    assert paper.pictures > 0


@pytest.mark.parametrize("profile", PROFILES)
def test_arabic_is_drawn_and_the_french_lines_beside_it_are_not(profile: str) -> None:
    paper = paper_of(voucher_slip("ar"), profile)
    if profile in WRITING:
        assert "Tapez les 16 chiffres." in paper.text
    assert not any("\u0600" <= letter <= "\u06ff" for letter in paper.text)
    assert paper.image.height > paper_of(voucher_slip(), profile).image.height + 150


@pytest.mark.parametrize(
    ("text", "right_to_left"),
    [("قسيمة شحن", True), ("أدخلوا الأرقام وعددها 16.", True), ("বাংলা ভাষা", False), (TORTURE, False)],
)
def test_a_drawn_line_is_the_same_ink_as_the_pdf_of_another_renderer(text: str, *, right_to_left: bool) -> None:
    """HarfBuzz's bitmap against PDFium's picture of HarfBuzz's outlines: the same letters in the same places."""
    slip = Slip([Text(text, Role.DISPLAY, right_to_left=right_to_left)], "", "", "")
    drawn = printed(slip_bytes(slip, profile_of("drawn-80")), width=576).image
    one, two = (black(picture).crop(black(picture).getbbox()) for picture in (drawn, picture_of(slip_pdf(slip))))
    assert max(abs(one.width - two.width), abs(one.height - two.height)) <= 3
    both = ImageChops.multiply(one, two.resize(one.size, Image.Resampling.NEAREST))
    assert ink(both) > 0.7 * max(ink(one), ink(two))


def test_a_line_from_right_to_left_begins_at_the_right_edge() -> None:
    paper = paper_with([Text("اطلاعات شما", right_to_left=True), Space(1)])
    left, _top, right, _bottom = ImageOps.invert(paper.image).getbbox() or (0, 0, 0, 0)
    assert right >= 574
    assert left > 288


def test_codes_are_the_printer_s_own_where_its_profile_has_them_and_pictures_elsewhere() -> None:
    closing, proof = EVERY_SLIP["closing"]
    assert paper_of(receipt()).native_barcodes == ["MRS1-000482"]
    assert paper_of(closing).native_qr == [proof]
    for profile in ("generic-58", "drawn-80"):
        assert not paper_of(receipt(), profile).native_barcodes
        assert not paper_of(closing, profile).native_qr


@pytest.mark.parametrize("text", ["MRS1-000482", "1234567897", "9900000000", "a{b}1", "12345", "A-00000482-1"])
def test_a_native_barcode_says_its_text_in_both_code_sets(text: str) -> None:
    paper = paper_with([Barcode(text)])
    assert paper.native_barcodes == [text]
    assert [read for _format, read in barcodes_of(in_frame(paper))] == [text]


def test_digits_go_two_by_two() -> None:
    assert code128_data("MRS1-000482") == b"{BMRS1-{C\x00\x04\x52"


def test_a_pictogram_stands_within_the_first_line_of_its_step() -> None:
    """On ordinary printers as an image of 24 dots in the line of text, so that the text is still text."""
    paper = paper_with([Step("phone", "1. Composez le 952 ou ouvrez la page recharge, puis attendez le message")])
    assert paper.pictures == 1
    assert paper.lines[0].startswith("1. Composez")
    assert paper.lines[1].startswith("   ")


def test_large_type_is_twice_as_large_on_paper_and_on_pdf() -> None:
    usual, large = (paper_of(receipt(), large=chosen) for chosen in (False, True))
    assert large.image.height > 1.4 * usual.image.height
    assert large.text == usual.text
    pdfs = [picture_of(document_pdf(receipt(), large=chosen)) for chosen in (False, True)]
    assert pdfs[1].height > 1.3 * pdfs[0].height


def test_a_long_name_breaks_and_a_title_that_fits_is_wide() -> None:
    short, long = (paper_with([Text(text, Role.TITLE)]) for text in ("Connexions Solidaires", "Connexions " * 6))
    assert max(len(said) for said in long.lines) > 24 >= len(short.lines[0])


@pytest.mark.parametrize("profile", PROFILES)
def test_no_label_is_lost_or_too_wide(profile: str) -> None:
    label = "Anticonstitutionnellement" * 3 + " et un libellé plus long que la largeur du papier"
    paper = paper_of(receipt(sale_of([line(label, unit_cents=123456)], {TenderKind.CARD: 123456})), profile)
    assert profile.startswith("drawn") or label.replace(" ", "") in "".join(paper.lines).replace(" ", "")


def test_a_code_is_in_no_repr_of_its_layout() -> None:
    slip = slip_of(voucher_slip())
    assert slip
    assert "4821" not in repr(slip)


def test_a_notice_in_every_language_fits(notice_code: str) -> None:
    assert paper_of(notice(notice_code), "generic-58").image.height > 400


@pytest.fixture(params=["ar", "fa", "ro", "ru", "tr"])
def notice_code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_profile_that_nobody_wrote_is_a_mistake_of_ours() -> None:
    with pytest.raises(Bug, match="printer_profile_unknown"):
        profile_of("teletype")


def test_every_profile_names_what_it_is_for_and_only_pages_that_its_printer_has() -> None:
    for name, file in profile_files().items():
        made = profile_of(name)
        assert file.label
        assert len(made.code_pages) == len(file.code_pages)
        assert dataclasses.replace(made, name="") != made


def test_elements_of_every_kind_are_written() -> None:
    assert set(slip_pdf_module._LAID_OUT) == set(writer_module._WRITTEN) == set(get_args(Element))
