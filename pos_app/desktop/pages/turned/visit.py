"""What the turned screen says: the phrases of a language, filled with what is true at the desk now."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.person_card import AtDesk, PersonAtDesk
from pos_app.counter.sell import Sold
from pos_app.domain.basket import Basket, BasketLine
from pos_app.domain.entitlement import last_day
from pos_app.domain.language_file import PHRASES, Language, Phrase
from pos_app.i18n import date, money
from pos_app.printing.languages import ENGLISH, FRENCH, language_codes, language_of

_ISOLATE, _END = "\u2068", "\u2069"
"""Around an amount or a date: it keeps its own direction in a line that runs from right to left (Unicode UAX 9)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase ready to be shown, in one language or in two; `lines` go with what is being bought."""

    phrase: Phrase
    texts: tuple[str, ...]
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What is true now, as texts; empty where there is nothing to say. Nobody's name is among it."""

    price: str = ""
    saving: str = ""
    change: str = ""
    right_ends: str = ""
    cap_left: str = ""
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> dict[str, dict[str, str]]:
        """What each phrase with placeholders is told."""
        return {
            "price": {"price": self.price},
            "saving": {"amount": self.saving},
            "change": {"amount": self.change},
            "right_ends": {"date": self.right_ends},
            "cap_left": {"amount": self.cap_left},
        }


def visit_of(basket: Basket, whom: AtDesk | None, sold: Sold | None) -> Visit:
    """The basket and the right as they stand; after a sale, its price and what is given back."""
    ends = cap_left = ""
    if isinstance(whom, PersonAtDesk):
        if whom.right is not None and whom.standing.sells:
            ends = date(last_day(whom.rights, whom.right))
        if whom.standing.cap_cents:
            cap_left = money(max(0, whom.standing.cap_cents - whom.spending.cents))
    if basket.lines or sold is None:
        price = money(basket.total_cents) if basket.lines else ""
        return Visit(price, _amount(basket.saving_cents), "", ends, cap_left, tuple(map(_line, basket.lines)))
    return Visit(money(sold.total_cents), _amount(sold.saving_cents), _amount(sold.change_cents), ends, cap_left)


def _amount(cents: int) -> str:
    return money(cents) if cents > 0 else ""


def _line(line: BasketLine) -> tuple[str, str]:
    return f"{line.quantity} × {line.product.label}", money(line.gross_cents)


def spoken(code: str) -> tuple[str, ...]:
    """The codes in which to speak to somebody whose language is `code`: French and English where there is no file."""
    return (code,) if code in language_codes() else (FRENCH, ENGLISH)


def languages_of(codes: tuple[str, ...]) -> tuple[Language, ...]:
    return tuple(language for code in codes if (language := language_of(code)) is not None)


def say_phrase(languages: tuple[Language, ...], code: str, visit: Visit) -> Said | None:
    """One phrase in each of the languages; None when it has nothing to tell now."""
    return next((one for one in said(languages, visit) if one.phrase.code == code), None)


def said(languages: tuple[Language, ...], visit: Visit) -> tuple[Said, ...]:
    """The phrases in the order of a visit; one that has nothing to tell now is left out."""
    return tuple(
        Said(phrase, tuple(_text(language, phrase, visit) for language in languages), _lines_of(phrase, visit))
        for phrase in PHRASES
        if _has_something_to_tell(phrase, visit)
    )


def _has_something_to_tell(phrase: Phrase, visit: Visit) -> bool:
    if phrase.code == "basket":
        return bool(visit.lines)
    return all(visit.told[phrase.code].values()) if phrase.placeholders else True


def _lines_of(phrase: Phrase, visit: Visit) -> tuple[tuple[str, str], ...]:
    return visit.lines if phrase.code == "basket" else ()


def _text(language: Language, phrase: Phrase, visit: Visit) -> str:
    told = visit.told[phrase.code] if phrase.placeholders else {}
    if language.right_to_left:
        told = {name: f"{_ISOLATE}{value}{_END}" for name, value in told.items()}
    return language.say(phrase, **told)
