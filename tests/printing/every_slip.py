"""One of each document that is a slip, with all that it can carry."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.facts import (
    CashMove,
    CashMoved,
    DayClosed,
    DayOpened,
    DrawerReport,
    EntryRange,
    EquipmentLent,
    FamilyTotal,
    LoanEnded,
    LoanReminded,
    OperatorTotal,
    PrepaymentSlipPrinted,
    QuotedLine,
    TenderTotal,
    TicketRange,
    Totals,
)
from pos_app.domain.identifiers import (
    IncarnationId,
    ItemId,
    OperatorCode,
    PersonToken,
    TicketNumber,
    card_number,
    slip_number,
)
from pos_app.domain.tender import TenderKind
from pos_app.domain.voucher import VoucherCode
from pos_app.printing.documents.badges import Badge
from pos_app.printing.documents.cash_slip import CashSlip
from pos_app.printing.documents.closing_slip import ClosingSlip
from pos_app.printing.documents.events_slip import EventLine, EventsSlip
from pos_app.printing.documents.loan_slips import LentThing, LoanContract, LoanEndSlip, LoanReminder
from pos_app.printing.documents.member_card import MemberCard
from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.documents.opening_slip import OpeningSlip
from pos_app.printing.documents.prepayment_slip import PrepaymentSlip
from pos_app.printing.documents.session_slip import Appointment, SessionSlip
from pos_app.printing.documents.trial_page import BARCODE, TrialPage
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.languages import language_of
from tests.printing.specimens import ISSUER, MIXED_SALE, TICKET, receipt, refund_of_mock

SOFTWARE = "pos-app 1.2.3"
AT = dt.datetime(2026, 11, 23, 19, 42)  # noqa: DTZ001  # documents hold local times
CODE = "4821773500926614"
BADGE = "B-" + "ABCDEFGHJKMNPQRSTVWXYZ2345"
PROOF = "POS1." + "M7QK2ZV4" * 20


def voucher_slip(*languages: str, code: str = CODE) -> VoucherSlip:
    """The slip of mocks/slip.png, in French and these languages."""
    return VoucherSlip(
        issuer=ISSUER,
        product="Internet 500 Mo",
        code=VoucherCode(code),
        number=slip_number(TicketNumber(TICKET), 1),
        ticket=TicketNumber(TICKET),
        place=1,
        slips=3,
        expires_on=dt.date(2027, 5, 31),
        dial="952",
        page="recharge",
        languages=tuple(language for language in map(language_of, ("fr", *languages)) if language),
        software=SOFTWARE,
    )


def notice(code: str) -> DataNotice:
    language = language_of(code)
    assert language
    return DataNotice(language, ISSUER, 24)


_TOTALS = Totals(
    tickets=2,
    refunds=0,
    total_cents=11597,
    absolute_cents=11597,
    refunded_cents=0,
    saving_cents=1690,
    vat=MIXED_SALE.vat,
    families=(FamilyTotal(family="CARTE", quantity=4, gross_cents=1597, net_cents=1597),),
    tenders=(TenderTotal(tender=TenderKind.CASH, payments=2, amount_cents=11597),),
    operators=(OperatorTotal(operator=OperatorCode("NAD"), tickets=2, total_cents=11597),),
    ranges=(TicketRange(series="MRS1", first=482, last=483),),
    overrides=0,
    copies=1,
    voided=0,
    drawer_openings=1,
    tender_corrections=0,
)
_DRAWER = DrawerReport(
    opened_cents=5000,
    opened_gap_cents=0,
    sales_cents=11597,
    in_cents=0,
    out_cents=1250,
    to_safe_cents=10000,
    from_safe_cents=0,
    difference_cents=-250,
    to_bank_cents=0,
    counted=True,
    left_cents=5097,
    others=(),
)


def closing_slip() -> ClosingSlip:
    closed = DayClosed(
        day=12,
        entries=(EntryRange(incarnation=IncarnationId("ab" * 32), first_seq=1, last_seq=90),),
        totals=_TOTALS,
        drawer=_DRAWER,
        perpetual_cents=1234567,
        perpetual_absolute_cents=1240000,
        software=SOFTWARE,
    )
    return ClosingSlip(
        issuer=ISSUER,
        series="MRS1",
        closing=closed,
        opened_at=AT.replace(hour=9),
        at=AT,
        operator_name="Claire",
        names={"NAD": "Nadia"},
        families={"CARTE": "Cartes téléphoniques"},
        control="7F3A-91C2-B0DE",
        proof=PROOF,
    )


def cash_slip() -> CashSlip:
    moved = CashMoved(day=12, number=3, move=CashMove.OUT, amount_cents=1250, reason="purchase")
    return CashSlip(ISSUER, "MRS1", moved, AT, "Claire", "7F3A-91C2-B0DE", SOFTWARE)


def opening_slip() -> OpeningSlip:
    opened = DayOpened(day=12, float_cents=5000, reason="change_brought")
    return OpeningSlip(ISSUER, "MRS1", opened, AT, "Claire", "7F3A-91C2-B0DE", SOFTWARE)


def events_slip() -> EventsSlip:
    lines = [EventLine(91, AT, "Claire", "Clôture", "journée 12"), EventLine(90, AT, "Nadia", "Vente", "")]
    return EventsSlip(ISSUER, "MRS1", lines, "ventes d’aujourd’hui", SOFTWARE)


def prepayment_slip() -> PrepaymentSlip:
    lines = tuple(
        QuotedLine(
            product=s.product, label=s.label, quantity=s.quantity, unit_cents=s.unit_cents, gross_cents=s.gross_cents
        )
        for s in MIXED_SALE.lines
    )
    quoted = PrepaymentSlipPrinted(
        basket=MIXED_SALE.basket, lines=lines, total_cents=MIXED_SALE.total_cents, saving_cents=MIXED_SALE.saving_cents
    )
    return PrepaymentSlip(ISSUER, "MRS1", quoted, AT, "Nadia", "7F3A-91C2-B0DE", SOFTWARE)


KEY = LentThing("Clé Hotspot 3G+", "N0123456789", "7518")


def loan_contract(*languages: str) -> LoanContract:
    lent = EquipmentLent(
        day=12,
        loan=7,
        item=ItemId("0123456789" * 3 + "ab"),
        person=PersonToken("ab" * 16),
        deposit_cents=2000,
        tender=TenderKind.CASH,
        due_on="2026-12-23",
        condition="good",
    )
    spoken = tuple(language for language in map(language_of, ("fr", *languages)) if language)
    return LoanContract(ISSUER, "MRS1", lent, KEY, "Samira Ben Ali", AT, "Nadia", spoken, "7F3A-91C2-B0DE", SOFTWARE)


def loan_end() -> LoanEndSlip:
    ended = LoanEnded(
        day=40,
        loan=7,
        item=ItemId("0123456789" * 3 + "ab"),
        person=PersonToken("ab" * 16),
        condition="damaged",
        to_stock=False,
        deposit_cents=2000,
        given_back_cents=500,
        tender=TenderKind.CASH,
        reason="damaged",
    )
    return LoanEndSlip(ISSUER, "MRS1", ended, KEY, "Samira Ben Ali", AT, "Claire", "7F3A-91C2-B0DE", SOFTWARE)


def loan_reminder(*languages: str) -> LoanReminder:
    reminded = LoanReminded(
        loan=7,
        item=ItemId("0123456789" * 3 + "ab"),
        person=PersonToken("ab" * 16),
        due_on="2026-12-23",
        reminded_on="2026-12-29",
    )
    spoken = tuple(language for language in map(language_of, ("fr", *languages)) if language)
    return LoanReminder(
        ISSUER, "MRS1", reminded, 2000, KEY, "Samira Ben Ali", "Nadia", spoken, "7F3A-91C2-B0DE", SOFTWARE
    )


def session_slip() -> SessionSlip:
    appointment = Appointment("Atelier découverte", AT.replace(hour=14, minute=0), 120)
    return SessionSlip(ISSUER, TicketNumber(TICKET), (appointment,), SOFTWARE)


EVERY_SLIP: dict[str, tuple[object, str]] = {
    "receipt": (receipt(MIXED_SALE), TICKET),
    "duplicate": (receipt(copy=1), TICKET),
    "refund": (receipt(refund_of_mock()), "MRS1-000483"),
    "voucher": (voucher_slip(), slip_number(TicketNumber(TICKET), 1)),
    "prepayment": (prepayment_slip(), ""),
    "cash": (cash_slip(), ""),
    "opening": (opening_slip(), ""),
    "closing": (closing_slip(), PROOF),
    "events": (events_slip(), ""),
    "loan": (loan_contract("ar"), KEY.number),
    "loan reminder": (loan_reminder("ar"), KEY.number),
    "loan end": (loan_end(), KEY.number),
    "session": (session_slip(), TICKET),
    "trial": (TrialPage(ISSUER, AT, SOFTWARE), BARCODE),
    "notice": (notice("fr"), ""),
    "card": (MemberCard(card_number(123456789), ISSUER.legal_name, ISSUER.point, AT.date(), "Nadia"), "1234567897"),
    "badge": (Badge("Nadia", "Bénévole", "Marseille", "2027-06-30", BADGE), BADGE),
}
"""Each with what its barcode or QR code says, empty where it has none."""
