"""What the QR code of a closing slip says: enough to tell on the phone, or at head office, that nothing is missing.

Ten fields between colons, in capitals and digits so that the code stays small: "POS-Z1", the series, the
incarnation's first sixteen digits, the seq of the closing's entry, its hash, the day (or the period's name without its
hyphen), tickets, total, perpetual total, its absolute, all in cents. Whoever holds the entries up to that seq and finds
that hash there holds everything: each hash covers the one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.domain.facts import Closing, DayClosed
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry

_TAG = "POS-Z1"
_INCARNATION_DIGITS = 16
_PROOF = re.compile(
    rf"{_TAG}:([A-Z]{{2,6}}[0-9]+[A-Z]*):([0-9A-F]{{{_INCARNATION_DIGITS}}}):([0-9]{{1,15}}):([0-9A-F]{{64}})"
    r":([0-9]{1,8}):([0-9]{1,15}):(-?[0-9]{1,15}):(-?[0-9]{1,15}):([0-9]{1,15})"
)


@dataclass(frozen=True, slots=True)
class ClosingProof:
    """What the code says. `incarnation` and `hash` in hexadecimal, the first cut short; amounts in cents."""

    series: str
    incarnation: str
    seq: int
    hash: str
    name: str
    tickets: int
    total_cents: int
    perpetual_cents: int
    perpetual_absolute_cents: int

    def says(self, closing: Closing) -> bool:
        """Whether its figures are those of `closing`."""
        theirs = (closing.totals.tickets, closing.totals.total_cents)
        perpetual = (closing.perpetual_cents, closing.perpetual_absolute_cents)
        return (self.tickets, self.total_cents, self.perpetual_cents, self.perpetual_absolute_cents) == (
            *theirs,
            *perpetual,
        )


def read_closing_proof(text: str) -> ClosingProof:
    """What a code says that somebody scanned or keyed. Raises Refusal("closing_code_wrong")."""
    found = _PROOF.fullmatch("".join(text.split()).upper())
    if found is None:
        raise Refusal("closing_code_wrong")
    series, incarnation, seq, digest, name, *amounts = found.groups()
    tickets, total_cents, perpetual_cents, absolute_cents = map(int, amounts)
    return ClosingProof(
        series,
        incarnation.lower(),
        int(seq),
        digest.lower(),
        name,
        tickets,
        total_cents,
        perpetual_cents,
        absolute_cents,
    )


def closing_proof(entry: Entry, closing: Closing, *, series: str) -> str:
    """The text of the code for the closing that `entry` recorded."""
    name = str(closing.day) if isinstance(closing, DayClosed) else closing.name.replace("-", "")
    fields = (
        _TAG,
        series,
        entry.incarnation[:_INCARNATION_DIGITS].upper(),
        entry.seq,
        entry.hash.hex().upper(),
        name,
        closing.totals.tickets,
        closing.totals.total_cents,
        closing.perpetual_cents,
        closing.perpetual_absolute_cents,
    )
    return ":".join(map(str, fields))
