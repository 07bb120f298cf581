"""Whom a sale is for, and the rules it meets: right, cap, articles under one right, selling to nobody.

A rule is never a wall: a coordinator lets a sale past it with a reason, an employee within a small allowance.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import msgspec

from pos_app.counter.person_card import PersonAtDesk, person_at_desk, this_month
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import Beneficiary, Override
from pos_app.domain.identifiers import OperatorCode, PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.store.entitlements import spending
from pos_app.store.structures import Structure, structure_with_token

NOBODY_REASONS = ("slip_to_come", "passing_through", "card_forgotten", "campaign")
OVERRIDE_REASONS = ("urgent", "renewal_under_way", "mistake_in_file", "other_household")


class Rule(enum.StrEnum):
    """What a sale may go against."""

    RIGHT = "right"
    CAP = "cap"
    LIMIT = "limit"
    NOBODY = "nobody"


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


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a basket asks of a right: what counts towards the cap, how many limited articles, what asks a reason."""

    capped_cents: int
    limited: int
    reasoned_cents: int


def sale_terms(
    till: Till, *, operator: Operator, basket: FrozenBasket, to_nobody: str, approval: Approval | None
) -> SaleTerms:
    """The terms of a sale of `basket`.

    Raises Refusal("reason_needed") where nobody was chosen and the articles ask why, Refusal("needs_approval", rules)
    where a rule stands against it and nobody approved, Refusal("exception_used_up", left_cents), and
    Refusal("person_erased", "person_unknown").
    """
    month = this_month(till)
    if not basket.person:
        objections = _objections_to_nobody(till, basket, to_nobody)
        overrides = _overrides(till, operator, objections, approval, excess_cents=None)
        asked = _measured(till, basket, ()).reasoned_cents > 0
        return SaleTerms(msgspec.UNSET, to_nobody if asked else "", month if asked else "", overrides)
    structure = structure_with_token(till.connection, basket.person)
    if structure is not None:
        return _terms_of_structure(till, operator, basket, structure, approval)
    at_desk = person_at_desk(till, token=basket.person)
    measured = _measured(till, basket, at_desk.programme.capped_families if at_desk.programme else None, at_desk)
    objections = objections_to(at_desk, measured.capped_cents, measured.limited)
    left_cents = at_desk.standing.left_cents
    of = Beneficiary(
        person=at_desk.person.token,
        programme=at_desk.right.programme if at_desk.right else "",
        right=at_desk.right.number if at_desk.right else 0,
        month=month,
        capped_cents=measured.capped_cents,
        limited=measured.limited,
        cap_before_cents=left_cents,
        cap_after_cents=left_cents - measured.capped_cents,
    )
    excepted_cents = at_desk.spending.exception_cents + measured.capped_cents
    overrides = _overrides(till, operator, objections, approval, excess_cents=excepted_cents)
    return SaleTerms(of, "", "", overrides)


@dataclass(frozen=True, slots=True)
class SaleCheck:
    """What a sale of a basket would ask: a reason for selling to nobody, somebody's word against rules."""

    reason_needed: bool
    objections: tuple[Rule, ...]
    exception_cents: int
    """What an employee alone could still let pass this month; 0 where that is not possible."""


def check_sale(till: Till, *, basket: FrozenBasket, to_nobody: str = "") -> SaleCheck:
    """What stands against a sale of `basket` as it is: for the desk to ask before the payment."""
    if not basket.person:
        reasoned = _measured(till, basket, ()).reasoned_cents > 0
        if reasoned and not to_nobody:
            return SaleCheck(reason_needed=True, objections=(), exception_cents=0)
        return SaleCheck(False, _objections_to_nobody(till, basket, to_nobody) if reasoned else (), 0)
    found = _objections(till, basket)
    left_cents = 0
    if found and Rule.LIMIT not in found and structure_with_token(till.connection, basket.person) is None:
        used_cents = person_at_desk(till, token=basket.person).spending.exception_cents
        left_cents = max(0, till.rules.exception.cents - used_cents)
    return SaleCheck(reason_needed=False, objections=found, exception_cents=left_cents)


def _objections(till: Till, basket: FrozenBasket) -> tuple[Rule, ...]:
    structure = structure_with_token(till.connection, basket.person)
    if structure is not None:
        measured = _measured(till, basket, None)
        return (Rule.CAP,) if _over_structure_cap(till, structure, measured.capped_cents) else ()
    at_desk = person_at_desk(till, token=basket.person)
    measured = _measured(till, basket, at_desk.programme.capped_families if at_desk.programme else None, at_desk)
    return objections_to(at_desk, measured.capped_cents, measured.limited)


def objections_to(at_desk: PersonAtDesk, capped_cents: int, limited: int) -> tuple[Rule, ...]:
    """The rules that a sale of so much meets. What neither counts nor is limited (a workshop) meets none."""
    standing, programme, right = at_desk.standing, at_desk.programme, at_desk.right
    found = []
    if (capped_cents or limited) and not standing.sells:
        found.append(Rule.RIGHT)
    if capped_cents and programme and standing.spent_cents + capped_cents > programme.monthly_cap_cents:
        found.append(Rule.CAP)
    if limited and programme and right and right.limited_sold + limited > programme.limited_per_right:
        found.append(Rule.LIMIT)
    return tuple(found)


def _objections_to_nobody(till: Till, basket: FrozenBasket, to_nobody: str) -> tuple[Rule, ...]:
    """Choosing nobody is not the way round a right: a reason, little at a time, and not where somebody was chosen."""
    reasoned_cents = _measured(till, basket, ()).reasoned_cents
    if not reasoned_cents:
        return ()
    if to_nobody not in NOBODY_REASONS:
        raise Refusal("reason_needed")
    too_much = reasoned_cents > till.rules.without_person.limit_cents
    return (Rule.NOBODY,) if too_much or basket.had_person else ()


def _terms_of_structure(
    till: Till, operator: Operator, basket: FrozenBasket, structure: Structure, approval: Approval | None
) -> SaleTerms:
    month = this_month(till)
    measured = _measured(till, basket, None)
    spent_cents = spending(till.connection, [structure.token], month).cents
    over = (Rule.CAP,) if _over_structure_cap(till, structure, measured.capped_cents) else ()
    of = Beneficiary(
        person=structure.token,
        programme="",
        right=0,
        month=month,
        capped_cents=measured.capped_cents,
        limited=0,
        cap_before_cents=structure.cap_cents - spent_cents,
        cap_after_cents=structure.cap_cents - spent_cents - measured.capped_cents,
    )
    return SaleTerms(of, "", "", _overrides(till, operator, over, approval, excess_cents=None))


def _over_structure_cap(till: Till, structure: Structure, capped_cents: int) -> bool:
    spent_cents = spending(till.connection, [PersonToken(structure.token)], this_month(till)).cents
    return bool(structure.cap_cents) and spent_cents + capped_cents > structure.cap_cents


def _overrides(
    till: Till,
    operator: Operator,
    objections: tuple[Rule, ...],
    approval: Approval | None,
    *,
    excess_cents: int | None,
) -> tuple[Override, ...]:
    if not objections:
        return ()
    if approval is None:
        raise Refusal("needs_approval", rules=",".join(objections))
    if approval.reason not in OVERRIDE_REASONS:
        raise Refusal("reason_unknown")
    if approval.exception:
        _require_small_exception(till, operator, objections, excess_cents)
    return tuple(
        Override(rule=rule.value, reason=approval.reason, by=approval.by, exception=approval.exception)
        for rule in objections
    )


def _require_small_exception(
    till: Till, operator: Operator, objections: tuple[Rule, ...], excepted_cents: int | None
) -> None:
    """An employee alone: for a person, within the month's allowance, never for a limited article."""
    operator.require(Right.SELL_BY_EXCEPTION)
    allowed_cents = till.rules.exception.cents
    if excepted_cents is None or Rule.LIMIT in objections or excepted_cents > allowed_cents:
        raise Refusal("exception_used_up", allowed_cents=allowed_cents)


def _measured(
    till: Till, basket: FrozenBasket, capped: tuple[str, ...] | None, at_desk: PersonAtDesk | None = None
) -> _Measured:
    """`capped` None: the families of the first programme, for somebody who has none."""
    programme = at_desk.programme if at_desk and at_desk.programme else till.rules.programme[0]
    families = programme.capped_families if capped is None else capped
    reasoned = till.rules.without_person.reason_families
    return _Measured(
        capped_cents=sum(line.gross_cents for line in basket.lines if line.product.family in families),
        limited=sum(line.quantity for line in basket.lines if line.product.family == programme.limited_family),
        reasoned_cents=sum(line.gross_cents for line in basket.lines if line.product.family in reasoned),
    )
