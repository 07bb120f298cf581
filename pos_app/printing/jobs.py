"""A print job and its states, and what the queue asks of those who keep jobs and of printers."""

from __future__ import annotations

import enum
from typing import Protocol, runtime_checkable

import msgspec

from pos_app.domain.refusals import Unavailable

VOUCHER_SLIP = "voucher_slip"
"""The one document that carries a code. Its reference is the code's item id, its copy the number of the reveal."""
UNCONFIRMED = "print_unconfirmed"
"""The code of `unconfirmed`."""


def unconfirmed() -> Unavailable:
    """All or some of a document left and nothing tells whether it came out: its job ends `UNKNOWN`."""
    return Unavailable("print_unconfirmed")


class JobState(enum.StrEnum):
    """`UNKNOWN`: the power went in the middle, or the printer cannot tell; a person is asked, nothing guessed."""

    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class PrintJob(msgspec.Struct, frozen=True):
    """`document` and `reference` say what to print ("receipt", "MRS1-000482"); `error` is a code; `asked_ms` is when
    it was last asked for."""

    id: int
    printer: str
    document: str
    reference: str
    copy: int
    state: JobState
    attempts: int
    error: str
    asked_ms: int = 0


class Document(Protocol):
    """Something to print, as a value (pos_app.printing.documents)."""

    @property
    def name(self) -> str:
        """What its file is called, without ending: another print of it is the same, anything else is not."""
        ...


class JobBook(Protocol):
    """Who keeps the jobs. Calls may wait for the disk; only the printer's own thread makes them."""

    def take_next(self, printer: str) -> PrintJob | None:
        """The oldest waiting job, durably marked as printing before this returns."""
        ...

    def record(self, job: PrintJob, state: JobState, error: str = "") -> None:
        """How `job` ended; `error` is the code of what went wrong."""
        ...

    def recover(self, printer: str, *, repeatable: bool) -> None:
        """At start: what was printing waits again where printing twice is harmless, else is unknown."""
        ...

    def render(self, job: PrintJob) -> Document:
        """The document of a job, made from the ledger."""
        ...


class Printer(Protocol):
    """Somewhere paper, or its stand-in, comes out. `repeatable`: printing a job twice leaves one result;
    `carries_codes`: what it is given leaves no file, so that voucher slips may go there.

    A printer bounds its own waiting: a thread cannot be ended from outside, but a port can be given a time limit.
    """

    name: str
    repeatable: bool
    carries_codes: bool

    def print(self, document: Document) -> None:
        """Raises Unavailable where it cannot print now, or did not answer in time; `unconfirmed` where a document
        that carries codes may have come out. Another document is done once the printer has all of it."""
        ...


@runtime_checkable
class DrawerPrinter(Protocol):
    """A printer that a cash drawer may hang on."""

    def kick_drawer(self) -> None:
        """Opens the drawer. Raises Unavailable as `print` does."""
        ...
