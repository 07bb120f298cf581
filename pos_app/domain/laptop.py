"""The passport of a machine: what is known of it beside its serial number, before anybody pays for it."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass

from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal

LONGEST_TEXT = 60
LONGEST_WARRANTY_MONTHS = 120
EXCHANGE_REASONS = ("defective", "unusable")
"""Why a machine is exchanged under its warranty."""
RELEASE_REASONS = ("person_asked", "mistake", "other_machine")
"""Why a reservation ends before its day."""

_CERTIFICATE = re.compile(r"[A-Z0-9][A-Z0-9./_-]{2,39}")


class Grade(enum.StrEnum):
    """How a refurbished machine looks, as refurbishers say it: A like new, B light marks, C worn, all of them work."""

    A = "A"
    B = "B"
    C = "C"


class Test(enum.StrEnum):
    """What is tested before a machine may be called refurbished (décret 2022-190)."""

    __test__ = False

    START = "start"
    BATTERY = "battery"
    SCREEN = "screen"
    KEYBOARD = "keyboard"
    DISK = "disk"
    NETWORK = "network"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Passport:
    """`certificate` is the number of the certificate of the wiped disk, empty where there is none.

    `price_cents` includes tax; `warranty_months` run from the day of delivery. Every text is of the machine.
    """

    model: str
    batch: str
    refurbisher: str
    grade: Grade
    passed: tuple[Test, ...]
    failed: tuple[Test, ...]
    certificate: str
    price_cents: int
    warranty_months: int

    @property
    def is_tested(self) -> bool:
        """Whether every test was passed: the word "reconditionné" asks for it."""
        return set(self.passed) == set(Test) and not self.failed


def checked(passport: Passport, *, floor_cents: int, product: str) -> Passport:
    """The passport as it is kept: texts trimmed, the certificate in capitals.

    Raises Refusal("price_under_floor", "amount_too_large", "passport_model_missing", "passport_text_too_long",
    "certificate_wrong", "tests_contradict", "warranty_wrong").
    """
    model, batch, refurbisher = (" ".join(text.split()) for text in _texts(passport))
    if not model:
        raise Refusal("passport_model_missing")
    if max(map(len, (model, batch, refurbisher))) > LONGEST_TEXT:
        raise Refusal("passport_text_too_long", most=LONGEST_TEXT)
    if passport.price_cents < floor_cents:
        raise Refusal("price_under_floor", product=product, floor_cents=floor_cents)
    if passport.price_cents > LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text="")
    certificate = passport.certificate.strip().upper()
    if certificate and not _CERTIFICATE.fullmatch(certificate):
        raise Refusal("certificate_wrong", certificate=certificate[:40])
    if set(passport.passed) & set(passport.failed):
        raise Refusal("tests_contradict")
    if not 1 <= passport.warranty_months <= LONGEST_WARRANTY_MONTHS:
        raise Refusal("warranty_wrong", most=LONGEST_WARRANTY_MONTHS)
    return Passport(
        model=model,
        batch=batch,
        refurbisher=refurbisher,
        grade=passport.grade,
        passed=tuple(sorted(set(passport.passed))),
        failed=tuple(sorted(set(passport.failed))),
        certificate=certificate,
        price_cents=passport.price_cents,
        warranty_months=passport.warranty_months,
    )


def warranty_end(delivered_on: dt.date, months: int) -> dt.date:
    """The last day of a warranty of `months` from the day of delivery; the month's last day where it has no such day.

    The day of delivery itself does not count (C. civ. 2228 and 2229): two years from 15 March 2026 end on
    15 March 2028.
    """
    years, month = divmod(delivered_on.month - 1 + months, 12)
    year = delivered_on.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(delivered_on.day, last))


def _texts(passport: Passport) -> tuple[str, str, str]:
    return passport.model, passport.batch, passport.refurbisher
