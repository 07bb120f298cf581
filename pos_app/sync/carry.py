"""Carrying another till's parcel: over this till's own connection to head office, and its answer back.

Opaque on both ways: what is inside is sealed to head office, and to the other till.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.sync.carried_file import LARGEST_FILE_BYTES, Kind, read
from pos_app.sync.carried_messages import Carried
from pos_app.sync.client import MalformedError, OfficeClient, Sign
from pos_app.sync.connection import Connect, connect_pinned
from pos_app.sync.greeting import greet, hello_of
from pos_app.sync.outbox import Outbox
from pos_app.sync.outcome import OfficeAddress
from pos_app.sync.run import client_for


def carry(
    office: OfficeAddress,
    outbox: Outbox,
    parcel: bytes,
    *,
    sign: Sign,
    series: str,
    now_ms: int,
    progress: Callable[[int, int], object] = lambda *_counts: None,
    cancelled: Callable[[], bool] = lambda: False,
    connect: Connect = connect_pinned,
) -> tuple[Carried, bytes]:
    """Hands in `parcel`; what became of it, and the answer as a file. Cut and asked again, it has the same effect.

    `progress` hears (bytes of the answer, in all). Raises Refusal: what is wrong with the file, "till_revoked" of this
    till, "carrying_cancelled"; and Unavailable.
    """
    read(parcel, Kind.PARCEL)  # what is cut or changed need not travel
    known = tuple(outbox.known_incarnations())
    client = client_for(office, known[-1].incarnation, sign, cancelled, connect)
    try:
        hello = hello_of(office, outbox, known, series=series, now_ms=now_ms)
        if greet(client, outbox, office, hello).action == "revoked":
            raise Refusal("till_revoked")
        carried = client.carry(parcel)
        return carried, _answer(client, carried, progress)
    except MalformedError:
        raise Refusal("office_takes_no_files") from None
    except Unavailable:
        if cancelled():
            raise Refusal("carrying_cancelled") from None
        raise
    finally:
        client.close()


def _answer(client: OfficeClient, carried: Carried, progress: Callable[[int, int], object]) -> bytes:
    """Piece by piece; whole, as head office named it."""
    content = b""
    while len(content) < min(carried.length, LARGEST_FILE_BYTES):
        piece = client.carried_piece(carried.answer, after=len(content))
        if not piece:
            break
        content += piece
        progress(len(content), carried.length)
    if hashlib.sha256(content).hexdigest() != carried.answer:
        raise Unavailable("office_busy", retry_after_s=60)
    return content
