"""Selling at the window: keyboard only, mouse only, and everything a tired hand may do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.desktop.pages.payment.tendering import pieces_words
from pos_app.desktop.pages.sale.held_list import HeldList
from pos_app.desktop.pages.sale.price_panel import PricePanel
from pos_app.desktop.pages.sale.thing_panel import ThingPanel
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import BasketVoided, SaleRecorded, StockRanShort
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.tender import TenderKind
from tests.desktop.desk_work import TIMEOUT_MS, AtDesk
from tests.desktop.stock_work import scan_phone
from tests.tills import VOLUNTEER_PIN, fake_serial


def sales(at_desk: AtDesk) -> list[SaleRecorded]:
    return [fact for fact in at_desk.facts(SaleRecorded) if isinstance(fact, SaleRecorded)]


def test_a_sale_by_keyboard_alone(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.add("500")
    at_desk.write("+")
    assert at_desk.desk.basket.total_cents == 1500
    at_desk.pay("20")
    (sale,) = sales(at_desk)
    assert (sale.ticket, sale.total_cents, sale.change_cents, sale.saving_cents) == ("MRS1-000001", 1500, 500, 2690)
    assert "MRS1-000001" in at_desk.sale.notice.text
    assert "5,00\u00a0€" in at_desk.sale.notice.text
    assert at_desk.desk.basket.lines == ()
    at_desk.wait(at_desk.sale.search.hasFocus)


def test_a_sale_by_mouse_alone(at_desk: AtDesk) -> None:
    tiles = {tile.property("code"): tile for tile in at_desk.sale.shelf.tiles}
    at_desk.click(tiles["CARTE-30"])
    at_desk.click(at_desk.sale.ticket.pay)
    at_desk.click(at_desk.payment.kinds[TenderKind.CARD])
    with at_desk.qtbot.waitSignal(at_desk.desk.sold, timeout=TIMEOUT_MS):
        at_desk.click(at_desk.payment.valid)
    (sale,) = sales(at_desk)
    assert [(t.tender, t.amount_cents) for t in sale.tenders] == [(TenderKind.CARD, 250)]


def test_a_double_enter_sells_once(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    panel = at_desk.payment
    with at_desk.qtbot.waitSignal(at_desk.desk.sold, timeout=TIMEOUT_MS):
        panel.validate()
        panel.validate()
        at_desk.click(panel.valid)
    assert len(sales(at_desk)) == 1


def test_several_means_of_payment_in_turn(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.write("A")
    at_desk.write("10")
    at_desk.write("E")
    assert at_desk.payment.due.text() == "3,00\u00a0€"
    at_desk.write("5")
    assert at_desk.payment.change.text() == "2,00\u00a0€"
    at_desk.validate()
    (sale,) = sales(at_desk)
    assert {t.tender: t.amount_cents for t in sale.tenders} == {
        TenderKind.AID_VOUCHER: 1000,
        TenderKind.CASH: 500,
    }
    assert sale.change_cents == 200


@pytest.mark.parametrize(
    ("typed", "part"),
    [("1", "Il manque encore 12,00"), ("1,2,3", "pas un montant"), ("3760000000", "trop grand")],
)
def test_an_amount_that_does_not_pay_is_told_in_place(at_desk: AtDesk, typed: str, part: str) -> None:
    at_desk.add("illim")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.write(typed)
    assert part in at_desk.payment.wrong.text().replace("\u00a0", " ").replace("’", "'")
    at_desk.press(Qt.Key.Key_Return)
    assert not at_desk.payment.valid.isEnabled()
    assert sales(at_desk) == []
    at_desk.press(Qt.Key.Key_Escape)
    assert at_desk.desk.basket.total_cents == 1300


def test_letters_are_orders_and_never_stand_in_the_amount(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.write("bxt")
    assert at_desk.payment.field.text() == ""
    assert at_desk.payment.kinds[TenderKind.CARD].isChecked()
    assert at_desk.payment.receipt.isChecked()


def test_a_receipt_asked_for_is_written_and_another_is_not(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.pay("2,50")
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.write("t")
    at_desk.validate()
    receipts = at_desk.desk.running.folder.receipts
    at_desk.wait(lambda: [path.name for path in receipts.glob("*.pdf")] == ["MRS1-000002.pdf"])


def test_a_laptop_costs_what_its_passport_says_and_its_receipt_is_due(at_desk: AtDesk) -> None:
    at_desk.add("ordi")
    which = at_desk.desktop.window.findChild(ThingPanel)
    assert isinstance(which, ThingPanel)
    at_desk.wait(lambda: which.table.rowCount() == 2)
    at_desk.press(Qt.Key.Key_Return)
    assert at_desk.desk.basket.total_cents == 10_000
    at_desk.press(Qt.Key.Key_F12)
    assert at_desk.payment.receipt.isChecked()
    assert not at_desk.payment.receipt.isEnabled()


def test_a_thing_with_an_open_price_asks_it_and_keeps_its_floor(at_desk: AtDesk) -> None:
    scan_phone(at_desk)
    panel = at_desk.desktop.window.findChild(PricePanel)
    assert isinstance(panel, PricePanel)
    panel.field.setText("9,99")
    at_desk.press(Qt.Key.Key_Return)
    assert "10,00" in panel.wrong.text()
    assert at_desk.desk.basket.lines == ()
    panel.field.setText("120")
    at_desk.press(Qt.Key.Key_Return)
    assert at_desk.desk.basket.total_cents == 12_000
    at_desk.press(Qt.Key.Key_F12)
    assert at_desk.payment.receipt.isChecked()
    assert not at_desk.payment.receipt.isEnabled()


def test_what_the_count_says_is_gone_can_be_sold_with_a_warning(at_desk: AtDesk) -> None:
    """The card is on the desk in front of them: it is the count that is wrong."""
    item = at_desk.desk.shelf.item(ProductCode("CARTE-30")) if at_desk.desk.shelf else None
    assert item is not None
    at_desk.desk.add(item)
    at_desk.desk.set_quantity(0, 101)
    assert at_desk.desk.basket.quantity == 101
    assert "il en reste 100" in at_desk.sale.notice.text
    at_desk.pay("300")
    assert [fact.on_hand for fact in at_desk.facts(StockRanShort) if isinstance(fact, StockRanShort)] == [100]


def test_a_thing_is_sold_by_scanning_its_number_and_only_once(at_desk: AtDesk) -> None:
    at_desk.scan(fake_serial("ORDI", 2))
    at_desk.wait(lambda: at_desk.desk.basket.lines)
    (line,) = at_desk.desk.basket.lines
    assert line.item is not None
    at_desk.scan(label_of(line.item))
    at_desk.wait(lambda: "déjà sur le ticket" in at_desk.sale.notice.text)
    at_desk.pay("100")
    (sale,) = at_desk.facts(SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert sale.lines[0].items == (line.item,)


def test_a_basket_is_held_and_resumed(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    held = at_desk.desk.basket.id
    at_desk.press(Qt.Key.Key_F8)
    at_desk.wait(lambda: at_desk.desk.holding.held and not at_desk.desk.basket.lines)
    at_desk.press(Qt.Key.Key_F9)
    listed = at_desk.desktop.window.findChild(HeldList)
    assert isinstance(listed, HeldList)
    at_desk.click(listed.buttons[0])
    at_desk.wait(lambda: at_desk.desk.basket.id == held and not at_desk.desk.holding.held)
    assert at_desk.desk.basket.total_cents == 250


def test_an_emptied_basket_comes_back_or_becomes_an_event(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.click(at_desk.sale.ticket.empty)
    at_desk.desk.undo_void()
    assert at_desk.desk.basket.total_cents == 250
    assert at_desk.facts(BasketVoided) == []
    at_desk.click(at_desk.sale.ticket.empty)
    at_desk.add("illim")
    at_desk.wait(lambda: at_desk.facts(BasketVoided))
    (voided,) = at_desk.facts(BasketVoided)
    assert isinstance(voided, BasketVoided)
    assert (voided.lines, voided.total_cents) == (1, 250)


def test_switching_operator_keeps_the_basket(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F10)
    at_desk.wait(lambda: at_desk.desk.operator is None and at_desk.view.sign_in.people)
    assert "1 article" in at_desk.view.sign_in.kept.text()
    at_desk.sign_in(VOLUNTEER_PIN, as_code=at_desk.template.volunteer.code)
    assert at_desk.desk.basket.total_cents == 250
    at_desk.pay("2,50")
    assert len(sales(at_desk)) == 1


def test_a_line_is_removed_by_delete(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_Delete)
    assert at_desk.desk.basket.lines == ()
    assert not at_desk.sale.ticket.pay.isEnabled()


def test_a_refused_sale_keeps_the_basket_and_says_why(at_desk: AtDesk) -> None:
    """Somebody else's till page would say the same of a full disk: the panel stays, the basket stands."""
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.desk.basket.give(0, "OVER")
    at_desk.payment.field.setText("2,50")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(at_desk.payment.wrong.text)
    assert at_desk.desk.basket.quantity == 1
    assert sales(at_desk) == []


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (500, "1 billet de 5 €"),
        (0, "Rien à rendre"),
        (2_350, "1 billet de 20 €, 1 pièce de 2 €, 1 pièce de 1 €, 1 pièce de 0,50 €"),
        (4_000, "2 billets de 20 €"),
    ],
)
def test_change_is_told_in_notes_and_coins(cents: int, words: str) -> None:
    assert pieces_words(cents).replace("\u00a0", " ") == words
