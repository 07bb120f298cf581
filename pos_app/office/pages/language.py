"""The words, amounts and dates of a page, in the language of the person who asked for it.

`pos_app.i18n` keeps one language a process; a server answers several people at once, so each request has its own.
"""

from __future__ import annotations

import datetime
import gettext
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal

from pos_app.clock import local_datetime
from pos_app.i18n import DOMAIN, LANGUAGES, LOCALE

_LATEST_MS = 4_102_444_800_000
_MOMENT = datetime.timedelta(seconds=1)
_BABEL = {"fr": "fr_FR", "en": "en_GB"}


class Language:
    """How one language says things. Amounts come in cents, moments in milliseconds since 1970."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.other = next(other for other in LANGUAGES if other != name)
        self._babel = _BABEL[name]
        texts = gettext.NullTranslations() if name == "en" else gettext.translation(DOMAIN, LOCALE, languages=[name])
        self.gettext = texts.gettext
        self.ngettext = texts.ngettext

    def money(self, cents: int) -> str:
        return format_currency(Decimal(cents).scaleb(-2), "EUR", locale=self._babel)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self._babel)

    def moment(self, at_ms: int, offset_min: int) -> str:
        """A till's local date and time, to the minute."""
        return format_datetime(_local(at_ms, offset_min), "short", locale=self._babel)

    def day(self, day: datetime.date) -> str:
        """A date with its day of the week: "lundi 23 novembre 2026"."""
        return format_date(day, "full", locale=self._babel)

    def short_day(self, day: datetime.date) -> str:
        return format_date(day, "short", locale=self._babel)

    def iso_day(self, text: str) -> str:
        """The short form of a date that is written as "2026-11-23"; another text as it is."""
        try:
            return self.short_day(datetime.date.fromisoformat(text))
        except ValueError:
            return text

    def clock(self, at_ms: int, offset_min: int) -> str:
        """A till's local time, to the minute."""
        return format_time(_local(at_ms, offset_min), "short", locale=self._babel)

    def ago(self, at_ms: int, now_ms: int) -> str:
        """How long ago: "il y a 3 minutes"."""
        since = datetime.timedelta(milliseconds=at_ms - now_ms)
        return format_timedelta(min(since, -_MOMENT), add_direction=True, locale=self._babel)


def _local(at_ms: int, offset_min: int) -> datetime.datetime:
    """A till's clock may be anywhere: what is beyond 1970 to 2100 is shown as the nearest of the two."""
    return local_datetime(min(max(at_ms, 86_400_000), _LATEST_MS), offset_min)


@lru_cache(maxsize=len(LANGUAGES))
def language_named(name: str) -> Language:
    """Raises KeyError for a language that no catalogue holds."""
    return Language(name)


def preferred(accept_language: str) -> str:
    """The language that a browser asks for (RFC 9110 § 12.5.4); French where it names none of ours."""
    weighed: list[tuple[Decimal, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        name = tag.split("-")[0].strip().lower()
        if name in LANGUAGES:
            weighed.append((_quality(weight), name))
    return max(weighed, key=lambda pair: pair[0])[1] if weighed else "fr"


def _quality(text: str) -> Decimal:
    """A weight of RFC 9110: 0 to 1 with three decimals; what is no weight counts for nothing."""
    whole, _, fraction = (text.strip() or "1").partition(".")
    if whole not in ("0", "1") or not (fraction.isascii() and (fraction.isdigit() or not fraction)):
        return Decimal(0)
    return min(Decimal(f"{whole}.{fraction[:3] or '0'}"), Decimal(1))
