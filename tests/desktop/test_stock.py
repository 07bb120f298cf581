"""The stock page by keyboard: deliveries, counts, losses, transfers, the catalogue, campaigns."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt

from pos_app.counter.edit_catalogue import save_product
from pos_app.desktop.pages.sale.line_panel import LinePanel
from pos_app.desktop.pages.stock.campaign_panel import CampaignPanel
from pos_app.desktop.pages.stock.count_panel import CountPanel
from pos_app.desktop.pages.stock.delivery_panel import DeliveryPanel
from pos_app.desktop.pages.stock.family_panel import FamilyPanel, VatPanel
from pos_app.desktop.pages.stock.later_price_panel import LaterPricePanel
from pos_app.desktop.pages.stock.loss_panel import LossPanel
from pos_app.desktop.pages.stock.product_panel import ProductPanel
from pos_app.desktop.pages.stock.transfer_panel import ArrivalPanel, SendingPanel
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.domain.facts import (
    CatalogueChanged,
    SaleRecorded,
    StockArrived,
    StockCounted,
    StockLost,
    StockReceived,
    StockSent,
)
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import ALT, CONTROL, choose, last, no_panel, panel, stock
from tests.tills import VOLUNTEER_PIN


def test_a_delivery_is_received_by_quantity(at_desk: AtDesk) -> None:
    page = stock(at_desk)
    choose(at_desk, page, "carte-2h")
    at_desk.press(Qt.Key.Key_Return)
    panel(at_desk, DeliveryPanel)
    at_desk.write("7")
    before = len(at_desk.facts(StockReceived))
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: len(at_desk.facts(StockReceived)) == before + 1)
    received = last(at_desk, StockReceived)
    assert (received.product, received.quantity) == ("CARTE-2H", 7)
    at_desk.wait(lambda: "7 × Carte 2 heures" in page.notice.text)
    at_desk.wait(lambda: page.counted.table.chosen and page.counted.table.chosen.on_hand == 107)


def test_a_box_is_received_by_scanning_its_first_and_last_card(at_desk: AtDesk) -> None:
    page = stock(at_desk)
    choose(at_desk, page, "carte-30")
    at_desk.press(Qt.Key.Key_F6)
    delivery = panel(at_desk, DeliveryPanel)
    at_desk.scan("0099120000401")
    at_desk.scan("0099120000500")
    assert delivery.quantity.text() == "100"
    delivery.last.setText("0099120000300")
    assert "série de numéros" in delivery.wrong.text()
    delivery.last.setText("0099120000450")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: last(at_desk, StockReceived).quantity == 50)
    assert at_desk.desk.basket.lines == ()


def test_a_count_tells_the_difference(at_desk: AtDesk) -> None:
    page = stock(at_desk)
    choose(at_desk, page, "carte-30")
    at_desk.press(Qt.Key.Key_F7)
    counting = panel(at_desk, CountPanel)
    at_desk.write("beaucoup")
    at_desk.press(Qt.Key.Key_Return)
    assert counting.wrong.text()
    counting.counted.setText("97")
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, StockCounted).counted == 97
    at_desk.wait(lambda: "-3" in page.notice.text)


def test_a_loss_and_both_halves_of_a_transfer(at_desk: AtDesk) -> None:
    page = stock(at_desk)
    choose(at_desk, page, "carte-30")
    at_desk.press(Qt.Key.Key_F8)
    panel(at_desk, ChoicePanel)
    at_desk.press(Qt.Key.Key_1)
    losing = panel(at_desk, LossPanel)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(losing.wrong.text)
    losing.reason.setCurrentIndex(losing.reason.findData("stolen"))
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, StockLost).reason == "stolen"
    at_desk.wait(lambda: no_panel(at_desk))
    at_desk.press(Qt.Key.Key_F8)
    panel(at_desk, ChoicePanel)
    at_desk.press(Qt.Key.Key_2)
    sending = panel(at_desk, SendingPanel)
    at_desk.write("par2")
    sending.quantity.setText("10")
    at_desk.press(Qt.Key.Key_Return)
    sent = last(at_desk, StockSent)
    at_desk.wait(lambda: sent.number in page.notice.text)
    at_desk.press(Qt.Key.Key_F8)
    panel(at_desk, ChoicePanel)
    at_desk.press(Qt.Key.Key_3)
    arriving = panel(at_desk, ArrivalPanel)
    at_desk.write("par2-t5")
    arriving.quantity.setText("4")
    at_desk.press(Qt.Key.Key_Return)
    assert last(at_desk, StockArrived).number == "PAR2-T5"
    stock(at_desk, "movements")
    at_desk.wait(lambda: page.movements.table.rows.rowCount() >= 3)
    words = [str(page.movements.table.rows.index(row, 4).data()) for row in range(3)]
    assert words == ["Transfert PAR2-T5 arrivé", f"Transfert {sent.number} vers PAR2", "Perte\xa0: volé"]


def test_an_article_is_added_by_keyboard_and_sold_by_its_own_key(at_desk: AtDesk) -> None:
    page = stock(at_desk, tab="catalogue")
    at_desk.press(Qt.Key.Key_F6)
    form = panel(at_desk, ProductPanel)
    at_desk.write("carte-5h")
    form.label.setText("Carte 5 heures")
    form.price.setText("9")
    form.public.setText("20")
    form.supplier.setText("SFR")
    form.sold.setCurrentIndex(1)
    form.key.setText("k")
    at_desk.scan("3760000000017")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "3760000000017" in form.wrong.text())
    form.barcodes.setText("036000291452")
    at_desk.press(Qt.Key.Key_Return)
    assert [change.code for change in last(at_desk, CatalogueChanged).changes] == ["CARTE-5H"]
    at_desk.wait(lambda: page.catalogue.table.rows.rowCount() == 10)
    at_desk.press(Qt.Key.Key_1, CONTROL)
    at_desk.sale.search.setFocus()
    at_desk.press(Qt.Key.Key_K, ALT)
    at_desk.wait(lambda: at_desk.desk.basket.total_cents == 900)
    at_desk.scan("0036000291452")
    assert at_desk.desk.basket.quantity == 2
    at_desk.pay("18")
    assert last(at_desk, SaleRecorded).lines[0].sold_for == "SFR"


def test_a_price_of_today_is_on_the_shelf_at_once_and_one_to_come_is_listed(at_desk: AtDesk) -> None:
    page = stock(at_desk, tab="catalogue")
    choose(at_desk, page, "carte-30")
    at_desk.press(Qt.Key.Key_F8)
    later = panel(at_desk, LaterPricePanel)
    later.price.setText("2,80")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.shelf and at_desk.desk.shelf.catalogue.product("CARTE-30").price_cents == 280)
    at_desk.press(Qt.Key.Key_F8)
    later = panel(at_desk, LaterPricePanel)
    later.day.setText("01/01/2020")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "passée" in later.wrong.text())
    later.day.setText("31/12/2099")
    later.price.setText("3")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "31/12/2099" in str(page.catalogue.table.rows.index(0, 4).data()))


def test_a_family_and_a_vat_treatment_are_added_by_keyboard(at_desk: AtDesk) -> None:
    page = stock(at_desk, tab="catalogue")
    at_desk.press(Qt.Key.Key_F9)
    panel(at_desk, ChoicePanel)
    at_desk.press(Qt.Key.Key_2)
    vat = panel(at_desk, VatPanel)
    vat.code.setText("tva-55")
    vat.rate.setText("5,5")
    vat.mention.setText("Exonération")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "exonération" in vat.wrong.text())
    vat.mention.clear()
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.shelf and "TVA-55" in at_desk.desk.shelf.listed.vat)
    at_desk.press(Qt.Key.Key_F9)
    panel(at_desk, ChoicePanel)
    at_desk.press(Qt.Key.Key_1)
    family = panel(at_desk, FamilyPanel)
    family.which.setCurrentIndex(family.which.findData("CARTE"))
    assert (family.code.isReadOnly(), family.label.text()) == (True, "Cartes téléphoniques")
    family.label.setText("Cartes")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.catalogue.table.rows.index(0, 7).data() == "Cartes")
    assert [(one.code, one.what) for one in last(at_desk, CatalogueChanged).changes] == [("CARTE", ("label",))]


def test_an_icon_that_this_version_does_not_have_is_left_out(at_desk: AtDesk) -> None:
    """Head office may name one of a later version."""
    running, coordinator = at_desk.desk.running, at_desk.template.coordinator
    assert at_desk.desk.shelf
    for code, icon in (("CARTE-30", "phone"), ("CARTE-2H", "hologram")):
        product = replace(at_desk.desk.shelf.listed.product(code), icon=icon)
        at_desk.result(running.run(save_product, operator=coordinator, product=product))
    at_desk.wait(lambda: at_desk.desk.shelf and at_desk.desk.shelf.catalogue.product("CARTE-2H").icon == "hologram")
    assert not at_desk.sale.grab().isNull()


def test_a_volunteer_reads_the_catalogue_and_changes_nothing(at_desk: AtDesk) -> None:
    at_desk.press(Qt.Key.Key_F10)
    at_desk.wait(lambda: at_desk.desk.operator is None)
    at_desk.sign_in(VOLUNTEER_PIN, as_code=at_desk.template.volunteer.code)
    page = stock(at_desk, tab="catalogue")
    assert not page.catalogue.new.isEnabled()
    at_desk.press(Qt.Key.Key_F6)
    assert not at_desk.desktop.window.findChildren(ProductPanel)


def test_a_campaign_gives_a_line_away_at_the_sale(at_desk: AtDesk) -> None:
    page = stock(at_desk, tab="campaigns")
    at_desk.press(Qt.Key.Key_F6)
    form = panel(at_desk, CampaignPanel)
    at_desk.write("hiver")
    form.label.setText("Grand froid")
    form.budget.setText("10")
    form.ends.setText("31/12/2099")
    form.articles.item(0).setCheckState(Qt.CheckState.Checked)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.campaigns.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_1, CONTROL)
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F4)
    line = panel(at_desk, LinePanel)
    at_desk.wait(lambda: line.campaign.count() == 2)
    line.campaign.setCurrentIndex(1)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.basket.total_cents == 0)
    at_desk.wait(lambda: at_desk.sale.asking is None)
    at_desk.pay()
    sold = last(at_desk, SaleRecorded).lines[0]
    assert (sold.gift, sold.given_cents) == ("HIVER", 250)


def test_another_price_wants_a_reason(at_desk: AtDesk) -> None:
    at_desk.add("illim")
    at_desk.press(Qt.Key.Key_F4)
    line = panel(at_desk, LinePanel)
    line.price.setText("10")
    at_desk.press(Qt.Key.Key_Return)
    assert line.wrong.text()
    line.reason.setCurrentIndex(line.reason.findData("damaged"))
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: at_desk.desk.basket.total_cents == 1_000)
    assert at_desk.desk.basket.lines[0].price_reason == "damaged"
