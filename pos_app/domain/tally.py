"""Adding up what happened in a period, fact by fact: the same sums for a closing, for its check and for a month.

A ticket in minus has its amounts below zero, so that no sum needs a case of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pos_app.domain.facts import (
    BasketVoided,
    DepositTotal,
    DrawerOpened,
    EquipmentLent,
    Fact,
    FamilyTotal,
    LateSale,
    LoanEnded,
    OperatorTotal,
    ReceiptPrinted,
    RefundRecorded,
    SaleRecorded,
    SupplierTotal,
    TenderCorrected,
    TenderTotal,
    TicketRange,
    TicketRecorded,
    Totals,
    VatTotal,
)
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.tender import TenderKind


class Tally:
    """Sums that grow as facts are heard."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_COUNTS, 0)
        self._vat: dict[tuple[str, int], list[int]] = {}
        self._families: dict[str, list[int]] = {}
        self._suppliers: dict[tuple[str, str], list[int]] = {}
        self._tenders: dict[TenderKind, list[int]] = {}
        self._operators: dict[OperatorCode, list[int]] = {}
        self._deposits: dict[TenderKind, list[int]] = {}
        self._ranges: list[tuple[str, int, int]] = []
        self._adds: dict[type[Fact], Callable[[OperatorCode, Any], None]] = {
            SaleRecorded: self._sale,
            RefundRecorded: self._refund,
            TenderCorrected: self._tender_corrected,
            ReceiptPrinted: self._receipt_printed,
            BasketVoided: self._basket_voided,
            DrawerOpened: self._drawer_opened,
            EquipmentLent: self._equipment_lent,
            LoanEnded: self._loan_ended,
        }

    def hear(self, operator: OperatorCode, fact: Fact) -> None:
        """Adds what `fact` changes; most facts change nothing."""
        add = self._adds.get(type(fact))
        if add is not None:
            add(operator, fact)

    def hear_totals(self, totals: Totals) -> None:
        """Adds a whole period, which follows what was heard before."""
        for name in _COUNTS:
            self._counts[name] += getattr(totals, name)
        for vat in totals.vat:
            _add(self._vat, (vat.vat, vat.rate_bp), vat.gross_cents, vat.net_cents)
        for family in totals.families:
            _add(self._families, family.family, family.quantity, family.gross_cents, family.net_cents)
        for part in totals.suppliers:
            _add(self._suppliers, (part.supplier, part.family), part.gross_cents, part.net_cents)
        for tender in totals.tenders:
            _add(self._tenders, tender.tender, tender.payments, tender.amount_cents)
        for operator in totals.operators:
            _add(self._operators, operator.operator, operator.tickets, operator.total_cents)
        for deposit in totals.deposits:
            _add(self._deposits, deposit.tender, deposit.taken_cents, deposit.given_back_cents)
        for tickets in totals.ranges:
            self._extend(tickets.series, tickets.first, tickets.last)

    @property
    def totals(self) -> Totals:
        return Totals(
            **self._counts,
            vat=tuple(
                VatTotal(vat=vat, rate_bp=rate_bp, gross_cents=gross, net_cents=net, tax_cents=gross - net)
                for (vat, rate_bp), (gross, net) in sorted(self._vat.items())
            ),
            families=tuple(
                FamilyTotal(family=family, quantity=quantity, gross_cents=gross, net_cents=net)
                for family, (quantity, gross, net) in sorted(self._families.items())
            ),
            tenders=tuple(
                TenderTotal(tender=tender, payments=payments, amount_cents=cents)
                for tender, (payments, cents) in sorted(self._tenders.items())
            ),
            operators=tuple(
                OperatorTotal(operator=operator, tickets=tickets, total_cents=cents)
                for operator, (tickets, cents) in sorted(self._operators.items())
            ),
            ranges=tuple(TicketRange(series=series, first=first, last=last) for series, first, last in self._ranges),
            deposits=tuple(
                DepositTotal(tender=tender, taken_cents=taken, given_back_cents=given_back)
                for tender, (taken, given_back) in sorted(self._deposits.items())
            ),
            suppliers=tuple(
                SupplierTotal(supplier=supplier, family=family, gross_cents=gross, net_cents=net)
                for (supplier, family), (gross, net) in sorted(self._suppliers.items())
            ),
        )

    def _sale(self, operator: OperatorCode, fact: SaleRecorded) -> None:
        if isinstance(fact.late, LateSale):
            self._counts["late"] += 1
            self._counts["late_cents"] += fact.total_cents
        self._ticket(operator, fact)

    def _ticket(self, operator: OperatorCode, fact: TicketRecorded) -> None:
        self._counts["tickets"] += 1
        self._counts["total_cents"] += fact.total_cents
        self._counts["absolute_cents"] += abs(fact.total_cents)
        self._counts["saving_cents"] += fact.saving_cents
        self._counts["overrides"] += len(fact.overrides)
        for vat in fact.vat:
            _add(self._vat, (vat.vat, vat.rate_bp), vat.gross_cents, vat.net_cents)
        for line in fact.lines:
            _add(self._families, line.family, line.quantity, line.gross_cents, line.net_cents)
            if line.sold_for:
                _add(self._suppliers, (line.sold_for, line.family), line.gross_cents, line.net_cents)
        for tender in fact.tenders:
            change_cents = fact.change_cents if tender.tender is TenderKind.CASH else 0
            _add(self._tenders, tender.tender, 1, tender.amount_cents - change_cents)
        _add(self._operators, operator, 1, fact.total_cents)
        self._extend(fact.ticket.rpartition("-")[0], fact.number, fact.number)

    def _refund(self, operator: OperatorCode, fact: RefundRecorded) -> None:
        self._counts["refunds"] += 1
        self._counts["refunded_cents"] += fact.total_cents
        self._ticket(operator, fact)

    def _extend(self, series: str, first: int, last: int) -> None:
        before = self._ranges[-1] if self._ranges else ("", 0, 0)
        if (before[0], before[2] + 1) == (series, first):
            self._ranges[-1] = (series, before[1], last)
        else:
            self._ranges.append((series, first, last))

    def _tender_corrected(self, _operator: OperatorCode, fact: TenderCorrected) -> None:
        self._counts["tender_corrections"] += 1
        _add(self._tenders, fact.taken_back.tender, -1, -fact.taken_back.amount_cents)
        _add(self._tenders, fact.taken.tender, 1, fact.taken.amount_cents)

    def _receipt_printed(self, _operator: OperatorCode, fact: ReceiptPrinted) -> None:
        self._counts["copies"] += 1 if fact.copy else 0

    def _basket_voided(self, _operator: OperatorCode, _fact: BasketVoided) -> None:
        self._counts["voided"] += 1

    def _drawer_opened(self, _operator: OperatorCode, _fact: DrawerOpened) -> None:
        self._counts["drawer_openings"] += 1

    def _equipment_lent(self, _operator: OperatorCode, fact: EquipmentLent) -> None:
        if fact.deposit_cents:
            _add(self._deposits, fact.tender, fact.deposit_cents, 0)

    def _loan_ended(self, _operator: OperatorCode, fact: LoanEnded) -> None:
        self._counts["deposits_kept_cents"] += fact.kept_cents
        if fact.given_back_cents:
            _add(self._deposits, fact.tender, 0, fact.given_back_cents)


_COUNTS = (
    "tickets", "refunds", "total_cents", "absolute_cents", "refunded_cents", "saving_cents", "overrides", "copies",
    "voided", "drawer_openings", "tender_corrections", "late", "late_cents", "deposits_kept_cents",
)  # fmt: skip


def totals_of(facts: Iterable[tuple[OperatorCode, Fact]]) -> Totals:
    """What these facts come to, each with the operator of its entry."""
    tally = Tally()
    for operator, fact in facts:
        tally.hear(operator, fact)
    return tally.totals


def sum_of(periods: Iterable[Totals]) -> Totals:
    """What periods that follow one another come to together."""
    tally = Tally()
    for totals in periods:
        tally.hear_totals(totals)
    return tally.totals


def _add(sums: dict[Any, list[int]], key: object, *amounts: int) -> None:
    kept = sums.get(key)
    if kept is None:
        sums[key] = list(amounts)
        return
    for index, amount in enumerate(amounts):
        kept[index] += amount
