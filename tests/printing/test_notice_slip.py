"""The notice of data rights on paper: in the person's language, and in French."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.languages import language_codes, language_of
from pos_app.printing.writers import document_pdf
from tests.printing.paper import picture_of, size_mm_of, words_of
from tests.printing.specimens import ISSUER


def notice(code: str) -> DataNotice:
    language = language_of(code)
    assert language
    return DataNotice(language, ISSUER, 24)


def test_it_says_what_is_kept_how_long_the_rights_and_whom_to_ask() -> None:
    words = words_of(document_pdf(notice("fr")))
    for said in (
        "Vos données",
        "conserve votre nom, votre année de naissance",
        "effacées 24 mois après votre dernière visite",
        "www.cnil.fr",
        "12 rue de l'Exemple, 13003 Marseille",
        "04 00 00 00 00",
    ):
        assert said in words
    assert words.count("Vos données") == 1


@pytest.mark.parametrize("code", [code for code in language_codes() if code not in ("fr", "ar", "fa")])
def test_french_stands_below_another_language(code: str) -> None:
    told = notice(code)
    words = words_of(document_pdf(told))
    assert " ".join(told.sentences[0].split()) in words
    assert words.index(told.language.notice.title) < words.index("Vos données")


def test_a_translation_that_nobody_read_says_so_and_one_that_was_read_does_not() -> None:
    unread = notice("ro")
    read = dataclasses.replace(unread, language=msgspec.structs.replace(unread.language, read_by="Ioana"))
    assert "relue" in words_of(document_pdf(unread))
    assert "relue" not in words_of(document_pdf(read))
    assert "relue" not in words_of(document_pdf(notice("fr")))


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_a_line_from_right_to_left_begins_at_the_right_edge(code: str) -> None:
    """The title is short: its ink ends at the right margin, and the left half of its line is white."""
    pdf = document_pdf(notice(code))
    assert round(size_mm_of(pdf)[0]) == 80
    title = picture_of(pdf).crop((0, 24 * 8, 640, 29 * 8))
    assert title.crop((0, 0, 320, title.height)).getextrema() == (255, 255)
    assert title.crop((74 * 8, 0, 76 * 8, title.height)).histogram()[0] > 0


def test_a_language_without_a_file_is_none() -> None:
    assert language_of("ti") is None
    assert language_codes()[:2] == ("fr", "en")
