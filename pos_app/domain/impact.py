"""The figures of impact: whom the sales helped and what they brought, from counted sales; and what may be shown of few.

Head office counts over every point, a till over itself; both fold what they counted through this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

MEGABYTES_PER_GIGABYTE = 1000
"""Operators sell decimal gigabytes."""
_Key = TypeVar("_Key")


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one of each of `products` brings. `by_convention` says that `minutes` are an agreed figure, not a sold one:
    those of a card without limit."""

    products: tuple[str, ...]
    minutes: int = 0
    megabytes: int = 0
    by_convention: bool = False


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many people helped by the end of a year."""

    people: int
    by_year: int


class ImpactRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How sales are counted as impact. Of fewer than `smallest_cell` people nothing is shown."""

    smallest_cell: int = 5
    laptop_families: tuple[str, ...] = ()
    workshop_families: tuple[str, ...] = ()
    content: tuple[Content, ...] = ()
    goal: tuple[Goal, ...] = ()

    def content_of(self, product: str) -> Content:
        """What one of `product` brings; nothing that is counted in minutes or megabytes for most."""
        return next((content for content in self.content if product in content.products), _NOTHING)

    @property
    def conventions(self) -> tuple[Content, ...]:
        return tuple(content for content in self.content if content.by_convention)

    @property
    def is_possible(self) -> bool:
        """Whether head office can have meant them: each product once, no figure below zero."""
        named = [product for content in self.content for product in content.products]
        amounts = [amount for content in self.content for amount in (content.minutes, content.megabytes)]
        return (
            len(set(named)) == len(named)
            and all(amount >= 0 for amount in amounts)
            and self.smallest_cell >= 1
            and all(goal.people > 0 for goal in self.goal)
        )


_NOTHING = Content(products=())


class ProductSold(msgspec.Struct, frozen=True):
    """What was sold of one article, given back taken off. Savings in cents: of sales, and of gifts apart."""

    product: str
    family: str
    quantity: int
    saving_cents: int
    gift_saving_cents: int


class PeopleCount(msgspec.Struct, frozen=True):
    """Persons who bought something that they kept; `new` of them never had before the period. Tickets of sales."""

    people: int
    new: int
    tickets: int


class Figures(msgspec.Struct, frozen=True):
    """The impact of a period or of a part of it. Savings in cents, data in megabytes of 10^6 bytes."""

    people: int = 0
    new: int = 0
    tickets: int = 0
    minutes: int = 0
    megabytes: int = 0
    laptops: int = 0
    workshops: int = 0
    saved_cents: int = 0
    given_cents: int = 0

    @property
    def returning(self) -> int:
        return self.people - self.new


def figures_of(rules: ImpactRules, people: PeopleCount, sold: Iterable[ProductSold]) -> Figures:
    """Folds what was counted. What nobody says the content of counts in tickets and savings only."""
    figures = Figures(people=people.people, new=people.new, tickets=people.tickets)
    for each in sold:
        content = rules.content_of(each.product)
        figures = replace(
            figures,
            minutes=figures.minutes + each.quantity * content.minutes,
            megabytes=figures.megabytes + each.quantity * content.megabytes,
            laptops=figures.laptops + (each.quantity if each.family in rules.laptop_families else 0),
            workshops=figures.workshops + (each.quantity if each.family in rules.workshop_families else 0),
            saved_cents=figures.saved_cents + each.saving_cents,
            given_cents=figures.given_cents + each.gift_saving_cents,
        )
    return figures


def suppressed(cells: Mapping[_Key, int], *, smallest: int) -> frozenset[_Key]:
    """The cells of a breakdown that must not be shown, by how many people each counts.

    Those of fewer than `smallest` people, but not the empty ones; and where these are one alone, or fewer people
    together than `smallest`, the next smallest too: else the total less the others would tell
    (Insee, "Guide du secret statistique": primary and secondary secrecy).
    """
    counted = sorted((people, str(key), key) for key, people in cells.items() if people > 0)
    hidden = [(people, key) for people, _name, key in counted if people < smallest]
    rest = [(people, key) for people, _name, key in counted if people >= smallest]
    while hidden and rest and (len(hidden) == 1 or sum(people for people, _key in hidden) < smallest):
        hidden.append(rest.pop(0))
    return frozenset(key for _people, key in hidden)


class ImpactCounting:
    """Counts tickets in the order of the journal; a person is new in the first month in which they bought.

    `take` is given each line of a ticket; quantities of a refund are below zero, in the month of its first ticket.
    """

    def __init__(self) -> None:
        self._quantities: dict[tuple[str, str], int] = {}
        self._sold: dict[str, dict[tuple[str, str], list[int]]] = {}
        self._tickets: dict[str, set[str]] = {}

    def take(self, *, month: str, person: str, ticket: str, line: ProductSold) -> None:
        """`person` is empty for a sale to nobody in particular; `ticket` empty for a refund."""
        sums = self._sold.setdefault(month, {}).setdefault((line.product, line.family), [0, 0, 0])
        for place, amount in enumerate((line.quantity, line.saving_cents, line.gift_saving_cents)):
            sums[place] += amount
        if ticket:
            self._tickets.setdefault(month, set()).add(ticket)
        if person:
            self._quantities[month, person] = self._quantities.get((month, person), 0) + line.quantity

    @property
    def months(self) -> Sequence[str]:
        return sorted(self._sold)

    def figures(self, rules: ImpactRules, period: str = "") -> Figures:
        """Those of a month ("2026-11"), a year ("2026") or of all time (""); each person once."""
        months = frozenset(month for month in self._sold if month.startswith(period))
        first: dict[str, str] = {}
        for (month, person), quantity in self._quantities.items():
            if quantity > 0:
                first[person] = min(month, first.get(person, month))
        helped = {person for (month, person), quantity in self._quantities.items() if month in months and quantity > 0}
        people = PeopleCount(
            people=len(helped),
            new=sum(first[person] in months for person in helped),
            tickets=sum(len(self._tickets.get(month, ())) for month in months),
        )
        sold = [
            ProductSold(product, family, *sums)
            for month in sorted(months)
            for (product, family), sums in self._sold.get(month, {}).items()
        ]
        return figures_of(rules, people, sold)


class ShownPeople(msgspec.Struct, frozen=True):
    """People of a figure, and the new and returning ones among them; None where they are too few to be shown."""

    people: int | None
    new: int | None
    returning: int | None


def shown_people(figures: Figures, *, smallest: int) -> ShownPeople:
    """What may be shown of how many people `figures` count."""
    if 0 < figures.people < smallest:
        return ShownPeople(None, None, None)
    parts = {"new": figures.new, "returning": figures.returning}
    if suppressed(parts, smallest=smallest):
        return ShownPeople(figures.people, None, None)
    return ShownPeople(figures.people, figures.new, figures.returning)


def shown_rows(
    rows: Iterable[tuple[str, Figures]], *, smallest: int, add_up: bool = True
) -> tuple[tuple[str, Figures | None], ...]:
    """The parts of a breakdown, None for those of which nothing may be shown.

    `add_up` tells that the whole less the other parts would tell one; people of a month come again in the next.
    """
    kept = tuple(rows)
    counted = {name: figures.people for name, figures in kept}
    few = frozenset(name for name, people in counted.items() if 0 < people < smallest)
    hidden = suppressed(counted, smallest=smallest) if add_up else few
    return tuple((name, None if name in hidden else figures) for name, figures in kept)
