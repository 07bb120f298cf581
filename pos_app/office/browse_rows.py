"""The rows that head office's pages are read from, as one till's entries give them: what became of a ticket, what the
drawer and the safe gained, closings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pos_app.domain.facts import (
    AidVoucherNoted,
    CashDifferenceAccepted,
    CashMoved,
    CatalogueLoaded,
    DayClosed,
    DayOpened,
    EquipmentLent,
    Fact,
    FloatLaid,
    LoanEnded,
    OperatorAdded,
    OperatorChanged,
    OperatorRemoved,
    ParametersLoaded,
    PeriodClosed,
    ReceiptPrinted,
    ReferenceRefused,
    RefundRecorded,
    RulesLoaded,
    SignedIn,
    TenderCorrected,
)
from pos_app.office.people_rows import Row, Told

TABLES: Mapping[str, str] = {
    "ticket_fact": "till, incarnation, seq, ticket",
    "cash_line": "till, incarnation, seq, code, day, at_ms, offset_min, operator, drawer_cents, safe_cents, reason",
    "closing": "till, incarnation, seq, name, first_day, last_day, at_ms, offset_min, operator, tickets, total_cents,"
    " perpetual_cents, left_cents, difference_cents, counted",
    "till_fact": "till, incarnation, seq, what, subject, value, at_ms",
}
"""The tables of these rows, and their columns."""
OPENED, CLOSED, TO_BANK = "opened", "closed", "to_bank"
OPERATOR, SIGNED_IN = "operator", "signed_in"
_LARGEST = 10**12


def is_possible(fact: Fact) -> bool:
    """Whether the rows of `fact` can be kept: amounts whose sums fit, and no character that PostgreSQL has none for."""
    values = [value for _table, values in _rows(fact) for value in values]
    return all(
        abs(value) <= _LARGEST if isinstance(value, int) else "\0" not in value
        for value in values
        if isinstance(value, int | str)
    )


def rows_of(fact: Fact, told: Told) -> Iterator[tuple[str, Row]]:
    """(table, row) for each row that follows from an entry."""
    when = (told.at_ms, told.offset_min, told.operator)
    for table, values in _rows(fact):
        if table == "cash_line":
            code, day, *amounts = values
            yield table, (*told.place, code, day, *when, *amounts)
        elif table == "closing":
            name, first_day, last_day, *sums = values
            yield table, (*told.place, name, first_day, last_day, *when, *sums)
        elif table == "till_fact":
            what, subject, value = values
            yield table, (*told.place, what, subject or told.operator, value, told.at_ms)
        else:
            yield table, (*told.place, *values)


def _rows(fact: Fact) -> Iterator[tuple[str, tuple[object, ...]]]:
    """(table, values) beside the entry's place, time and operator."""
    match fact:
        case RefundRecorded():
            yield "ticket_fact", (fact.first.ticket,)
        case ReceiptPrinted() | AidVoucherNoted():
            yield "ticket_fact", (fact.ticket,)
        case TenderCorrected():
            yield "ticket_fact", (fact.ticket,)
            yield "cash_line", ("correction", fact.day, fact.cash_cents, 0, fact.reason)
        case DayClosed() | PeriodClosed():
            yield from _closing(fact)
        case _:
            line, said = _cash_line(fact), _till_fact(fact)
            if line is not None:
                yield "cash_line", line
            if said is not None:
                yield "till_fact", said


def _till_fact(fact: Fact) -> tuple[str, str, str] | None:
    """(what, subject, value); a subject that is empty is whoever made the entry."""
    match fact:
        case CatalogueLoaded():
            return "catalogue", fact.sha256, ""
        case RulesLoaded():
            return "rules", fact.sha256, ""
        case ParametersLoaded():
            return "parameters", fact.sha256, ""
        case ReferenceRefused():
            return fact.feed, fact.sha256, fact.why
        case OperatorAdded():
            return OPERATOR, fact.added, fact.role.value
        case OperatorChanged():
            return OPERATOR, fact.changed, fact.role.value
        case OperatorRemoved():
            return OPERATOR, fact.removed, ""
        case SignedIn():
            return SIGNED_IN, "", ""
        case _:
            return None


def _cash_line(fact: Fact) -> tuple[object, ...] | None:
    """(code, day, what the drawer holds or gained, what the safe gained, reason)."""
    match fact:
        case DayOpened():
            return OPENED, fact.day, fact.float_cents, 0, fact.reason
        case FloatLaid():
            return "float", fact.day, fact.float_cents, 0, ""
        case CashMoved():
            return fact.move.value, fact.day, fact.drawer_cents, fact.safe_cents, fact.reason
        case CashDifferenceAccepted():
            return "difference", fact.day, fact.difference_cents, 0, fact.reason
        case EquipmentLent() | LoanEnded():
            return "deposit", fact.day, fact.cash_cents, 0, ""
        case _:
            return None


def _closing(fact: DayClosed | PeriodClosed) -> Iterator[tuple[str, tuple[object, ...]]]:
    totals = (fact.totals.tickets, fact.totals.total_cents, fact.perpetual_cents)
    if isinstance(fact, PeriodClosed):
        yield "closing", (fact.name, fact.first_day, fact.last_day, *totals, 0, 0, False)
        return
    drawer = fact.drawer
    yield "cash_line", (CLOSED, fact.day, drawer.left_cents, 0, "")
    yield "closing", ("", fact.day, fact.day, *totals, drawer.left_cents, drawer.difference_cents, drawer.counted)
