"""The page of impact at the window: the till's own figures, by period, and the files it writes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pos_app.desktop.pages.impact.page import ImpactPage
from tests.desktop.desk_work import AtDesk
from tests.printing.paper import words_of


@pytest.fixture
def impact_page(at_desk: AtDesk) -> ImpactPage:
    """Two cards of thirty minutes were sold to nobody in particular."""
    at_desk.add("carte 30")
    at_desk.add("carte 30")
    at_desk.pay("5")
    at_desk.view.show_page("impact")
    page = at_desk.view.page("impact")
    assert isinstance(page, ImpactPage)
    at_desk.wait(lambda: page.figures.count() > 0)
    return page


def said(page: ImpactPage) -> list[str]:
    cards = [item.widget() for place in range(page.figures.count()) if (item := page.figures.itemAt(place)) is not None]
    return [card.accessibleName() for card in cards if card is not None]


def test_the_tills_own_figures_are_counted_and_each_says_how(at_desk: AtDesk, impact_page: ImpactPage) -> None:
    assert "Appels 1\u00a0h" in said(impact_page)
    assert "Ventes 1" in said(impact_page)
    assert "Personnes aidées 0" in said(impact_page)
    assert "Minutes des cartes téléphoniques vendues" in impact_page.notes.text()
    assert "Le siège compte tous les points" in impact_page.notes.text()


def test_another_period_shows_its_own_figures(at_desk: AtDesk, impact_page: ImpactPage) -> None:
    periods = [impact_page.period.itemData(index) for index in range(impact_page.period.count())]
    assert periods[0] == ""
    assert len(periods) == 3  # all time, the year, the month
    impact_page.period.setCurrentIndex(2)
    at_desk.wait(lambda: impact_page.months is not None and impact_page.months.rowCount() == 1)
    assert "Appels 1\u00a0h" in said(impact_page)


@pytest.mark.parametrize("name", ["impact.pdf", "impact.csv"])
def test_what_is_shown_is_written_to_a_file(
    at_desk: AtDesk, impact_page: ImpactPage, tmp_path: Path, name: str
) -> None:
    impact_page.export_to(tmp_path / name)
    at_desk.wait(lambda: name in impact_page.notice.text)
    if name.endswith(".pdf"):
        assert "Personnes aidées" in words_of((tmp_path / name).read_bytes())
    else:
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            assert ["Appels", "1\u00a0h"] in list(csv.reader(file, delimiter=";"))


def test_a_name_that_is_no_table_is_told(at_desk: AtDesk, impact_page: ImpactPage, tmp_path: Path) -> None:
    impact_page.export_to(tmp_path / "impact.doc")
    at_desk.wait(lambda: ".csv" in impact_page.notice.text)
    assert not list(tmp_path.glob("impact*"))
