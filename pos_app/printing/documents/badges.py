"""Operators' badges as values: one to cut out for each person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """`text` is what the barcode says and signing in reads; `ends_on` an ISO date or empty."""

    first_name: str
    role: str
    point: str
    ends_on: str
    text: str

    def __repr__(self) -> str:
        return "Badge(***)"
