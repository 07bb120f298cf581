"""What the second screen shows at each moment of a visit. Nobody's name is among it, nor how long a right lasts: the
queue reads it too."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.desktop.pages.turned.visit import Said, Visit, languages_of, say_phrase, spoken
from pos_app.printing.languages import language_codes

_BUYING = ("saving", "price")
_BOUGHT = ("price", "saving", "change")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A heading, the lines bought, and amounts of which the last is what matters now."""

    heading: Said
    lines: tuple[tuple[str, str], ...]
    amounts: tuple[Said, ...]
    right_to_left: bool


def sheet_of(visit: Visit, code: str) -> Sheet:
    """While lines are being added, they and the price; once paid, the change and the thanks. In the language `code`."""
    languages = languages_of(spoken(code))
    heading = say_phrase(languages, "basket" if visit.lines else "thanks", visit)
    if heading is None:
        message = "a language file without the thanks was read"
        raise ValueError(message)
    said = (say_phrase(languages, one, visit) for one in (_BUYING if visit.lines else _BOUGHT))
    return Sheet(
        heading,
        visit.lines,
        tuple(one for one in said if one is not None),
        any(language.right_to_left for language in languages),
    )


def greetings() -> tuple[tuple[Said, bool], ...]:
    """The welcome in each language there is, and whether it runs from right to left: nobody's is known yet."""
    languages = tuple(language for code in language_codes() for language in languages_of((code,)))
    said = ((say_phrase((language,), "welcome", Visit()), language.right_to_left) for language in languages)
    return tuple((one, backwards) for one, backwards in said if one is not None)
