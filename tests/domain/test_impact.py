"""Figures of impact: what sales brought, whom they helped, and what is not shown of few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.counter.load_rules import SHIPPED_RULES
from pos_app.domain.impact import (
    Content,
    Figures,
    Goal,
    ImpactCounting,
    ImpactRules,
    PeopleCount,
    ProductSold,
    ShownPeople,
    figures_of,
    shown_people,
    shown_rows,
    suppressed,
)
from pos_app.domain.programme import read_rules
from pos_app.domain.refusals import Refusal

RULES = ImpactRules(
    laptop_families=("ORDINATEUR",),
    workshop_families=("ATELIER",),
    content=(
        Content(products=("CARTE-30",), minutes=30),
        Content(products=("CARTE-ILLIM",), minutes=600, by_convention=True),
        Content(products=("NET-2G",), megabytes=2000),
    ),
)


def sold(product: str, family: str, quantity: int, saving_cents: int = 0, gift_saving_cents: int = 0) -> ProductSold:
    return ProductSold(product, family, quantity, saving_cents, gift_saving_cents)


def test_each_article_brings_what_the_rules_say_of_it() -> None:
    figures = figures_of(
        RULES,
        PeopleCount(people=7, new=3, tickets=9),
        [
            sold("CARTE-30", "CARTE", 4, saving_cents=2000),
            sold("CARTE-ILLIM", "CARTE", 1, saving_cents=1690),
            sold("NET-2G", "RECHARGE", 3, gift_saving_cents=3000),
            sold("ORDI", "ORDINATEUR", 2),
            sold("ATELIER", "ATELIER", 5),
            sold("HOTSPOT-3G", "HOTSPOT", 1, saving_cents=2990),
        ],
    )
    assert figures == Figures(
        people=7,
        new=3,
        tickets=9,
        minutes=4 * 30 + 600,
        megabytes=6000,
        laptops=2,
        workshops=5,
        saved_cents=6680,
        given_cents=3000,
    )
    assert figures.returning == 4


def test_what_is_given_back_brings_nothing() -> None:
    given_back = [sold("CARTE-30", "CARTE", 2, saving_cents=1000), sold("CARTE-30", "CARTE", -2, saving_cents=-1000)]
    assert figures_of(RULES, PeopleCount(0, 0, 1), given_back) == Figures(tickets=1)


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({}, ""),
        ({"a": 0, "b": 5, "c": 12}, ""),
        ({"a": 3, "b": 5, "c": 12}, "ab"),  # the total less b and c would tell a
        ({"a": 3, "b": 4, "c": 12}, "ab"),  # 7 people together
        ({"a": 1, "b": 2, "c": 12, "d": 30}, "abc"),  # 3 together are too few
        ({"a": 4}, "a"),
        ({"a": 0, "b": 4}, "b"),
    ],
)
def test_few_are_hidden_and_cannot_be_found_by_subtraction(cells: dict[str, int], hidden: str) -> None:
    assert suppressed(cells, smallest=5) == frozenset(hidden)


@given(st.dictionaries(st.integers(), st.integers(0, 40)), st.integers(1, 12))
def test_no_cell_of_few_is_shown_and_the_hidden_ones_together_are_not_few(cells: dict[int, int], smallest: int) -> None:
    hidden = suppressed(cells, smallest=smallest)
    shown = {key: people for key, people in cells.items() if key not in hidden}
    assert all(people == 0 or people >= smallest for people in shown.values())
    together = sum(cells[key] for key in hidden)
    assert not hidden or together >= smallest or not any(shown.values())


def test_months_hide_only_what_is_few_since_people_come_again() -> None:
    months = [("2026-10", Figures(people=2)), ("2026-11", Figures(people=6))]
    assert shown_rows(months, smallest=5, add_up=False) == (("2026-10", None), ("2026-11", Figures(people=6)))
    assert shown_rows(months, smallest=5) == (("2026-10", None), ("2026-11", None))


@pytest.mark.parametrize(
    ("people", "new", "shown"),
    [
        (0, 0, ShownPeople(0, 0, 0)),
        (4, 4, ShownPeople(None, None, None)),
        (5, 5, ShownPeople(5, 5, 0)),
        (8, 7, ShownPeople(8, None, None)),  # the one who came back would be recognised
        (12, 6, ShownPeople(12, 6, 6)),
    ],
)
def test_new_and_returning_people_are_hidden_where_either_are_few(people: int, new: int, shown: ShownPeople) -> None:
    assert shown_people(Figures(people=people, new=new), smallest=5) == shown


def test_a_person_is_counted_once_and_new_in_their_first_month() -> None:
    counting = ImpactCounting()
    for month, person, ticket in (
        ("2026-09", "samira", "T1"),
        ("2026-09", "samira", "T2"),
        ("2026-10", "samira", "T3"),
        ("2026-10", "moussa", "T4"),
        ("2026-10", "", "T5"),
    ):
        counting.take(month=month, person=person, ticket=ticket, line=sold("CARTE-30", "CARTE", 1))
    september, october = (counting.figures(RULES, month) for month in counting.months)
    assert (september.people, september.new, september.tickets) == (1, 1, 2)
    assert (october.people, october.new, october.returning, october.tickets) == (2, 1, 1, 3)
    whole = counting.figures(RULES)
    assert (whole.people, whole.new, whole.tickets, whole.minutes) == (2, 2, 5, 150)


def test_whoever_gave_everything_back_was_not_helped() -> None:
    counting = ImpactCounting()
    counting.take(month="2026-10", person="moussa", ticket="T1", line=sold("CARTE-30", "CARTE", 1))
    counting.take(month="2026-10", person="moussa", ticket="", line=sold("CARTE-30", "CARTE", -1))
    assert counting.figures(RULES, "2026-10") == Figures(tickets=1)


def test_the_shipped_rules_name_the_goals_of_2013_and_say_which_minutes_are_a_convention() -> None:
    impact = read_rules(SHIPPED_RULES.read_text(encoding="utf-8")).impact
    assert impact.goal == (Goal(people=5000, by_year=2013), Goal(people=100_000, by_year=2015))
    assert [content.products for content in impact.conventions] == [("CARTE-ILLIM",)]


@pytest.mark.parametrize(
    "wrong",
    [
        '[[impact.content]]\nproducts = ["NET-2G"]\nminutes = 1\n',  # twice
        '[[impact.content]]\nproducts = ["NEW"]\nminutes = -1\n',
        "[[impact.goal]]\npeople = 0\nby_year = 2030\n",
    ],
)
def test_rules_that_count_something_twice_or_below_zero_are_refused(wrong: str) -> None:
    with pytest.raises(Refusal, match="rules_file_wrong"):
        read_rules(SHIPPED_RULES.read_text(encoding="utf-8") + wrong)
