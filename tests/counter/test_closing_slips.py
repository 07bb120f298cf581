"""Paper of the drawer and of closings, read back: what it says, and the code that proves it complete."""

from __future__ import annotations

import msgspec
import zxingcpp

from pos_app.counter.cash_documents import cash_document
from pos_app.counter.close_day import close_day
from pos_app.counter.close_period import close_period
from pos_app.counter.count_cash import count_cash
from pos_app.counter.edit_catalogue import save_product
from pos_app.counter.move_cash import move_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.refund import refund
from pos_app.counter.reveal_code import reveal_on_screen
from pos_app.counter.slips import confirm_slips
from pos_app.counter.till import Till
from pos_app.domain.accounting import Accounts, piece_of
from pos_app.domain.facts import CashMove, Goods, Period, SupplierTotal
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.tender import TenderKind
from pos_app.printing.closing_slip import MOST_WAITING
from pos_app.printing.documents.closing_slip import ClosingSlip, WaitingSlip
from pos_app.printing.writers import document_pdf
from pos_app.store.print_jobs import latest
from tests.clock import ManualClock
from tests.counter.code_work import code_in_clear, sell_codes
from tests.counter.test_close_day import one_day, sold
from tests.printing.paper import barcodes_of, picture_of, words_of


def paper_of(till: Till) -> tuple[str, bytes]:
    """The slip of the last entry: its file's name and its PDF."""
    document = cash_document(till, till.store.position)
    return document.name, document_pdf(document)


def test_a_movement_s_slip_says_how_much_why_and_leaves_room_for_two_signatures(
    till: Till, coordinator: Operator
) -> None:
    move_cash(till, operator=coordinator, move=CashMove.OUT, amount_cents=1250, reason="purchase")
    name, pdf = paper_of(till)
    words = words_of(pdf)
    assert name == "MRS1-caisse-0001"
    for part in ("Pièce de caisse n° 1", "Sortie d’argent", "un petit achat", "12,50 €", "Remis par", "Reçu par"):
        assert part in words
    assert "Claire" in words


def test_a_closing_slip_says_the_totals_the_drawer_and_the_perpetual_totals(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    sold(till, coordinator, "CARTE-30", "NET-2G")
    sold(till, coordinator, "CARTE-ILLIM", card=True)
    count_cash(till, operator=coordinator, counts={5000: 1, 500: 1}, others={TenderKind.CARD: 1200})
    close_day(till, operator=coordinator)
    name, pdf = paper_of(till)
    words = words_of(pdf)
    assert name == "MRS1-Z-0001"
    for part in (
        "Clôture de la journée 1", "TOTAL 20,50 €", "1 × Carte bancaire 13,00", "1 × Espèces 7,50",
        "2 × Cartes téléphoniques 15,50", "Claire (2) 20,50", "Fond de caisse à l’ouverture 50,00", "Écart -2,50",
        "Reste dans le tiroir 55,00", "Carte bancaire : compté 12,00", "Écart -1,00",
        "MRS1-000001 → MRS1-000002", "Ventes moins remboursements 20,50 €", "Montants absolus 20,50 €",
    ):  # fmt: skip
        assert part in words.replace("\u00a0", " "), part


def test_the_code_of_a_closing_slip_reads_back_and_names_the_head(till: Till, coordinator: Operator) -> None:
    one_day(till, coordinator)
    head = till.store.head
    _, pdf = paper_of(till)
    read = [text for kind, text in barcodes_of(picture_of(pdf)) if kind == zxingcpp.BarcodeFormat.QRCode]
    expected = (
        "POS-Z1", "MRS1", head.incarnation[:16].upper(), head.seq, head.hash.hex().upper(), 1, 1, 250, 250, 250,
    )  # fmt: skip
    assert read == [":".join(map(str, expected))]


def test_a_closing_slip_names_the_codes_that_wait_and_never_a_code(till: Till, coordinator: Operator) -> None:
    _sold, slips = sell_codes(till, coordinator, *["NET-500M"] * (MOST_WAITING + 2))
    reveal_on_screen(till, operator=coordinator, item=slips[0].item).open()
    confirm_slips(till, operator=coordinator, items=[slips[0].item])
    close_day(till, operator=coordinator)
    _, pdf = paper_of(till)
    words = words_of(pdf).replace("\u00a0", " ")
    assert f"Codes à retirer à l’impression : {MOST_WAITING + 1}" in words
    assert "et 1 plus ancien" in words
    assert [slip.voucher.number in words.split() for slip in slips] == [False, False, *[True] * MOST_WAITING]
    assert not any(code_in_clear(till, slip.item) in words for slip in slips)
    position = till.store.position
    one_day(till, coordinator)
    assert not _waiting(till, position), "a day that is long closed says nothing of what waits now"


def test_what_was_sold_on_behalf_of_a_supplier_stands_apart_and_goes_with_its_refund(
    till: Till, coordinator: Operator
) -> None:
    card = msgspec.structs.replace(till.listed.product("CARTE-30"), own_name=False, supplier="SFR")
    save_product(till, operator=coordinator, product=card)
    sold(till, coordinator, "CARTE-30", "CARTE-30", "CARTE-ILLIM")
    back = [Return(0, 1, Goods.SHELF)]
    given = [GivenBack(TenderKind.CASH, TenderKind.CASH, 250)]
    refund(till, operator=coordinator, ticket="1", returns=back, given=given, reason="mistake")
    closing = close_day(till, operator=coordinator)
    owed = SupplierTotal(supplier="SFR", family="CARTE", gross_cents=250, net_cents=250)
    assert closing.totals.suppliers == (owed,)
    lines = {line.account.number: line.credit_cents - line.debit_cents for line in piece_of(closing, Accounts())}
    assert (lines["467100"], lines["707000"], lines["530000"]) == (250, 1300, -1550)
    assert "Dont pour le compte de SFR 2,50" in words_of(paper_of(till)[1]).replace("\u00a0", " ")


def _waiting(till: Till, position: int) -> tuple[WaitingSlip, ...]:
    document = cash_document(till, position)
    assert isinstance(document, ClosingSlip)
    return document.to_collect


def test_a_month_s_slip_says_its_days(till: Till, coordinator: Operator, clock: ManualClock) -> None:
    one_day(till, coordinator)
    one_day(till, coordinator)
    clock.advance(seconds=31 * 24 * 3600)
    close_period(till, operator=coordinator, period=Period.MONTH)
    name, pdf = paper_of(till)
    words = words_of(pdf)
    assert name == "MRS1-M-2026-11"
    for part in ("Clôture du mois 11/2026", "Journées 1 à 2", "TOTAL 5,00"):
        assert part in words


def test_opening_a_day_prints_its_float_and_why_it_is_another(till: Till, coordinator: Operator) -> None:
    open_day(till, operator=coordinator, float_cents=5000)
    name, pdf = paper_of(till)
    assert name == "MRS1-ouverture-0001"
    words = words_of(pdf).replace("\u00a0", " ")
    for part in ("Ouverture de la journée 1", "Fond de caisse 50,00 €", "Claire", "n’est pas une recette"):
        assert part in words
    close_day(till, operator=coordinator)
    open_day(till, operator=coordinator, float_cents=4000, reason="taken_to_safe")
    assert "le reste est au coffre" in words_of(paper_of(till)[1])
    assert [job.document for job in latest(till.connection, limit=0)].count("opening_slip") == 2
