"""What a till at work tells whoever listens, from any of its threads."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pos_app.printing.jobs import PrintJob
from pos_app.sync.outcome import Synced


class SyncProgressed(msgspec.Struct, frozen=True):
    """A sync has sent `sent` of about `total` entries."""

    sent: int
    total: int


class SyncEnded(msgspec.Struct, frozen=True):
    """A sync ended: with what it did, or with the error that stopped it."""

    outcome: Synced | BaseException


class JobChanged(msgspec.Struct, frozen=True):
    """A print job has a new state."""

    job: PrintJob


class Recorded(msgspec.Struct, frozen=True):
    """Something was recorded: what is shown of stock, tickets or waiting entries is out of date."""


class MarkFailed(msgspec.Struct, frozen=True):
    """The mark could not be written into `folder`: a restored copy would go unnoticed."""

    folder: str


class DrawerStuck(msgspec.Struct, frozen=True):
    """The drawer was to open by itself and did not. Somebody has the key."""


class PrintersChanged(msgspec.Struct, frozen=True):
    """Another printer was set up, changed or removed."""


TillEvent = SyncProgressed | SyncEnded | JobChanged | Recorded | MarkFailed | DrawerStuck | PrintersChanged
Listener = Callable[[TillEvent], None]
