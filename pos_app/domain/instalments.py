"""Paying a machine in parts: what is due when, what is late, and the lines of each payment's ticket.

How a payment counts. Each one is a ticket at the moment the money comes in: in turnover, in VAT (CGI art. 269, 2 a: on
an advance for goods the tax is due when it is received, since 1 January 2023) and in the perpetual totals, so that the
drawer, the closing and the ledger say the same. What it is *for* follows the accounts: an advance is a debt
(`ON_ACCOUNT`, account 4191) until the machine is handed over; the ticket that hands it over sells it at its whole
price and takes the advances back, net for net, so that the sale stands once, on the day of delivery.

Where a machine is handed over first, the sale stands then, with all its tax (CGI art. 256, II 3°), and what is still
to come is a claim (`CREDIT`, account 411) that later payments take down, outside VAT since it was already taxed.

Two tills offline. Both may take a payment for one plan: a payment names the plan and what its till knew to be paid
before. Each refuses what is above the rest *it* knows of. When both are known their sum is the truth; where it comes
to more than the price, the plan shows what is too much, and the ticket that has it is given back where it was taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from pos_app.domain.facts import Goods, RefundedLine, SoldLine
from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.domain.laptop_rule import HandedOver
from pos_app.domain.money import net_of_gross_cents
from pos_app.domain.refusals import Refusal

ON_ACCOUNT = "ACOMPTE"
CREDIT = "CREANCE"
KEPT = "RETENUE"
PLAN_FAMILIES = frozenset({ON_ACCOUNT, CREDIT, KEPT})
"""Families of lines that sell nothing: no article is of them."""
NO_VAT = ""
"""The treatment of a line that is neither taxed nor exempt: its tax was, or never will be, due."""


class Due(msgspec.Struct, frozen=True):
    """What is to be paid up to a day, in cents."""

    due_on: dt.date
    amount_cents: int


class Paid(msgspec.Struct, frozen=True):
    """A payment that is known of. `here`: this till took it, and can give it back."""

    ticket: TicketNumber
    amount_cents: int
    net_cents: int
    here: bool = True


class Schedule(msgspec.Struct, frozen=True):
    """The state of a plan on a day. In cents; `late_cents` was due before that day and did not come.

    `over_cents` came twice, from tills that did not know of each other.
    """

    paid_cents: int
    left_cents: int
    late_cents: int
    over_cents: int
    next_due: Due | None

    @property
    def is_paid(self) -> bool:
        return self.left_cents == 0


class PlanWords(msgspec.Struct, frozen=True):
    """What the lines of a plan are called on its tickets."""

    on_account: str
    taken_back: str
    to_come: str
    too_much: str
    kept: str


def due_instalments(price_cents: int, *, number: int, first_on: dt.date, days_between: int) -> tuple[Due, ...]:
    """`number` equal parts, the cents that cannot be shared in the first. Raises Refusal("instalments_too_many")."""
    if not 1 <= number <= price_cents:
        raise Refusal("instalments_too_many", most=price_cents)
    part, rest = divmod(price_cents, number)
    return tuple(
        Due(first_on + dt.timedelta(days=index * days_between), part + (rest if index == 0 else 0))
        for index in range(number)
    )


def schedule(due: Sequence[Due], paid: Sequence[Paid], today: dt.date) -> Schedule:
    """How a plan stands. What is due today is not late yet."""
    price_cents = sum(one.amount_cents for one in due)
    paid_cents = sum(one.amount_cents for one in paid)
    due_cents = sum(one.amount_cents for one in due if one.due_on < today)
    return Schedule(
        paid_cents=paid_cents,
        left_cents=max(0, price_cents - paid_cents),
        late_cents=max(0, due_cents - paid_cents),
        over_cents=max(0, paid_cents - price_cents),
        next_due=_next_due(due, paid_cents),
    )


def require_instalment(amount_cents: int, left_cents: int) -> None:
    """Raises Refusal("plan_is_paid", "instalment_not_positive", "instalment_too_high")."""
    if not left_cents:
        raise Refusal("plan_is_paid")
    if amount_cents <= 0:
        raise Refusal("instalment_not_positive")
    if amount_cents > left_cents:
        raise Refusal("instalment_too_high", left_cents=left_cents)


def hands_over(handed_over: HandedOver, paid: Sequence[Paid], *, amount_cents: int, left_cents: int) -> bool:
    """Whether the machine changes hands with a payment of `amount_cents`, nobody having it yet."""
    return amount_cents == left_cents or (handed_over is HandedOver.AFTER_FIRST and not paid)


def instalment_lines(
    machine: SoldLine, paid: Sequence[Paid], amount_cents: int, words: PlanWords, *, delivered: bool, delivers: bool
) -> tuple[SoldLine, ...]:
    """The lines of the ticket of a payment of `amount_cents`; they come to it.

    `machine` is its line at the whole price; `delivered` tells that the person has it already, `delivers` that they
    get it now.
    """
    if delivered:
        return (_line(machine, CREDIT, words.on_account, amount_cents, net_cents=amount_cents, taxed=False),)
    if not delivers:
        net_cents = net_of_gross_cents(amount_cents, rate_bp=machine.rate_bp)
        return (_line(machine, ON_ACCOUNT, words.on_account, amount_cents, net_cents=net_cents, taxed=True),)
    lines = [machine]
    paid_cents = sum(one.amount_cents for one in paid)
    if paid_cents:
        net_cents = sum(one.net_cents for one in paid)
        lines.append(_line(machine, ON_ACCOUNT, words.taken_back, -paid_cents, net_cents=-net_cents, taxed=True))
    to_come_cents = machine.gross_cents - paid_cents - amount_cents
    if to_come_cents:
        label = words.to_come if to_come_cents > 0 else words.too_much
        lines.append(_line(machine, CREDIT, label, -to_come_cents, net_cents=-to_come_cents, taxed=False))
    return tuple(lines)


def kept_cents(amount_cents: int, refund_percent: int) -> int:
    """What of a payment is kept when the plan is given up, rounded down: never more than the rule says."""
    return amount_cents * (100 - refund_percent) // 100


def lines_given_back(
    lines: Sequence[SoldLine], words: PlanWords, *, kept: int = 0, goods: Goods = Goods.NONE
) -> tuple[RefundedLine, ...]:
    """A plan's ticket in minus: each of its lines, and after them the `kept` cents, an indemnity that bears no VAT.

    `goods` is what becomes of the machine where the ticket had handed it over.
    """
    back = [_in_minus(line, index, goods if line.items else Goods.NONE) for index, line in enumerate(lines)]
    if kept:
        against = _line(lines[0], KEPT, words.kept, kept, net_cents=kept, taxed=False)
        back.append(RefundedLine(**msgspec.structs.asdict(against), line=len(lines), goods=Goods.NONE))
    return tuple(back)


def _line(machine: SoldLine, family: str, label: str, gross_cents: int, *, net_cents: int, taxed: bool) -> SoldLine:
    """A line that sells nothing; below zero its quantity is."""
    sign = 1 if gross_cents > 0 else -1
    return SoldLine(
        product=machine.product,
        family=family,
        label=label,
        quantity=sign,
        unit_cents=abs(gross_cents),
        gross_cents=gross_cents,
        net_cents=net_cents,
        vat=machine.vat if taxed else NO_VAT,
        rate_bp=machine.rate_bp if taxed else 0,
        saving_cents=0,
    )


def _in_minus(line: SoldLine, index: int, goods: Goods) -> RefundedLine:
    told = msgspec.structs.asdict(line)
    for name in ("quantity", "gross_cents", "net_cents", "saving_cents", "given_cents", "gift_saving_cents"):
        told[name] = -told[name]
    told.update(listed_cents=0, override=msgspec.UNSET, warranty_until="")
    return RefundedLine(**told, line=index, goods=goods)


def _next_due(due: Sequence[Due], paid_cents: int) -> Due | None:
    """The first part that is not paid whole, and what of it is left."""
    for one in due:
        if paid_cents < one.amount_cents:
            return replace(one, amount_cents=one.amount_cents - paid_cents)
        paid_cents -= one.amount_cents
    return None


def advance_net_cents(lines: Sequence[SoldLine]) -> int:
    """What of a payment's ticket is an advance, net of tax: what is taken back when the machine is handed over."""
    return sum(line.net_cents for line in lines if line.family == ON_ACCOUNT and line.gross_cents > 0)


def machine_of(lines: Sequence[SoldLine]) -> ItemId | None:
    """The machine that a ticket of a plan hands over, None where it does not."""
    return next((line.items[0] for line in lines if line.items), None)
