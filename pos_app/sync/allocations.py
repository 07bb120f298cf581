"""Codes between a till and head office: what is wanted is asked for, and taken in before the next is."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.sync.client import MalformedError, OfficeClient
from pos_app.sync.outbox import Outbox


def exchange_codes(client: OfficeClient, outbox: Outbox, *, cancelled: Callable[[], bool]) -> None:
    """Asks for the codes that this till is short of. A request that was cut goes again with its id: the answer is the
    same. Raises Refusal and Unavailable."""
    for request in outbox.code_requests():
        if cancelled():
            return
        try:
            answer = client.allocate(request)
        except MalformedError:
            return  # an older head office, which gives no codes
        outbox.take_codes(request, answer)
