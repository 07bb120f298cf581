"""The figures of impact in words: what each is called, how it is counted, how it is written. For the till, the pages of
head office and the report alike; each speaks through its own language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pos_app.domain.impact import (
    MEGABYTES_PER_GIGABYTE,
    Figures,
    Goal,
    ImpactRules,
    shown_people,
    shown_rows,
)
from pos_app.i18n import N_


class Speaker(Protocol):
    """A language: `pos_app.i18n` itself, or that of one request at head office."""

    def gettext(self, text: str, /) -> str: ...
    def number(self, value: int, /) -> str: ...
    def money(self, cents: int, /) -> str: ...


NAMES = {
    "people": N_("People helped"),
    "new": N_("for the first time"),
    "returning": N_("who came back"),
    "tickets": N_("Sales"),
    "calls": N_("Calls"),
    "data": N_("Internet"),
    "laptops": N_("Laptops"),
    "workshops": N_("Workshops"),
    "saved": N_("Savings of people"),
    "given": N_("Given"),
}
DEFINITIONS = {
    "people": N_(
        "Persons on file who bought something in the period and kept it, each once. Structures are not counted."
    ),
    "new": N_("Of these, the persons who had never bought anything before the period."),
    "returning": N_("Of these, the persons who had bought something before."),
    "tickets": N_("Tickets of the period, sales to nobody in particular among them."),
    "calls": N_("Minutes of the phone cards sold, by the catalogue."),
    "data": N_("Gigabytes of the internet recharges sold, by the catalogue; 1 GB is 1 000 MB."),
    "laptops": N_("Refurbished laptops sold."),
    "workshops": N_("Places in workshops sold or given."),
    "saved": N_("Public price less solidarity price, as it stood on the day of each sale, gifts apart."),
    "given": N_("The public price of what campaigns gave away."),
}
CONVENTION = N_("By convention a card without limit counts for {minutes} minutes.")
HIDDEN = N_("fewer than {smallest}")
HIDDEN_WHY = N_(
    "Where fewer than {smallest} people are counted nothing is shown, so that nobody is recognised; other parts are "
    "hidden with them where the total would tell."
)
REFUNDED = N_("What was given back is taken off, in the month of its first ticket.")
IMPACT_SENTENCES: dict[str, str] = {
    "tills_not_in": N_(
        "Some tills are not all in: {tills}. Nothing was published; tick the box to publish all the same."
    ),
    "month_not_over": N_("The month is not over: nothing was published."),
    "month_already_published": N_("The month is published already: its figures stand."),
    "fund_wrong": N_("Nothing was kept: look at the month (2026-11), the name and the amount (1200,00)."),
}
"""Part of pos_app/sentences.py."""
ROW_FIELDS = ("people", "tickets", "calls", "data", "laptops", "workshops", "saved")
"""What the parts of a breakdown show."""


def values(figures: Figures, rules: ImpactRules, speaker: Speaker) -> dict[str, str]:
    """Each figure, written; of few people how few they are at the most."""
    few = speaker.gettext(HIDDEN).format(smallest=speaker.number(rules.smallest_cell))
    people = shown_people(figures, smallest=rules.smallest_cell)

    def count(number: int | None) -> str:
        return few if number is None else speaker.number(number)

    return {
        "people": count(people.people),
        "new": "–" if people.new is None else speaker.number(people.new),
        "returning": "–" if people.returning is None else speaker.number(people.returning),
        "tickets": speaker.number(figures.tickets),
        "calls": calls(figures.minutes, speaker),
        "data": gigabytes(figures.megabytes, speaker),
        "laptops": speaker.number(figures.laptops),
        "workshops": speaker.number(figures.workshops),
        "saved": speaker.money(figures.saved_cents),
        "given": speaker.money(figures.given_cents),
    }


def row_values(
    rows: Iterable[tuple[str, Figures]], rules: ImpactRules, speaker: Speaker, *, add_up: bool
) -> Sequence[tuple[str, Sequence[str]]]:
    """The parts of a breakdown by name, with their figures in the order of `ROW_FIELDS`; dashes where hidden."""
    few = speaker.gettext(HIDDEN).format(smallest=speaker.number(rules.smallest_cell))
    written = []
    for name, figures in shown_rows(rows, smallest=rules.smallest_cell, add_up=add_up):
        if figures is None:
            cells = [few, *("–" for _field in ROW_FIELDS[1:])]
        else:
            said = values(figures, rules, speaker)
            cells = [said[field] for field in ROW_FIELDS]
        written.append((name, cells))
    return written


def calls(minutes: int, speaker: Speaker) -> str:
    """ "450 h", "12 h 30 min", "45 min"."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{speaker.number(hours)}\u00a0h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}\u00a0min")
    return ("-" if minutes < 0 else "") + "\u00a0".join(parts)


def gigabytes(megabytes: int, speaker: Speaker) -> str:
    """To a tenth: "12,5 Go"."""
    tenths = (abs(megabytes) * 10 + MEGABYTES_PER_GIGABYTE // 2) // MEGABYTES_PER_GIGABYTE
    whole, tenth = divmod(tenths, 10)
    sign = "-" if megabytes < 0 else ""
    return speaker.gettext(N_("{sign}{whole}.{tenth} GB")).format(sign=sign, whole=speaker.number(whole), tenth=tenth)


def notes(rules: ImpactRules, speaker: Speaker) -> Sequence[str]:
    """What whoever reads the figures must know of them."""
    return (
        *(speaker.gettext(CONVENTION).format(minutes=speaker.number(content.minutes)) for content in rules.conventions),
        speaker.gettext(REFUNDED),
        speaker.gettext(HIDDEN_WHY).format(smallest=speaker.number(rules.smallest_cell)),
    )


def goal_words(goal: Goal, people: int, rules: ImpactRules, speaker: Speaker) -> str:
    """ "1 250 of 5 000 people, the goal for 2013"."""
    few = 0 < people < rules.smallest_cell
    reached = speaker.gettext(HIDDEN).format(smallest=rules.smallest_cell) if few else speaker.number(people)
    return speaker.gettext(N_("{reached} of {people} people, the goal for {year}")).format(
        reached=reached, people=speaker.number(goal.people), year=goal.by_year
    )
