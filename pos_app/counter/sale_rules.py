"""Whom a sale is for, and the rules it meets: right, cap, articles under one right, selling to nobody.

A rule is never a wall: a coordinator lets a sale past it with a reason, an employee within a small allowance.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from pos_app.counter.dates import this_month
from pos_app.counter.person_card import AtDesk, PersonAtDesk, StructureAtDesk, at_desk
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.facts import Beneficiary, LateSale, Override
from pos_app.domain.identifiers import ItemId, OperatorCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.programme import Programme, Rules
from pos_app.domain.refusals import Refusal
from pos_app.store.laptops import is_certified

NOBODY_REASONS = ("slip_to_come", "passing_through", "card_forgotten", "campaign")
OVERRIDE_REASONS = ("urgent", "renewal_under_way", "mistake_in_file", "other_household")


class Rule(enum.StrEnum):
    """What a sale, or a refund, may go against."""

    RIGHT = "right"
    CAP = "cap"
    LIMIT = "limit"
    NOBODY = "nobody"
    REFUND = "refund"
    FLOOR = "floor"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word that a sale may go past the rules it meets. `reason` is of OVERRIDE_REASONS.

    `exception`: an employee alone, within the allowance; else a coordinator whose PIN was checked.
    """

    by: OperatorCode
    reason: str
    exception: bool = False


@dataclass(frozen=True, slots=True)
class SaleTerms:
    """What the sale's entry says of whom it was for."""

    beneficiary: Beneficiary | msgspec.UnsetType
    to_nobody: str
    month: str
    overrides: tuple[Override, ...]
    late: LateSale | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class SaleCheck:
    """What a sale of a basket asks: a reason for selling to nobody, or somebody's word against rules.

    `exception_cents` is what an employee alone may let pass for this person this month; 0 where that is not possible.
    """

    reason_needed: bool
    objections: tuple[Rule, ...]
    exception_cents: int = 0


def check_sale(
    rules: Rules,
    basket: FrozenBasket,
    whom: AtDesk | None,
    to_nobody: str,
    *,
    certified: Callable[[ItemId], bool] = lambda _item: True,
) -> SaleCheck:
    """What stands against a sale of `basket` to `whom`, as they are known: pure, so that the desk asks at once.

    `certified` tells of a machine whether its disk was wiped by a certificate. That, and a price under the floor, is
    no employee's small exception.
    """
    check = _check_whom(rules, basket, whom, to_nobody)
    grave = []
    if any(line.under_floor for line in basket.lines):
        grave.append(Rule.FLOOR)
    machines = [line.item for line in basket.lines if line.product.family in rules.laptop.families and line.item]
    if not all(certified(item) for item in machines):
        grave.append(Rule.CERTIFICATE)
    return SaleCheck(check.reason_needed, (*check.objections, *grave)) if grave else check


def _check_whom(rules: Rules, basket: FrozenBasket, whom: AtDesk | None, to_nobody: str) -> SaleCheck:
    if whom is None:
        return _check_nobody(rules, basket, to_nobody)
    if isinstance(whom, StructureAtDesk):
        cap_cents = whom.structure.cap_cents
        spent_cents = whom.spending.cents + capped_cents(rules, basket, whom)
        return SaleCheck(False, (Rule.CAP,) if cap_cents and spent_cents > cap_cents else ())
    objections = _objections(rules, basket, whom)
    left_cents = max(0, rules.exception.cents - whom.spending.exception_cents)
    possible = bool(objections) and Rule.LIMIT not in objections and capped_cents(rules, basket, whom) <= left_cents
    return SaleCheck(False, objections, left_cents if possible else 0)


def capped_cents(rules: Rules, basket: FrozenBasket | Basket, whom: AtDesk) -> int:
    """What of the basket counts towards the month's cap."""
    families = _programme(rules, whom).capped_families
    return sum(line.gross_cents for line in basket.lines if line.product.family in families)


def sale_terms(
    till: Till, *, operator: Operator, basket: FrozenBasket, to_nobody: str, approval: Approval | None
) -> SaleTerms:
    """The terms of a sale of `basket`, checked again at the moment of the sale.

    Raises Refusal("reason_needed") where nobody was chosen and the articles ask why, Refusal("needs_approval", rules)
    where a rule stands against it and nobody approved, Refusal("exception_used_up", allowed_cents), and
    Refusal("person_erased", "person_unknown").
    """
    whom = at_desk(till, token=basket.person) if basket.person else None
    check = check_sale(till.rules, basket, whom, to_nobody, certified=lambda item: is_certified(till.connection, item))
    if check.reason_needed:
        raise Refusal("reason_needed")
    overrides = require_overrides(till.rules, operator, check, approval)
    if whom is not None:
        return SaleTerms(_beneficiary(till, basket, whom), "", "", overrides)
    asked = bool(_reasoned_cents(till.rules, basket))
    return SaleTerms(msgspec.UNSET, to_nobody if asked else "", this_month(till) if asked else "", overrides)


def _beneficiary(till: Till, basket: FrozenBasket, whom: AtDesk) -> Beneficiary:
    counted_cents = capped_cents(till.rules, basket, whom)
    right = whom.right if isinstance(whom, PersonAtDesk) else None
    cap_cents = whom.standing.cap_cents if isinstance(whom, PersonAtDesk) else whom.structure.cap_cents
    left_cents = cap_cents - whom.spending.cents
    return Beneficiary(
        person=whom.token,
        programme=right.programme if right else "",
        right=right.number if right else 0,
        month=this_month(till),
        capped_cents=counted_cents,
        limited=_limited(till.rules, basket, whom) if right else 0,
        cap_before_cents=left_cents,
        cap_after_cents=left_cents - counted_cents,
    )


def _check_nobody(rules: Rules, basket: FrozenBasket, to_nobody: str) -> SaleCheck:
    """Choosing nobody is not the way round a right: a reason, little at a time, and not where somebody was chosen."""
    reasoned_cents = _reasoned_cents(rules, basket)
    if not reasoned_cents:
        return SaleCheck(False, ())
    if to_nobody not in NOBODY_REASONS:
        return SaleCheck(True, ())
    too_much = reasoned_cents > rules.without_person.limit_cents
    return SaleCheck(False, (Rule.NOBODY,) if too_much or basket.had_person else ())


def _objections(rules: Rules, basket: FrozenBasket, whom: PersonAtDesk) -> tuple[Rule, ...]:
    """The rules that the sale meets. What neither counts nor is limited (a workshop) meets none."""
    programme, right = _programme(rules, whom), whom.right
    counted_cents, limited = capped_cents(rules, basket, whom), _limited(rules, basket, whom)
    found = []
    if (counted_cents or limited) and not whom.standing.sells:
        found.append(Rule.RIGHT)
    if counted_cents and right and whom.spending.cents + counted_cents > programme.monthly_cap_cents:
        found.append(Rule.CAP)
    if limited and right and right.limited_sold + limited > programme.limited_per_right:
        found.append(Rule.LIMIT)
    return tuple(found)


def require_overrides(
    rules: Rules, operator: Operator, check: SaleCheck, approval: Approval | None
) -> tuple[Override, ...]:
    if not check.objections:
        return ()
    if approval is None:
        raise Refusal("needs_approval", rules=",".join(check.objections))
    if approval.reason not in OVERRIDE_REASONS:
        raise Refusal("reason_unknown")
    if approval.exception:
        operator.require(Right.SELL_BY_EXCEPTION)
        if not check.exception_cents:
            raise Refusal("exception_used_up", allowed_cents=rules.exception.cents)
    return tuple(
        Override(rule=rule.value, reason=approval.reason, by=approval.by, exception=approval.exception)
        for rule in check.objections
    )


def _programme(rules: Rules, whom: AtDesk) -> Programme:
    """The person's own; the first one for a structure and for somebody who has no right."""
    own = whom.programme if isinstance(whom, PersonAtDesk) else None
    return own or rules.programme[0]


def _limited(rules: Rules, basket: FrozenBasket, whom: AtDesk) -> int:
    family = _programme(rules, whom).limited_family
    return sum(line.quantity for line in basket.lines if line.product.family == family)


def _reasoned_cents(rules: Rules, basket: FrozenBasket) -> int:
    families = rules.without_person.reason_families
    return sum(line.gross_cents for line in basket.lines if line.product.family in families)
