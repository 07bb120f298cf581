"""What head office sets about machines sold one by one: reservation, warranty, instalments. Data, never code."""

from __future__ import annotations

import enum

import msgspec

MOST_INSTALMENTS = 24


class HandedOver(enum.StrEnum):
    """When a machine that is paid in instalments changes hands."""

    AFTER_LAST = "after_last"
    AFTER_FIRST = "after_first"


class LaptopRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`families` are those whose machines have a passport. A reservation ends by itself after `reservation_days`;
    `warranty_months` run from the day of delivery where a passport says nothing else (C. conso. L. 217-3)."""

    families: tuple[str, ...] = ()
    reservation_days: int = 7
    warranty_months: int = 24

    @property
    def is_possible(self) -> bool:
        return 1 <= self.reservation_days <= 365 and 1 <= self.warranty_months <= 120


class InstalmentRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A price is paid in `number` parts at most, `days_between` one and the next.

    Of a plan that is given up, `refund_percent` of what was paid is given back.
    """

    number: int = 3
    days_between: int = 30
    handed_over: HandedOver = HandedOver.AFTER_LAST
    refund_percent: int = 100

    @property
    def is_possible(self) -> bool:
        return (
            1 <= self.number <= MOST_INSTALMENTS and 1 <= self.days_between <= 366 and 0 <= self.refund_percent <= 100
        )
