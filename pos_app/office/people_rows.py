"""The rows that follow from what one till's entries say of people, by token; what no till can have said is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pos_app.clock import local_datetime
from pos_app.domain.facts import (
    Beneficiary,
    CashDifferenceAccepted,
    Fact,
    Override,
    PersonErased,
    PersonsMerged,
    PrescriberChanged,
    RefundRecorded,
    RightChanged,
    RightOpened,
    SaleRecorded,
)
from pos_app.domain.field_merge import bounded_ms
from pos_app.domain.rights import is_possible as is_possible_right

TABLES: Mapping[str, str] = {
    "right_fact": "till, incarnation, seq, person, at_ms, kind, payload",
    "person_sale": "till, incarnation, seq, person, month, right_number, cents, exception_cents, limited, at_ms",
    "erasure_fact": "till, incarnation, seq, person, at_ms, basis",
    "merge_fact": "till, incarnation, seq, gone, kept, at_ms",
    "noticed": "till, incarnation, seq, part, code, day, at_ms, offset_min, operator, rule, reason, approved_by,"
    " exception, ticket, cents",
}
"""The tables of rows that follow from one till's entries, and their columns."""
KINDS = tuple(
    kind.kind
    for kind in (
        SaleRecorded,
        RefundRecorded,
        RightOpened,
        RightChanged,
        PrescriberChanged,
        PersonErased,
        PersonsMerged,
    )
)
Place = tuple[int, int, int]
Row = tuple[object, ...]

_TOKEN = re.compile("[0-9a-f]{32}")
_CODE = re.compile("[a-z_]{1,40}")
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_LARGEST_CENTS = 10**12
_LARGEST_COUNT = 2**31 - 1
_LATEST_MS = 4_102_444_800_000
"""The end of 2099: no later clock is believed."""
_FIRST_LINE, _MOST_LINES = 1_000, 30_000
"""Where the overrides of lines begin among the parts of an entry, and how many lines may have one."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as far as it counts here. `received_ms` is None of one that came before head office kept that."""

    place: Place
    at_ms: int
    offset_min: int
    operator: str
    kind: str
    payload: bytes
    received_ms: int | None

    @property
    def bounded_ms(self) -> int:
        """The time by which it is merged with other tills' facts; never before 1970."""
        at_ms = max(0, self.at_ms)
        return at_ms if self.received_ms is None else bounded_ms(at_ms, received_ms=self.received_ms)


def month_at_desk(at_ms: int, offset_min: int) -> str:
    """The month ("2026-11") by a till's own clock, which may be wrong."""
    return local_datetime(min(max(at_ms, 0), _LATEST_MS), offset_min).strftime("%Y-%m")


def is_possible(fact: Fact) -> bool:
    """Whether a till can have said this of people; what cannot be is parked and reaches no other till."""
    if isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        return _is_token(fact.person) and is_possible_right(fact)
    if isinstance(fact, PersonErased):
        return _is_token(fact.person) and _CODE.fullmatch(fact.basis) is not None
    if isinstance(fact, PersonsMerged):
        return _is_token(fact.kept) and _is_token(fact.gone)
    if isinstance(fact, SaleRecorded | RefundRecorded):
        of = fact.beneficiary
        to_nobody = fact.to_nobody if isinstance(fact, SaleRecorded) else ""
        overrides = [*fact.overrides, *(override for _index, override in _price_overrides(fact))]
        words = [to_nobody, *(word for each in overrides for word in (each.rule, each.reason, each.by))]
        return "\0" not in "".join(words) and (not isinstance(of, Beneficiary) or _is_possible_beneficiary(of))
    return True


def rows_of(fact: Fact, told: Told) -> Iterator[tuple[str, Row]]:
    """(table, row) for each row that follows from an entry."""
    if isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        yield "right_fact", (*told.place, fact.person, told.bounded_ms, told.kind, told.payload)
        if isinstance(fact, RightOpened) and fact.pending:
            yield "noticed", _noticed(told, 0, code="pending")
    elif isinstance(fact, PersonErased):
        yield "erasure_fact", (*told.place, fact.person, told.bounded_ms, fact.basis)
    elif isinstance(fact, PersonsMerged):
        yield "merge_fact", (*told.place, fact.gone, fact.kept, told.bounded_ms)
    elif isinstance(fact, SaleRecorded | RefundRecorded):
        yield from _rows_of_ticket(fact, told)
    elif isinstance(fact, CashDifferenceAccepted) and abs(fact.difference_cents) <= _LARGEST_CENTS:
        yield "noticed", _noticed(told, 0, code="cash", reason=fact.reason, cents=fact.difference_cents)


def _rows_of_ticket(sale: SaleRecorded | RefundRecorded, told: Told) -> Iterator[tuple[str, Row]]:
    """A refund counts below zero, in the month of its first ticket."""
    of = sale.beneficiary
    if isinstance(of, Beneficiary):
        counted = (of.right, of.capped_cents, _excepted_cents(sale, of), of.limited)
        yield "person_sale", (*told.place, of.person, of.month, *counted, told.bounded_ms)
    elif isinstance(sale, SaleRecorded) and sale.to_nobody:
        yield (
            "noticed",
            _noticed(told, 0, code="nobody", reason=sale.to_nobody, ticket=sale.ticket, cents=sale.total_cents),
        )
    overrides = [(part, "override", each) for part, each in enumerate(sale.overrides, start=1)]
    overrides += [(_FIRST_LINE + index, "price", each) for index, each in _price_overrides(sale)]
    for part, code, override in overrides:
        yield (
            "noticed",
            _noticed(
                told,
                part,
                code=code,
                rule=override.rule,
                reason=override.reason,
                approved_by=override.by,
                exception=override.exception,
                ticket=sale.ticket,
                cents=sale.total_cents,
            ),
        )


def _price_overrides(sale: SaleRecorded | RefundRecorded) -> list[tuple[int, Override]]:
    """The lines that somebody sold at another price, by their index; a refund only gives back what was paid."""
    if isinstance(sale, RefundRecorded):
        return []
    lines = enumerate(sale.lines[:_MOST_LINES])
    return [(index, line.override) for index, line in lines if isinstance(line.override, Override)]


def _excepted_cents(sale: SaleRecorded | RefundRecorded, of: Beneficiary) -> int:
    """What of it went past the cap on an employee's word."""
    if isinstance(sale, RefundRecorded):
        return sale.excepted_cents
    return of.capped_cents if any(each.exception for each in sale.overrides) else 0


def _noticed(
    told: Told,
    part: int,
    *,
    code: str,
    rule: str = "",
    reason: str = "",
    approved_by: str = "",
    exception: bool = False,
    ticket: str = "",
    cents: int = 0,
) -> Row:
    """`day` is the date at the desk, of a clock that may be wrong: its first or last day where it is beyond all."""
    seconds = min(max((told.at_ms // 1000) + told.offset_min * 60, 0), _LATEST_MS // 1000)
    day = dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    what = (rule, reason, approved_by, exception, ticket, cents)
    return (*told.place, part, code, day, told.at_ms, told.offset_min, told.operator, *what)


def _is_possible_beneficiary(of: Beneficiary) -> bool:
    return (
        _is_token(of.person)
        and _MONTH.fullmatch(of.month) is not None
        and 0 <= of.right <= _LARGEST_COUNT
        and abs(of.capped_cents) <= _LARGEST_CENTS
        and abs(of.limited) <= _LARGEST_COUNT
    )


def _is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None
