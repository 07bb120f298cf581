"""Faults planted on purpose in what a desk sees: paper, caps, clocks, secrets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pos_app.counter import contact, people_feeds, print_documents, sale_rules, sell
from pos_app.domain.facts import SaleRecorded
from pos_app.domain.identifiers import TicketNumber
from pos_app.domain.refusals import Refusal
from pos_app.domain.trusted_time import heard
from pos_app.office import feeds
from pos_app.printing.documents import receipt
from pos_app.store import people_projections as people_here
from pos_app.store import till_store
from pos_app.sync.people_messages import SpendItem
from tests.sync.simulation.history import History

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


def histories_of(patch: Patch) -> list[History]:
    """The history that runs, once it has begun: where a fault leaves something."""
    begun: list[History] = []
    whole = History.__init__

    def begin(self: History, *args: Any) -> None:
        whole(self, *args)
        begun.append(self)

    patch.setattr(History, "__init__", begin)
    return begun


def printed_before_the_commit(patch: Patch) -> None:
    """The receipt comes out while the sale is being recorded."""
    begun, whole = histories_of(patch), till_store.Act.append

    def append(self: Any, fact: Any) -> Any:
        entry = whole(self, fact)
        if fact.kind == SaleRecorded.kind and fact.receipt:
            begun[-1].paper.append((fact.ticket, receipt.control_of(entry)))
        return entry

    patch.setattr(till_store.Act, "append", append)


def _receipts_say(patch: Patch, change: Callable[[Any], Any]) -> None:
    whole = print_documents.document_of

    def document(till: Any, job: Any) -> Any:
        made = whole(till, job)
        return change(made) if isinstance(made, receipt.Receipt) else made

    patch.setattr(print_documents, "document_of", document)


def numbered_by_the_printer(patch: Patch) -> None:
    """Paper counts for itself, one ahead of the journal."""
    _receipts_say(patch, lambda made: replaced(made, ticket=TicketNumber(made.ticket[:-1] + "X")))


def without_an_extract_of_the_signature(patch: Patch) -> None:
    _receipts_say(patch, lambda made: replaced(made, control=""))


def signed_for_the_ticket_before(patch: Patch) -> None:
    """The extract is kept from one receipt to the next."""
    kept = ["----"]

    def change(made: Any) -> Any:
        kept.append(made.control)
        return replaced(made, control=kept[-2])

    _receipts_say(patch, change)


def extract_of_the_hash(patch: Patch) -> None:
    """What anybody can compute stands where the signature's extract belongs."""
    patch.setattr(receipt, "control_of", lambda entry: entry.hash.hex()[:8])


def replaced(made: Any, **changes: Any) -> Any:
    """The same value, changed, of whichever kind of struct it is."""
    return replace(made, **changes) if isinstance(made, msgspec.Struct) else dataclasses.replace(made, **changes)


PAPER: dict[Mutant, tuple[str, ...]] = {
    printed_before_the_commit: ("I8",),
    numbered_by_the_printer: ("I8",),
    without_an_extract_of_the_signature: ("I8",),
    signed_for_the_ticket_before: ("I8",),
    extract_of_the_hash: ("I8",),
}


def nobody_looks_at_the_cap(patch: Patch) -> None:
    patch.setattr(sale_rules, "_objections", lambda *_all: ())


def own_sales_are_forgotten(patch: Patch) -> None:
    """What this till sold to somebody counts nowhere."""
    patch.setattr(people_here, "_spent", lambda *_all: None)


def own_sales_come_back_as_others(patch: Patch) -> None:
    """Head office tells a till of its own sales too, which then count twice."""
    told = replaced(feeds.FEEDS["spend"], select="SELECT * FROM spend")
    patch.setattr(feeds, "FEEDS", {**feeds.FEEDS, "spend": told})


def spending_of_others_counts_double(patch: Patch) -> None:
    """A page that was cut is added again, instead of taking the place of what was there."""
    whole = people_feeds._take_spend

    def take(act: Any, item: Any) -> None:
        whole(act, replace(item, cents=item.cents * 2))

    taking(patch, SpendItem, take)


def what_is_left_is_not_counted_down(patch: Patch) -> None:
    """Each sale of a month says that the whole cap is left."""
    whole = sale_rules._beneficiary

    def beneficiary(*args: Any) -> Any:
        told = whole(*args)
        return replace(told, cap_after_cents=told.cap_before_cents)

    patch.setattr(sale_rules, "_beneficiary", beneficiary)


def taking(patch: Patch, kind: Any, take: Any) -> None:
    """Items of one kind are taken in like this."""
    takes: dict[Any, Any] = dict(people_feeds._TAKES)
    patch.setattr(people_feeds, "_TAKES", takes | {kind: take})


CAPS: dict[Mutant, tuple[str, ...]] = {
    nobody_looks_at_the_cap: ("I10",),
    own_sales_are_forgotten: ("I10",),
    own_sales_come_back_as_others: ("I10",),
    spending_of_others_counts_double: ("I10",),
    what_is_left_is_not_counted_down: ("I10",),
}


def a_clock_that_went_back_refuses_sales(patch: Patch) -> None:
    whole = till_store.Act.append

    def append(self: Any, fact: Any) -> Any:
        if self._clock.now_ms() + 1_000 < self._end.at_ms:
            raise Refusal("clock_wrong")
        return whole(self, fact)

    patch.setattr(till_store.Act, "append", append)


def a_step_back_is_not_recorded(patch: Patch) -> None:
    patch.setattr(till_store, "CLOCK_SLACK_MS", 10**15)


def contact_is_counted_by_this_clock(patch: Patch) -> None:
    """Set ahead by some weeks, a till hides names and sells no codes."""

    def looked_at(known: Any, *, wall_ms: int, uptime: Any) -> Any:
        told = heard(office_ms=known.heard_ms, wall_ms=wall_ms, uptime=uptime)
        return replace(told, trusted_ms=wall_ms)

    patch.setattr(contact, "looked_at", looked_at)


def numbered_by_the_clock(patch: Patch) -> None:
    """Baskets are taken for sold where the clock says an earlier moment than that of the last one."""

    whole = sell.require_unsold

    def require(till: Any, basket: Any) -> None:
        whole(till, basket)
        last = till.connection.execute("SELECT max(at_ms) FROM entry").fetchone()[0]
        if till.clock.now_ms() < last:
            raise Refusal("basket_already_sold", ticket="?")

    patch.setattr(sell, "require_unsold", require)


def a_basket_may_be_sold_again(patch: Patch) -> None:
    """A key that bounces makes two sales."""
    patch.setattr(sell, "require_unsold", lambda *_all: None)
    patch.setattr("pos_app.store.tickets.ticket_of_basket", lambda *_all: None)


CLOCKS: dict[Mutant, tuple[str, ...]] = {
    a_clock_that_went_back_refuses_sales: ("I16",),
    a_step_back_is_not_recorded: ("I16",),
    contact_is_counted_by_this_clock: ("I12", "I16"),
    numbered_by_the_clock: ("I16",),
    a_basket_may_be_sold_again: ("I11", "I12", "I16"),
}
