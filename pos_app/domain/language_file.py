"""A language as the people at the desk read it: the notice of their data rights, and a dozen phrases."""

from __future__ import annotations

import enum
import string
import tomllib

import msgspec

from pos_app.domain.refusals import Refusal


class Direction(enum.StrEnum):
    """Where a line begins: at the left ("ltr") or at the right ("rtl")."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class Phrase(msgspec.Struct, frozen=True):
    """What can be said with the screen turned: its pictogram (a file of resources/icons) and what it is told."""

    code: str
    icon: str
    placeholders: frozenset[str] = frozenset()


PHRASES = (
    Phrase("welcome", "hand-waving"),
    Phrase("price", "tag", frozenset({"price"})),
    Phrase("basket", "shopping-cart-simple"),
    Phrase("saving", "piggy-bank", frozenset({"amount"})),
    Phrase("cash_or_card", "money"),
    Phrase("change", "coins", frozenset({"amount"})),
    Phrase("right_ends", "calendar-blank", frozenset({"date"})),
    Phrase("cap_left", "wallet", frozenset({"amount"})),
    Phrase("new_slip", "file-text"),
    Phrase("sign", "signature"),
    Phrase("keep_slip", "receipt"),
    Phrase("card", "identification-card"),
    Phrase("name", "pencil-line"),
    Phrase("phone", "phone-call"),
    Phrase("wait", "hourglass"),
    Phrase("thanks", "hand-heart"),
)
"""In the order of a visit. Every language has all of them."""


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """GDPR art. 13: what is kept and why (`organisation`), how long (`months` after the last visit), the rights."""

    title: str
    what: str
    how_long: str
    rights: str

    def sentences(self, *, organisation: str, months: int) -> tuple[str, str, str]:
        return self.what.format(organisation=organisation), self.how_long.format(months=months), self.rights


class VoucherTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a voucher slip says: where the code is keyed (`dial` a number, `page` of the operator's site), how many
    characters, what comes then; `trouble` is what to do if it does not work. `digits` number the steps."""

    title: str
    dial: str
    page: str
    dial_or_page: str
    type_digits: str
    type_characters: str
    wait: str
    trouble: str
    digits: str = "0123456789"

    def steps(self, *, dial: str, page: str, count: int, digits_only: bool) -> tuple[tuple[str, str], ...]:
        """The pictogram and the sentence of each step, in their order; the first is left out where nobody knows."""
        where = {(True, True): self.dial_or_page, (True, False): self.dial, (False, True): self.page}
        first = where.get((bool(dial), bool(page)), "").format(dial=dial, page=page)
        key = (self.type_digits if digits_only else self.type_characters).format(count=count)
        steps = (("phone", first), ("keys", key), ("message", self.wait))
        return tuple((pictogram, text) for pictogram, text in steps if text)

    def number(self, step: int) -> str:
        """The number of a step, from 1 to 9, in the digits of the language."""
        return self.digits[step]


class LoanTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the contract of a loan says: `due` by which `date` the thing comes back, `deposit` that its `amount` goes
    back then, `kept` when it may not; and what a `reminder` of it does: `was_due` where the `date` is past, `come`
    what to do."""

    title: str
    due: str
    deposit: str
    kept: str
    reminder: str
    was_due: str
    come: str


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language. `name` is its own; `read_by` who read the file as a native speaker, empty where nobody has."""

    name: str
    direction: Direction
    read_by: str
    notice: Notice
    voucher: VoucherTexts
    loan: LoanTexts
    phrases: dict[str, str]

    @property
    def right_to_left(self) -> bool:
        return self.direction is Direction.RIGHT_TO_LEFT

    def say(self, phrase: Phrase, **told: str) -> str:
        """The phrase, with what it is told in the place of its placeholders."""
        return self.phrases[phrase.code].format(**told)


_NOTICE_PLACEHOLDERS: dict[str, set[str]] = {
    "title": set(),
    "what": {"organisation"},
    "how_long": {"months"},
    "rights": set(),
}
_VOUCHER_PLACEHOLDERS: dict[str, set[str]] = {
    "title": set(),
    "dial": {"dial"},
    "page": {"page"},
    "dial_or_page": {"dial", "page"},
    "type_digits": {"count"},
    "type_characters": {"count"},
    "wait": set(),
    "trouble": set(),
}
_LOAN_PLACEHOLDERS: dict[str, set[str]] = {
    "title": set(),
    "due": {"date"},
    "deposit": {"amount"},
    "kept": set(),
    "reminder": set(),
    "was_due": {"date"},
    "come": set(),
}


def read_language(text: str) -> Language:
    """The language that `text` (TOML) holds. Raises Refusal("language_file_wrong", why).

    Every phrase and every placeholder must be there, and no other: a missing one would be found at the desk.
    """
    try:
        language = msgspec.convert(tomllib.loads(text), Language)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refusal("language_file_wrong", why=str(error)) from error
    if different := set(language.phrases) ^ {phrase.code for phrase in PHRASES}:
        raise Refusal("language_file_wrong", why=", ".join(sorted(different)))
    for phrase in PHRASES:
        _check(phrase.code, language.phrases[phrase.code], phrase.placeholders)
    for name, wanted in _NOTICE_PLACEHOLDERS.items():
        _check(name, getattr(language.notice, name), wanted)
    for name, wanted in _VOUCHER_PLACEHOLDERS.items():
        _check(f"voucher.{name}", getattr(language.voucher, name), wanted)
    for name, wanted in _LOAN_PLACEHOLDERS.items():
        _check(f"loan.{name}", getattr(language.loan, name), wanted)
    if len(set(language.voucher.digits)) != len("0123456789"):
        raise Refusal("language_file_wrong", why="voucher.digits")
    return language


def _check(name: str, text: str, wanted: set[str] | frozenset[str]) -> None:
    try:
        found = {field for _literal, field, _spec, _conversion in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise Refusal("language_file_wrong", why=f"{name}: {error}") from error
    if not text.strip() or found != wanted:
        raise Refusal("language_file_wrong", why=name)
