"""What each entry of the journal says, as a line that an auditor reads; on the page, on paper and at head office."""

from __future__ import annotations

import enum

from pos_app.account_words import use_words
from pos_app.cash_words import CASH_MOVES, CASH_REASONS
from pos_app.domain.facts import (
    AccountChosen,
    AccountsExported,
    ArchiveChecked,
    ArchiveMade,
    BackupMade,
    BasketVoided,
    CashCounted,
    CashDifferenceAccepted,
    CashMoved,
    ClockMovedBack,
    DayClosed,
    DayOpened,
    DrawerOpened,
    Fact,
    FloatLaid,
    IncarnationOpened,
    IntegrityFaultFound,
    JournalChecked,
    LateSale,
    PeriodClosed,
    PrepaymentSlipPrinted,
    ReceiptPrinted,
    RefundRecorded,
    SaleRecorded,
    SignInFailed,
    SoftwareUpdated,
    SyncManifest,
    TenderCorrected,
    TillRestored,
    TillStarted,
)
from pos_app.i18n import N_, money
from pos_app.i18n import gettext as _
from pos_app.laptop_words import laptop_words
from pos_app.loan_words import loan_detail
from pos_app.reasons import FAULTS


class EventGroup(enum.StrEnum):
    """By what people look for events."""

    SALES = "sales"
    DRAWER = "drawer"
    CLOSINGS = "closings"
    PEOPLE = "people"
    ACCESS = "access"
    STOCK = "stock"
    TILL = "till"


GROUP_WORDS: dict[EventGroup, str] = {
    EventGroup.SALES: N_("Sales and receipts"),
    EventGroup.DRAWER: N_("Drawer and payments"),
    EventGroup.CLOSINGS: N_("Days and closings"),
    EventGroup.PEOPLE: N_("People and rights"),
    EventGroup.ACCESS: N_("Who signed in"),
    EventGroup.STOCK: N_("Stock and catalogue"),
    EventGroup.TILL: N_("Till, copies and checks"),
}

_KINDS: dict[str, tuple[EventGroup, str]] = {
    "incarnation_opened": (EventGroup.TILL, N_("New chain of the journal")),
    "till_set_up": (EventGroup.TILL, N_("Till set up")),
    "software_updated": (EventGroup.TILL, N_("Program updated")),
    "till_started": (EventGroup.TILL, N_("Program started")),
    "till_stopped": (EventGroup.TILL, N_("Program stopped")),
    "training_entered": (EventGroup.TILL, N_("Training began")),
    "training_left": (EventGroup.TILL, N_("Training ended")),
    "catalogue_loaded": (EventGroup.STOCK, N_("Catalogue loaded")),
    "operator_added": (EventGroup.ACCESS, N_("Operator added")),
    "operator_changed": (EventGroup.ACCESS, N_("Operator changed by head office")),
    "operator_pin_changed": (EventGroup.ACCESS, N_("PIN changed")),
    "operator_released": (EventGroup.ACCESS, N_("Operator unlocked")),
    "operator_removed": (EventGroup.ACCESS, N_("Operator removed")),
    "signed_in": (EventGroup.ACCESS, N_("Signed in")),
    "sign_in_failed": (EventGroup.ACCESS, N_("Wrong PIN")),
    "signed_out": (EventGroup.ACCESS, N_("Signed out")),
    "day_opened": (EventGroup.CLOSINGS, N_("Day opened")),
    "float_laid": (EventGroup.CLOSINGS, N_("Float laid")),
    "stock_received": (EventGroup.STOCK, N_("Delivery received")),
    "stock_ran_short": (EventGroup.STOCK, N_("Sold beyond the stock on file")),
    "stock_counted": (EventGroup.STOCK, N_("Stock counted")),
    "stock_lost": (EventGroup.STOCK, N_("Stock lost")),
    "stock_sent": (EventGroup.STOCK, N_("Stock sent to another till")),
    "stock_arrived": (EventGroup.STOCK, N_("Stock came in from another till")),
    "catalogue_changed": (EventGroup.STOCK, N_("Catalogue changed")),
    "campaign_set": (EventGroup.STOCK, N_("Campaign set")),
    "sale_recorded": (EventGroup.SALES, N_("Sale")),
    "refund_recorded": (EventGroup.SALES, N_("Refund")),
    "basket_voided": (EventGroup.SALES, N_("Basket given up")),
    "prepayment_slip_printed": (EventGroup.SALES, N_("Slip printed before payment")),
    "receipt_printed": (EventGroup.SALES, N_("Receipt printed again")),
    "clock_moved_back": (EventGroup.TILL, N_("Clock moved back")),
    "backup_made": (EventGroup.TILL, N_("Backup made")),
    "till_enrolled": (EventGroup.TILL, N_("Joined head office")),
    "till_retired": (EventGroup.TILL, N_("Till closed for good")),
    "sync_manifest": (EventGroup.TILL, N_("Sync")),
    "recovery_sheet_renewed": (EventGroup.TILL, N_("Recovery sheet renewed")),
    "person_registered": (EventGroup.PEOPLE, N_("Person registered")),
    "person_changed": (EventGroup.PEOPLE, N_("Record changed")),
    "right_opened": (EventGroup.PEOPLE, N_("Right opened")),
    "right_changed": (EventGroup.PEOPLE, N_("Right changed")),
    "prescriber_changed": (EventGroup.PEOPLE, N_("Prescriber changed")),
    "person_left": (EventGroup.PEOPLE, N_("Person left")),
    "persons_merged": (EventGroup.PEOPLE, N_("Two records merged")),
    "person_erased": (EventGroup.PEOPLE, N_("Person erased")),
    "data_handed_over": (EventGroup.PEOPLE, N_("Data handed over")),
    "people_exported": (EventGroup.PEOPLE, N_("List of people written")),
    "people_imported": (EventGroup.PEOPLE, N_("List of people taken in")),
    "parameters_loaded": (EventGroup.STOCK, N_("Parameters of head office loaded")),
    "reference_refused": (EventGroup.STOCK, N_("Data of head office not understood")),
    "rules_loaded": (EventGroup.STOCK, N_("Rules loaded")),
    "cash_moved": (EventGroup.DRAWER, N_("Cash moved")),
    "drawer_opened": (EventGroup.DRAWER, N_("Drawer opened without a sale")),
    "cash_counted": (EventGroup.DRAWER, N_("Drawer counted")),
    "cash_difference_accepted": (EventGroup.DRAWER, N_("Difference noted")),
    "drawer_handed_over": (EventGroup.DRAWER, N_("Drawer handed over")),
    "tender_corrected": (EventGroup.DRAWER, N_("Payment put right")),
    "aid_voucher_noted": (EventGroup.DRAWER, N_("Aid voucher noted")),
    "aid_vouchers_claimed": (EventGroup.DRAWER, N_("Aid vouchers claimed")),
    "day_closed": (EventGroup.CLOSINGS, N_("Day closed")),
    "period_closed": (EventGroup.CLOSINGS, N_("Month or year closed")),
    "journal_checked": (EventGroup.TILL, N_("Journal verified")),
    "integrity_fault_found": (EventGroup.TILL, N_("Integrity fault found")),
    "archive_made": (EventGroup.TILL, N_("Archive made")),
    "archive_checked": (EventGroup.TILL, N_("Archive verified")),
    "account_chosen": (EventGroup.TILL, N_("Account of the accountant's files changed")),
    "accounts_exported": (EventGroup.TILL, N_("Accounts exported")),
    "till_rebuilt": (EventGroup.TILL, N_("Till built anew from head office")),
    "till_restored": (EventGroup.TILL, N_("Till restored from a backup")),
    "structure_kept": (EventGroup.PEOPLE, N_("Structure kept")),
    "allocation_refused": (EventGroup.STOCK, N_("Recharge codes of head office refused")),
    "lot_received": (EventGroup.STOCK, N_("Recharge codes received")),
    "lot_withdrawn": (EventGroup.STOCK, N_("Recharge codes withdrawn")),
    "lot_released": (EventGroup.STOCK, N_("Recharge codes released")),
    "slip_printed": (EventGroup.SALES, N_("Voucher slip sent to the printer")),
    "slip_reprint_ordered": (EventGroup.SALES, N_("Voucher slip to be printed again")),
    "code_shown": (EventGroup.SALES, N_("Recharge code shown on the screen")),
    "slips_confirmed": (EventGroup.SALES, N_("Recharge codes handed over")),
    "code_contested": (EventGroup.SALES, N_("Recharge code contested")),
    "code_replaced": (EventGroup.SALES, N_("Recharge code replaced")),
    "passport_written": (EventGroup.STOCK, N_("Passport of a machine written")),
    "laptop_reserved": (EventGroup.STOCK, N_("Machine reserved")),
    "reservation_ended": (EventGroup.STOCK, N_("Reservation ended")),
    "laptop_exchanged": (EventGroup.SALES, N_("Machine exchanged under warranty")),
    "plan_opened": (EventGroup.SALES, N_("Plan of instalments agreed on")),
    "instalment_heard": (EventGroup.SALES, N_("Payment of another till taken note of")),
    "plan_ended": (EventGroup.SALES, N_("Plan of instalments ended")),
    "equipment_received": (EventGroup.STOCK, N_("Equipment received")),
    "equipment_withdrawn": (EventGroup.STOCK, N_("Equipment withdrawn")),
    "session_set": (EventGroup.STOCK, N_("Session planned")),
    "session_cancelled": (EventGroup.STOCK, N_("Session cancelled")),
    "place_given_up": (EventGroup.STOCK, N_("Place in a session given up")),
    "attendance_marked": (EventGroup.PEOPLE, N_("Attendance marked")),
    "case_opened": (EventGroup.PEOPLE, N_("Case opened")),
    "case_step_taken": (EventGroup.PEOPLE, N_("Step in a case")),
    "case_closed": (EventGroup.PEOPLE, N_("Case closed")),
    "equipment_found": (EventGroup.STOCK, N_("Equipment found again")),
    "equipment_sent": (EventGroup.STOCK, N_("Equipment sent to another point")),
    "equipment_arrived": (EventGroup.STOCK, N_("Equipment of another point received")),
    "equipment_lent": (EventGroup.DRAWER, N_("Equipment lent")),
    "loan_ended": (EventGroup.DRAWER, N_("End of a loan")),
    "loan_reminded": (EventGroup.STOCK, N_("Reminder of a loan printed")),
    "loan_prolonged": (EventGroup.STOCK, N_("Loan prolonged")),
}


_CHAIN_REASONS: dict[str, str] = {
    "first": N_("the first one"),
    "restored": N_("an older copy was put back"),
    "mark_missing": N_("no mark outside the database"),
    "key_replaced": N_("another key"),
    "rebuilt": N_("built anew from head office"),
    "fork": N_("head office holds another branch"),
    "integrity_fault": N_("an entry does not hold"),
}
_COPY_REASONS: dict[str, str] = {
    "migration": N_("before a change of format"),
    "rebuild": N_("before figures were made anew"),
    "closing": N_("at closing"),
    "schedule": N_("on schedule"),
    "asked": N_("asked for"),
}


def kinds_in(group: EventGroup) -> tuple[str, ...]:
    """The kinds, without versions, of a group."""
    return tuple(name for name, (each, _words) in _KINDS.items() if each is group)


def kind_words(kind: str) -> str:
    """What kind of entry it is; its own name where a newer program wrote it."""
    name = kind.rpartition(".")[0]
    return _(_KINDS[name][1]) if name in _KINDS else kind


def detail_words(fact: Fact) -> str:
    """What an entry says beside its kind; empty where that is all."""
    match fact:
        case SaleRecorded(late=LateSale() as late):
            keyed = _("keyed from paper {line}, sold on {day}").format(line=late.paper, day=late.claimed_on)
            return f"{fact.ticket} · {money(fact.total_cents)} · {keyed}"
        case SaleRecorded() | RefundRecorded():
            return f"{fact.ticket} · {money(fact.total_cents)}"
        case ReceiptPrinted():
            return f"{fact.ticket} · {_('print no. {number}').format(number=fact.copy)}"
        case BasketVoided() | PrepaymentSlipPrinted():
            return money(fact.total_cents)
        case DayOpened() | FloatLaid():
            return _("day {day}, float {amount}").format(day=fact.day, amount=money(fact.float_cents))
        case DayClosed():
            return _("day {day}, total {amount}").format(day=fact.day, amount=money(fact.totals.total_cents))
        case PeriodClosed():
            return f"{fact.name} · {money(fact.totals.total_cents)}"
        case _:
            said = laptop_words(fact) or loan_detail(fact) or _drawer_words(fact)
            return said or _till_words(fact) or _copy_words(fact)


def _drawer_words(fact: Fact) -> str:
    match fact:
        case CashMoved():
            return f"{_(CASH_MOVES[fact.move])} · {money(fact.amount_cents)} · {_(CASH_REASONS[fact.reason])}"
        case DrawerOpened():
            return _(CASH_REASONS[fact.reason])
        case CashCounted():
            return _("{counted} counted, {expected} expected").format(
                counted=money(fact.counted_cents), expected=money(fact.expected_cents)
            )
        case CashDifferenceAccepted():
            return f"{money(fact.difference_cents)} · {_(CASH_REASONS[fact.reason])}"
        case TenderCorrected():
            return f"{fact.ticket} · {money(fact.taken.amount_cents)}"
        case _:
            return ""


def _till_words(fact: Fact) -> str:
    match fact:
        case IncarnationOpened():
            return f"{fact.series} · {_reason(_CHAIN_REASONS, fact.reason)}"
        case SoftwareUpdated():
            return f"{fact.was} → {fact.now}"
        case TillStarted():
            return "" if fact.clean else _("the last end was not clean")
        case SignInFailed():
            return str(fact.failures)
        case ClockMovedBack():
            return _("by {seconds} s").format(seconds=(fact.from_ms - fact.to_ms) // 1000)
        case SyncManifest():
            return _("up to entry {seq}").format(seq=fact.last_seq)
        case _:
            return ""


def _copy_words(fact: Fact) -> str:
    match fact:
        case BackupMade():
            return _reason(_COPY_REASONS, fact.reason)
        case JournalChecked() | ArchiveChecked():
            return _("a fault was found") if fact.fault else _("intact")
        case IntegrityFaultFound():
            fault = _reason(FAULTS, fact.fault).format(value="")
            return _("entry {seq}: {fault}").format(seq=fact.seq, fault=fault)
        case ArchiveMade() | AccountsExported():
            return _("days {first} to {last}").format(first=fact.first_day, last=fact.last_day)
        case AccountChosen():
            return f"{use_words(fact.account)} · {fact.previous} → {fact.number}"
        case TillRestored():
            return _("up to entry {seq}").format(seq=fact.entries)
        case _:
            return ""


def _reason(words: dict[str, str], code: str) -> str:
    """A code in words; itself where a newer program wrote it."""
    return _(words[code]) if code in words else code
