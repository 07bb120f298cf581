"""What the table and the panels of machines say."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.end_plan import GivenUp
from pos_app.counter.laptops import Machine, MachineState
from pos_app.domain.instalments import Schedule
from pos_app.i18n import date, money
from pos_app.i18n import gettext as _
from pos_app.laptop_words import GRADE_WORDS, STATE_WORDS


def model_words(machine: Machine) -> str:
    """The model, or that nobody wrote the passport yet."""
    return (
        machine.passport.model
        if machine.passport
        else _("{product}: passport to write").format(product=machine.product.label)
    )


def grade_words(machine: Machine) -> str:
    return machine.passport.grade.value if machine.passport else "—"


def grade_choices() -> list[tuple[str, str]]:
    return [(grade, _(words)) for grade, words in GRADE_WORDS.items()]


def price_words(machine: Machine) -> str:
    return money(machine.price_cents)


def certificate_words(machine: Machine) -> str:
    return machine.passport.certificate if machine.passport and machine.passport.certificate else _("none")


def certificate_tone(machine: Machine) -> str:
    return "" if machine.certified or machine.state in (MachineState.SOLD, MachineState.AWAY) else "warn"


def state_words(machine: Machine) -> str:
    """The state with what matters of it: until when, what is left, what did not come."""
    words = _(STATE_WORDS[machine.state])
    if machine.state is MachineState.RESERVED and machine.reservation:
        return _("{state} until {day}").format(state=words, day=date(machine.reservation.until))
    if machine.state is MachineState.LATE and machine.standing:
        return f"{words} · {money(machine.standing.late_cents)}"
    if machine.state is MachineState.PAID_IN_PARTS and machine.standing:
        return _("{state}, {left} left").format(state=words, left=money(machine.standing.left_cents))
    return words


def state_tone(machine: Machine) -> str:
    return {MachineState.LATE: "bad", MachineState.RESERVED: "warn", MachineState.PAID_IN_PARTS: "warn"}.get(
        machine.state, ""
    )


def title_of(machine: Machine) -> str:
    return f"{model_words(machine)} · {machine.number}"


def standing_words(standing: Schedule, today: dt.date) -> str:
    """Where a plan stands: paid, left, and the next part or the one that did not come."""
    lines = [_("{paid} paid, {left} left").format(paid=money(standing.paid_cents), left=money(standing.left_cents))]
    if standing.late_cents:
        lines.append(_("A payment of {amount} did not come.").format(amount=money(standing.late_cents)))
    following = standing.next_due
    if following and following.due_on >= today:
        lines.append(
            _("Next: {amount} before {day}").format(amount=money(following.amount_cents), day=date(following.due_on))
        )
    if standing.over_cents:
        lines.append(
            _(
                "{amount} came twice, from tills that did not know of each other: give it back where it was paid."
            ).format(amount=money(standing.over_cents))
        )
    return "\n".join(lines)


def back_words(found: GivenUp) -> str:
    """What goes back here, what the rule keeps, what another till has to give back."""
    words = [_("{amount} given back here").format(amount=money(found.back_cents))]
    if found.kept_cents:
        words.append(_("{amount} kept, as agreed").format(amount=money(found.kept_cents)))
    if found.elsewhere_cents:
        words.append(_("{amount} given back by the till that took it").format(amount=money(found.elsewhere_cents)))
    return ", ".join(words) + "."
