"""A certificate that somebody's data were erased, as a value: it must not say whose."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.domain.facts import TillSetUp
from pos_app.domain.identifiers import PersonToken

SHOWN_DIGITS = 8


@dataclass(frozen=True, slots=True)
class ErasureCertificate:
    """`at` is local time; `basis` "request" or "retention". The token's first digits find the entry in the journal."""

    token: PersonToken
    at: dt.datetime
    basis: str
    issuer: TillSetUp

    @property
    def reference(self) -> str:
        return self.token[:SHOWN_DIGITS]
