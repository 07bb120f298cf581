"""What a sync works with and how it ended: plain values, free of everything that a start need not load."""

from __future__ import annotations

import msgspec


class OfficeAddress(msgspec.Struct, frozen=True):
    """Head office as the till knows it since it joined, and what it calls this till. Files are sealed to `office_key`
    (hex), and it signs its own; empty where it was older then."""

    address: str
    authority_pem: str
    till: str
    till_secret: bytes
    office_key: str = ""
    point: str = ""

    def __repr__(self) -> str:
        return f"OfficeAddress({self.address}, till {self.till})"


class TillStanding(msgspec.Struct, frozen=True):
    """What a till tells of itself in its hello: how far the mark beside its database came, the start of its computer
    and how long ago that was, its database's schema, what guards its keys, and (feed, epoch, place) of each feed."""

    marked: int
    boot: str
    uptime_ms: int
    database: str
    guarded_by: str
    cursors: tuple[tuple[str, str, str], ...]


class Synced(msgspec.Struct, frozen=True):
    """How a sync ended. `unsent` counts what was recorded meanwhile; `differences` name figures that differ.

    `cancelled`: the till was closing, and the rest goes with the next sync. `asked` is what head office asks of the
    till beside: "upgrade" its program, "re_enrol" (join again), or nothing. `as_of_ms`: what came was written by head
    office then, and a stick brought it; 0 over the network. `partly`: it does not answer all, the next one goes on.
    """

    sent: int
    unsent: int
    differences: tuple[str, ...] = ()
    cancelled: bool = False
    asked: str = ""
    as_of_ms: int = 0
    partly: bool = False

    @property
    def by_file(self) -> bool:
        return self.as_of_ms > 0

    @property
    def complete(self) -> bool:
        return not self.differences and not self.cancelled and not self.partly
