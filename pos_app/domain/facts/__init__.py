"""The facts that the ledger stores: what happened, in the past tense, frozen for ever.

A fact is the payload of an entry. Its `kind` carries its version: a struct here never changes once tills
have written it; a new need is a new version beside it, and old ones are read for ever. No fact holds the name
of a person, a free text or a code: operators are codes, reasons are codes, serials are internal ids.
"""

from __future__ import annotations

from pos_app.domain.facts.audit import (
    AccountChosen,
    AccountsExported,
    ArchiveChecked,
    ArchiveMade,
    IntegrityFaultFound,
    JournalChecked,
    TillRebuilt,
    TillRestored,
)
from pos_app.domain.facts.cash import (
    AidVoucherNoted,
    AidVouchersClaimed,
    CashCounted,
    CashDifferenceAccepted,
    CashMove,
    CashMoved,
    DrawerHandedOver,
    DrawerOpened,
    Pieces,
    TenderCorrected,
    TenderCounted,
)
from pos_app.domain.facts.closings import (
    Closing,
    DayClosed,
    DepositTotal,
    DrawerReport,
    EntryRange,
    FamilyTotal,
    OperatorTotal,
    Period,
    PeriodClosed,
    SupplierTotal,
    TenderTotal,
    TicketRange,
    Totals,
)
from pos_app.domain.facts.equipment import (
    EquipmentArrived,
    EquipmentFound,
    EquipmentReceived,
    EquipmentSent,
    EquipmentWithdrawn,
    ReceivedItem,
)
from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.facts.laptops import (
    DueInstalment,
    InstalmentHeard,
    LaptopExchanged,
    LaptopReserved,
    PassportWritten,
    PlanEnd,
    PlanEnded,
    PlanOpened,
    ReservationEnded,
)
from pos_app.domain.facts.loans import EquipmentLent, LoanEnded, LoanProlonged, LoanReminded
from pos_app.domain.facts.operators import (
    OperatorAdded,
    OperatorChanged,
    OperatorPinChanged,
    OperatorReleased,
    OperatorRemoved,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from pos_app.domain.facts.people import (
    DataHandedOver,
    PeopleExported,
    PeopleImported,
    PersonChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    PersonsMerged,
    PrescriberChanged,
    RightChanged,
    RightOpened,
    RulesLoaded,
    StructureKept,
)
from pos_app.domain.facts.refunds import FirstTicket, Goods, RefundedLine, RefundRecorded, TenderReturned
from pos_app.domain.facts.registry import FACTS, decode_fact, read_fact
from pos_app.domain.facts.sales import (
    BasketVoided,
    Beneficiary,
    DayOpened,
    FloatLaid,
    InstalmentPaid,
    LateSale,
    Override,
    PaidBefore,
    PrepaymentSlipPrinted,
    QuotedLine,
    ReceiptPrinted,
    SaleRecorded,
    SoldLine,
    StockReceived,
    TenderTaken,
    VatTotal,
)
from pos_app.domain.facts.stock import (
    CampaignSet,
    CatalogueChange,
    CatalogueChanged,
    MovedStock,
    StockArrived,
    StockCounted,
    StockLost,
    StockRanShort,
    StockSent,
)
from pos_app.domain.facts.support import (
    AttendanceMarked,
    CaseClosed,
    CaseOpened,
    CaseStepTaken,
    PlaceGivenUp,
    SessionCancelled,
    SessionSet,
)
from pos_app.domain.facts.till import (
    BackupMade,
    CatalogueLoaded,
    ClockMovedBack,
    IncarnationOpened,
    ParametersLoaded,
    PreviousIncarnation,
    RecoverySheetRenewed,
    ReferenceRefused,
    SoftwareUpdated,
    SyncManifest,
    TillEnrolled,
    TillRetired,
    TillSetUp,
    TillStarted,
    TillStopped,
    TrainingEntered,
    TrainingLeft,
)
from pos_app.domain.facts.vouchers import (
    AllocationRefused,
    CodeContested,
    CodeReplaced,
    CodeShown,
    LotOrigin,
    LotReceived,
    LotReleased,
    LotWithdrawn,
    SlipPrinted,
    SlipReprintOrdered,
    SlipsConfirmed,
)

__all__ = [
    "FACTS", "AccountChosen", "AccountsExported", "AidVoucherNoted", "AidVouchersClaimed", "AllocationRefused",
    "ArchiveChecked",
    "ArchiveMade", "AttendanceMarked", "BackupMade", "BasketVoided", "Beneficiary", "CampaignSet", "CaseClosed",
    "CaseOpened", "CaseStepTaken", "CashCounted", "CashDifferenceAccepted", "CashMove", "CashMoved",
    "CatalogueChange", "CatalogueChanged", "CatalogueLoaded", "ClockMovedBack", "Closing", "CodeContested",
    "CodeReplaced", "CodeShown", "DataHandedOver", "DayClosed", "DayOpened", "DepositTotal", "DrawerHandedOver",
    "DrawerOpened", "DrawerReport", "DueInstalment", "EntryRange", "EquipmentArrived", "EquipmentFound",
    "EquipmentLent", "EquipmentReceived", "EquipmentSent", "EquipmentWithdrawn", "Fact", "FamilyTotal", "FirstTicket",
    "FloatLaid", "Goods", "IncarnationOpened", "InstalmentHeard", "InstalmentPaid", "IntegrityFaultFound",
    "JournalChecked", "LaptopExchanged", "LaptopReserved", "LateSale", "LoanEnded", "LoanProlonged", "LoanReminded",
    "LotOrigin",
    "LotReceived", "LotReleased", "LotWithdrawn", "MovedStock", "OperatorAdded", "OperatorChanged",
    "OperatorPinChanged", "OperatorReleased", "OperatorRemoved", "OperatorTotal", "Override", "PaidBefore",
    "ParametersLoaded", "Part", "PassportWritten", "PeopleExported", "PeopleImported", "Period", "PeriodClosed",
    "PersonChanged", "PersonErased", "PersonLeft", "PersonRegistered", "PersonsMerged", "Pieces", "PlaceGivenUp",
    "PlanEnd", "PlanEnded", "PlanOpened", "PrepaymentSlipPrinted", "PrescriberChanged", "PreviousIncarnation",
    "QuotedLine", "ReceiptPrinted", "ReceivedItem", "RecoverySheetRenewed", "ReferenceRefused", "RefundRecorded",
    "RefundedLine", "ReservationEnded", "RightChanged", "RightOpened", "RulesLoaded", "SaleRecorded",
    "SessionCancelled", "SessionSet", "SignInFailed", "SignedIn", "SignedOut", "SlipPrinted", "SlipReprintOrdered",
    "SlipsConfirmed", "SoftwareUpdated", "SoldLine", "StockArrived", "StockCounted", "StockLost", "StockRanShort",
    "StockReceived", "StockSent", "StructureKept", "SupplierTotal", "SyncManifest", "TenderCorrected",
    "TenderCounted", "TenderReturned", "TenderTaken", "TenderTotal", "TicketRange", "TicketRecorded", "TillEnrolled",
    "TillRebuilt", "TillRestored", "TillRetired", "TillSetUp", "TillStarted", "TillStopped", "Totals",
    "TrainingEntered", "TrainingLeft", "VatTotal", "decode_fact", "read_fact",
]  # fmt: skip

TicketRecorded = SaleRecorded | RefundRecorded
"""What has a ticket number: a sale, or a refund, which is a ticket in minus."""
