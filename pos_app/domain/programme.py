"""Rules that head office sets: programmes, exceptions, selling without a person, retention. Data, never code."""

from __future__ import annotations

import tomllib

import msgspec

from pos_app.domain.catalogue import Catalogue
from pos_app.domain.impact import ImpactRules
from pos_app.domain.laptop_rule import InstalmentRule, LaptopRule
from pos_app.domain.loan_rule import LoanRule
from pos_app.domain.refund_rule import RefundRule
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher_rule import ANY_CODE, VoucherRule

Code = str


class Programme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long a right lasts, how often it is renewed, how much of what it allows each month.

    `grace_days` after the end a sale still passes, in amber. `capped_families` count towards `monthly_cap_cents`;
    deposits, keys, laptops and instalments do not (DOMAIN.md). `limited_per_right` articles of `limited_family` may
    be sold under one right.
    """

    code: Code
    label: str
    months: int
    renewals: int
    grace_days: int
    amber_days: int
    monthly_cap_cents: int
    amber_cents: int
    capped_families: tuple[str, ...]
    limited_family: str
    limited_per_right: int


class ExceptionRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an employee may grant with no coordinator there: `cents` a person a month, and a pending renewal."""

    cents: int
    pending_days: int


class WithoutPersonRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Selling to nobody in particular: families that want a reason, and what one such sale may come to, in cents."""

    limit_cents: int
    reason_families: tuple[str, ...]


class RetentionRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long identity is kept after the last contact (CNIL: two years)."""

    months_after_contact: int


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, as one file holds them."""

    programme: tuple[Programme, ...]
    exception: ExceptionRule
    without_person: WithoutPersonRule
    retention: RetentionRule
    refund: RefundRule = RefundRule()
    voucher: tuple[VoucherRule, ...] = ()
    impact: ImpactRules = ImpactRules()
    laptop: LaptopRule = LaptopRule()
    instalments: InstalmentRule = InstalmentRule()
    loan: tuple[LoanRule, ...] = ()

    def loan_of(self, product: str) -> LoanRule | None:
        """How `product` is lent; None where it is not."""
        return next((rule for rule in self.loan if product in rule.products), None)

    def voucher_of(self, product: str) -> VoucherRule:
        """What codes of `product` look like."""
        return next((rule for rule in self.voucher if product in rule.products), ANY_CODE)

    def of(self, code: Code) -> Programme | None:
        """The programme of this code; None where head office no longer runs it."""
        return next((programme for programme in self.programme if programme.code == code), None)


def read_rules(text: str) -> Rules:
    """The rules that `text` (TOML) describes. Raises Refusal("rules_file_wrong", why)."""
    try:
        rules = msgspec.convert(tomllib.loads(text), Rules)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refusal("rules_file_wrong", why=str(error)) from error
    _check(rules)
    return rules


def require_families(rules: Rules, catalogue: Catalogue) -> None:
    """A family that no article has would silently count nothing. Raises Refusal("rules_file_wrong", why)."""
    named = {
        family for programme in rules.programme for family in (*programme.capped_families, programme.limited_family)
    }
    named |= {*rules.without_person.reason_families, *rules.laptop.families}
    if unknown := named - set(catalogue.families):
        raise Refusal("rules_file_wrong", why=", ".join(sorted(unknown)))


def _check(rules: Rules) -> None:
    codes = [programme.code for programme in rules.programme]
    if not codes or len(set(codes)) != len(codes):
        raise Refusal("rules_file_wrong", why="programme.code")
    named = [product for rule in rules.voucher for product in rule.products]
    if len(set(named)) != len(named) or not all(rule.is_possible for rule in rules.voucher):
        raise Refusal("rules_file_wrong", why="voucher")
    lent = [product for rule in rules.loan for product in rule.products]
    if len(set(lent)) != len(lent) or not all(rule.is_possible for rule in rules.loan):
        raise Refusal("rules_file_wrong", why="loan")
    if not rules.refund.is_possible:
        raise Refusal("rules_file_wrong", why="refund")
    if not rules.impact.is_possible:
        raise Refusal("rules_file_wrong", why="impact")
    if not rules.laptop.is_possible or not rules.instalments.is_possible:
        raise Refusal("rules_file_wrong", why="laptop, instalments")
    for programme in rules.programme:
        if not 1 <= programme.months <= 120 or programme.renewals < 0 or programme.monthly_cap_cents < 0:
            raise Refusal("rules_file_wrong", why=f"programme {programme.code}")
