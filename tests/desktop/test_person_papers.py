"""Papers about a person, from the page: written to be printed now, the name on the card only where it is asked for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.counter.structures import add_structure
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from tests.desktop.desk_work import AtDesk
from tests.desktop.test_people import panel, people_page, register


@pytest.fixture
def desk(at_desk: AtDesk) -> AtDesk:
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    at_desk.result(running.run(add_structure, operator=coordinator, name="CCAS de Marseille", commune="Marseille"))
    return at_desk


@pytest.mark.parametrize(
    ("act", "key", "name"),
    [("card", Qt.Key.Key_1, "carte-*.pdf"), ("notice", None, "notice-*.pdf"), ("data", None, "*.json")],
)
def test_papers_about_a_person_are_written_to_be_printed_now(
    desk: AtDesk, act: str, key: Qt.Key | None, name: str
) -> None:
    register(desk)
    page = people_page(desk)
    page._act(act)
    if key is not None:
        panel(desk, ChoicePanel)
        desk.press(key)
    papers = desk.desk.running.folder.papers
    desk.wait(lambda: list(papers.glob(name)))
    desk.wait(lambda: "imprimer" in page.notice.text)


@pytest.mark.parametrize(("act", "named"), [("card", False), ("card_named", True)])
def test_the_name_is_on_the_card_only_where_the_person_asks_for_it(
    desk: AtDesk, needs: Callable[[str], Path], act: str, *, named: bool
) -> None:
    register(desk)
    page = people_page(desk)
    page._act(act)
    panel(desk, ChoicePanel)
    desk.press(Qt.Key.Key_1)
    papers = desk.desk.running.folder.papers
    desk.wait(lambda: list(papers.glob("carte-*.pdf")))
    (card,) = papers.glob("carte-*.pdf")
    read = subprocess.run([needs("pdftotext"), card, "-"], capture_output=True, text=True, check=True).stdout
    assert ("Ben Ali" in read) is named
