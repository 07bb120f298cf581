"""Following a whole journal, chain after chain, to its first fault: what an auditor asks of a till and of head office.

Beside each chain (pos_app.ledger.chain) it checks what chains say of each other and what no single entry shows:
that each goes on from the one before it, and that no ticket number is missing or stands twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from pos_app.domain.facts import (
    FACTS,
    Fact,
    IncarnationOpened,
    PreviousIncarnation,
    RefundRecorded,
    SaleRecorded,
    TicketRecorded,
)
from pos_app.domain.identifiers import IncarnationId, ticket_number
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.chain import Fault, FaultKind, first_fault, link_fault, opening_key
from pos_app.ledger.closing_audit import ClosingAudit, EntriesBetween
from pos_app.ledger.ed25519 import Verify, verify_here
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import fingerprint

ReplayEntry = Callable[[int, Entry, Fact], None]
PROGRESS_EVERY = 1_000
"""Entries between two words of how far it is."""


@dataclass(slots=True)
class FollowedChain:
    """What a chain held, as far as it was followed. `number` orders the chains of a journal, from 1; `total_cents` is
    that of its tickets, tax included.

    `unread` entries are of kinds that a newer program writes: signed and in their place, their meaning not checked.
    """

    number: int
    head: Head
    entries: int = 0
    tickets: int = 0
    total_cents: int = 0
    unread: int = 0


def faulty(fault: Fault, chains: Sequence[FollowedChain]) -> Refusal:
    """The refusal of a journal whose first fault this is: it names the chain, the entry and what is wrong."""
    number = next((followed.number for followed in chains if followed.head.incarnation == fault.incarnation), 0)
    told = f"{fault.kind}:{fault.detail}"
    return Refusal("journal_faulty", chain=number, incarnation=fault.incarnation[:12], seq=fault.seq, fault=told)


class JournalAudit:
    """Follows the chains of one journal in their order, in constant memory.

    `entries_between` reads entries that this journal holds again; `progress` hears how many were followed, `replay`
    each entry of a known kind with its place in the journal, once nothing is wrong with it. `elsewhere` verifies
    signatures, in `helpers` threads (pos_app.ledger.signatures).
    """

    def __init__(
        self,
        entries_between: EntriesBetween,
        *,
        progress: Callable[[int], None] = lambda _done: None,
        replay: ReplayEntry | None = None,
        elsewhere: Verify = verify_here,
        helpers: int = 1,
    ) -> None:
        self.chains: list[FollowedChain] = []
        self.absent = 0
        self._entries_between = entries_between
        self._progress, self._replay = progress, replay
        self._elsewhere, self._helpers = elsewhere, helpers
        self._followed = 0
        self._closings = ClosingAudit(entries_between)
        self._highest: dict[str, int] = {}
        self._series = ""
        self._last_ticket = 0

    def follow(self, number: int, incarnation: IncarnationId, entries: Iterable[Entry]) -> Fault | None:
        """The first fault of the next chain, the journal's `number`-th; None where it holds.

        Only number 1 follows no other. `absent` counts the entries that later chains know of and that are not here:
        an older copy was put back, or they were not sent yet.
        """
        before = Head.before_first(incarnation)
        self.chains.append(FollowedChain(number, before))
        rest = iter(entries)
        first = next(rest, None)
        if first is None:
            return Fault(incarnation, 1, FaultKind.GAP)
        public_key = opening_key(first)
        if public_key is None or fingerprint(public_key) != incarnation:
            return link_fault(first, after=before) or Fault(incarnation, 1, FaultKind.FIRST_ENTRY_WRONG)
        return first_fault(
            chain([first], rest),
            after=before,
            public_key=public_key,
            meaning=self._meaning_fault,
            elsewhere=self._elsewhere,
            helpers=self._helpers,
        )

    def _meaning_fault(self, entry: Entry, fact: Fact | None) -> Fault | None:
        followed = self.chains[-1]
        followed.head, followed.entries = entry.head, followed.entries + 1
        self._followed += 1
        if self._followed % PROGRESS_EVERY == 0:
            self._progress(self._followed)
        if entry.kind not in FACTS:
            followed.unread += 1
            return self._closings.hear(entry, None)
        try:
            fact = fact or entry.fact()
        except Bug as error:
            return Fault(entry.incarnation, entry.seq, FaultKind.PAYLOAD_UNREADABLE, str(error.params.get("why", "")))
        fault = self._fact_fault(entry, fact) or self._closings.hear(entry, fact)
        if fault is None and self._replay is not None:
            self._replay(self._followed, entry, fact)
        return fault

    def _fact_fault(self, entry: Entry, fact: Fact) -> Fault | None:
        if isinstance(fact, IncarnationOpened):
            return self._opening_fault(entry, fact)
        if isinstance(fact, SaleRecorded | RefundRecorded):
            return self._ticket_fault(entry, fact)
        return None

    def _opening_fault(self, entry: Entry, opened: IncarnationOpened) -> Fault | None:
        if entry.seq != 1:
            return Fault(entry.incarnation, entry.seq, FaultKind.FIRST_ENTRY_WRONG)
        previous = opened.previous if isinstance(opened.previous, PreviousIncarnation) else None
        if (previous is None) != (self.chains[-1].number == 1):
            return Fault(entry.incarnation, 1, FaultKind.PREVIOUS_WRONG)
        self._series, self._last_ticket = opened.series, previous.last_ticket if previous else 0
        if previous is None:
            return None
        held = next(iter(self._entries_between(previous.incarnation, previous.seq, previous.seq)), None)
        if held is not None and held.hash.hex() != previous.hash:
            return Fault(entry.incarnation, 1, FaultKind.PREVIOUS_WRONG)
        known = {followed.head.incarnation: followed.head.seq for followed in self.chains}
        self.absent += max(0, previous.seq - known.get(previous.incarnation, 0))
        return None

    def _ticket_fault(self, entry: Entry, sale: TicketRecorded) -> Fault | None:
        """Ticket numbers are gapless from where the chain began, whatever stands between the sales."""
        number = self._last_ticket + 1
        if (sale.number, sale.ticket) != (number, ticket_number(series=self._series, number=number)):
            return Fault(entry.incarnation, entry.seq, FaultKind.TICKET_NOT_NEXT, sale.ticket)
        if number <= self._highest.get(self._series, 0):
            return Fault(entry.incarnation, entry.seq, FaultKind.TICKET_TWICE, sale.ticket)
        self._last_ticket = self._highest[self._series] = number
        followed = self.chains[-1]
        followed.tickets += 1
        followed.total_cents += sale.total_cents
        return None
