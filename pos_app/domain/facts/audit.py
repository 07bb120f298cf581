"""Facts about checking, copying and archiving the journal: each is itself an entry (BOFiP § 220 to 260, LNE 15)."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import IncarnationId


class JournalChecked(Fact, frozen=True):
    """Somebody had the whole journal verified: `entries` of it. `fault` is the code of what was found, or empty."""

    kind: ClassVar[str] = "journal_checked.1"
    entries: int
    fault: str = ""


class IntegrityFaultFound(Fact, frozen=True):
    """An entry does not hold (JET code 90): recorded in a new chain, in which selling goes on."""

    kind: ClassVar[str] = "integrity_fault_found.1"
    incarnation: IncarnationId
    seq: int
    fault: str


class ArchiveMade(Fact, frozen=True):
    """An archive of the days `first_day` to `last_day` was written and read back. `sha256` is that of its file."""

    kind: ClassVar[str] = "archive_made.1"
    first_day: int
    last_day: int
    entries: int
    sha256: str
    bytes: int


class ArchiveChecked(Fact, frozen=True):
    """An archive was verified here. `fault` is the code of what was found, or empty."""

    kind: ClassVar[str] = "archive_checked.1"
    sha256: str
    fault: str = ""


class AccountsExported(Fact, frozen=True):
    """Pieces of accounting of closed days were written for the accountant. `sha256` is that of the FEC file."""

    kind: ClassVar[str] = "accounts_exported.1"
    first_day: int
    last_day: int
    sha256: str


class TillRebuilt(Fact, frozen=True):
    """The till was built anew on another computer from what head office held: `entries` of `chains` incarnations.

    What the lost computer had not sent is not among them; codes that it held may have been sold by it.
    """

    kind: ClassVar[str] = "till_rebuilt.1"
    entries: int
    chains: int


class TillRestored(Fact, frozen=True):
    """The database was put back from a backup. `entries` were in it; `erased` people in it were erased again;
    `from_office` entries that it lacked came back from head office."""

    kind: ClassVar[str] = "till_restored.1"
    sha256: str
    entries: int
    erased: int
    from_office: int = 0


class AccountChosen(Fact, frozen=True):
    """Exports book to another account from now on. `account` names its use ("drawer", "family:CARTE", ...); `number`
    and `previous` are of the accountant's chart."""

    kind: ClassVar[str] = "account_chosen.1"
    account: str
    number: str
    previous: str
