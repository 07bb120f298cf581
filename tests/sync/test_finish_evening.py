"""The evening in one press: verified, saved, sent, and one sentence about all three."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.back_up_till import choose_medium
from pos_app.counter.finish_evening import EveningEnded, EveningRun, Stage
from pos_app.desktop.evening_words import evening_ended_words
from pos_app.domain.operator import Right
from pos_app.i18n import use_language
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from tests.sync.sticks import refused
from tests.sync.syncing_till import held_by
from tests.sync.test_till_at_work import PATIENCE_S, AtWork, at_work
from tests.tills import kinds_of

__all__ = ["at_work"]


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use_language("en")


def press(at_work: AtWork, *, stop_at: Stage | None = None) -> tuple[EveningEnded, list[tuple[Stage, int, int]]]:
    heard: list[tuple[Stage, int, int]] = []

    def tell(stage: Stage, done: int, total: int) -> None:
        heard.append((stage, done, total))
        if stage is stop_at:
            run.stop()

    run = EveningRun(at_work.till, operator=at_work.template.coordinator, tell=tell)
    return run.begin().result(PATIENCE_S), heard


def test_one_press_verifies_saves_and_sends_everything(at_work: AtWork, office: Office, server: OfficeServer) -> None:
    at_work.join(office)
    ended, heard = press(at_work)
    assert evening_ended_words(ended)[1] == "good"
    assert (ended.failed, ended.unsent, ended.open_day) == ({}, 0, 0)
    assert list(dict.fromkeys(stage for stage, _done, _total in heard)) == list(Stage)
    assert all(done <= total or not total for _stage, done, total in heard)
    made = at_work.till.run(lambda till: kinds_of(till.connection)).result(PATIENCE_S)
    assert {"journal_checked", "backup_made"} <= set(made)
    assert len(list(at_work.till.folder.backups.glob("*.db"))) == 1
    assert len(held_by(office)) == len(made), "what the press itself recorded went too"


def test_a_day_that_nobody_closed_is_said(at_work: AtWork, office: Office, server: OfficeServer) -> None:
    at_work.join(office)
    at_work.sell()  # the first sale opens the day
    ended, _heard = press(at_work)
    assert ended.open_day
    assert "still open" in evening_ended_words(ended)[0]


def test_without_a_network_what_was_saved_stays_saved(at_work: AtWork, office: Office, server: OfficeServer) -> None:
    at_work.join(office)
    at_work.sell()
    server.stop()
    ended, _heard = press(at_work)
    assert set(ended.failed) == {Stage.SYNC}
    assert "cannot be reached" in evening_ended_words(ended)[0] or "lost" in evening_ended_words(ended)[0]
    assert list(at_work.till.folder.backups.glob("*.db"))
    assert ended.unsent > 0


def test_a_medium_that_is_gone_is_named_and_everything_is_sent_all_the_same(
    at_work: AtWork, office: Office, server: OfficeServer, tmp_path: Path
) -> None:
    at_work.join(office)
    gone = tmp_path / "a file"
    gone.write_text("no folder")
    at_work.till.run(choose_medium, operator=at_work.template.coordinator, folder=str(gone)).result(PATIENCE_S)
    ended, _heard = press(at_work)
    text, tone = evening_ended_words(ended)
    assert set(ended.failed) == {Stage.BACK_UP}
    assert (text.startswith("Everything has arrived"), str(gone) in text, tone) == (True, True, "warn")


@pytest.mark.parametrize("stage", list(Stage))
def test_it_can_be_stopped_at_every_stage_and_pressed_again(
    at_work: AtWork, office: Office, server: OfficeServer, stage: Stage
) -> None:
    at_work.join(office)
    at_work.sell()
    ended, heard = press(at_work, stop_at=stage)
    assert ended.cancelled
    assert heard[-1][0] is stage
    assert evening_ended_words(ended)[0].startswith("Stopped")
    again, _heard = press(at_work)
    assert (again.failed, again.cancelled, again.unsent) == ({}, False, 0)


def test_a_till_alone_is_verified_and_saved(at_work: AtWork) -> None:
    ended, heard = press(at_work)
    assert Stage.SYNC not in [stage for stage, _done, _total in heard]
    assert (ended.enrolled, ended.failed) == (False, {})


def test_only_who_may_make_backups_presses_it(at_work: AtWork) -> None:
    volunteer = at_work.template.volunteer
    assert not volunteer.may(Right.BACK_UP)
    assert refused(lambda: EveningRun(at_work.till, operator=volunteer, tell=lambda *_heard: None)) == "right_missing"
