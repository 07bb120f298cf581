"""What a till at work tells whoever listens, from any of its threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.printing.jobs import PrintJob
from pos_app.sync.outcome import Synced


@dataclass(frozen=True, slots=True)
class SyncProgressed:
    """A sync has sent `sent` of about `total` entries."""

    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncEnded:
    """A sync ended: with what it did, or with the error that stopped it."""

    outcome: Synced | BaseException


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A print job has a new state."""

    job: PrintJob


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something was recorded: what is shown of stock, tickets or waiting entries is out of date."""


@dataclass(frozen=True, slots=True)
class MarkFailed:
    """The mark could not be written into `folder`: a restored copy would go unnoticed."""

    folder: str


@dataclass(frozen=True, slots=True)
class DrawerStuck:
    """The drawer was to open by itself and did not. Somebody has the key."""


@dataclass(frozen=True, slots=True)
class PrintersChanged:
    """Another printer was set up, changed or removed."""


TillEvent = SyncProgressed | SyncEnded | JobChanged | Recorded | MarkFailed | DrawerStuck | PrintersChanged
Listener = Callable[[TillEvent], None]
