"""The passport of a machine: an entry each time it is written, which takes the place of the one before whole."""

from __future__ import annotations

from pos_app.counter.laptops import machine_at
from pos_app.counter.till import Till
from pos_app.domain.facts import PassportWritten
from pos_app.domain.identifiers import ItemId
from pos_app.domain.laptop import Passport, checked
from pos_app.domain.operator import Operator, Right
from pos_app.ledger.entry import Entry


def write_passport(till: Till, *, operator: Operator, item: ItemId, passport: Passport) -> Entry:
    """Keeps `passport`; a plan that is running keeps the price that was agreed on.

    Raises Refusal("item_unknown", "price_under_floor", "passport_model_missing", "certificate_wrong", ...).
    """
    operator.require(Right.RECEIVE_STOCK)
    with till.store.transaction(operator.code) as act:
        product = machine_at(till, item).product
        kept = checked(passport, floor_cents=product.floor_cents, product=product.label)
        return act.append(
            PassportWritten(
                item=item,
                product=product.code,
                model=kept.model,
                grade=kept.grade.value,
                price_cents=kept.price_cents,
                warranty_months=kept.warranty_months,
                batch=kept.batch,
                refurbisher=kept.refurbisher,
                passed=tuple(test.value for test in kept.passed),
                failed=tuple(test.value for test in kept.failed),
                certificate=kept.certificate,
            )
        )
