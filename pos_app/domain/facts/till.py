"""Facts about the till itself: its chains, its program, its copies, head office."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.identifiers import IncarnationId


class PreviousIncarnation(Part, frozen=True):
    """Where the chain before this one was last known to stand."""

    incarnation: IncarnationId
    seq: int
    hash: str
    last_ticket: int
    perpetual_cents: int
    perpetual_absolute_cents: int


class IncarnationOpened(Fact, frozen=True):
    """First entry of a chain: the key that signs it, and the chain it follows, if any.

    `reason`: "first", "restored" (the database is behind its mark), "mark_missing", "key_replaced",
    "fork" (head office holds another branch), "integrity_fault" (an entry of the chain before does not hold).
    """

    kind: ClassVar[str] = "incarnation_opened.1"
    public_key: str
    algorithm: str
    software: str
    series: str
    reason: str
    previous: PreviousIncarnation | msgspec.UnsetType = msgspec.UNSET


class TillSetUp(Fact, frozen=True):
    """Who sells here, as every receipt after this entry says it (structure, never a person).

    `training` is true in a chain for practice, whose every paper says SIMULATION (BOFiP § 150).
    """

    kind: ClassVar[str] = "till_set_up.1"
    point: str
    till: str
    legal_name: str
    address: str
    siret: str
    phone: str = ""
    training: bool = False


class SoftwareUpdated(Fact, frozen=True):
    """Another version of the program opened this till."""

    kind: ClassVar[str] = "software_updated.1"
    was: str
    now: str


class TillStarted(Fact, frozen=True):
    """The program opened this till (JET code 80). `clean` is false where it had not been closed properly."""

    kind: ClassVar[str] = "till_started.1"
    clean: bool


class TillStopped(Fact, frozen=True):
    """The program closed this till (JET code 40)."""

    kind: ClassVar[str] = "till_stopped.1"


class TrainingEntered(Fact, frozen=True):
    """Whoever made this entry began to practise on the till's practice chain (JET code 100), kept apart from this one.

    `incarnation` is that chain, `seq` its last entry then.
    """

    kind: ClassVar[str] = "training_entered.1"
    incarnation: IncarnationId
    seq: int


class TrainingLeft(Fact, frozen=True):
    """The practice ended (JET code 100); `incarnation` and `seq` as in its beginning."""

    kind: ClassVar[str] = "training_left.1"
    incarnation: IncarnationId
    seq: int


class CatalogueLoaded(Fact, frozen=True):
    """A catalogue took effect. `sha256` is that of its file's bytes; `origin` is "till", or "office" where head office
    sent it."""

    kind: ClassVar[str] = "catalogue_loaded.1"
    sha256: str
    products: int
    origin: str = "till"


class ParametersLoaded(Fact, frozen=True):
    """Head office set how tills keep contact and hold codes. `sha256` is that of the file."""

    kind: ClassVar[str] = "parameters_loaded.1"
    sha256: str


class ReferenceRefused(Fact, frozen=True):
    """What head office sent in a feed cannot be read by this version of the program; what was in force stays.

    `why` is the code of the refusal.
    """

    kind: ClassVar[str] = "reference_refused.1"
    feed: str
    sha256: str
    why: str


class RecoverySheetRenewed(Fact, frozen=True):
    """A coordinator printed a new recovery sheet; the one before opens nothing any more."""

    kind: ClassVar[str] = "recovery_sheet_renewed.1"


class ClockMovedBack(Fact, frozen=True):
    """The computer's clock stood before the last entry's time. Recorded, never a reason to refuse."""

    kind: ClassVar[str] = "clock_moved_back.1"
    from_ms: int
    to_ms: int


class BackupMade(Fact, frozen=True):
    """A verified copy of the database. `reason`: "migration", "rebuild", "closing", "schedule", "asked"."""

    kind: ClassVar[str] = "backup_made.1"
    reason: str
    sha256: str
    bytes: int


class TillEnrolled(Fact, frozen=True):
    """Head office took this till in, with all it had. `office` is the fingerprint of its authority."""

    kind: ClassVar[str] = "till_enrolled.1"
    office: str
    till: str


class TillRetired(Fact, frozen=True):
    """This till closed for good: no day opens here any more. What its vault still held went back before."""

    kind: ClassVar[str] = "till_retired.1"
    last_day: int


class SyncManifest(Fact, frozen=True):
    """What a sync had to carry, so that completeness can be proved later (BOFiP § 190 to 210).

    It covers the entries 1 to `last_seq` of its own incarnation, of which `head` is the last one's hash, and is
    itself the entry after them.
    """

    kind: ClassVar[str] = "sync_manifest.1"
    first_seq: int
    last_seq: int
    tickets: int
    total_cents: int
    head: str
