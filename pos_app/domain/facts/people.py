"""Facts about people, by token, and about their rights. No name, no phone, no card: those can be erased."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import PersonToken


class PersonRegistered(Fact, frozen=True):
    """Somebody's identity was taken down."""

    kind: ClassVar[str] = "person_registered.1"
    person: PersonToken


class PersonChanged(Fact, frozen=True):
    """Fields of an identity changed; which ones, never their values."""

    kind: ClassVar[str] = "person_changed.1"
    person: PersonToken
    fields: tuple[str, ...]


class RightOpened(Fact, frozen=True):
    """A right began on a prescriber's slip, or continues: `renewal` counts from 0. Days are ISO dates, both included.

    `pending`: an employee opened it before the prescriber's word, for a few days.
    """

    kind: ClassVar[str] = "right_opened.1"
    person: PersonToken
    number: int
    programme: str
    starts_on: str
    ends_on: str
    renewal: int
    prescriber: str
    pending: bool = False


class RightChanged(Fact, frozen=True):
    """A right was suspended, resumed, or ended. `state` is of RightState; `reason` a code."""

    kind: ClassVar[str] = "right_changed.1"
    person: PersonToken
    number: int
    state: str
    reason: str


class PrescriberChanged(Fact, frozen=True):
    """Another structure follows the person from now on."""

    kind: ClassVar[str] = "prescriber_changed.1"
    person: PersonToken
    number: int
    prescriber: str


class PersonLeft(Fact, frozen=True):
    """The person departed or died: `state` says which."""

    kind: ClassVar[str] = "person_left.1"
    person: PersonToken
    state: str


class PersonsMerged(Fact, frozen=True):
    """Two records were of one person: `gone` means `kept` from now on, in all that was and will be said of it."""

    kind: ClassVar[str] = "persons_merged.1"
    kept: PersonToken
    gone: PersonToken


class PersonErased(Fact, frozen=True):
    """An identity was deleted everywhere (GDPR art. 17). `basis`: "request", "retention"."""

    kind: ClassVar[str] = "person_erased.1"
    person: PersonToken
    basis: str


class DataHandedOver(Fact, frozen=True):
    """A person was given what is kept about them (GDPR art. 15)."""

    kind: ClassVar[str] = "data_handed_over.1"
    person: PersonToken


class PeopleExported(Fact, frozen=True):
    """A coordinator took the list of people out of the till."""

    kind: ClassVar[str] = "people_exported.1"
    people: int


class PeopleImported(Fact, frozen=True):
    """People were taken from a list. `sha256` is that of its file."""

    kind: ClassVar[str] = "people_imported.1"
    people: int
    sha256: str


class StructureKept(Fact, frozen=True):
    """A structure was added or changed, by its token: whether it writes slips, whether it buys, its month's cap in
    cents (0: none), whether it is closed. What it is called lies beside the journal."""

    kind: ClassVar[str] = "structure_kept.1"
    structure: PersonToken
    prescribes: bool
    buys: bool
    cap_cents: int
    closed: bool = False


class RulesLoaded(Fact, frozen=True):
    """Programmes, caps and exceptions took effect. `sha256` is that of their file; `origin` as of a catalogue."""

    kind: ClassVar[str] = "rules_loaded.1"
    sha256: str
    programmes: int
    origin: str = "till"
