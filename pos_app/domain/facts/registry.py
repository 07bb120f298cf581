"""Which kinds of entries there are: a kind, which carries its version, and the struct that reads it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from pos_app.domain.facts import (
    audit,
    cash,
    closings,
    equipment,
    laptops,
    loans,
    operators,
    people,
    refunds,
    sales,
    stock,
    support,
    till,
    vouchers,
)
from pos_app.domain.facts.fact import Fact
from pos_app.domain.refusals import Bug

FACTS: dict[str, type[Fact]] = {
    fact.kind: fact
    for fact in (
        till.IncarnationOpened, till.TillSetUp, till.SoftwareUpdated, till.TillStarted, till.TillStopped,
        till.CatalogueLoaded, operators.OperatorAdded, operators.OperatorChanged, operators.OperatorPinChanged,
        operators.OperatorReleased,
        operators.OperatorRemoved, operators.SignedIn, operators.SignInFailed, operators.SignedOut, sales.DayOpened,
        sales.StockReceived, sales.SaleRecorded, sales.BasketVoided, sales.PrepaymentSlipPrinted,
        sales.ReceiptPrinted, till.ClockMovedBack, till.BackupMade, till.TillEnrolled, till.SyncManifest,
        till.TillRetired, till.RecoverySheetRenewed, sales.FloatLaid, people.PersonRegistered, people.PersonChanged,
        people.RightOpened, people.RightChanged, people.PrescriberChanged, people.PersonLeft, people.PersonsMerged,
        people.PersonErased, people.DataHandedOver, people.PeopleExported, people.PeopleImported,
        people.StructureKept, people.RulesLoaded, till.ParametersLoaded, till.ReferenceRefused,
        cash.CashMoved, cash.DrawerOpened, cash.CashCounted,
        cash.CashDifferenceAccepted, cash.DrawerHandedOver, cash.TenderCorrected, cash.AidVoucherNoted,
        cash.AidVouchersClaimed, closings.DayClosed, closings.PeriodClosed, audit.JournalChecked,
        audit.IntegrityFaultFound, audit.ArchiveMade, audit.ArchiveChecked, audit.TillRestored, audit.TillRebuilt,
        audit.AccountsExported, audit.AccountChosen, refunds.RefundRecorded, till.TrainingEntered, till.TrainingLeft,
        vouchers.AllocationRefused, vouchers.LotReceived, vouchers.LotWithdrawn,
        vouchers.LotReleased, vouchers.SlipPrinted, vouchers.SlipReprintOrdered, vouchers.CodeShown,
        vouchers.SlipsConfirmed, vouchers.CodeContested, vouchers.CodeReplaced, laptops.PassportWritten,
        laptops.LaptopReserved, laptops.ReservationEnded, laptops.PlanOpened, laptops.InstalmentHeard,
        laptops.PlanEnded, laptops.LaptopExchanged, equipment.EquipmentReceived, equipment.EquipmentWithdrawn,
        equipment.EquipmentFound, equipment.EquipmentSent, equipment.EquipmentArrived,
        loans.EquipmentLent, loans.LoanEnded, loans.LoanProlonged, loans.LoanReminded,
        stock.CatalogueChanged, stock.CampaignSet, stock.StockRanShort, stock.StockCounted,
        stock.StockLost, stock.StockSent, stock.StockArrived, support.SessionSet, support.SessionCancelled,
        support.PlaceGivenUp, support.AttendanceMarked, support.CaseOpened, support.CaseStepTaken, support.CaseClosed,
    )
}  # fmt: skip


def read_fact(kind: str, value: Any) -> Fact:
    """The fact that a decoded payload says. Raises Bug("kind_unknown", "payload_unreadable").

    Head office asks `FACTS` first: a kind it does not know is parked there, not an error.
    """
    if kind not in FACTS:
        raise Bug("kind_unknown", kind=kind)
    try:
        return msgspec.convert(value, FACTS[kind])
    except (msgspec.ValidationError, ValueError) as error:
        raise Bug("payload_unreadable", kind=kind, why=str(error)) from error


def decode_fact(kind: str, payload: bytes) -> Fact | None:
    """The fact that `payload` says, whatever its form; None where this kind is unknown or says nothing so."""
    if kind not in FACTS:
        return None
    try:
        return _decoder(kind).decode(payload)
    except (msgspec.DecodeError, ValueError, TypeError, RecursionError):
        return None


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(FACTS[kind])
