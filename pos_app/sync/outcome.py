"""What a sync works with and how it ended: plain values, free of everything that a start need not load."""

from __future__ import annotations

import msgspec


class OfficeAddress(msgspec.Struct, frozen=True):
    """Head office as the till knows it since it joined."""

    address: str
    authority_pem: str
    till: str
    till_secret: bytes

    def __repr__(self) -> str:
        return f"OfficeAddress({self.address}, till {self.till})"


class Synced(msgspec.Struct, frozen=True):
    """How a sync ended. `unsent` counts what was recorded meanwhile; `differences` name figures that differ.

    `cancelled`: the till was closing, and the rest goes with the next sync.
    """

    sent: int
    unsent: int
    differences: tuple[str, ...] = ()
    cancelled: bool = False

    @property
    def complete(self) -> bool:
        return not self.differences and not self.cancelled
