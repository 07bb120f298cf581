"""A language is whole or is not used: at the desk nobody could make up for a phrase that lacks."""

from __future__ import annotations

import pytest

from pos_app.domain.language_file import PHRASES, Direction, read_language
from pos_app.domain.refusals import Refusal
from pos_app.settings import RESOURCES

FOLDER = RESOURCES / "languages"
ENGLISH = (FOLDER / "en.toml").read_text(encoding="utf-8")
TOLD = {"price": "2,50 €", "amount": "7,50 €", "date": "23/08/2027"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_language_says_every_phrase_with_what_it_is_told(path: object) -> None:
    language = read_language(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]  # a Path
    for phrase in PHRASES:
        told = {name: TOLD[name] for name in phrase.placeholders}
        said = language.say(phrase, **told)
        assert all(value in said for value in told.values())
        assert "{" not in said
    what, how_long, rights = language.notice.sentences(organisation="Connexions Solidaires", months=24)
    assert "Connexions Solidaires" in what
    assert "24" in how_long
    assert "www.cnil.fr" in rights


def test_arabic_and_persian_begin_at_the_right_and_no_other_language_here_does() -> None:
    languages = {path.stem: read_language(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}
    assert {code for code, one in languages.items() if one.direction is Direction.RIGHT_TO_LEFT} == {"ar", "fa"}


def test_every_phrase_has_its_pictogram() -> None:
    for phrase in PHRASES:
        assert (RESOURCES / "icons" / f"{phrase.icon}.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ('sign = "Please sign here."\n', "", "sign"),
        ('sign = "Please sign here."', 'sign = "Please sign here."\nsing = "La la"', "sing"),
        ("It costs {price}.", "It costs.", "price"),
        ("It costs {price}.", "It costs {price} {price_again}.", "price"),
        ("It costs {price}.", "It costs {price.", "price"),
        ("Please sign here.", " ", "sign"),
        ("{months}", "24", "how_long"),
        ('"ltr"', '"up"', "up"),
        ('title = "Your data"\n', "", "title"),
        ("Key the {count} digits.", "Key the digits.", "voucher.type_digits"),
        ('wait = "Wait for the confirmation text message."\n', "", "wait"),
        ('wait = "Wait', 'digits = "0123"\nwait = "Wait', "voucher.digits"),
        ('read_by = ""', 'read_by = ""\nread_on = ""', "read_on"),
        ("[phrases]", "[phrases", ""),
    ],
)
def test_a_file_that_lacks_or_adds_something_is_refused_and_says_what(was: str, now: str, why: str) -> None:
    assert was in ENGLISH
    with pytest.raises(Refusal) as found:
        read_language(ENGLISH.replace(was, now))
    assert found.value.code == "language_file_wrong"
    assert why in str(found.value.params["why"])
