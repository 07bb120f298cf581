"""The invariants of SYNC.md § 6, looked at once everything has healed. A fault begins with the number of its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from psycopg import Connection

from pos_app.domain.facts import LotReceived, SaleRecorded
from pos_app.domain.identifiers import place_in_lot
from pos_app.ledger.chain import first_fault, opening_key
from pos_app.ledger.entry import Entry, Head
from pos_app.office.check import check_tills
from pos_app.office.projections import differing_figures, project_till
from pos_app.office.reference import document_of
from pos_app.store.outbox import unsent_count
from pos_app.store.parameters import catalogue_text
from pos_app.sync.outcome import Synced
from tests.sync.simulation.desk_checker import desk_faults, sale_of
from tests.sync.simulation.history import History
from tests.sync.simulation.simulated_till import SimulatedTill
from tests.sync.syncing_till import alarms_of, held_by

_STRAYS = {"fork", "stale_incarnation", "rolled_back", "new_incarnation"}
_Key = tuple[str, int, bytes]


def faults_of(history: History) -> list[str]:
    """What does not hold; empty where everything does."""
    office = history.office
    with office.database.transaction() as connection:
        tills = [till for (till,) in connection.execute("SELECT id FROM till ORDER BY id")]
    for till in tills:
        with office.database.transaction() as connection:
            project_till(connection, till=till)
    alarms = alarms_of(office)
    held = held_by(office)
    journals = [(till, till.till.entries) for till in history.tills]
    with office.database.transaction() as connection:
        return [
            *_arrived(connection, journals, held),
            *_chains(history, held),
            *_never_silent(journals, held, alarms),
            *_codes(connection, history, journals, alarms),
            *_retired(connection),
            *_sums(connection, held, tills),
            *_live(history),
            *desk_faults(history, connection, held),
        ]


def _arrived(
    connection: Connection, journals: Sequence[tuple[SimulatedTill, list[Entry]]], held: Sequence[Entry]
) -> Iterator[str]:
    """I1: every entry of every till is held, byte for byte, or kept apart as evidence where it is another branch."""
    there = {_key(entry): entry for entry in held}
    for (content,) in connection.execute("SELECT entry FROM quarantine"):
        entry = msgspec.msgpack.decode(content, type=Entry)
        there.setdefault(_key(entry), entry)
    for till, entries in journals:
        for entry in entries:
            if there.get(_key(entry)) != entry:
                yield f"I1 {till.label} {entry.incarnation[:8]} {entry.seq} {entry.kind}"
                break


def _chains(history: History, held: Sequence[Entry]) -> Iterator[str]:
    """I2: every chain verifies; how each goes on from the one before it, too, unless a copy's branch lies between."""
    chains: dict[str, list[Entry]] = {}
    for entry in held:
        chains.setdefault(entry.incarnation, []).append(entry)
    for incarnation, entries in chains.items():
        if fault := first_fault(
            entries, after=Head.before_first(entries[0].incarnation), public_key=opening_key(entries[0]) or b""
        ):
            yield f"I2 {incarnation[:8]} {fault}"
    if not any(till.cloned for till in history.tills):
        for checked in check_tills(history.office.database):
            if checked.refusal:
                yield f"I2 {checked.name} {checked.refusal}"


def _never_silent(
    journals: Sequence[tuple[SimulatedTill, list[Entry]]], held: Sequence[Entry], alarms: Sequence[str]
) -> Iterator[str]:
    """I3: where two journals say different things under one number, somebody at head office is told."""
    said: dict[tuple[str, int], bytes] = {(entry.incarnation, entry.seq): entry.hash for entry in held}
    for till, entries in journals:
        for entry in entries:
            if said.setdefault((entry.incarnation, entry.seq), entry.hash) != entry.hash and not _STRAYS & set(alarms):
                yield f"I3 {till.label} {entry.seq}"
                return


def _codes(
    connection: Connection,
    history: History,
    journals: Sequence[tuple[SimulatedTill, list[Entry]]],
    alarms: Sequence[str],
) -> Iterator[str]:
    """I4, I5 and I7. Two computers that go on from one image may sell one code: never silently."""
    cloned = any(till.cloned for till in history.tills)
    sold = Counter[str]()
    for item, fault in _sold(journals):
        sold[item] += 1
        if fault and not cloned:
            yield fault
    twice = [item for item, count in sold.items() if count > 1]
    if twice and not cloned:
        yield f"I5 {twice[0]} sold twice"
    known = {lot for (lot,) in connection.execute("SELECT lot FROM allocation")}
    if any(place_in_lot(item)[0] in known for item in twice) and not {"code_sold_twice", "fork"} & set(alarms):  # type: ignore[arg-type]
        yield "I5 sold twice and nobody was told"
    yield from _pool(connection)
    if not cloned:
        yield from _never_arrived(connection)
        yield from _left_behind(connection)
    for lot, there, left in _on_hand(connection, history):
        if there != left and not cloned:
            yield f"I7 {lot}: {there} on hand at head office, {left} at the till"


def _sold(journals: Sequence[tuple[SimulatedTill, list[Entry]]]) -> Iterator[tuple[str, str]]:
    """(code, fault) of every sale of a code: the fault is empty where its lot is the seller's."""
    entries = {_key(entry): entry for _till, each in journals for entry in each}
    lots: dict[str, str] = {}
    for entry in entries.values():
        fact = entry.fact() if entry.kind in (LotReceived.kind, SaleRecorded.kind) else None
        if isinstance(fact, LotReceived):
            lots[fact.lot] = fact.incarnation
        if isinstance(fact, SaleRecorded):
            for item in (item for line in fact.lines for item in line.items):
                right = lots.get(place_in_lot(item)[0]) == entry.incarnation
                yield item, "" if right else f"I4 {item} sold outside its allocation"


def _pool(connection: Connection) -> Iterator[str]:
    """I7 at head office: an allocation has each of its codes in one state, and no code is in two of them."""
    for lot, count, rows in connection.execute(
        "SELECT lot, allocation.count, count(place) FROM allocation LEFT JOIN allocated_code ON allocation = lot"
        " GROUP BY lot HAVING allocation.count <> count(place)"
    ):
        yield f"I7 {lot} {count} {rows}"
    for code, count in connection.execute(
        "SELECT (code_lot, number)::text, count(*) FROM allocated_code WHERE NOT reused"
        " GROUP BY code_lot, number HAVING count(*) > 1"
    ):
        yield f"I7 {code} allocated {count} times"


def _left_behind(connection: Connection) -> Iterator[str]:
    """I7: of a chain that is no more, no code counts as being on anybody's hands."""
    for lot, count in connection.execute(
        "SELECT lot, count(*) FROM allocated_code JOIN allocation ON allocation = lot"
        " JOIN incarnation ON (incarnation.till, incarnation.number) = (allocation.till, allocation.incarnation)"
        " WHERE last_seq IS NOT NULL AND state = 'allocated' GROUP BY lot"
    ):
        yield f"I7 {count} codes of {lot} are nobody's"


def _never_arrived(connection: Connection) -> Iterator[str]:
    """I7: what was given to an incarnation in force is there, or it said why not."""
    for (lot,) in connection.execute(
        "SELECT lot FROM allocation JOIN incarnation ON (incarnation.till, number) = (allocation.till, incarnation)"
        " WHERE last_seq IS NULL AND NOT taken AND NOT EXISTS (SELECT 1 FROM code_fact WHERE item = lot)"
    ):
        yield f"I7 {lot} was given and never arrived"


def _on_hand(connection: Connection, history: History) -> Iterator[tuple[str, int, int]]:
    """Each lot that a till holds under the incarnation in force: what head office believes, what is there."""
    for till in history.tills:
        rows = till.on(
            lambda owned: owned.connection.execute(
                "SELECT lot, count - drawn FROM voucher_lot WHERE origin = 'allocated' AND held_by = ?"
                " AND state = 'in_stock'",
                (owned.store.head.incarnation,),
            ).fetchall()
        )
        for lot, left in rows:
            row = connection.execute(
                "SELECT count(*) FROM allocated_code WHERE allocation = %s AND state = 'allocated'", (lot,)
            ).fetchone()
            yield lot, row[0] if row else 0, left


def _retired(connection: Connection) -> Iterator[str]:
    """I6: nothing after the end of an incarnation that is no more."""
    for till, number in connection.execute(
        "SELECT till, number FROM incarnation WHERE last_seq IS NOT NULL AND head_seq > last_seq"
    ):
        yield f"I6 {till} {number}"


def _sums(connection: Connection, held: Sequence[Entry], tills: Sequence[int]) -> Iterator[str]:
    """I9, I11 and I13: figures are those of the entries, each counted once, in whatever order they came."""
    facts = [fact for entry in held if (fact := sale_of(entry))]
    row = connection.execute(
        "SELECT count(*), coalesce(sum(total_cents), 0), coalesce(sum(cash_cents), 0) FROM ticket"
    ).fetchone()
    expected = (len(facts), sum(f.total_cents for f in facts), sum(f.cash_cents for f in facts))
    if row is None or tuple(map(int, row)) != expected:
        yield f"I9 {row} instead of {expected}"
    for till in tills:
        if differing := differing_figures(connection, till=till):
            yield f"I11 {till} {differing}"


def _live(history: History) -> Iterator[str]:
    """I12 and I15: nothing waits any more, and every till has the catalogue of head office."""
    with history.office.database.transaction() as connection:
        document = document_of(connection, "catalogue")
    for till in history.tills:
        name = till.label
        outcome = history.outcomes.get(name)
        if not isinstance(outcome, Synced) or outcome.differences:
            yield f"I12 {name} {outcome!r}"
        elif left := till.on(lambda owned: unsent_count(owned.connection)):
            yield f"I12 {name} has {left} left"
        if document and till.on(lambda owned: catalogue_text(owned.connection)) != document.text:
            yield f"I15 {name} has another catalogue"


def _key(entry: Entry) -> _Key:
    return entry.incarnation, entry.seq, entry.hash
