"""Machines in words: grades, tests, states, reasons and errors, on the screen, on paper and at head office."""

from __future__ import annotations

from pos_app.domain.equipment import label_of
from pos_app.domain.facts import (
    Fact,
    InstalmentHeard,
    LaptopExchanged,
    LaptopReserved,
    PassportWritten,
    PlanEnded,
    PlanOpened,
    ReservationEnded,
)
from pos_app.domain.instalments import CREDIT, KEPT, ON_ACCOUNT
from pos_app.i18n import N_, money

GRADE_WORDS: dict[str, str] = {
    "A": N_("A, like new"),
    "B": N_("B, light marks"),
    "C": N_("C, worn"),
}

TEST_WORDS: dict[str, str] = {
    "start": N_("starts"),
    "battery": N_("battery"),
    "screen": N_("screen"),
    "keyboard": N_("keyboard"),
    "disk": N_("disk"),
    "network": N_("network"),
    "sound": N_("sound and camera"),
}
"""What is tested of a machine (pos_app.domain.laptop.Test)."""

EXCHANGE_WORDS: dict[str, str] = {
    "defective": N_("the machine is defective"),
    "unusable": N_("it does not work for the person"),
}
"""Why a machine is exchanged under its warranty (pos_app.domain.laptop.EXCHANGE_REASONS)."""

RELEASE_WORDS: dict[str, str] = {
    "person_asked": N_("the person no longer wants it"),
    "mistake": N_("reserved by mistake"),
    "other_machine": N_("another machine suits better"),
}
"""Why a reservation ends before its day (pos_app.domain.laptop.RELEASE_REASONS)."""

PLAN_FAMILY_WORDS: dict[str, str] = {
    ON_ACCOUNT: N_("Instalments on account"),
    CREDIT: N_("Instalments still to come"),
    KEPT: N_("Kept of plans given up"),
}
"""Families of lines that sell nothing (pos_app.domain.instalments), as a closing lists them."""

STATE_WORDS: dict[str, str] = {
    "for_sale": N_("for sale"),
    "reserved": N_("reserved"),
    "paid_in_parts": N_("paid in instalments"),
    "late": N_("payment missed"),
    "sold": N_("sold"),
    "away": N_("withdrawn"),
}
"""How a machine stands (pos_app.counter.laptops.MachineState)."""

LAPTOP_SENTENCES: dict[str, str] = {
    "passport_missing": N_("This machine has no passport yet: write it first."),
    "passport_model_missing": N_("Key the model of the machine."),
    "passport_text_too_long": N_("At most {most} letters in each field of a passport."),
    "no_passport_kept": N_("…{end} is not a machine with a passport."),
    "certificate_wrong": N_("“{certificate}” is not the number of a certificate: 3 to 40 capitals and digits."),
    "tests_contradict": N_("A test cannot have both passed and failed."),
    "warranty_wrong": N_("A warranty lasts 1 to {most} months."),
    "warranty_over": N_("The warranty of …{end} is over: nothing is exchanged any more."),
    "item_not_sold": N_("…{end} was not sold: there is nothing to exchange or deliver."),
    "machine_reserved": N_("{number} is reserved for somebody else until {until}. Choose another one."),
    "machine_on_plan": N_("This machine is being paid in instalments (plan {plan}): it is sold by its plan."),
    "machine_without_plan": N_("{number} is not paid in instalments."),
    "not_reserved": N_("This machine is not reserved."),
    "person_needed": N_("Choose the person first: type the name, then Enter."),
    "plan_unknown": N_("There is no plan {plan} here."),
    "plan_is_over": N_("The plan {plan} is over: nothing was recorded."),
    "plan_is_paid": N_("Everything of this plan is paid already. Nothing was recorded."),
    "plan_is_ours": N_("The plan {plan} is ours: take the payment from the table of computers."),
    "plan_is_running": N_("The plan {plan} is running: give it up as a whole, or take the machine back."),
    "plan_paper_unreadable": N_("This is not the whole square code of a plan. Scan it again."),
    "nothing_to_hear": N_("Every payment on this paper is known here already."),
    "instalment_too_high": N_("Only {left_cents} of this plan are left to pay. Nothing was recorded."),
    "instalment_not_positive": N_("Key an amount above zero."),
    "instalments_too_many": N_("A price is paid in 1 to {most} parts."),
    "refund_of_plan": N_(
        "{ticket} is an instalment of the plan {plan}: give the plan up, or take its machine back, in the table of "
        "computers."
    ),
    "not_an_instalment": N_("{ticket} is not the payment of a plan."),
}
"""Errors about machines and plans, as sentences (pos_app.sentences says them)."""


def laptop_words(fact: Fact) -> str:
    """What an entry about a machine says beside its kind; empty for any other."""
    match fact:
        case PassportWritten():
            return f"{label_of(fact.item)} · {fact.model} · {money(fact.price_cents)}"
        case LaptopReserved():
            return f"{label_of(fact.item)} · {fact.until}"
        case ReservationEnded():
            return label_of(fact.item)
        case LaptopExchanged():
            return f"{fact.ticket} · {label_of(fact.item)} → {label_of(fact.by)}"
        case PlanOpened():
            return f"{fact.plan} · {label_of(fact.item)} · {money(fact.price_cents)}"
        case InstalmentHeard():
            return f"{fact.plan} · {fact.ticket} · {money(fact.amount_cents)}"
        case PlanEnded():
            return fact.plan
        case _:
            return ""
