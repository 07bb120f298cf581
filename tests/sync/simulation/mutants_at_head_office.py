"""Faults planted on purpose in figures, and in what flows between head office and tills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from pos_app.domain.facts import FACTS
from pos_app.office import hello, ingest, people_projections, projections
from pos_app.office.feeds import feed_ends, read_feed
from pos_app.office.problems import ProblemError
from pos_app.sync.people_messages import SpendItem
from tests.sync.simulation.history import History
from tests.sync.simulation.mutants_at_the_desk import taking

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


def projected_twice(patch: Patch) -> None:
    """A batch that was projected is projected again, as after a crash between the two."""
    whole = people_projections.follow

    def twice(connection: Any, derived: Any) -> None:
        whole(connection, derived)
        connection.execute("UPDATE ticket SET total_cents = total_cents * 2 WHERE seq % 2 = 0")

    patch.setattr(people_projections, "follow", twice)


def first_of_each_batch_is_left_out(patch: Patch) -> None:
    """Off by one where a batch begins."""
    whole = projections._project_batch

    def project(connection: Any, span: Any) -> None:
        whole(connection, span._replace(after=span.after + 1))

    patch.setattr(projections, "_project_batch", project)


def cursor_runs_ahead(patch: Patch) -> None:
    """Projections follow what was stored last, and what comes late from another chain is passed over."""
    whole = ingest._copy

    def copy(connection: Any, chain: Any, entries: Sequence[Any]) -> None:
        whole(connection, chain, entries)
        if chain.number > 1:
            connection.execute(
                "UPDATE incarnation SET projected_seq = %s WHERE till = %s AND number = %s",
                (entries[-1].seq, chain.till, chain.number),
            )

    patch.setattr(ingest, "_copy", copy)


def first_arrival_wins(patch: Patch) -> None:
    """Of two tills that give the same ticket number, the one whose entries come second is not counted."""
    whole = projections._project_batch

    def project(connection: Any, span: Any) -> None:
        whole(connection, span)
        connection.execute(
            "DELETE FROM ticket WHERE till = %s AND ticket IN (SELECT ticket FROM ticket WHERE till <> %s)",
            (span.till, span.till),
        )

    patch.setattr(projections, "_project_batch", project)


def change_is_counted_as_cash(patch: Patch) -> None:
    """What the drawer gained is taken for what was handed over, as a whole euro more."""
    whole = projections._ticket

    def ticket(*args: Any) -> Any:
        row: list[Any] = list(whole(*args))
        row[8] += 100
        return tuple(row)

    patch.setattr(projections, "_ticket", ticket)


FIGURES: dict[Mutant, tuple[str, ...]] = {
    projected_twice: ("I9", "I11"),
    first_of_each_batch_is_left_out: ("I9", "I11", "I14"),
    cursor_runs_ahead: ("I9", "I11", "I14"),
    first_arrival_wins: ("I9", "I11"),
    change_is_counted_as_cash: ("I9",),
}


def feed_that_skips(patch: Patch) -> None:
    """A reader is not shown what came first."""

    def read(connection: Any, name: str, **more: Any) -> Any:
        page = read_feed(connection, name, **more)
        return msgspec.structs.replace(page, items=page.items[1:]) if name == "catalogue" else page

    patch.setattr("pos_app.office.people_api.read_feed", read)


def feeds_end_where_the_reader_stands(patch: Patch) -> None:
    """Head office tells a till that it has everything."""

    def ends(connection: Any, *, till: int) -> Any:
        return tuple(msgspec.structs.replace(end, place="") for end in feed_ends(connection, till=till))

    patch.setattr(hello, "feed_ends", ends)


def never_heals(patch: Patch) -> None:
    """The network is good again and no till notices."""
    patch.setattr(History, "heal", lambda self: self.network.heal())


def unknown_kinds_are_refused(patch: Patch) -> None:
    """Head office takes only what it understands, so that a newer till's queue stands still."""
    whole = ingest._require_row_of

    def require(incarnation: Any, entries: Sequence[Any]) -> None:
        whole(incarnation, entries)
        if any(entry.kind not in FACTS for entry in entries):
            raise ProblemError("malformed", "kind")

    patch.setattr(ingest, "_require_row_of", require)


def projections_stop_at_what_is_parked(patch: Patch) -> None:
    """An entry that nobody can read ends the batch in which it came."""
    whole = projections._entries

    def entries(connection: Any, span: Any) -> Any:
        for told in whole(connection, span):
            yield told
            if told.kind not in FACTS:
                return

    patch.setattr(projections, "_entries", entries)


def what_is_parked_is_told_to_nobody(patch: Patch) -> None:
    whole = projections._derived

    def derived(connection: Any, span: Any) -> Any:
        return {**whole(connection, span), "parked": []}

    patch.setattr(projections, "_derived", derived)


def spending_is_never_read(patch: Patch) -> None:
    """A till takes in what others sold to somebody, and forgets it."""
    taking(patch, SpendItem, lambda *_all: None)


FLOW: dict[Mutant, tuple[str, ...]] = {
    feed_that_skips: ("I15",),
    feeds_end_where_the_reader_stands: ("I10", "I15"),
    never_heals: ("I1", "I12"),
    spending_is_never_read: ("I10",),
    unknown_kinds_are_refused: ("I1", "I12"),
    projections_stop_at_what_is_parked: ("I9", "I14"),
    what_is_parked_is_told_to_nobody: ("I14",),
}
