"""Sending a diagnosis over a connection of its own: a hello, and the sealed bytes."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.domain.refusals import Refusal
from pos_app.sync.client import MalformedError, Sign
from pos_app.sync.connection import Connect, connect_pinned
from pos_app.sync.greeting import greet, hello_of
from pos_app.sync.outbox import Outbox
from pos_app.sync.outcome import OfficeAddress
from pos_app.sync.run import client_for


def send_diagnosis(
    office: OfficeAddress,
    outbox: Outbox,
    sealed: bytes,
    *,
    sign: Sign,
    series: str,
    now_ms: int,
    cancelled: Callable[[], bool] = lambda: False,
    connect: Connect = connect_pinned,
) -> int:
    """The number under which head office keeps it. Raises Refusal("till_revoked", "office_takes_no_diagnosis") and
    Unavailable."""
    known = tuple(outbox.known_incarnations())
    client = client_for(office, known[-1].incarnation, sign, cancelled, connect)
    try:
        hello = hello_of(office, outbox, known, series=series, now_ms=now_ms)
        if greet(client, outbox, office, hello).action == "revoked":
            raise Refusal("till_revoked")
        return client.diagnosed(sealed).number
    except MalformedError:
        raise Refusal("office_takes_no_diagnosis") from None
    finally:
        client.close()
