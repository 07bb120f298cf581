"""Giving back at the window, with the keyboard: from the journal, from a scanned slip, from the person's history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from pos_app.counter.structures import add_structure
from pos_app.desktop.pages.approver import ApproverPanel
from pos_app.desktop.pages.journal import JournalPage
from pos_app.desktop.pages.people.page import PeoplePage
from pos_app.desktop.pages.refund.panel import RefundPanel
from pos_app.desktop.pages.refund.report_panel import RefundReportPanel
from pos_app.domain.facts import Goods, RefundRecorded
from pos_app.domain.tender import TenderKind
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import panel as opened
from tests.desktop.test_people import register
from tests.tills import COORDINATOR_PIN, VOLUNTEER_PIN

CONTROL = Qt.KeyboardModifier.ControlModifier


def journal(at_desk: AtDesk) -> JournalPage:
    page = at_desk.view.page("journal")
    assert isinstance(page, JournalPage)
    return page


def open_panel(at_desk: AtDesk) -> RefundPanel:
    """From the journal page, on the newest ticket."""
    at_desk.press(Qt.Key.Key_5, CONTROL)
    at_desk.wait(journal(at_desk).refund.isEnabled)
    at_desk.press(Qt.Key.Key_F7)
    return opened(at_desk, RefundPanel)


def give_a_reason(panel: RefundPanel, code: str = "defective") -> None:
    panel.reason.setCurrentIndex(panel.reason.findData(code))


def refunds(at_desk: AtDesk) -> list[RefundRecorded]:
    return [fact for fact in at_desk.facts(RefundRecorded) if isinstance(fact, RefundRecorded)]


def test_one_line_of_a_ticket_is_given_back_with_the_keyboard(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.add("500")
    at_desk.pay("20")
    panel = open_panel(at_desk)
    at_desk.press(Qt.Key.Key_2)
    assert panel.total.text() == "1,00\u00a0€"
    assert not panel.valid.isEnabled()
    give_a_reason(panel)
    panel.rows[1].goods.setCurrentIndex(panel.rows[1].goods.findData(Goods.WRITTEN_OFF.value))
    panel.rows[1].setFocus()
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: refunds(at_desk))
    (refund,) = refunds(at_desk)
    assert [(line.line, line.quantity, line.goods) for line in refund.lines] == [(1, -1, Goods.WRITTEN_OFF)]
    assert [(t.tender, t.amount_cents) for t in refund.tenders] == [(TenderKind.CASH, -100)]
    assert (refund.reason, refund.ticket) == ("defective", "MRS1-000002")
    at_desk.wait(lambda: "1,00\u00a0€" in journal(at_desk).notice.text)
    receipts = at_desk.desk.running.folder.receipts
    at_desk.wait(lambda: [path.name for path in receipts.glob("*.pdf")] == ["MRS1-000002.pdf"])


def test_a_slip_that_is_scanned_shows_its_ticket_and_all_of_it_goes_back(at_desk: AtDesk) -> None:
    for paid in ("2,50", "5"):
        at_desk.add("carte 30" if paid == "2,50" else "2 go")
        at_desk.pay(paid)
    at_desk.scan("MRS1-000001")
    at_desk.wait(lambda: journal(at_desk).isVisible() and journal(at_desk).table.rowCount() == 1)
    at_desk.press(Qt.Key.Key_F7)
    panel = opened(at_desk, RefundPanel)
    at_desk.write("t")
    give_a_reason(panel)
    panel.validate()
    panel.validate()
    at_desk.wait(lambda: refunds(at_desk))
    (refund,) = refunds(at_desk)
    assert (refund.first.ticket, refund.total_cents) == ("MRS1-000001", -250)
    at_desk.wait(lambda: journal(at_desk).table.rowCount() == 3)
    assert not journal(at_desk).refund.isEnabled()
    assert "MRS1-000001" in journal(at_desk)._lines.text()  # what the person reads


def test_a_scan_while_paying_leaves_the_payment_alone(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.scan("MRS1-000001")
    assert at_desk.sale.payment is not None
    assert at_desk.sale.isVisible()


def test_keys_change_how_many_come_back_and_never_too_many(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.write("+")
    at_desk.pay("5")
    panel = open_panel(at_desk)
    for _ in range(4):
        at_desk.write("+")
    assert panel.rows[0].quantity == 2
    at_desk.write("-")
    assert panel.total_cents == 250
    at_desk.write(" ")
    assert panel.rows[0].quantity == 0
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.wait(lambda: not panel.isVisible())
    assert refunds(at_desk) == []


def test_a_volunteer_needs_a_second_person_who_is_somebody_else(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.sign_in(VOLUNTEER_PIN, as_code=at_desk.template.volunteer.code)
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    panel = open_panel(at_desk)
    at_desk.write("1")
    give_a_reason(panel, "mistake")
    assert panel.second.text()
    panel.validate()
    asked = opened(at_desk, ApproverPanel)
    assert [asked.coordinator.itemData(i) for i in range(asked.coordinator.count())] == [
        at_desk.template.coordinator.code
    ]
    at_desk.write("000001")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "incorrect" in asked.wrong.text())
    assert refunds(at_desk) == []
    at_desk.write(COORDINATOR_PIN)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: refunds(at_desk))
    assert [(one.rule, one.by) for one in refunds(at_desk)[0].overrides] == [
        ("refund", at_desk.template.coordinator.code)
    ]


def test_a_coordinator_alone_is_told_that_nobody_else_can_approve(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.desk.set_quantity(0, 24)
    at_desk.pay("312")
    panel = open_panel(at_desk)
    at_desk.write("t")
    give_a_reason(panel)
    panel.validate()
    asked = opened(at_desk, ApproverPanel)
    assert not asked.accept.isEnabled()
    assert asked.wrong.text()


def test_a_purchase_of_the_person_s_history_is_given_back(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.sign_in()
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    at_desk.result(running.run(add_structure, operator=coordinator, name="CCAS de Marseille"))
    register(at_desk)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.sale.isVisible() and at_desk.sale.person.isVisible())
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    at_desk.press(Qt.Key.Key_2, CONTROL)
    page = at_desk.view.page("people")
    assert isinstance(page, PeoplePage)
    page.search.setFocus()
    at_desk.write("samira")
    at_desk.wait(lambda: page.found.people)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(page.view.refund.isVisible)
    at_desk.press(Qt.Key.Key_F9)
    panel = opened(at_desk, RefundPanel)
    at_desk.write("t")
    give_a_reason(panel)
    panel.validate()
    at_desk.wait(lambda: "Remboursement" in newest(page))
    assert page.view.at_desk is not None
    assert page.view.at_desk.spending.cents == 0


def newest(page: PeoplePage) -> str:
    """What stands first in the history."""
    first = page.view.history.item(0, 1)
    return first.text() if first else ""


def test_a_coordinator_reads_what_each_operator_gave_back(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.pay("13")
    panel = open_panel(at_desk)
    at_desk.write("t")
    give_a_reason(panel)
    panel.validate()
    at_desk.wait(lambda: refunds(at_desk))
    at_desk.click(journal(at_desk).report)
    report = opened(at_desk, RefundReportPanel)
    at_desk.wait(lambda: report.table.rows.rowCount() == 1)
    words = [str(report.table.rows.index(0, column).data()) for column in range(6)]
    assert words == ["Claire", "article défectueux (1)", "1", "13,00\xa0€", "13,00\xa0€", "0"]
