"""Records of one person that points joined, each for itself: which record stands for which (SYNC.md § 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class MergeAct:
    """A fact that joined two records, and the entry that holds it; in the order in which they count."""

    at_ms: int
    incarnation: str
    seq: int
    gone: str
    kept: str


def resolved(acts: Iterable[MergeAct]) -> dict[str, str]:
    """For each record that is gone, the one that stands for it; the same in whatever order the facts arrived.

    Two records that are one already stay as they are: of A into B and B into A, the first counts.
    """
    stands_for: dict[str, str] = {}

    def standing(token: str) -> str:
        while token in stands_for:
            token = stands_for[token]
        return token

    for act in sorted(acts):
        gone, kept = standing(act.gone), standing(act.kept)
        if gone != kept:
            stands_for[gone] = kept
    return {gone: standing(gone) for gone in stands_for}
