"""The second screen, turned to the person: what it says, and that it comes and goes with a real second screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pos_app.desktop.customer.screen import CustomerScreen
from pos_app.desktop.customer.sheet import greetings, sheet_of
from pos_app.desktop.pages.turned.visit import Visit
from pos_app.desktop.theme import theme
from pos_app.printing.languages import language_codes
from tests.desktop.desk_work import AtDesk
from tests.desktop.ready import ROOT

LINES = (("1 × Carte 30 minutes", "2,50 €"), ("2 × Carte illimitée", "26,00 €"))
BUYING = Visit(price="28,50 €", saving="11,00 €", right_ends="23/08/2027", cap_left="12,00 €", lines=LINES)
BOUGHT = Visit(price="28,50 €", saving="11,00 €", change="1,50 €")
SCREENS = {"DESK": (0, 1366, 768), "PERSON": (1366, 1024, 600)}
LIMIT_S = 120


@pytest.mark.parametrize("code", language_codes())
def test_while_buying_the_price_comes_last_and_once_paid_the_change_does(code: str) -> None:
    buying, bought = sheet_of(BUYING, code), sheet_of(BOUGHT, code)
    assert [one.phrase.code for one in (buying.heading, *buying.amounts)] == ["basket", "saving", "price"]
    assert [one.phrase.code for one in (bought.heading, *bought.amounts)] == ["thanks", "price", "saving", "change"]
    assert buying.lines == LINES
    assert buying.right_to_left == (code in ("ar", "fa"))


def test_every_language_is_welcomed() -> None:
    assert len(greetings()) == len(language_codes())
    assert sum(backwards for _, backwards in greetings()) == 2


@pytest.mark.parametrize("size", [(800, 480), (1024, 600), (1920, 1080), (768, 1366)])
@pytest.mark.parametrize("visit", [None, BUYING, BOUGHT, Visit(price="1 €", lines=LINES * 20)])
def test_nothing_is_painted_over_the_edge(
    application: QApplication, size: tuple[int, int], visit: Visit | None
) -> None:
    """Whatever the screen, and also with more lines than it can show."""
    assert application is not None
    screen = CustomerScreen()
    screen.resize(*size)
    for code in ("fr", "ar", "snk"):
        screen.show_sheet(sheet_of(visit, code) if visit else None)
        picture = screen.grab().toImage()
        assert edge_colours(picture) == {theme().colour("page").rgb()}
    screen.deleteLater()


def edge_colours(picture: QImage) -> set[int]:
    wide, tall = picture.width(), picture.height()
    across = {picture.pixel(x, y) for x in range(wide) for y in (0, 4, tall - 5, tall - 1)}
    return across | {picture.pixel(x, y) for y in range(tall) for x in (0, 4, wide - 5, wide - 1)}


def test_with_one_screen_there_is_no_second_window(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    assert at_desk.view.customer.screen is None


def test_on_a_desk_with_two_screens(tmp_path: Path) -> None:
    """The tests of two_screens.py, in a process whose system has two: Qt gives a process its screens once."""
    described = [
        {"name": name, "x": x, "y": 0, "width": wide, "height": tall, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, (x, wide, tall) in SCREENS.items()
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": described}), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/desktop/two_screens.py"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
