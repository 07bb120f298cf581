"""What a sync works with and how it ended: plain values, free of everything that a start need not load."""

from __future__ import annotations

import msgspec


class OfficeAddress(msgspec.Struct, frozen=True):
    """Head office as the till knows it since it joined."""

    address: str
    authority_pem: str
    till: str
    till_secret: bytes
    office_key: str = ""

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
    till beside: "upgrade" its program, "re_enrol" (join again), or nothing.
    """

    sent: int
    unsent: int
    differences: tuple[str, ...] = ()
    cancelled: bool = False
    asked: str = ""

    @property
    def complete(self) -> bool:
        return not self.differences and not self.cancelled
