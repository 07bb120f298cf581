"""What the QR code of a closing slip says: enough to tell on the phone, or at head office, that nothing is missing.

Ten fields between colons, in capitals and digits so that the code stays small: "POS-Z1", the series, the
incarnation's first sixteen digits, the seq of the closing's entry, its hash, the day (or the period's name without its
hyphen), tickets, total, perpetual total, its absolute, all in cents. Whoever holds the entries up to that seq and finds
that hash there holds everything: each hash covers the one before it.
"""

from __future__ import annotations

from pos_app.domain.facts import Closing, DayClosed
from pos_app.ledger.entry import Entry

_TAG = "POS-Z1"
_INCARNATION_DIGITS = 16


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
