"""What the desk says of a person, as plain functions: tests reach them without a window."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

from pos_app.clock import local_datetime
from pos_app.counter.person_card import AtDesk, PersonAtDesk, StructureAtDesk
from pos_app.counter.person_history import PersonEvent, PersonHistory, Purchase
from pos_app.counter.sale_rules import Rule
from pos_app.desktop.language_words import spoken
from pos_app.domain.entitlement import Colour, Why, last_day
from pos_app.domain.person import PersonState
from pos_app.i18n import clock_time, date, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.person_words import event_words, field_words

TONES = {Colour.GREEN: "good", Colour.AMBER: "warn", Colour.RED: "bad"}


def right_words(at_desk: PersonAtDesk) -> str:
    """The one glance: open until when, what is the matter otherwise."""
    standing, right = at_desk.standing, at_desk.right
    until = date(last_day(at_desk.rights, right)) if right else ""
    days = max(0, standing.days_left)
    texts = {
        Why.NO_RIGHT: _("No right: an orientation slip is needed"),
        Why.SUSPENDED: _("Right suspended"),
        Why.ENDED: _("Right ended on {day}").format(day=until),
        Why.NOT_STARTED: _("Right begins on {day}").format(day=date(right.starts_on) if right else ""),
        Why.OVER_CAP: _("The month's cap is passed"),
        Why.GRACE: _("Ended on {day}: days of grace").format(day=until),
        Why.PENDING: _("Waiting for the slip: until {day}").format(day=until),
        Why.ENDS_SOON: ngettext("{count} day left: until {day}", "{count} days left: until {day}", days).format(
            count=days, day=until
        ),
        Why.NEAR_CAP: _("Open until {day}, cap nearly reached").format(day=until),
        Why.OPEN: _("Right open until {day}").format(day=until),
    }
    return texts[standing.why]


def renewal_words(at_desk: PersonAtDesk) -> str:
    """Whether the right can be renewed again."""
    if at_desk.right is None:
        return ""
    left = at_desk.standing.renewals_left
    if not left:
        return _("Renewal used")
    return ngettext("{count} renewal left", "{count} renewals left", left).format(count=left)


def name_words(whom: AtDesk) -> str:
    return whom.structure.name if isinstance(whom, StructureAtDesk) else whom.person.identity.full_name


def found_words(whom: AtDesk) -> str:
    """One row of the list of those who were found."""
    if isinstance(whom, StructureAtDesk):
        return _("{name}  ·  structure, {commune}").format(name=whom.structure.name, commune=whom.structure.commune)
    identity = whom.person.identity
    return f"{identity.family_name} {identity.given_name}  ·  {identity.year_of_birth}  ·  {right_words(whom)}"


def standing_words(whom: AtDesk) -> tuple[str, str]:
    """The words of the pill and their tone."""
    if isinstance(whom, StructureAtDesk):
        return _("Structure that buys for a house"), "good"
    return right_words(whom), TONES[whom.standing.colour]


def cap_of(whom: AtDesk) -> int:
    """The month's cap in cents; 0 where there is none."""
    return whom.structure.cap_cents if isinstance(whom, StructureAtDesk) else whom.standing.cap_cents


def spent_words(whom: AtDesk, *, basket_cents: int, now: dt.datetime, offset_min: int) -> str:
    """The month's spending with the basket's, against the cap, and as of when other points are known."""
    spent = money(whom.spending.cents)
    if basket_cents:
        spent += f" + {money(basket_cents)}"
    if not cap_of(whom):
        return _("This month: {spent}, no cap").format(spent=spent)
    text = _("This month: {spent} of {cap}").format(spent=spent, cap=money(cap_of(whom)))
    if isinstance(whom, StructureAtDesk) or not whom.as_of_ms:
        return text + " · " + _("other points not known")
    at = local_datetime(whom.as_of_ms, offset_min)
    day = "" if at.date() == now.date() else f"{date(at.date())}, "
    return f"{text} · " + _("known at {at}").format(at=f"{day}{clock_time(at)}")


def who_words(whom: AtDesk) -> str:
    """Card, who referred the person, what language is spoken; where a structure is."""
    if isinstance(whom, StructureAtDesk):
        return " · ".join(part for part in (whom.structure.commune, whom.structure.contact) if part)
    person = whom.person
    parts = [_("Card {card}").format(card=f"{person.card[:4]} {person.card[4:]}")]
    if whom.prescriber:
        parts.append(_("referred by {structure}").format(structure=whom.prescriber.name))
    parts.append(_("speaks {language}").format(language=spoken(person.identity.language)))
    if whom.being_checked:
        fields = ", ".join(map(field_words, whom.being_checked))
        parts.append(_("being checked by head office: {fields}").format(fields=fields))
    return " · ".join(parts)


def initials(whom: AtDesk) -> str:
    if isinstance(whom, StructureAtDesk):
        return whom.structure.name[:1].upper()
    identity = whom.person.identity
    return "".join(name[:1].upper() for name in (identity.given_name, identity.family_name))


def phone_words(e164: str) -> str:
    """A telephone number as people read it aloud: in pairs at home, as it is from abroad."""
    if not e164.startswith("+33") or len(e164) != 12:
        return e164
    national = "0" + e164[3:]
    return " ".join(national[place : place + 2] for place in range(0, 10, 2))


def rule_words(rule: Rule, whom: AtDesk | None) -> str:
    """What stands against a sale, in a sentence for the person who approves it."""
    texts = {
        Rule.RIGHT: right_words(whom) if isinstance(whom, PersonAtDesk) else "",
        Rule.CAP: _("The month's cap would be passed."),
        Rule.LIMIT: _("The number of such articles under one right would be passed."),
        Rule.NOBODY: _("This is much for a sale to nobody in particular."),
        Rule.FLOOR: _("The price is under the least one of the article."),
        Rule.CERTIFICATE: _("No certificate says that the disk of this machine was wiped."),
    }
    return texts[rule]


def nobody_reasons() -> tuple[tuple[str, str], ...]:
    """Codes of NOBODY_REASONS with their words."""
    return (
        ("slip_to_come", _("The slip is to come")),
        ("passing_through", _("Passing through, seen once")),
        ("card_forgotten", _("Card forgotten, name not found")),
        ("campaign", _("Campaign or partner's event")),
    )


def override_reasons() -> tuple[tuple[str, str], ...]:
    """Codes of OVERRIDE_REASONS with their words."""
    return (
        ("urgent", _("Urgent need")),
        ("renewal_under_way", _("Renewal under way")),
        ("mistake_in_file", _("Mistake in the file")),
        ("other_household", _("Shared within a household")),
    )


def suspend_reasons() -> list[tuple[str, str]]:
    """Codes of SUSPEND_REASONS with their words."""
    return [
        ("asked_by_prescriber", _("The prescriber asks for it")),
        ("conduct", _("Conduct at the desk")),
        ("being_checked", _("The record is being checked")),
    ]


def end_reasons() -> list[tuple[str, str]]:
    """Codes of END_REASONS with their words."""
    return [
        ("asked_by_person", _("The person asks for it")),
        ("asked_by_prescriber", _("The prescriber asks for it")),
        ("moved_away", _("Moved away")),
    ]


def state_words(state: PersonState) -> str:
    return {
        PersonState.ACTIVE: "",
        PersonState.DEPARTED: _("Moved away"),
        PersonState.DECEASED: _("Deceased"),
    }[state]


def purchase_words(purchase: Purchase) -> str:
    """What one ticket held, in a line."""
    counts = ((abs(line.quantity), line.label) for line in purchase.lines)
    words = ", ".join(f"{count} × {label}" if count > 1 else label for count, label in counts)
    return _("Refund: {articles}").format(articles=words) if purchase.refund_of else words


def history_order(history: PersonHistory) -> list[Purchase | PersonEvent]:
    """Everything that happened, newest first."""
    return sorted((*history.purchases, *history.events), key=attrgetter("at"), reverse=True)


def history_row(one: Purchase | PersonEvent) -> tuple[str, str, str, str]:
    """Day, what, paid, saved."""
    day = date(one.at.date())
    if isinstance(one, Purchase):
        return day, purchase_words(one), money(one.total_cents), money(one.saving_cents)
    return day, event_words(one.fact), "", ""


def saved_words(history: PersonHistory) -> str:
    """What the person saved in all, and paid in each of the last months; nothing where nothing was bought."""
    if not history.purchases:
        return ""
    months = " · ".join(
        f"{month.month[5:]}/{month.month[:4]}: {money(month.paid_cents)}" for month in history.months[:3]
    )
    saved = _("Saved in all: {saved}").format(saved=money(history.saved_cents))
    return f"{saved} · {months}"


def card_forms() -> list[tuple[str, str]]:
    """Values of CardForm with their words."""
    return [
        ("slip", _("The 80 mm slip of receipts")),
        ("card", _("A card printer")),
        ("sheet", _("An A4 sheet, to cut out")),
    ]
