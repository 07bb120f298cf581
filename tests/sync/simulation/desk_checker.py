"""The invariants of SYNC.md § 6 that the desk and its people see: I8, I10, I14, I16, I17 and I18."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from psycopg import Connection

from pos_app.domain.facts import Beneficiary, ClockMovedBack, SaleRecorded
from pos_app.ledger.entry import Entry
from pos_app.printing.documents.receipt import control_of
from pos_app.store.entitlements import spending
from tests.sync.simulation.at_the_desk import WeatherNoted
from tests.sync.simulation.history import History
from tests.sync.two_points import whole_text
from tests.tills import COORDINATOR_PIN, VOLUNTEER_PIN

_MAY_BE_REFUSED = {"product_out_of_stock", "needs_approval"}
"""No code is left; a person's cap is reached, their right is not known here yet or over by this clock."""
_OF_PEOPLE = _MAY_BE_REFUSED | {"person_unknown", "person_erased"}
_SLACK_MS = 1_000


def desk_faults(history: History, connection: Connection, held: Sequence[Entry]) -> Iterator[str]:
    yield from _printed(history, held)
    yield from _caps(history, held)
    yield from _parked(connection, held)
    yield from _clocks(history, held)
    yield from _erased(history, connection)
    yield from _secrets(history, held)


def _printed(history: History, held: Sequence[Entry]) -> Iterator[str]:
    """I8: each receipt is that of an entry that was in a journal, by its number and the extract of its signature."""
    entries = {(e.incarnation, e.seq, e.hash): e for e in held} | history.written
    known = {(fact.ticket, control_of(e)) for e in entries.values() if (fact := sale_of(e))}
    for ticket, control in history.paper:
        if (ticket, control) not in known:
            yield f"I8 {ticket} was printed and is in no journal"


def _caps(history: History, held: Sequence[Entry]) -> Iterator[str]:
    """I10: no till lets anybody past the cap that it knows of, so that all together stay within one cap a till; and
    what each then shows is what was spent."""
    spent: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in held:
        fact = sale_of(entry)
        told = fact.beneficiary if fact else None
        if fact is None or not isinstance(told, Beneficiary):
            continue
        spent[told.person, told.month][entry.incarnation] += told.capped_cents
        if told.right and not fact.overrides and told.cap_after_cents != told.cap_before_cents - told.capped_cents:
            yield f"I10 {fact.ticket} counts {told.cap_before_cents} - {told.capped_cents} as {told.cap_after_cents}"
        if not fact.overrides and told.cap_after_cents < 0:
            yield f"I10 {fact.ticket} went past the cap that its till knew of"
    if any(till.cloned or till.put_back_once for till in history.tills):
        return
    for till in history.tills:
        for (person, month), by_chain in spent.items():
            shown = till.on(lambda owned, who=person, when=month: spending(owned.connection, [who], when).cents)  # type: ignore[misc]
            if shown != sum(by_chain.values()):
                yield f"I10 {till.label} shows {shown} for {person[:6]} and not {sum(by_chain.values())}"


def _parked(connection: Connection, held: Sequence[Entry]) -> Iterator[str]:
    """I14: what nobody here can read is kept, told, and holds nothing up: every other figure is there."""
    unread = sum(entry.kind == WeatherNoted.kind for entry in held)
    row = connection.execute("SELECT count(*) FROM parked WHERE reason = 'kind_unknown'").fetchone()
    if row != (unread,):
        yield f"I14 {unread} entries of a newer program, {row} of them parked"
    for till, number, projected, head in connection.execute(
        "SELECT till, number, projected_seq, head_seq FROM incarnation WHERE projected_seq <> head_seq"
    ):
        yield f"I14 till {till}, chain {number}: figures stop at {projected} of {head}"
    for (left,) in connection.execute(
        "SELECT count(*) FROM entry WHERE kind = 'sale_recorded.1' AND NOT EXISTS (SELECT 1 FROM ticket WHERE"
        " (ticket.till, ticket.incarnation, ticket.seq) = (entry.till, entry.incarnation, entry.seq))"
        " HAVING count(*) > 0"
    ):
        yield f"I14 {left} sales have no ticket"


def _clocks(history: History, held: Sequence[Entry]) -> Iterator[str]:
    """I16: whatever the clocks said, no sale was refused for them, none came twice or out of order, and each step back
    stands in the journal."""
    for what, code in history.refused:
        if code and code not in (_OF_PEOPLE if what in ("to a person", "registration") else _MAY_BE_REFUSED):
            yield f"I16 {what} was refused: {code}"
    last: dict[str, tuple[int, Entry]] = {}
    for entry in held:
        fact = sale_of(entry)
        before = last.get(entry.incarnation)
        number = before[0] if before else 0
        if before and entry.at_ms + _SLACK_MS < before[1].at_ms and entry.kind != ClockMovedBack.kind:
            yield f"I16 {entry.incarnation[:8]} {entry.seq}: the clock went back and nobody says so"
        if fact:
            if int(fact.basket, 16) <= number:
                yield f"I16 {entry.incarnation[:8]} {entry.seq}: basket {int(fact.basket, 16)} after {number}"
            number = int(fact.basket, 16)
        last[entry.incarnation] = (number, entry)


def _erased(history: History, connection: Connection) -> Iterator[str]:
    """I17: of whom head office knows to be erased, no name is left, there or at a till."""
    gone = {token for (token,) in connection.execute("SELECT token FROM tombstone")}
    names = [person.given_name.lower() for person in history.people if person.token in gone]
    if not names:
        return
    texts = {till.label: till.on(whole_text).lower() for till in history.tills}
    texts["head office"] = _whole_text(connection).lower()
    for where, text in texts.items():
        for name in names:
            if name in text:
                yield f"I17 {name} is still at {where}"


def sale_of(entry: Entry) -> SaleRecorded | None:
    """The sale that an entry records, if it does; of kinds that nobody here knows, too."""
    fact = entry.fact() if entry.kind == SaleRecorded.kind else None
    return fact if isinstance(fact, SaleRecorded) else None


def _whole_text(connection: Connection) -> str:
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    rows = (row for (table,) in tables for row in connection.execute(f"SELECT t::text FROM {table} AS t"))
    return "\n".join(str(row[0]) for row in rows)


def _secrets(history: History, held: Sequence[Entry]) -> Iterator[str]:
    """I18: no name, code or PIN in what was logged, in an entry, or in clear in any file."""
    secrets = [person.family_name.encode() for person in history.people]
    secrets += [b"FAUX", COORDINATOR_PIN.encode(), VOLUNTEER_PIN.encode()]
    for record in history.logged:
        if any(secret in record.encode() for secret in secrets):
            yield f"I18 logged: {record[:80]}"
    for entry in held:
        if any(secret in entry.payload for secret in secrets[:-2]):
            yield f"I18 {entry.kind} {entry.seq} tells a secret"
    for path in sorted(each for each in history.root.rglob("*") if each.is_file()):
        if secret := next((each for each in secrets[:-2] if each in path.read_bytes()), None):
            yield f"I18 {_below(path, history.root)} holds {secret!r}"


def _below(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
