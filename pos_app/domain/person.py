"""A person as the desk writes them down: five things and no more (DOMAIN.md, "Entitlement")."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, replace

from pos_app.domain.identifiers import CardNumber, PersonToken
from pos_app.domain.refusals import Refusal

LONGEST_NAME = 80
OLDEST_YEARS = 120
YOUNGEST_YEARS = 10
HOME_PREFIX = "33"
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 15  # digits of an international number (ITU-T E.164)
_JOINERS = "\u200c\u200d"
"""The only characters without a shape that a script needs; marks of direction come with pasted text and go."""
_SPACES = re.compile(r"\s+")


class PersonState(enum.StrEnum):
    """Where a person stands; the stronger wins when two points differ."""

    ACTIVE = "active"
    DEPARTED = "departed"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is kept of a person. `phone` is in E.164 or empty; `language` an ISO 639 code; `prescriber` a structure."""

    given_name: str
    family_name: str
    year_of_birth: int
    language: str
    phone: str
    prescriber: str

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def referred_by(self, prescriber: str) -> Identity:
        """The same person, referred by this structure."""
        return replace(self, prescriber=prescriber)

    def __repr__(self) -> str:
        return "Identity(***)"


@dataclass(frozen=True, slots=True)
class Person:
    """A person on file."""

    id: int
    token: PersonToken
    card: CardNumber
    identity: Identity
    state: PersonState
    registered_ms: int
    last_contact_ms: int

    def __repr__(self) -> str:
        return f"Person({self.token[:6]}…)"


def checked_identity(
    *, given_name: str, family_name: str, year_of_birth: str, language: str, phone: str, prescriber: str, this_year: int
) -> Identity:
    """What was keyed, tidied. Raises Refusal("name_missing", "person_name_wrong", "year_wrong", "phone_wrong").

    A name may have one letter, an apostrophe or another script; it may not hide characters that nobody sees.
    """
    given, family = _name(given_name), _name(family_name)
    if not given and not family:
        raise Refusal("name_missing")
    return Identity(
        given, family, _year(year_of_birth, this_year), language.strip() or "fr", e164(phone), prescriber.strip()
    )


def e164(text: str) -> str:
    """A phone number as +33612345678, from any usual spelling; empty stays empty. Raises Refusal("phone_wrong")."""
    keyed = text.strip()
    if not keyed:
        return ""
    digits = "".join(str(unicodedata.decimal(letter)) for letter in keyed if letter.isdecimal())
    if re.search(r"[^\d\s().+/\u00a0\u202f-]", keyed):
        raise Refusal("phone_wrong", text=keyed[:30])
    if keyed.startswith("+"):
        national = digits
    elif digits.startswith("00"):
        national = digits[2:]
    elif digits.startswith("0"):
        national = HOME_PREFIX + digits[1:]
    else:
        national = digits if len(digits) > 9 else HOME_PREFIX + digits
    national = re.sub(rf"^{HOME_PREFIX}0", HOME_PREFIX, national)
    wrong_at_home = national.startswith(HOME_PREFIX) and len(national) != 11
    if wrong_at_home or not _SHORTEST_PHONE <= len(national) <= _LONGEST_PHONE:
        raise Refusal("phone_wrong", text=keyed[:30])
    return f"+{national}"


def _name(text: str) -> str:
    shown = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in _JOINERS)
    name = unicodedata.normalize("NFC", _SPACES.sub(" ", shown).strip())
    if len(name) > LONGEST_NAME:
        raise Refusal("person_name_wrong", most=LONGEST_NAME)
    hidden = any(unicodedata.category(letter) in ("Cc", "Co", "Cs") for letter in name)
    if hidden or (name and not any(letter.isalpha() for letter in name)):
        raise Refusal("person_name_wrong", most=LONGEST_NAME)
    return name


def _year(text: str, this_year: int) -> int:
    keyed = text.strip()
    if not (len(keyed) == 4 and keyed.isascii() and keyed.isdigit()):
        raise Refusal("year_wrong", text=keyed[:10])
    year = int(keyed)
    if not this_year - OLDEST_YEARS <= year <= this_year - YOUNGEST_YEARS:
        raise Refusal("year_wrong", text=keyed[:10])
    return year
