"""A stick holds a file whole or not at all, and every fault of it has its name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.counter import stick
from pos_app.counter.stick import answer_on, files_on, parcels_on, read_from_stick, write_to_stick
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.i18n import use_language
from pos_app.sync.carried_file import Kind
from tests.small_disk import small_disk
from tests.sync.test_carried_file import OFFICE, OTHER, TILL, a_file

__all__ = ["small_disk"]
PARCEL, ANSWER = a_file(), a_file(OFFICE, TILL, Kind.ANSWER)


def fault_of(act: Callable[[], object]) -> str:
    with pytest.raises((Refusal, Unavailable)) as raised:
        act()
    return raised.value.code


def test_what_was_written_is_there_under_a_name_that_says_whose_it_is(tmp_path: Path) -> None:
    use_language("fr")
    path = write_to_stick(tmp_path, PARCEL)
    assert path.name == "pos-app-MRS1-00012-pour-le-siege.pos"
    assert write_to_stick(tmp_path, ANSWER).name == "pos-app-MRS1-00012-du-siege.pos"
    assert read_from_stick(path) == PARCEL
    assert {each.kind for each in files_on(tmp_path)} == {Kind.PARCEL, Kind.ANSWER}


def test_what_else_lies_on_a_stick_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "other.pos").write_bytes(b"a till of somebody else's")
    assert files_on(tmp_path) == ()
    assert fault_of(lambda: answer_on(tmp_path, incarnation=TILL.incarnation)) == "no_answer_there"
    assert fault_of(lambda: parcels_on(tmp_path, except_of="")) == "no_parcel_there"


def test_the_answer_for_this_till_is_found_among_others(tmp_path: Path) -> None:
    write_to_stick(tmp_path, a_file(OFFICE, OTHER, Kind.ANSWER))
    (tmp_path / "mine.pos").write_bytes(ANSWER)
    assert answer_on(tmp_path, incarnation=TILL.incarnation).name == "mine.pos"
    (tmp_path / "mine.pos").unlink()
    other = answer_on(tmp_path, incarnation=TILL.incarnation)
    assert other.exists(), "the one that is there says why it is none"


def test_a_carrier_takes_the_newest_file_of_each_other_till(tmp_path: Path) -> None:
    write_to_stick(tmp_path, PARCEL)
    (tmp_path / "theirs.pos").write_bytes(a_file(OTHER))
    assert [path.name for path in parcels_on(tmp_path, except_of=TILL.public_key.hex())] == ["theirs.pos"]
    (tmp_path / "cut.pos").write_bytes(PARCEL[:-9])
    assert [each.fault for each in files_on(tmp_path)] == ["", "", "file_cut"]
    assert len(parcels_on(tmp_path, except_of="")) == 3


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick_full"),
        (errno.EFBIG, "stick_full"),
        (errno.EROFS, "stick_read_only"),
        (errno.EACCES, "stick_read_only"),
        (errno.EIO, "stick_removed"),
        (errno.ENODEV, "stick_removed"),
    ],
)
def test_a_medium_that_fails_is_named_and_keeps_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    write_to_stick(tmp_path, PARCEL)
    before = sorted(path.name for path in tmp_path.iterdir())

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as failing:
        failing.setattr(os, "fsync", fail)
        assert fault_of(lambda: write_to_stick(tmp_path, ANSWER)) == code
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert write_to_stick(tmp_path, ANSWER).exists()


def test_a_stick_that_is_gone_is_no_empty_stick(tmp_path: Path) -> None:
    gone = tmp_path / "pulled out"
    assert fault_of(lambda: files_on(gone)) == "stick_removed"
    assert fault_of(lambda: write_to_stick(gone, PARCEL)) == "stick_removed"
    assert fault_of(lambda: read_from_stick(gone / "x.pos")) == "stick_removed"


def test_a_medium_that_gives_back_something_else_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "_read_back", lambda _path: PARCEL[:-1] + b"?")
    assert fault_of(lambda: write_to_stick(tmp_path, PARCEL)) == "stick_unreliable"
    assert list(tmp_path.iterdir()) == []


def test_a_full_stick_holds_no_piece_of_a_file(small_disk: Path) -> None:
    """A real one."""
    room = os.statvfs(small_disk)
    (small_disk / "photos").write_bytes(bytes(room.f_bavail * room.f_frsize))
    assert fault_of(lambda: write_to_stick(small_disk, PARCEL)) == "stick_full"
    assert [path.name for path in small_disk.iterdir()] == ["photos"]
    (small_disk / "photos").unlink()
    assert read_from_stick(write_to_stick(small_disk, PARCEL)) == PARCEL
