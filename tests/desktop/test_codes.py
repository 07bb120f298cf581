"""Recharge codes at the window: slips asked about once, a code shown once without a printer, files taken in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.slips import slips_to_collect
from pos_app.counter.till import Till
from pos_app.desktop.pages.codes.code_panel import CodePanel
from pos_app.desktop.pages.codes.import_panel import ImportPanel
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.table import Table
from pos_app.domain.facts import CodeShown, SlipPrinted, SlipReprintOrdered, SlipsConfirmed
from pos_app.domain.refusals import Unavailable
from tests.counter.code_work import Paper, written
from tests.desktop.desk_work import AtDesk
from tests.tills import fake_code


def sell_codes(at_desk: AtDesk, count: int = 1) -> None:
    at_desk.add("500")
    for _ in range(count - 1):
        at_desk.write("+")
    at_desk.pay(str(count))


def left_open(at_desk: AtDesk, count: int) -> bool:
    """Whether the desk knows that so many slips of the ticket in hand are open."""
    slips = at_desk.desk.slips.slips
    return slips is not None and len(slips.open) == count


def cell(table: Table, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text() if item else ""


def to_collect(at_desk: AtDesk) -> int:
    running = at_desk.desktop.running
    assert running is not None

    def count(till: Till) -> int:
        return len(slips_to_collect(till))

    return at_desk.result(running.run(count))


@pytest.fixture
def paper(at_desk: AtDesk) -> Paper:
    """A printer of slips at this till."""
    made = Paper()
    running = at_desk.desktop.running
    assert running is not None
    running.printing.use_slip_printer(made)
    at_desk.desk.refresh()
    at_desk.wait(lambda: at_desk.desk.status is not None and at_desk.desk.status.slip_printer)
    return made


def panel(at_desk: AtDesk, kind: type[QWidget]) -> QWidget | None:
    found: list[QWidget] = [one for one in at_desk.desktop.window.findChildren(kind) if one.isVisible()]
    return found[-1] if found else None


def test_all_readable_is_asked_once_and_answered_with_a_key(at_desk: AtDesk, paper: Paper) -> None:
    bar = at_desk.sale.slips
    sell_codes(at_desk, 3)
    at_desk.wait(lambda: len(paper.slips) == 3 and bar.yes.isVisible())
    assert "lisibles" in bar.text.text()
    assert at_desk.sale.search.hasFocus(), "it stands in nobody's way"
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: not bar.isVisible())
    assert len(at_desk.facts(SlipsConfirmed)) == 1
    assert to_collect(at_desk) == 0
    assert len(set(paper.codes)) == 3


def test_no_names_the_slip_and_the_same_code_prints_again(at_desk: AtDesk, paper: Paper) -> None:
    bar = at_desk.sale.slips
    sell_codes(at_desk, 2)
    at_desk.wait(bar.yes.isVisible)
    at_desk.press(Qt.Key.Key_F7)
    at_desk.press(Qt.Key.Key_2)
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: len(paper.slips) == 3 and bar.yes.isVisible())
    assert paper.codes[2] == paper.codes[1]
    assert [slip.copy for slip in paper.slips] == [0, 0, 1]
    (order,) = at_desk.facts(SlipReprintOrdered)
    assert isinstance(order, SlipReprintOrdered)
    assert (order.copy, order.reason) == (1, "unreadable")
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: not bar.isVisible())
    assert to_collect(at_desk) == 0


def test_a_jam_is_told_and_the_next_sale_goes_on(at_desk: AtDesk, paper: Paper) -> None:
    paper.fails = [Unavailable("printer_silent")]
    bar = at_desk.sale.slips
    sell_codes(at_desk)
    at_desk.wait(lambda: "pas sorti" in bar.text.text())
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    assert to_collect(at_desk) == 1
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: len(paper.slips) == 1 and "lisible" in bar.text.text())
    assert paper.slips[0].copy == 1
    assert len(at_desk.facts(SlipPrinted)) == 2


def test_without_a_printer_the_screen_shows_each_code_once(at_desk: AtDesk) -> None:
    bar = at_desk.sale.slips
    sell_codes(at_desk, 2)
    at_desk.wait(bar.yes.isVisible)
    for shown in (1, 2):
        at_desk.press(Qt.Key.Key_F6)
        at_desk.wait(lambda: panel(at_desk, CodePanel))
        code_panel = panel(at_desk, CodePanel)
        assert isinstance(code_panel, CodePanel)
        assert code_panel.code.code.reveal().startswith("FAUX")
        at_desk.press(Qt.Key.Key_Return)
        at_desk.wait(partial(left_open, at_desk, 2 - shown))
    assert not bar.isVisible()
    assert [fact.copy for fact in at_desk.facts(CodeShown) if isinstance(fact, CodeShown)] == [0, 0]
    assert not list(at_desk.desk.running.folder.receipts.glob("*"))


def test_a_code_that_was_not_copied_asks_a_reason_the_second_time(at_desk: AtDesk) -> None:
    bar = at_desk.sale.slips
    sell_codes(at_desk)
    at_desk.wait(bar.yes.isVisible)
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: panel(at_desk, CodePanel))
    at_desk.press(Qt.Key.Key_Escape)
    assert to_collect(at_desk) == 1
    at_desk.wait(lambda: at_desk.desk.slips.slips and at_desk.desk.slips.slips.open[0].voucher.reveals == 1)
    at_desk.press(Qt.Key.Key_F6)
    assert isinstance(panel(at_desk, ChoicePanel), ChoicePanel)
    at_desk.press(Qt.Key.Key_3)
    at_desk.wait(lambda: panel(at_desk, CodePanel))
    reasons = [fact.reason for fact in at_desk.facts(CodeShown) if isinstance(fact, CodeShown)]
    assert reasons == ["", "lost"]


def test_signing_out_takes_the_code_off_the_screen(at_desk: AtDesk) -> None:
    bar = at_desk.sale.slips
    sell_codes(at_desk)
    at_desk.wait(bar.yes.isVisible)
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: panel(at_desk, CodePanel))
    at_desk.desk.leave()
    assert panel(at_desk, CodePanel) is None
    assert to_collect(at_desk) == 1


def test_a_scanned_slip_opens_its_ticket_and_its_code_can_be_contested(at_desk: AtDesk, paper: Paper) -> None:
    sell_codes(at_desk)
    at_desk.wait(lambda: paper.slips)
    at_desk.scan(paper.slips[0].number)
    at_desk.wait(lambda: isinstance(panel(at_desk, SlipsPanel), SlipsPanel))
    listed = panel(at_desk, SlipsPanel)
    assert isinstance(listed, SlipsPanel)
    at_desk.wait(lambda: listed.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_C)
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: "Contesté" in listed.table.rows.as_table()[1][0][3])
    at_desk.press(Qt.Key.Key_R)
    at_desk.wait(lambda: len(paper.slips) == 2 and listed.table.rows.rowCount() == 2)
    assert paper.codes[0] != paper.codes[1]
    assert paper.slips[1].replaces


def codes_tab(at_desk: AtDesk) -> StockPage:
    at_desk.view.show_page("stock")
    page = at_desk.view.page("stock")
    assert isinstance(page, StockPage)
    at_desk.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    at_desk.wait(lambda: page.codes.isVisible() and page.codes.table.rows.rowCount() >= 2)
    return page


def test_a_file_is_taken_in_and_wiped_by_keyboard_alone(at_desk: AtDesk, tmp_path: Path) -> None:
    path = written(
        tmp_path / "codes.csv", [("NET-500M", fake_code("NET-500M", 900 + n), "31/12/2027") for n in range(70)]
    )
    page = codes_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    importing = panel(at_desk, ImportPanel)
    assert isinstance(importing, ImportPanel)
    importing.path.setText(str(path))
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(importing.file.counted.hasFocus)
    assert "70 codes, sans aucune erreur" in importing.file.told.text()
    at_desk.write("71")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "71" in importing.wrong.text())
    importing.file.counted.setText("70")
    importing.file.counted.setFocus()
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(importing.wipe.hasFocus)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: not path.exists())
    at_desk.wait(lambda: page.codes.table.rows.rowCount() == 3)
    assert "70 codes au coffre" in page.notice.text
    assert "Recharge 500 Mo : 170" in page.codes.summary.text().replace("\u00a0", " ")


def test_bad_rows_are_named_and_nothing_can_be_taken(at_desk: AtDesk, tmp_path: Path) -> None:
    path = written(
        tmp_path / "codes.csv", [("NET-500M", "FAUX12", "31/12/2027"), ("NET-500M", fake_code("NET-500M", 1), "")]
    )
    codes_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    importing = panel(at_desk, ImportPanel)
    assert isinstance(importing, ImportPanel)
    importing.path.setText(str(path))
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: importing.file.table.rowCount() == 2)
    cells = [cell(importing.file.table, row, column) for row in (0, 1) for column in (0, 1)]
    assert cells == ["2", "le code n’a pas la bonne longueur", "3", "ce code a déjà été reçu ici"]
    assert not importing.file.take.isEnabled()
    assert path.exists()


def test_a_lot_is_withdrawn_with_a_reason(at_desk: AtDesk) -> None:
    page = codes_tab(at_desk)
    at_desk.press(Qt.Key.Key_F7)
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: any(row[5] == "Renvoyé" for row in page.codes.table.rows.as_table()[1]))


def test_lots_are_sorted_filtered_and_exported_without_a_code(at_desk: AtDesk, tmp_path: Path) -> None:
    page = codes_tab(at_desk)
    page.codes.listing.search.setFocus()
    at_desk.write("500")
    at_desk.press(Qt.Key.Key_Down)
    assert page.codes.table.hasFocus()
    assert [row[1] for row in page.codes.table.rows.as_table()[1]] == ["Recharge 500 Mo"]
    page.codes.listing.export_to(tmp_path / "lots.csv")
    at_desk.wait((tmp_path / "lots.csv").exists)
    assert "FAUX" not in (tmp_path / "lots.csv").read_text("utf-8-sig")


def test_a_jammed_printer_lets_the_screen_show_the_code(at_desk: AtDesk, paper: Paper) -> None:
    paper.fails = [Unavailable("printer_silent")]
    bar = at_desk.sale.slips
    sell_codes(at_desk)
    at_desk.wait(lambda: "pas sorti" in bar.text.text())
    at_desk.press(Qt.Key.Key_F7)
    at_desk.wait(lambda: panel(at_desk, CodePanel))
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(partial(left_open, at_desk, 0))
    assert paper.slips == []
    assert to_collect(at_desk) == 0
