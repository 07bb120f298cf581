"""Checking a list before anything is written: each row against the rules, the rows before it and who is on file.

What an import that was cut had already written is on file when the list is checked again, and is left out: that is
how an import goes on where it stopped, with nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from pos_app.counter.dates import today
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.identifiers import CardNumber
from pos_app.domain.languages import OWN_NAMES
from pos_app.domain.names import folded, sound_of, words_of
from pos_app.domain.people_list import ListedPerson, Matching, read_person
from pos_app.domain.person import Identity, Person
from pos_app.domain.programme import Rules
from pos_app.domain.refusals import Refusal
from pos_app.i18n import language_names
from pos_app.store.people import people_after
from pos_app.store.slips import used_slips
from pos_app.store.structures import structures
from pos_app.tables.table_file import Row

MOST_SHOWN = 10_000
"""Problems that are kept to be shown and saved; all of them are counted."""
_PART = 200
"""People read from the till at once: about two milliseconds of the storage thread."""
TELL_EVERY = 500

SameAs = tuple[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is left out, and why, as a refusal whose sentence is shown."""

    line: int
    cells: tuple[str, ...]
    refusal: Refusal

    def __repr__(self) -> str:
        return f"RowProblem({self.line}, {self.refusal.code})"


@dataclass(frozen=True, slots=True)
class CheckedList:
    """What a list holds. `already` of its rows are of people on file; `alike` of those who would be written sound like
    somebody else of their year, which `problems` tell too; `new_structures` will be added, by name."""

    people: int
    rows: int
    already: int
    alike: int
    new_structures: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    by_code: Mapping[str, int]

    @property
    def left_out(self) -> int:
        return sum(self.by_code.values())


@dataclass(slots=True)
class OnFile:
    """What is known before the first row: who is on file, with their telephones, and how their names sound; cards,
    slips, structures by folded name."""

    rules: Rules
    today: dt.date
    people: dict[SameAs, set[str]] = field(default_factory=dict)
    sounds: set[SameAs] = field(default_factory=set)
    cards: set[str] = field(default_factory=set)
    slips: set[tuple[str, str]] = field(default_factory=set)
    structures: dict[str, str] = field(default_factory=dict)


def read_on_file(submit: Submit) -> OnFile:
    """Reads in parts what the rows are compared with."""

    def begin(till: Till) -> OnFile:
        known = OnFile(till.rules, today(till))
        known.slips = {(prescriber, number) for prescriber, number in used_slips(till.connection) if number}
        known.structures = {folded(one.name): one.code for one in structures(till.connection)}
        return known

    known, last_id = submit(begin).result(), 0
    while people := submit(partial(_next_people, after=last_id)).result():
        last_id = people[-1].id
        for person in people:
            known.people.setdefault(same_as(person.identity), set()).add(person.identity.phone)
        known.sounds.update(sounds_as(person.identity) for person in people)
        known.cards.update(person.card for person in people)
    return known


def _next_people(till: Till, *, after: int) -> tuple[Person, ...]:
    return people_after(till.connection, after, limit=_PART)


def same_as(identity: Identity) -> SameAs:
    """Two records of one person: the words of the name in any order, accents apart, and the year."""
    return tuple(sorted(words_of(identity.full_name))), identity.year_of_birth


def sounds_as(identity: Identity) -> SameAs:
    """Two records that may be of one person: as `same_as`, by the sound of the words."""
    return tuple(sorted(map(sound_of, words_of(identity.full_name)))), identity.year_of_birth


@dataclass(frozen=True, slots=True)
class AcceptedPerson:
    """A row that can be written: programme and prescriber are codes, or the name of a structure to be added."""

    listed: ListedPerson
    prescriber: str
    new_structure: str
    programme: str


class ListChecker:
    """Takes the rows of a list one after the other; what it has seen counts for the rows that follow."""

    def __init__(self, matching: Matching, known: OnFile) -> None:
        self._matching, self._known = matching, known
        self._languages = _languages()
        self._programmes = _programmes(known.rules)
        self._lines: dict[SameAs, dict[str, int]] = {}
        self._sounds: dict[SameAs, int] = {}
        self._slip_lines: dict[tuple[str, str], int] = {}
        self._cards: set[CardNumber | str] = set()
        self.new_structures: dict[str, str] = {}

    def take(self, line: int, cells: tuple[str, ...]) -> AcceptedPerson:
        """The person of a row. Raises Refusal with what is wrong with it."""
        listed = read_person(cells, self._matching, languages=self._languages, today=self._known.today)
        accepted = self._resolved(listed)
        self._require_new(line, accepted)
        return accepted

    def _resolved(self, listed: ListedPerson) -> AcceptedPerson:
        programme = self._programmes.get(" ".join(words_of(listed.programme)), "")
        if listed.programme and not programme:
            raise Refusal("programme_unknown", programme=listed.programme[:40])
        if listed.starts_on and not listed.prescriber:
            raise Refusal("prescriber_missing")
        name = folded(listed.prescriber)
        code = self._known.structures.get(name, "")
        if name and not code:
            self.new_structures.setdefault(name, listed.prescriber)
        return AcceptedPerson(listed, code, "" if code else name, programme or self._known.rules.programme[0].code)

    def _require_new(self, line: int, accepted: AcceptedPerson) -> None:
        """Nothing of a row counts before every question is answered."""
        listed = accepted.listed
        same, slip = same_as(listed.identity), (accepted.prescriber or accepted.new_structure, listed.slip)
        phone = listed.identity.phone
        if _is_among(phone, self._known.people.get(same, ())):
            raise Refusal("person_on_file")
        if _is_among(phone, self._lines.get(same, ())):
            raise Refusal("person_twice", line=next(iter(self._lines[same].values())))
        if listed.card and (listed.card in self._known.cards or listed.card in self._cards):
            raise Refusal("card_taken", card=listed.card)
        if listed.slip and slip in self._known.slips:
            raise Refusal("slip_used")
        if listed.slip and slip in self._slip_lines:
            raise Refusal("slip_twice", line=self._slip_lines[slip])
        self._lines.setdefault(same, {})[phone] = line
        if listed.slip:
            self._slip_lines[slip] = line
        if listed.card:
            self._cards.add(listed.card)

    def sounds_like(self, line: int, accepted: AcceptedPerson) -> Refusal | None:
        """Somebody else of the year whose name sounds the same: to be looked at, nothing to stop for."""
        sounds = sounds_as(accepted.listed.identity)
        if sounds in self._known.sounds:
            return Refusal("person_alike_on_file")
        other = self._sounds.setdefault(sounds, line)
        return Refusal("person_alike", line=other) if other != line else None


def _is_among(phone: str, phones: Collection[str]) -> bool:
    """Whether a record of the same name and year is the same person's: two telephones tell two people apart."""
    return bool(phones) and (not phone or "" in phones or phone in phones)


def check_list(
    rows: Iterable[Row],
    checker: ListChecker,
    *,
    progress: Callable[[int], None] = lambda _rows: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CheckedList:
    """Reads every row and writes nothing. Raises Refusal("cancelled") and what reading the rows raises."""
    people = count = alike = 0
    problems: list[RowProblem] = []
    by_code: Counter[str] = Counter()
    for line, cells in rows:
        count += 1
        try:
            remark = checker.sounds_like(line, checker.take(line, cells))
            people += 1
            if remark is not None:
                alike += 1
                problems += [RowProblem(line, cells, remark)][: MOST_SHOWN - len(problems)]
        except Refusal as refusal:
            by_code[refusal.code] += 1
            if refusal.code != "person_on_file" and len(problems) < MOST_SHOWN:
                problems.append(RowProblem(line, cells, refusal))
        if count % TELL_EVERY == 0:
            progress(count)
            if cancelled():
                raise Refusal("cancelled")
    already = by_code.pop("person_on_file", 0)
    names = tuple(sorted(checker.new_structures.values()))
    return CheckedList(people, count, already, alike, names, tuple(problems), dict(by_code))


def _languages() -> dict[str, str]:
    """Codes by code, by own name, and by French and English names, folded."""
    codes = {code: code for code in OWN_NAMES}
    own = {name: code for code, name in OWN_NAMES.items()}
    named = codes | own | language_names(tuple(OWN_NAMES))
    return {" ".join(words_of(name)): code for name, code in named.items()}


def _programmes(rules: Rules) -> dict[str, str]:
    return {" ".join(words_of(name)): one.code for one in rules.programme for name in (one.code, one.label)}
