"""What became of those whom each structure referred, at this till: for the prescribers' own accounts and for donors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from pos_app.clock import local_datetime
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    AttendanceMarked,
    Beneficiary,
    CaseClosed,
    Fact,
    PrescriberChanged,
    RefundRecorded,
    RightOpened,
    SaleRecorded,
)
from pos_app.domain.operator import Operator, Right
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.structures import Structure
from pos_app.store.structures import structures as on_file

_PART = 200
"""Entries read at once: some milliseconds of the storage thread."""
_COUNTED = (RightOpened, PrescriberChanged, SaleRecorded, RefundRecorded, AttendanceMarked, CaseClosed)
_KINDS = tuple(kind.kind for kind in _COUNTED)


@dataclass(slots=True)
class StructureFigures:
    """People it referred, rights renewed and waiting for a slip; tickets, and what was paid and saved, in cents.

    `attended` counts places in sessions whose holder came; `recovered_cents` is what closed cases brought back.
    """

    structure: Structure
    people: int = 0
    renewed: int = 0
    pending: int = 0
    tickets: int = 0
    paid_cents: int = 0
    saved_cents: int = 0
    attended: int = 0
    recovered_cents: int = 0


@dataclass(slots=True)
class _Counting:
    """Who follows whom changes along the journal; what counts is what happened within the days asked for."""

    by_code: dict[str, StructureFigures]
    by_token: dict[str, StructureFigures]
    """The same figures, by what a structure buys as."""
    followed_by: dict[tuple[str, int], str] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    """Who follows each person now, whatever the right: cases name a person only."""
    enrolled: dict[str, StructureFigures] = field(default_factory=dict)
    """Whose is each ticket that carries individual things, places among them."""
    came: dict[tuple[str, str], bool] = field(default_factory=dict)

    def take(self, fact: Fact, *, counts: bool) -> None:
        if isinstance(fact, RightOpened):
            self._follow(fact)
            if counts and fact.prescriber in self.by_code:
                self._opened(self.by_code[fact.prescriber], fact)
        elif isinstance(fact, PrescriberChanged):
            self._follow(fact)
        elif isinstance(fact, SaleRecorded | RefundRecorded) and isinstance(fact.beneficiary, Beneficiary):
            self._ticket(fact, fact.beneficiary, counts=counts)
        elif counts and isinstance(fact, AttendanceMarked):
            self._attended(fact)
        elif counts and isinstance(fact, CaseClosed) and self.latest.get(fact.person) in self.by_code:
            self.by_code[self.latest[fact.person]].recovered_cents += fact.recovered_cents

    def _follow(self, fact: RightOpened | PrescriberChanged) -> None:
        self.followed_by[fact.person, fact.number] = fact.prescriber
        self.latest[fact.person] = fact.prescriber

    def _opened(self, figures: StructureFigures, fact: RightOpened) -> None:
        if fact.pending:
            figures.pending += 1
        elif fact.renewal:
            figures.renewed += 1
        else:
            figures.people += 1

    def _attended(self, fact: AttendanceMarked) -> None:
        """The last word about a place counts."""
        figures = self.enrolled.get(fact.ticket)
        if figures is not None:
            figures.attended += fact.came - self.came.get((fact.session, fact.ticket), False)
            self.came[fact.session, fact.ticket] = fact.came

    def _ticket(self, fact: SaleRecorded | RefundRecorded, of: Beneficiary, *, counts: bool) -> None:
        figures = self.by_token.get(of.person) or self.by_code.get(self.followed_by.get((of.person, of.right), ""))
        if figures is None:
            return
        if isinstance(fact, SaleRecorded) and any(line.items for line in fact.lines):
            self.enrolled[fact.ticket] = figures
        if counts:
            figures.tickets += 1
            figures.paid_cents += fact.total_cents
            figures.saved_cents += fact.saving_cents


def structure_figures(
    submit: Submit,
    *,
    operator: Operator,
    since: dt.date,
    until: dt.date,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[StructureFigures, ...]:
    """The figures of every structure, by name, from `since` to `until`, both included; read in parts.

    A structure that buys has its own tickets among them. Raises Refusal("right_missing").
    """
    operator.require(Right.LIST_PEOPLE)
    known = submit(lambda till: on_file(till.connection)).result()
    every = [StructureFigures(one) for one in known]
    counting = _Counting(
        by_code={one.structure.code: one for one in every}, by_token={one.structure.token: one for one in every}
    )
    position = 0
    while not cancelled() and (part := submit(partial(_part, after=position)).result()):
        position = part[-1][0]
        for _position, entry in part:
            day = local_datetime(entry.at_ms, entry.offset_min).date()
            counting.take(entry.fact(), counts=since <= day <= until)
    return tuple(every)


def _part(till: Till, *, after: int) -> list[tuple[int, Entry]]:
    return journal.of_kinds(till.connection, _KINDS, after_position=after, limit=_PART)
