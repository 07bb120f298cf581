"""What a machine's sale says, at once or in parts: its line with the end of its warranty, and the word for a disk that
nobody certified as wiped."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pos_app.counter.dates import today
from pos_app.counter.print_later import print_later
from pos_app.counter.sale_rules import OVERRIDE_REASONS, Approval, Rule
from pos_app.counter.till import Till
from pos_app.domain.basket import BasketLine
from pos_app.domain.facts import Override, SoldLine
from pos_app.domain.identifiers import ItemId, OperatorCode, ProductCode
from pos_app.domain.instalments import PlanWords
from pos_app.domain.laptop import warranty_end
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import sold_line
from pos_app.i18n import gettext as _
from pos_app.store.laptops import Plan, find_passport, is_certified, plan_of_item
from pos_app.store.till_store import Act

NOBODY = OperatorCode("")
DELIVERY_SLIP = "delivery_slip"


def machine_line(till: Till, product: ProductCode, item: ItemId, price_cents: int) -> SoldLine:
    """The line of a machine at its whole price. Raises Refusal("product_unknown")."""
    line = BasketLine(till.catalogue.product(product), 1, price_cents, item=item)
    return with_warranty(till, sold_line(line, till.catalogue, operator=NOBODY, items=(item,)))


def with_warranty(till: Till, line: SoldLine) -> SoldLine:
    """The line of a machine that is delivered today, with the last day of its warranty; any other line as it is."""
    if line.family not in till.rules.laptop.families or not line.items:
        return line
    passport = find_passport(till.connection, line.items[0])
    months = passport.warranty_months if passport else till.rules.laptop.warranty_months
    return msgspec.structs.replace(line, warranty_until=warranty_end(today(till), months).isoformat())


def require_machine(till: Till, line: BasketLine) -> None:
    """A machine that somebody pays in parts is sold by its plan; one with a passport costs what that says, unless
    somebody gave another price, or gave it away. Raises Refusal("machine_on_plan", "price_changed")."""
    if line.item is None:
        return
    plan = plan_of_item(till.connection, line.item)
    if plan is not None and plan.delivered is None:
        raise Refusal("machine_on_plan", plan=plan.plan)
    if line.price_reason or line.gift:
        return
    passport = find_passport(till.connection, line.item)
    if passport is not None and passport.price_cents != line.unit_price_cents:
        raise Refusal(
            "price_changed",
            product=line.product.label,
            was_cents=line.unit_price_cents,
            now_cents=passport.price_cents,
        )


def enqueue_deliveries(act: Act, till: Till, lines: Iterable[SoldLine]) -> None:
    """A delivery slip for each machine with a passport that these lines hand over."""
    for line in lines:
        if line.family not in till.rules.laptop.families:
            continue
        for item in line.items:
            if find_passport(act.connection, item) is not None:
                print_later(act, till, document=DELIVERY_SLIP, reference=item)


def plan_words(machine: SoldLine) -> PlanWords:
    """What the lines of a plan are called, in the language of the desk: the ledger keeps them as they were printed."""
    return PlanWords(
        on_account=_("Instalment, {product}").format(product=machine.label),
        taken_back=_("Instalments already paid"),
        to_come=_("Left to pay, as agreed"),
        too_much=_("Paid twice, to be given back"),
        kept=_("Kept, as agreed"),
    )


def certificate_word(till: Till, plan: Plan, approval: Approval | None) -> tuple[Override, ...]:
    """Somebody's word where a plan's machine is handed over without a wipe certificate and nobody gave it before.

    Raises Refusal("needs_approval", "reason_unknown").
    """
    if Rule.CERTIFICATE in plan.waived or is_certified(till.connection, plan.item):
        return ()
    if approval is None or approval.exception:
        raise Refusal("needs_approval", rules=Rule.CERTIFICATE.value)
    if approval.reason not in OVERRIDE_REASONS:
        raise Refusal("reason_unknown")
    return (Override(rule=Rule.CERTIFICATE.value, reason=approval.reason, by=approval.by),)
