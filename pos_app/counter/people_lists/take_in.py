"""Writing the people of a checked list: rows and rights first, slice by slice, then the index that finds them.

Tokens are random and given in their order to people in a random one, so that pages are written once and a token still
tells nothing of its place in the list.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from pos_app.counter.people_lists.check import AcceptedPerson, ListChecker
from pos_app.counter.people_lists.run import Submit, one_ahead
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.entitlement import period_from
from pos_app.domain.facts import (
    PeopleImported,
    PersonChanged,
    PersonErased,
    PersonRegistered,
    PersonsMerged,
    RightOpened,
)
from pos_app.domain.identifiers import CardNumber, PersonToken, card_number, person_token
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Person
from pos_app.domain.refusals import Bug, Refusal
from pos_app.store import journal
from pos_app.store.people import add_person, findable, person_with_card
from pos_app.store.people_index import IndexSlice, index_in_slices, write_slice
from pos_app.store.people_index_repair import note_finished, note_unfinished
from pos_app.store.slips import use_slip
from pos_app.store.till_store import Act
from pos_app.tables.table_file import Row

SLICE = 12
"""People in one act: with its sync some milliseconds of the storage thread, between which the counter sells."""
INDEX_ROWS = 300
CHUNK = 50_000
"""People in memory at once, some 60 MB."""
_CHANGES = (PersonChanged.kind, PersonErased.kind, PersonsMerged.kind)
_DAY_MS = 24 * 3600 * 1000

_Tokened = tuple[PersonToken, AcceptedPerson]


def take_in(
    submit: Submit,
    rows: Iterable[Row],
    checker: ListChecker,
    *,
    operator: Operator,
    sha256: str,
    progress: Callable[[int], None] = lambda _people: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Registers every person of `rows` that `checker` accepts; returns how many, also where it was cancelled between.

    What is written stays: another run over the same list goes on with the rest. Raises Refusal("right_missing") and
    what reading and writing raise.
    """
    operator.require(Right.IMPORT_PEOPLE)
    begun_at = submit(lambda till: till.store.position).result()
    coming = _accepted(rows, checker)
    taken, codes = 0, dict[str, str]()
    try:
        while not cancelled() and (chunk := list(islice(coming, CHUNK))):
            _add_structures(submit, operator, chunk, codes)
            taken += _take_chunk(submit, chunk, operator, codes, partial(_add, progress, taken), cancelled)
    finally:
        if taken:
            submit(lambda till: _conclude(till, operator, people=taken, sha256=sha256, begun_at=begun_at)).result()
    return taken


def _add(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)


def _accepted(rows: Iterable[Row], checker: ListChecker) -> Iterator[AcceptedPerson]:
    for line, cells in rows:
        try:
            yield checker.take(line, cells)
        except Refusal:
            continue


def _take_chunk(
    submit: Submit,
    chunk: list[AcceptedPerson],
    operator: Operator,
    codes: dict[str, str],
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> int:
    secrets.SystemRandom().shuffle(chunk)
    tokens = sorted(person_token(secrets.token_bytes(16)) for _ in chunk)
    slices = _slices(list(zip(tokens, chunk, strict=True)), cancelled)
    written: list[Person] = []
    for people in one_ahead(submit, (partial(_write_slice, operator=operator, part=p, codes=codes) for p in slices)):
        written += people
        progress(len(written))
    index = index_in_slices([findable(person) for person in written], rows=INDEX_ROWS)
    for _done in one_ahead(submit, (partial(_write_index, part=part) for part in index)):
        pass
    return len(written)


def _slices(people: list[_Tokened], cancelled: Callable[[], bool]) -> Iterator[list[_Tokened]]:
    for begin in range(0, len(people), SLICE):
        if cancelled():
            return
        yield people[begin : begin + SLICE]


def _add_structures(submit: Submit, operator: Operator, chunk: Sequence[AcceptedPerson], codes: dict[str, str]) -> None:
    """Adds the structures that the list names and nobody knew; `codes` has the code of each, by its plain name."""
    for one in chunk:
        if one.new_structure and one.new_structure not in codes:
            name = one.listed.prescriber
            kept = submit(partial(add_structure, operator=operator, name=name)).result()
            codes[one.new_structure] = kept.code


def _write_slice(
    till: Till,
    *,
    operator: Operator,
    part: Sequence[_Tokened],
    codes: dict[str, str],
) -> list[Person]:
    with till.store.transaction(operator.code) as act:
        note_unfinished(act)
        return [_write(till, act, token, one, codes.get(one.new_structure, one.prescriber)) for token, one in part]


def _write(till: Till, act: Act, token: PersonToken, one: AcceptedPerson, prescriber: str) -> Person:
    now_ms, starts_on = till.clock.now_ms(), one.listed.starts_on
    person = add_person(
        act,
        token=token,
        card=_card(act, one.listed.card),
        identity=one.listed.identity.referred_by(prescriber),
        at_ms=now_ms,
        last_contact_ms=min(now_ms, _noon_ms(starts_on)) if starts_on else now_ms,
        index=False,
    )
    act.append(PersonRegistered(person=token))
    if starts_on:
        if one.listed.slip:
            use_slip(act, token=token, prescriber=prescriber, number=one.listed.slip, written_on=starts_on.isoformat())
        act.append(_right(till, token, one, prescriber, starts_on))
    return person


def _right(till: Till, token: PersonToken, one: AcceptedPerson, prescriber: str, starts_on: dt.date) -> RightOpened:
    programme = till.rules.of(one.programme)
    if programme is None:
        raise Bug("programme_vanished", programme=one.programme)
    ends_on = one.listed.ends_on or period_from(starts_on, programme)[1]
    return RightOpened(
        person=token,
        number=1,
        programme=programme.code,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        renewal=0,
        prescriber=prescriber,
    )


def _card(act: Act, listed: str) -> CardNumber:
    """The card that the list says, or one that nobody here has."""
    if listed:
        return CardNumber(listed)
    while True:
        card = card_number(secrets.randbelow(10**9))
        if person_with_card(act.connection, card) is None:
            return card


def _noon_ms(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days * _DAY_MS + _DAY_MS // 2


def _write_index(till: Till, *, part: IndexSlice) -> None:
    with till.store.transaction() as act:
        write_slice(act.connection, part)


def _conclude(till: Till, operator: Operator, *, people: int, sha256: str, begun_at: int) -> None:
    """Somebody whose record was changed or erased meanwhile may stand in the index with what went: it is made anew."""
    with till.store.transaction(operator.code) as act:
        note_finished(act, anew=journal.says_any(act.connection, _CHANGES, after_position=begun_at))
        act.append(PeopleImported(people=people, sha256=sha256))
