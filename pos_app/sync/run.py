"""One sync from beginning to end: hello, push, feeds, manifest. The button, the timer and "network is back" all call
it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NoReturn

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.sync.allocations import exchange_codes
from pos_app.sync.branch import send_as_evidence
from pos_app.sync.client import GapError, MalformedError, OfficeClient, Sign
from pos_app.sync.connection import Connect, connect_pinned
from pos_app.sync.greeting import asked_beside, greet, hello_of
from pos_app.sync.outbox import Outbox
from pos_app.sync.outcome import OfficeAddress, Synced
from pos_app.sync.people import exchange_people
from pos_app.sync.push import push_journal
from pos_app.sync.wire import Closing, KnownIncarnation


def synchronise(
    office: OfficeAddress,
    outbox: Outbox,
    *,
    sign: Sign,
    series: str,
    now_ms: int,
    progress: Callable[[int, int], object] = lambda *_counts: None,
    cancelled: Callable[[], bool] = lambda: False,
    connect: Connect = connect_pinned,
) -> Synced:
    """Brings head office everything this till recorded, and compares the figures at the end.

    `progress` hears (sent, total). Raises Refusal("till_revoked", "office_holds_other_branch", ...) and
    Unavailable("office_unreachable", ...): nothing is lost then, the next sync goes on where this one stopped.

    The hello of a sync that was cut may reach head office after this one's and undo its challenge: a till that is
    not known after its hello says hello once more.
    """
    attempt = partial(
        _synchronise,
        office,
        outbox,
        sign=sign,
        series=series,
        now_ms=now_ms,
        progress=progress,
        cancelled=cancelled,
        connect=connect,
    )
    try:
        return attempt()
    except Refusal as refusal:
        if refusal.code != "office_does_not_know_till" or cancelled():
            raise
    return attempt()


def _synchronise(
    office: OfficeAddress,
    outbox: Outbox,
    *,
    sign: Sign,
    series: str,
    now_ms: int,
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
    connect: Connect,
) -> Synced:
    known = tuple(outbox.known_incarnations())
    client = client_for(office, known[-1].incarnation, sign, cancelled, connect)
    sent, finished, asked = 0, False, ""
    differences: tuple[str, ...] = ()

    def tell(count: int) -> None:
        nonlocal sent
        sent = count
        progress(count, max(count, total))

    try:
        answer = greet(client, outbox, office, hello_of(office, outbox, known, series=series, now_ms=now_ms))
        asked = asked_beside(answer)
        if answer.action == "revoked":
            _hand_in(client, outbox, known, cancelled)
        total = outbox.unsent()
        push_journal(client, outbox, held=answer.heads, progress=tell, cancelled=cancelled)
        if not cancelled():
            exchange_people(client, outbox, cancelled=cancelled, ends=() if sent else answer.feeds)
            exchange_codes(client, outbox, cancelled=cancelled)
        if not cancelled():
            differences = _prove(client, outbox, cancelled)
            finished = not cancelled()
    except Unavailable:
        if not cancelled():
            raise
    finally:
        client.close()
    return Synced(sent=sent, unsent=outbox.unsent(), differences=differences, cancelled=not finished, asked=asked)


def client_for(
    office: OfficeAddress, incarnation: IncarnationId, sign: Sign, cancelled: Callable[[], bool], connect: Connect
) -> OfficeClient:
    return OfficeClient(
        address=office.address,
        authority_pem=office.authority_pem,
        incarnation=incarnation,
        sign=sign,
        cancelled=cancelled,
        connect=connect,
    )


def _hand_in(
    client: OfficeClient, outbox: Outbox, known: tuple[KnownIncarnation, ...], cancelled: Callable[[], bool]
) -> NoReturn:
    """A revoked till's journal is still taken, as evidence; it stays unsent here, for head office may relent."""
    for each in known:
        after_seq = outbox.acknowledged(each.incarnation).seq
        send_as_evidence(client, outbox, each, after_seq=after_seq, cancelled=cancelled)
    raise Refusal("till_revoked")


def _prove(client: OfficeClient, outbox: Outbox, cancelled: Callable[[], bool]) -> tuple[str, ...]:
    """The manifest: an entry that says what the ones before it come to, sent at once and compared. Where the till
    closed for good, then also that nothing more comes."""
    differences: tuple[str, ...] = ()
    recorded = outbox.record_manifest()
    if recorded is not None:
        push_journal(client, outbox, held=(), progress=lambda _sent: None, cancelled=cancelled)
        incarnation, manifest = recorded
        differences = client.send_manifest(incarnation, manifest).differences
    _tell_closing(client, outbox)
    return differences


def _tell_closing(client: OfficeClient, outbox: Outbox) -> None:
    """A till that closed for good says so once its journal is there."""
    last = outbox.closed_for_good()
    if last is None:
        return
    try:
        client.close_for_good(last.incarnation, Closing(seq=last.seq, hash=last.hash.hex()))
    except (GapError, MalformedError):
        return  # not all is there, or head office is older: the next sync tells it
    outbox.closing_told()
