"""Rights and merges follow from the facts of all tills, in whatever order they arrive (SYNC.md, I13 and I16)."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.entitlement import RightState
from pos_app.domain.facts import PrescriberChanged, RightChanged, RightOpened
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.merges import MergeAct, resolved
from pos_app.domain.rights import RightAct, RightFact, is_possible, rights_of

SOMEBODY = PersonToken("5a" * 16)
HERE, THERE = "aa" * 32, "bb" * 32


def opened(*, number: int = 1, pending: bool = False, ends_on: str = "2027-08-22") -> RightOpened:
    return RightOpened(
        person=SOMEBODY,
        number=number,
        programme="CS",
        starts_on="2026-11-23",
        ends_on=ends_on,
        renewal=number - 1,
        prescriber="CCAS",
        pending=pending,
    )


def changed(state: str, *, number: int = 1) -> RightChanged:
    return RightChanged(person=SOMEBODY, number=number, state=state, reason="conduct")


def moved(prescriber: str) -> PrescriberChanged:
    return PrescriberChanged(person=SOMEBODY, number=1, prescriber=prescriber)


def act(fact: RightFact, *, at_ms: int, seq: int, incarnation: str = HERE) -> RightAct:
    return RightAct(incarnation, seq, at_ms, fact)


facts = st.one_of(
    st.builds(opened, number=st.integers(1, 2), pending=st.booleans(), ends_on=st.sampled_from(["2027-01-01"])),
    st.builds(changed, st.sampled_from(["open", "suspended", "ended"]), number=st.integers(1, 2)),
    st.builds(moved, st.sampled_from(["CCAS", "SAMU"])),
)
acts = st.lists(
    st.builds(act, facts, at_ms=st.integers(0, 50), seq=st.integers(1, 9), incarnation=st.sampled_from([HERE, THERE])),
    unique_by=lambda each: (each.incarnation, each.seq),
    max_size=12,
)


@given(acts, st.randoms(use_true_random=False))
def test_any_order_of_arrival_and_any_repetition_gives_the_same_rights(
    told: list[RightAct], chance: random.Random
) -> None:
    again = told + told[: len(told) // 2]
    chance.shuffle(again)
    assert rights_of(again, limited_sold={}) == rights_of(told, limited_sold={})


def test_a_journal_keeps_its_order_though_its_clock_went_back() -> None:
    told = [
        act(opened(), at_ms=1_000, seq=1),
        act(changed("suspended"), at_ms=2_000, seq=2),
        act(changed("open"), at_ms=500, seq=3),
    ]
    (right,) = rights_of(told, limited_sold={})
    assert right.state is RightState.OPEN


def test_a_desk_whose_clock_stands_behind_suspends_a_right_all_the_same() -> None:
    told = [
        act(opened(), at_ms=1_000, seq=1),
        act(changed("suspended"), at_ms=400, seq=9, incarnation=THERE),
    ]
    (right,) = rights_of(told, limited_sold={})
    assert right.state is RightState.SUSPENDED


def test_a_renewal_made_at_two_points_is_one_and_the_prescriber_s_word_counts_before_none() -> None:
    told = [
        act(opened(), at_ms=1, seq=1),
        act(opened(number=2), at_ms=100, seq=2),
        act(opened(number=2, pending=True), at_ms=200, seq=3, incarnation=THERE),
    ]
    _first, second = rights_of(told, limited_sold={(SOMEBODY, 2): 1})
    assert (second.number, second.state, second.limited_sold) == (2, RightState.OPEN, 1)


def test_what_is_said_of_a_right_that_is_not_known_yet_waits_for_it() -> None:
    suspended = act(changed("suspended"), at_ms=200, seq=2)
    assert rights_of([suspended], limited_sold={}) == ()
    (right,) = rights_of([suspended, act(opened(), at_ms=100, seq=1)], limited_sold={})
    assert right.state is RightState.SUSPENDED


def test_a_right_that_no_desk_can_have_written_is_impossible() -> None:
    assert is_possible(opened())
    assert not is_possible(opened(ends_on="2027-02-30"))
    assert not is_possible(opened(number=-1))
    assert not is_possible(changed("forgotten"))


tokens = st.sampled_from([letter * 32 for letter in "abcde"])
merges = st.lists(
    st.builds(MergeAct, st.integers(0, 20), st.sampled_from([HERE, THERE]), st.integers(1, 99), tokens, tokens),
    max_size=8,
)


@given(merges, st.randoms(use_true_random=False))
def test_any_order_of_merges_joins_the_same_records_under_one_that_stands(
    told: list[MergeAct], chance: random.Random
) -> None:
    shuffled = told + told[:2]
    chance.shuffle(shuffled)
    stands_for = resolved(shuffled)
    assert stands_for == resolved(told)
    assert not set(stands_for) & set(stands_for.values()), "who stands for another is not gone"
    for one in told:
        assert stands_for.get(one.gone, one.gone) == stands_for.get(one.kept, one.kept)
