"""Texts, amounts and dates as people read them: French first, English second, by gettext.

Amounts and dates are written by a few lines of our own, since importing Babel costs a start 40 ms; tests compare
them with Babel's.
"""

from __future__ import annotations

import datetime
import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from pos_app.settings import RESOURCES

DOMAIN = "pos_app"
LANGUAGES = ("fr", "en")
LOCALE = RESOURCES / "locale"

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"


class _Language:
    """The language in force; a process shows one at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.texts: _gettext.NullTranslations = (
            _gettext.translation(DOMAIN, LOCALE, languages=[name]) if name != "en" else _gettext.NullTranslations()
        )


_current: list[_Language] = []
_spoken: ContextVar[_Language | None] = ContextVar("spoken", default=None)
_language_named = lru_cache(maxsize=len(LANGUAGES))(_Language)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """This block, and no other thread meanwhile, speaks this language: a server answers several people at once."""
    before = _spoken.set(_language_named(name if name in LANGUAGES else "fr"))
    try:
        yield
    finally:
        _spoken.reset(before)


def use_language(name: str) -> None:
    """Texts come in this language from now on. Texts already on the screen stay until they are made anew."""
    _current[:] = [_Language(name if name in LANGUAGES else "fr")]


def language() -> str:
    return _in_force().name


def gettext(text: str) -> str:
    """The text of the catalogue for this English one."""
    return _in_force().texts.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return _in_force().texts.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """As `gettext`, where one English word has several French ones."""
    return _in_force().texts.pgettext(context, text)


def N_(text: str) -> str:  # noqa: N802  # the name that gettext's tools look for
    """Marks a text for the catalogue where it is translated later."""
    return text


def money(cents: int) -> str:
    """An amount with its currency: "1 234,50 €" or "€1,234.50"."""
    if language() == "en":
        return f"{'-' if cents < 0 else ''}€{amount(abs(cents))}"
    return f"{amount(cents)}{NO_BREAK}€"


def amount(cents: int) -> str:
    """An amount without its currency: "1 234,50" or "1,234.50"."""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    if language() == "en":
        return f"{sign}{euros:,}.{rest:02d}"
    return f"{sign}{euros:,}".replace(",", NARROW_NO_BREAK) + f",{rest:02d}"


def number(value: int) -> str:
    """A count: "1 234" or "1,234"."""
    grouped = f"{value:,}"
    return grouped if language() == "en" else grouped.replace(",", NARROW_NO_BREAK)


def date(day: datetime.date) -> str:
    """ "23/11/2026" in both languages: the counter is in France."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def long_date(day: datetime.date) -> str:
    """ "jeudi 3 décembre 2026" or "Thursday 3 December 2026": for what people have to remember."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=language())


def date_time(moment: datetime.datetime) -> str:
    """ "23/11/2026 14:07", to the minute as the law asks."""
    return f"{date(moment)} {moment.hour:02d}:{moment.minute:02d}"


def clock_time(moment: datetime.datetime) -> str:
    """ "19 h 42" or "19:42"."""
    if language() == "en":
        return f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{moment.hour}{NO_BREAK}h{NO_BREAK}{moment.minute:02d}"


def language_names(codes: tuple[str, ...]) -> dict[str, str]:
    """What French and English call these languages, to their codes."""
    from babel import Locale

    return {name: code for locale in LANGUAGES for code in codes if (name := Locale(locale).languages.get(code))}


def _in_force() -> _Language:
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not _current:
        use_language("fr")
    return _current[0]
