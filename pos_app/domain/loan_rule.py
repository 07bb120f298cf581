"""What head office sets about lending: which articles, against which deposit, for how long. Data, never code."""

from __future__ import annotations

import msgspec


class LoanRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`products` are lent for `days`, `longest_days` at most, against `deposit_cents`; a structure leaves
    `structure_deposit_cents`. From `remind_days` before its end on, a loan is to be reminded of."""

    products: tuple[str, ...]
    deposit_cents: int
    structure_deposit_cents: int
    days: int
    longest_days: int
    remind_days: int = 3

    @property
    def is_possible(self) -> bool:
        """Whether no amount is below zero and the usual time is not beyond the longest."""
        least = min(self.deposit_cents, self.structure_deposit_cents, self.remind_days)
        return least >= 0 and 1 <= self.days <= self.longest_days

    def usual_deposit_cents(self, *, structure: bool) -> int:
        """What is asked of a person, or of a structure."""
        return self.structure_deposit_cents if structure else self.deposit_cents
