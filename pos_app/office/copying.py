"""Rows of the table `entry` as PostgreSQL's COPY reads them in binary (its manual, COPY, "Binary Format").

Made many at a time: psycopg's row by row costs ingest a sixth of its speed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from pos_app.ledger.entry import Entry

HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
"""Comes before the first row."""
TRAILER = struct.pack(">h", -1)
"""Comes after the last row."""
_NUMBERS = struct.Struct(">h" + "ii" + "ii" + "iq" + "iq" + "ih")
_LENGTH = struct.Struct(">i")
_COLUMNS = 11


def copied_rows(entries: Iterable[Entry], *, till: int, number: int) -> bytes:
    """The rows of `entries` of a till's incarnation `number`, in the columns' order; raises struct.error where a
    number does not fit its column (int4, int4, int8, int8, int2)."""
    pieces: list[bytes] = []
    numbers, length = _NUMBERS.pack, _LENGTH.pack
    for entry in entries:
        operator, kind, payload = entry.operator.encode(), entry.kind.encode(), entry.payload
        previous, digest, signature = entry.previous, entry.hash, entry.signature
        pieces += (
            numbers(_COLUMNS, 4, till, 4, number, 8, entry.seq, 8, entry.at_ms, 2, entry.offset_min),
            length(len(operator)), operator,
            length(len(kind)), kind,
            length(len(payload)), payload,
            length(len(previous)), previous,
            length(len(digest)), digest,
            length(len(signature)), signature,
        )  # fmt: skip
    return b"".join(pieces)
