"""The papers of a machine, read back from their PDF."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
import pytest
import zxingcpp

from pos_app.domain.facts import InstalmentPaid, PaidBefore, SaleRecorded
from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode, TicketNumber, plan_id
from pos_app.domain.instalments import ON_ACCOUNT, Paid, due_instalments
from pos_app.domain.laptop import Test
from pos_app.domain.plan_paper import PlanPaper, is_plan_paper, paper_text, read_paper
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.printing.documents.laptop_papers import DeliverySlip, LaptopLabel, PlanContract
from pos_app.printing.documents.receipt import Receipt, receipt_of
from pos_app.printing.writers import document_pdf
from tests.printing.paper import barcodes_of, picture_of, words_of
from tests.printing.specimens import EXEMPT, ISSUER, entries_of, line, receipt, sale_of
from tests.tills import PASSPORT

AT = dt.datetime(2026, 11, 23, 13, 0, tzinfo=dt.UTC)
SOFTWARE = "pos-app 1.2.3"
PAPER = PlanPaper(
    plan=plan_id(12_345_678_901),
    item=ItemId("0123456789abcdef" * 2),
    product=ProductCode("ORDI"),
    person=PersonToken("fedcba9876543210" * 2),
    price_cents=15_000,
    delivered=False,
    paid=(Paid(TicketNumber("MRS1-000482"), 5_000, 5_000, here=False),),
)
LABEL = LaptopLabel(ISSUER, "MRS1-M00012", "Ordinateur reconditionné", PASSPORT, "7F3K", SOFTWARE)
DELIVERY = DeliverySlip(
    issuer=ISSUER, ticket="MRS1-000484", at=AT, operator_name="Nadia", person="Samira Ben Ali", number="MRS1-M00012",
    product="Ordinateur reconditionné", passport=PASSPORT, serial_end="7F3K", warranty_until=dt.date(2028, 11, 23),
    software=SOFTWARE,
)  # fmt: skip
CONTRACT = PlanContract(
    issuer=ISSUER, at=AT, operator_name="Nadia", person="Samira Ben Ali", product="Ordinateur reconditionné",
    passport=PASSPORT, serial_end="7F3K", paper=PAPER,
    due=due_instalments(15_000, number=3, first_on=AT.date(), days_between=30), after_first=False, refund_percent=100,
    software=SOFTWARE,
)  # fmt: skip


def scanned(document: object) -> list[tuple[zxingcpp.BarcodeFormat, str]]:
    return barcodes_of(picture_of(document_pdf(document)))


def test_a_label_says_what_the_machine_is_and_scans_as_its_number() -> None:
    words = words_of(document_pdf(LABEL))
    for said in ("HP EliteBook 840 G5", "B, légères marques", "150,00 €", "MRS1-M00012", "…7F3K", "24 mois"):
        assert said in words
    assert scanned(LABEL) == [(zxingcpp.BarcodeFormat.Code128, "MRS1-M00012")]


def test_a_delivery_slip_says_who_took_what_and_until_when_it_is_under_warranty() -> None:
    words = words_of(document_pdf(DELIVERY))
    for said in (
        "Bon de livraison", "MRS1-000484", "Remis à Samira Ben Ali", "HP EliteBook 840 G5", "…7F3K",
        "Reconditionné par Ateliers du Bocage", "certificat AB-2026-00412", "Sous garantie jusqu’au 23/11/2028",
        "Testé : démarre, batterie", "Signature de la personne",
    ):  # fmt: skip
        assert said in words, said
    assert scanned(DELIVERY) == [(zxingcpp.BarcodeFormat.Code128, "MRS1-M00012")]


def test_what_does_not_work_is_said_before_it_is_signed_for() -> None:
    failed = dataclasses.replace(PASSPORT, passed=(Test.START,), failed=(Test.BATTERY,), certificate="")
    words = words_of(document_pdf(dataclasses.replace(DELIVERY, passport=failed, instead_of="…11AA")))
    assert "Ne fonctionne pas : batterie" in words
    assert "certificat" not in words
    assert "En échange de la machine …11AA" in words


def test_a_plan_says_the_parts_their_days_and_what_giving_up_gives_back() -> None:
    words = words_of(document_pdf(CONTRACT))
    for said in (
        f"Échéancier {PAPER.plan}", "150,00 €", "1. Avant le 23/11/2026 50,00", "3. Avant le 22/01/2027 50,00",
        "remise au dernier versement", "tout ce que vous avez versé vous est rendu",
    ):  # fmt: skip
        assert said in words, said
    other = dataclasses.replace(CONTRACT, after_first=True, refund_percent=90)
    words = words_of(document_pdf(other))
    assert "remise au premier versement" in words
    assert "90 % de ce que vous avez versé" in words


def test_another_till_reads_the_plan_from_its_paper() -> None:
    ((kind, text),) = scanned(CONTRACT)
    assert kind == zxingcpp.BarcodeFormat.QRCode
    assert is_plan_paper(text)
    assert read_paper(text) == PAPER
    assert read_paper(text).left_cents == 10_000


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + "x",
        lambda text: text.replace("PLAN1", "PLAN2"),
        lambda text: text.replace(";15000;", ";0;"),
        lambda text: text.replace(";15000;", ";-1;"),
        lambda text: text.replace(PAPER.plan, PAPER.plan[:-1] + "x"),
        lambda text: text + ",MRS1-000482:1:1",
        lambda text: text + ";",
        lambda text: "PLAN1;",
        lambda text: text.replace("0123456789abcdef", "g123456789abcdef"),
    ],
)
def test_a_paper_that_is_not_whole_is_refused(change: object) -> None:
    with pytest.raises(Refusal) as told:
        read_paper(change(paper_text(PAPER)))  # type: ignore[operator]
    assert told.value.code == "plan_paper_unreadable"


def instalment_receipt(*, last: bool = False) -> Receipt:
    """The second of three payments, or the last one."""
    before = tuple(
        PaidBefore(ticket=TicketNumber(f"MRS1-{number:06d}"), amount_cents=5_000, net_cents=5_000)
        for number in range(1, 3 if last else 2)
    )
    lines = [line("Acompte, Ordinateur reconditionné", unit_cents=5_000, family=ON_ACCOUNT)]
    if last:
        machine = line("Ordinateur reconditionné", unit_cents=15_000, family="ORDINATEUR")
        back = line("Acomptes déjà versés", unit_cents=10_000, quantity=-1, family=ON_ACCOUNT)
        lines = [msgspec.structs.replace(machine, warranty_until="2028-11-23"), back]
    paid = InstalmentPaid(
        plan=PAPER.plan, item=PAPER.item, price_cents=15_000, amount_cents=5_000, paid_before=before, hands_over=last
    )
    sale = msgspec.structs.replace(sale_of(lines, {TenderKind.CASH: 5_000}), instalment=paid)
    assert isinstance(sale, SaleRecorded)
    return receipt_of(
        entries_of(sale)[0], sale, issuer=ISSUER, operator_name="Nadia", vat={EXEMPT.code: EXEMPT},
        durable_families=frozenset({"ORDINATEUR"}), software=SOFTWARE, plan_paper=paper_text(PAPER),
    )  # fmt: skip


def test_the_receipt_of_a_payment_says_where_the_plan_stands_and_carries_it_on() -> None:
    slip = instalment_receipt()
    words = words_of(document_pdf(slip))
    for said in (
        "Acompte, Ordinateur reconditionné 50,00", "TOTAL 50,00 €", f"Échéancier {PAPER.plan}",
        "Prix de la machine 150,00", "Déjà versé 50,00", "Reste à payer 50,00",
    ):  # fmt: skip
        assert said in words, said
    assert "1 × Acompte" not in words
    assert "garantie" not in words, "no machine was handed over yet"
    assert (zxingcpp.BarcodeFormat.QRCode, paper_text(PAPER)) in scanned(slip)


def test_the_receipt_of_the_last_payment_sells_the_machine_and_says_its_warranty() -> None:
    slip = instalment_receipt(last=True)
    words = words_of(document_pdf(slip))
    for said in (
        "1 × Ordinateur reconditionné 150,00", "Acomptes déjà versés -100,00", "TOTAL 50,00 €", "Reste à payer 0,00",
        "Sous garantie jusqu’au 23/11/2028", "L. 217-3", "remise avec ce versement",
    ):  # fmt: skip
        assert said in words, said
    assert [kind for kind, _ in scanned(slip)] == [zxingcpp.BarcodeFormat.Code128]


def test_a_machine_sold_at_once_says_the_end_of_its_warranty_too() -> None:
    machine = msgspec.structs.replace(
        line("Ordinateur reconditionné", unit_cents=15_000, family="ORDINATEUR"), warranty_until="2027-05-23"
    )
    words = words_of(document_pdf(receipt(sale_of([machine], {TenderKind.CASH: 15_000}))))
    assert "Sous garantie jusqu’au 23/05/2027" in words
