"""The diagnosis of a till, from its settings: sent to head office, or a file for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.till import Till
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.desktop.pages.settings.this_till import ThisTillTab
from pos_app.ledger.signing import Signer
from pos_app.store.parameters import write_parameter
from pos_app.sync.diagnosis import opened_diagnosis
from tests.desktop.desk_work import AtDesk

OFFICE_SIGNER = Signer(b"o" * 32)


@pytest.fixture
def tab(at_desk: AtDesk) -> ThisTillTab:
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    return page.this_till


def notice_says(at_desk: AtDesk, words: str) -> bool:
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    return words in page.notice.text


def test_a_till_that_works_alone_is_told_that_there_is_no_head_office(at_desk: AtDesk, tab: ThisTillTab) -> None:
    tab.send_diagnosis()
    at_desk.wait(lambda: notice_says(at_desk, "siège"))


def test_a_file_for_head_office_is_written_that_it_alone_opens(
    at_desk: AtDesk, tab: ThisTillTab, tmp_path: Path
) -> None:
    def join(till: Till) -> None:
        known = OfficeKnown(address="127.0.0.1:9", till_id="1", office_key=OFFICE_SIGNER.public_key.hex())
        with till.store.transaction() as act:
            write_parameter(act, OFFICE, known)

    at_desk.desk.running.run(join).result(20)
    tab.save_diagnosis_to(tmp_path / "till.diagnosis")
    at_desk.wait((tmp_path / "till.diagnosis").exists)
    _incarnation, said = opened_diagnosis((tmp_path / "till.diagnosis").read_bytes(), OFFICE_SIGNER)
    assert said.verified == ""
    assert said.screens
    at_desk.wait(lambda: notice_says(at_desk, "till.diagnosis"))
    tab.save_diagnosis_to(tmp_path / "nowhere" / "till.diagnosis")
    at_desk.wait(lambda: notice_says(at_desk, "Choisissez un autre endroit"))
