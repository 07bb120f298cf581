"""The tab of computers by keyboard: passports, reservations, plans and their payments, scans of labels."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.counter.dates import today
from pos_app.counter.laptops import MachineState
from pos_app.counter.register_person import Slip, register_person
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.desktop.pages.journal import JournalPage
from pos_app.desktop.pages.laptops.end_plan_panel import EndPlanPanel
from pos_app.desktop.pages.laptops.paper_panel import PaperPanel
from pos_app.desktop.pages.laptops.passport_panel import PassportPanel
from pos_app.desktop.pages.laptops.pay_panel import InstalmentPanel
from pos_app.desktop.pages.laptops.payment_back_panel import PaymentBackPanel
from pos_app.desktop.pages.laptops.plan_panel import PlanPanel
from pos_app.desktop.pages.laptops.reserve_panel import ReleasePanel, ReservePanel
from pos_app.desktop.pages.laptops.withdraw_panel import ExchangePanel, WithdrawPanel
from pos_app.desktop.pages.sale.approval_panel import ApprovalPanel
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import (
    EquipmentWithdrawn,
    LaptopExchanged,
    LaptopReserved,
    PassportWritten,
    PlanEnded,
    PlanOpened,
    RefundRecorded,
    ReservationEnded,
    SaleRecorded,
)
from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode, plan_id
from pos_app.domain.laptop import Test
from pos_app.domain.plan_paper import PlanPaper, paper_text
from tests.counter.people_work import samira
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import last, panel, stock
from tests.tills import COORDINATOR_PIN

Panel = TypeVar("Panel", bound=QWidget)


def on_file(at_desk: AtDesk) -> PersonToken:
    """Samira is known at this point."""
    operator = at_desk.template.coordinator

    def register(till: Till) -> PersonToken:
        house = add_structure(till, operator=operator, name="CCAS de Marseille", commune="Marseille", phone="")
        slip = Slip(house.code, "CS", today(till), "")
        return register_person(till, operator=operator, identity=samira(), slip=slip).token

    running = at_desk.desktop.running
    assert running is not None
    return at_desk.result(running.run(register))


def computers(at_desk: AtDesk) -> StockPage:
    """The tab of computers, with the first one chosen."""
    page = stock(at_desk, "laptops")
    at_desk.wait(lambda: page.laptops.table.rows.rowCount() == 2)
    page.laptops.table.setFocus()
    return page


def open_panel(at_desk: AtDesk, key: Qt.Key, kind: type[Panel]) -> Panel:
    at_desk.press(key)
    return panel(at_desk, kind)


def take_samira(at_desk: AtDesk, form: PlanPanel | ReservePanel) -> None:
    """The first person found for what is typed."""
    at_desk.write("samira")
    at_desk.wait(lambda: form.person.found.people)
    at_desk.press(Qt.Key.Key_Return)
    assert form.person.whom is not None


def more(at_desk: AtDesk, words: str) -> None:
    """F9, then the act that begins so."""
    at_desk.press(Qt.Key.Key_F9)
    choice = panel(at_desk, ChoicePanel)
    at_desk.click(choice.options[words])


def agree(at_desk: AtDesk) -> InstalmentPanel:
    """A plan in three parts for Samira; the panel of its first payment."""
    form = open_panel(at_desk, Qt.Key.Key_F8, PlanPanel)
    take_samira(at_desk, form)
    at_desk.wait(form.parts.text)
    at_desk.press(Qt.Key.Key_Return)
    return panel(at_desk, InstalmentPanel)


def test_a_passport_is_written_by_keyboard(at_desk: AtDesk) -> None:
    page = computers(at_desk)
    form = open_panel(at_desk, Qt.Key.Key_F6, PassportPanel)
    form.model.setText("Dell Latitude 7490")
    form.price.setText("99")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "100,00" in form.wrong.text())
    form.price.setText("180")
    form.scanned("CERT-77")
    form.tests[Test.BATTERY].setCurrentIndex(2)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: last(at_desk, PassportWritten).model == "Dell Latitude 7490")
    written = last(at_desk, PassportWritten)
    assert (written.price_cents, written.certificate, written.failed) == (18_000, "CERT-77", ("battery",))
    at_desk.wait(lambda: any(machine.price_cents == 18_000 for machine in page.laptops.table.rows.rows))


def test_the_table_is_filtered_by_grade_price_state_and_certificate(at_desk: AtDesk) -> None:
    page = computers(at_desk)
    view, rows = page.laptops, page.laptops.table.rows
    form = open_panel(at_desk, Qt.Key.Key_F6, PassportPanel)
    form.grade.setCurrentIndex(0)
    form.price.setText("250")
    form.certificate.setText("")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: any(machine.price_cents == 25_000 for machine in rows.rows))
    for chosen, value, left in (
        (view.grade, "A", 1), (view.grade, "", 2), (view.price, "10000", 1), (view.price, "", 2),
        (view.wiped, "no", 1), (view.wiped, "", 2), (view.state, "sold", 0), (view.state, "for_sale", 2),
    ):  # fmt: skip
        chosen.setCurrentIndex(chosen.findData(value))
        assert rows.rowCount() == left
    view.search.setText("elitebook")
    assert rows.rowCount() == 2
    view.search.setText("thinkpad")
    assert rows.rowCount() == 0


def test_a_machine_is_reserved_and_let_go(at_desk: AtDesk) -> None:
    on_file(at_desk)
    page = computers(at_desk)
    form = open_panel(at_desk, Qt.Key.Key_F7, ReservePanel)
    at_desk.press(Qt.Key.Key_Return)
    assert "Choisissez d’abord" in form.wrong.text()
    take_samira(at_desk, form)
    at_desk.press(Qt.Key.Key_Return)
    reserved = last(at_desk, LaptopReserved)
    at_desk.wait(lambda: page.laptops.table.chosen and page.laptops.table.chosen.state is MachineState.RESERVED)
    release = open_panel(at_desk, Qt.Key.Key_F7, ReleasePanel)
    assert release.isVisible()
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, ReservationEnded).item == reserved.item


def test_a_plan_is_agreed_on_and_paid_at_the_desk(at_desk: AtDesk) -> None:
    on_file(at_desk)
    page = computers(at_desk)
    paying = agree(at_desk)
    opened = last(at_desk, PlanOpened)
    assert [due.amount_cents for due in opened.due] == [3_334, 3_333, 3_333]
    assert paying.form.amount.text() == "33,34"
    paying.form.amount.setText("200")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "100,00" in paying.wrong.text())
    paying.form.amount.setText("33,34")
    paying.form.given.setText("40")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: len(at_desk.facts(SaleRecorded)) == 1)
    at_desk.wait(lambda: "6,66" in page.notice.text)
    at_desk.wait(lambda: page.laptops.table.chosen and page.laptops.table.chosen.state is MachineState.PAID_IN_PARTS)
    rest = open_panel(at_desk, Qt.Key.Key_F8, InstalmentPanel)
    rest.form.amount.setText("66,66")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: len(at_desk.facts(SaleRecorded)) == 2)
    at_desk.wait(lambda: "bon de livraison" in page.notice.text)
    assert last(at_desk, SaleRecorded).lines[0].items == (opened.item,)


def test_a_plan_is_given_up_and_everything_goes_back(at_desk: AtDesk) -> None:
    on_file(at_desk)
    page = computers(at_desk)
    agree(at_desk)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.facts(SaleRecorded))
    at_desk.wait(lambda: page.laptops.table.chosen and page.laptops.table.chosen.plan and page.laptops.table.hasFocus())
    more(at_desk, "end")
    form = panel(at_desk, EndPlanPanel)
    at_desk.wait(lambda: "33,34" in form.back.text())
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, PlanEnded).end == "given_up"
    assert last(at_desk, RefundRecorded).total_cents == -3_334
    at_desk.wait(lambda: page.laptops.table.chosen and page.laptops.table.chosen.state is MachineState.FOR_SALE)


def test_another_tills_paper_is_paid_here(at_desk: AtDesk) -> None:
    page = computers(at_desk)
    paper = PlanPaper(
        plan_id(77), ItemId("a" * 32), ProductCode("ORDI"), PersonToken("b" * 32), price_cents=12_000, delivered=False
    )
    more(at_desk, "paper")
    form = panel(at_desk, PaperPanel)
    form.text.setText("something else")
    at_desk.press(Qt.Key.Key_Return)
    assert "code carré" in form.wrong.text()
    form.text.setText(paper_text(paper))
    at_desk.press(Qt.Key.Key_Return)
    paying = panel(at_desk, InstalmentPanel)
    paying.form.amount.setText("20")
    at_desk.press(Qt.Key.Key_Return)
    sale = last(at_desk, SaleRecorded)
    assert (sale.total_cents, [line.family for line in sale.lines]) == (2_000, ["ACOMPTE"])
    at_desk.wait(lambda: "100,00" in page.notice.text)
    at_desk.view.show_page("journal")
    journal = at_desk.view.page("journal")
    assert isinstance(journal, JournalPage)
    at_desk.wait(journal.refund.isEnabled)
    open_panel(at_desk, Qt.Key.Key_F7, PaymentBackPanel)
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, RefundRecorded).total_cents == -2_000
    at_desk.wait(lambda: "20,00" in journal.notice.text)


def test_a_machine_without_a_certificate_is_sold_on_a_coordinators_word(at_desk: AtDesk) -> None:
    page = computers(at_desk)
    form = open_panel(at_desk, Qt.Key.Key_F6, PassportPanel)
    form.certificate.setText("")
    form.price.setText("150")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: last(at_desk, PassportWritten).certificate == "")
    at_desk.wait(page.laptops.table.hasFocus)
    item = last(at_desk, PassportWritten).item
    at_desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    at_desk.wait(lambda: at_desk.desk.shelf is not None and not at_desk.desk.shelf.machines[item].certified)
    at_desk.scan(label_of(item))
    at_desk.wait(lambda: at_desk.desk.basket.total_cents == 15_000)
    at_desk.press(Qt.Key.Key_F12)
    asked = panel(at_desk, ApprovalPanel)
    at_desk.write(COORDINATOR_PIN)
    at_desk.click(asked.accept)
    at_desk.wait(lambda: at_desk.sale.payment is not None)
    at_desk.validate()
    assert [one.rule for one in last(at_desk, SaleRecorded).overrides] == ["certificate"]


def test_a_machine_that_waits_for_somebody_is_not_put_on_another_ticket(at_desk: AtDesk) -> None:
    on_file(at_desk)
    page = computers(at_desk)
    form = open_panel(at_desk, Qt.Key.Key_F7, ReservePanel)
    take_samira(at_desk, form)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(page.laptops.table.hasFocus)
    item = last(at_desk, LaptopReserved).item
    at_desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    at_desk.scan(label_of(item))
    at_desk.wait(lambda: "quelqu’un d’autre" in at_desk.sale.notice.text)
    assert at_desk.desk.basket.lines == ()
    at_desk.sale.search.setFocus()
    at_desk.write("samira")
    at_desk.wait(lambda: at_desk.sale.found.people)
    at_desk.press(Qt.Key.Key_Down)
    at_desk.press(Qt.Key.Key_Return)
    key = at_desk.sale.person.machines
    at_desk.wait(lambda: key.isVisible() and key.machines)
    at_desk.press(Qt.Key.Key_F11)
    at_desk.wait(lambda: [line.item for line in at_desk.desk.basket.lines] == [item])


def test_a_machine_is_withdrawn_or_exchanged(at_desk: AtDesk) -> None:
    page = computers(at_desk)
    one, other = page.laptops.table.rows.rows
    at_desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    at_desk.scan(one.number)
    at_desk.wait(lambda: at_desk.desk.basket.total_cents == 10_000)
    at_desk.pay()
    computers(at_desk)
    view = page.laptops
    at_desk.wait(lambda: any(row.state is MachineState.SOLD for row in view.table.rows.rows))
    view.search.setText(one.number)
    view.table.setFocus()
    more(at_desk, "exchange")
    form = panel(at_desk, ExchangePanel)
    form.scanned(other.number)
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, LaptopExchanged).by == other.item
    at_desk.wait(lambda: view.table.chosen and view.table.chosen.state is MachineState.AWAY)


def test_a_machine_that_is_broken_leaves_the_stock(at_desk: AtDesk) -> None:
    computers(at_desk)
    more(at_desk, "withdraw")
    form = panel(at_desk, WithdrawPanel)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(form.wrong.text)
    form.reason.setCurrentIndex(form.reason.findData("broken"))
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, EquipmentWithdrawn).reason == "broken"
