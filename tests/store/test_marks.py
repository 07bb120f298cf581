"""Marks: what a database is compared with when it is opened."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.domain.identifiers import IncarnationId
from pos_app.store.marks import Mark, Standing, furthest, read_mark, seal_mark, standing, unseal_mark, write_mark

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
MARK = Mark(
    incarnation=IncarnationId("ab" * 32),
    seq=40,
    hash="cd" * 32,
    position=100,
    series="MRS1",
    last_ticket=12,
    perpetual_cents=34_500,
    perpetual_absolute_cents=34_500,
)


@pytest.mark.parametrize(
    ("position", "hash_at_mark", "mark", "expected"),
    [
        (0, None, None, Standing.CURRENT),
        (5, None, None, Standing.UNMARKED),
        (100, MARK.hash, MARK, Standing.CURRENT),
        (101, MARK.hash, MARK, Standing.CURRENT),
        (99, None, MARK, Standing.BEHIND),
        (0, None, MARK, Standing.BEHIND),
        (100, "ef" * 32, MARK, Standing.BEHIND),
        (500, "ef" * 32, MARK, Standing.BEHIND),
    ],
    ids=[
        "a new till",
        "no mark",
        "at the mark",
        "ahead: the power went before the mark",
        "shortened by one",
        "emptied",
        "another branch as long",
        "another branch, longer",
    ],
)
def test_standing(position: int, hash_at_mark: str | None, mark: Mark | None, expected: Standing) -> None:
    assert standing(position=position, hash_at_mark=hash_at_mark, mark=mark) is expected


def test_the_furthest_of_the_copies_counts() -> None:
    later = msgspec.structs.replace(MARK, position=101)
    assert furthest([MARK, later]) == furthest([later, MARK]) == later
    assert furthest([]) is None


def test_a_mark_reads_back(tmp_path: Path) -> None:
    write_mark(tmp_path / "marks" / "till.mark", MARK, KEY)
    assert read_mark(tmp_path / "marks" / "till.mark", KEY) == MARK


def test_a_mark_of_another_till_is_none(tmp_path: Path) -> None:
    write_mark(tmp_path / "till.mark", MARK, OTHER_KEY)
    assert read_mark(tmp_path / "till.mark", KEY) is None
    assert read_mark(tmp_path / "nothing.mark", KEY) is None


def test_no_changed_bit_passes() -> None:
    sealed = seal_mark(MARK, KEY)
    assert unseal_mark(sealed, KEY) == MARK
    for index in range(len(sealed) - 1):
        for bit in (1, 0x40):
            assert unseal_mark(sealed[:index] + bytes([sealed[index] ^ bit]) + sealed[index + 1 :], KEY) is None
    for length in range(len(sealed) - 1):
        assert unseal_mark(sealed[:length], KEY) is None
