"""The languages that the program comes with, for the turned screen and for paper."""

from __future__ import annotations

from functools import cache

from pos_app.domain.language_file import Language, read_language
from pos_app.settings import RESOURCES

FOLDER = RESOURCES / "languages"
FRENCH, ENGLISH = "fr", "en"


@cache
def language_codes() -> tuple[str, ...]:
    """ISO 639 codes: French and English first, then by code."""
    found = {path.stem for path in FOLDER.glob("*.toml")}
    return (FRENCH, ENGLISH, *sorted(found - {FRENCH, ENGLISH}))


def languages_beside_french(code: str) -> tuple[Language, ...]:
    """French, and the person's own; English beside it where nobody knows that, or no file speaks it."""
    wanted = (FRENCH,) if code == FRENCH else (FRENCH, code if code in language_codes() else ENGLISH)
    return tuple(language for language in map(language_of, wanted) if language)


@cache
def language_of(code: str) -> Language | None:
    """The language of this ISO 639 code; None where the program has no file for it: say it in French and English."""
    if code not in language_codes():
        return None
    return read_language((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
