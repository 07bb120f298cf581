"""Printers and papers at the window: set up by keys, the quiet line, what each answer does."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.stuck_jobs import jobs_at_desk
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.desktop.pages.printing.jobs_panel import JobsPanel
from pos_app.desktop.pages.printing.preview_panel import PreviewPanel
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.desktop.pages.settings.printer_panel import PrinterPanel
from pos_app.desktop.pages.settings.printers import PrintersTab
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.printing.jobs import JobState
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.store import print_jobs
from tests.desktop.desk_work import AtDesk

DEAD = PrinterSetUp(
    id="", name="Tickets", kind=PrinterKind.SYSTEM, address="ipp://localhost:1/x", prints=(PaperUse.RECEIPTS,)
)
"""A printer of the computer where nobody answers."""
CONTROL = Qt.KeyboardModifier.ControlModifier
_Kind = TypeVar("_Kind", bound=QWidget)


def printers_tab(at_desk: AtDesk) -> PrintersTab:
    at_desk.view.show_page("settings")
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    page.tabs.setCurrentWidget(page.printers)
    page.printers.table.setFocus()
    return page.printers


def shown(at_desk: AtDesk, kind: type[_Kind]) -> _Kind:
    at_desk.wait(lambda: [one for one in at_desk.desktop.window.findChildren(kind) if one.isVisible()])
    return next(one for one in at_desk.desktop.window.findChildren(kind) if one.isVisible())


def set_up(at_desk: AtDesk, setup: PrinterSetUp = DEAD) -> None:
    operator = at_desk.desk.operator
    assert operator is not None
    at_desk.desk.running.printing.keep(operator=operator, setup=setup).result(10)
    at_desk.wait(lambda: at_desk.desk.status and at_desk.desk.status.printers)


def job(at_desk: AtDesk, state: JobState, error: str) -> None:
    """A receipt that the printer left like this."""

    def write(till: Till) -> None:
        with till.store.transaction() as act:
            print_jobs.enqueue(
                act, at_ms=till.clock.now_ms(), printer="printer-1", document="receipt", reference="MRS1-000001"
            )
            print_jobs.record(act, print_jobs.latest(act.connection, limit=0)[-1].id, state=state, error=error)

    at_desk.result(at_desk.desk.running.run(write))
    at_desk.desk.refresh()
    at_desk.wait(at_desk.sale.papers.isVisible)


def states(at_desk: AtDesk) -> list[tuple[str, JobState]]:
    return [(one.job.printer, one.job.state) for one in at_desk.result(at_desk.desk.running.run(jobs_at_desk))]


def test_a_printer_is_set_up_changed_and_removed_by_keys(at_desk: AtDesk) -> None:
    tab = printers_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    panel = shown(at_desk, PrinterPanel)
    at_desk.write("Tickets")
    panel.kind.setCurrentIndex(panel.kind.findData(PrinterKind.SYSTEM.value))
    panel.address.setFocus()
    at_desk.write("ipp://localhost:1/x")
    panel.uses[PaperUse.RECEIPTS].setChecked(True)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.status and at_desk.desk.status.printers)
    assert at_desk.desk.status is not None
    assert at_desk.desk.status.printers == (msgspec.structs.replace(DEAD, id="printer-1"),)
    at_desk.wait(lambda: tab.table.rows.rowCount() == 2)
    tab.table.selectRow(1)
    at_desk.press(Qt.Key.Key_F7)
    panel = shown(at_desk, PrinterPanel)
    assert (panel.name.text(), panel.address.currentText()) == ("Tickets", "ipp://localhost:1/x")
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.press(Qt.Key.Key_Delete)
    at_desk.wait(lambda: at_desk.desk.status and not at_desk.desk.status.printers)


def test_a_kind_offers_only_what_it_can_print(at_desk: AtDesk) -> None:
    printers_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    panel = shown(at_desk, PrinterPanel)
    offered = {use for use, tick in panel.uses.items() if tick.isVisible()}
    assert offered == {PaperUse.RECEIPTS, PaperUse.SLIPS, PaperUse.LABELS}
    assert panel.profile.isVisible()
    panel.kind.setCurrentIndex(panel.kind.findData(PrinterKind.SYSTEM.value))
    assert not panel.profile.isVisible()
    offered = {use for use, tick in panel.uses.items() if tick.isVisible()}
    assert offered == {PaperUse.RECEIPTS, PaperUse.SHEETS, PaperUse.LABELS}


def test_what_is_wrong_with_a_set_up_stands_below_its_fields(at_desk: AtDesk) -> None:
    printers_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    panel = shown(at_desk, PrinterPanel)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(panel.wrong.text)
    assert "nom" in panel.wrong.text()


def test_a_trial_page_that_fails_says_why(at_desk: AtDesk) -> None:
    set_up(at_desk)
    tab = printers_tab(at_desk)
    at_desk.wait(lambda: tab.table.rows.rowCount() == 2)
    tab.table.selectRow(1)
    at_desk.press(Qt.Key.Key_F8)
    page = at_desk.view.page("settings")
    assert isinstance(page, SettingsPage)
    at_desk.wait(lambda: "ne répond pas" in page.notice.text)


def test_paper_that_needs_somebody_is_one_quiet_line_and_one_key_away(at_desk: AtDesk) -> None:
    assert not at_desk.sale.papers.isVisible()
    set_up(at_desk)
    job(at_desk, JobState.FAILED, "printer_no_paper")
    assert at_desk.sale.papers.text.text().startswith("Reçu MRS1-000001")
    at_desk.press(Qt.Key.Key_P, CONTROL)
    panel = shown(at_desk, JobsPanel)
    at_desk.wait(lambda: "papier" in panel.reason.text())
    at_desk.press(Qt.Key.Key_Delete)
    at_desk.wait(lambda: not at_desk.sale.papers.isVisibleTo(at_desk.sale))
    assert states(at_desk) == [("printer-1", JobState.CANCELLED)]
    at_desk.press(Qt.Key.Key_Escape)
    assert at_desk.focused() is at_desk.sale.search


def test_paper_goes_elsewhere_by_keys(at_desk: AtDesk) -> None:
    set_up(at_desk)
    job(at_desk, JobState.FAILED, "printer_no_paper")
    at_desk.press(Qt.Key.Key_P, CONTROL)
    panel = shown(at_desk, JobsPanel)
    at_desk.wait(panel.elsewhere.isEnabled)
    at_desk.press(Qt.Key.Key_F6)
    choice = shown(at_desk, ChoicePanel)
    assert list(choice.options) == [PDF_FOLDER]
    at_desk.press(Qt.Key.Key_1)
    at_desk.wait(lambda: states(at_desk)[0][0] == PDF_FOLDER)


def test_paper_in_doubt_is_asked_about_and_an_answer_settles_it(at_desk: AtDesk) -> None:
    set_up(at_desk)
    job(at_desk, JobState.UNKNOWN, "print_unconfirmed")
    assert "est-il sorti" in at_desk.sale.papers.text.text()
    at_desk.press(Qt.Key.Key_P, CONTROL)
    panel = shown(at_desk, JobsPanel)
    at_desk.wait(panel.out.isEnabled)
    assert panel.again.words == "Pas sorti\u00a0: réimprimer"
    at_desk.press(Qt.Key.Key_F7)
    at_desk.wait(lambda: states(at_desk) == [("printer-1", JobState.DONE)])


def test_a_paper_is_looked_at_on_the_screen_before_it_is_printed_again(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.pay("5")
    set_up(at_desk)
    job(at_desk, JobState.FAILED, "printer_no_paper")
    at_desk.press(Qt.Key.Key_P, CONTROL)
    panel = shown(at_desk, JobsPanel)
    at_desk.wait(panel.look.isEnabled)
    at_desk.press(Qt.Key.Key_F8)
    paper = shown(at_desk, PreviewPanel)
    at_desk.wait(lambda: paper.pages)
    (receipt,) = paper.pages
    assert receipt.pixmap().height() > receipt.pixmap().width() > 400
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.press(Qt.Key.Key_Delete)
    at_desk.wait(lambda: states(at_desk) == [("printer-1", JobState.CANCELLED)])


def test_every_field_can_be_reached_by_tab_in_a_low_window(at_desk: AtDesk) -> None:
    at_desk.desktop.window.resize(1024, 600)
    printers_tab(at_desk)
    at_desk.press(Qt.Key.Key_F6)
    panel = shown(at_desk, PrinterPanel)
    for _ in range(20):
        at_desk.press(Qt.Key.Key_Tab)
        if panel.large.hasFocus():
            break
    assert panel.large.hasFocus()
    assert not panel.large.visibleRegion().isEmpty()
