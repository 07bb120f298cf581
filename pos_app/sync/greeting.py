"""The hello that begins a sync, as a till says it and as it takes the answer (SYNC.md § 2)."""

from __future__ import annotations

import secrets

from pos_app import SOFTWARE
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.sync.client import MalformedError, OfficeClient
from pos_app.sync.outbox import Outbox
from pos_app.sync.outcome import OfficeAddress
from pos_app.sync.signed_time import NONCE_BYTES, time_is_proved
from pos_app.sync.wire import PROTOCOL, FeedPlace, Hello, HelloAnswer, KnownIncarnation, incarnation_proof

_STOP_NOTHING = ("upgrade", "re_enrol")
_UNTIL_NEXT_S = 60
_GO_ON = ("ok", "revoked", *_STOP_NOTHING)


def hello_of(
    office: OfficeAddress, outbox: Outbox, known: tuple[KnownIncarnation, ...], *, series: str, now_ms: int
) -> Hello:
    """Who this till is, where its chains stand, and what it knows of itself."""
    standing, current = outbox.standing(), known[-1].incarnation
    return Hello(
        till=office.till,
        software=SOFTWARE,
        series=series,
        device_time_ms=now_ms,
        incarnations=known,
        proof=incarnation_proof(office.till_secret, current),
        protocol=PROTOCOL,
        acknowledged=outbox.acknowledged(current).seq,
        marked=standing.marked,
        boot=standing.boot,
        uptime_ms=standing.uptime_ms,
        database=standing.database,
        guarded_by=standing.guarded_by,
        cursors=tuple(FeedPlace(feed=feed, epoch=epoch, place=place) for feed, epoch, place in standing.cursors),
        office_key=office.office_key,
        nonce=secrets.token_hex(NONCE_BYTES),
    )


def greet(client: OfficeClient, outbox: Outbox, office: OfficeAddress, hello: Hello) -> HelloAnswer:
    """Says hello; contact is kept where head office proves its time.

    Raises Refusal("office_holds_other_branch") and Unavailable("office_asks_to_wait", "office_not_genuine", ...).
    """
    try:
        answer = client.hello(hello)
    except MalformedError:
        answer = client.hello(_as_of_the_first(hello))  # an older head office
    if _time_is_good(office, hello, answer):
        outbox.greeted(office_ms=answer.time_ms, slot_s=answer.slot_s)
    if answer.action == "fork":
        raise Refusal("office_holds_other_branch")
    if answer.action == "wait":
        raise Unavailable("office_asks_to_wait", retry_after_s=answer.wait_s or _UNTIL_NEXT_S)
    if answer.action not in _GO_ON:
        raise Unavailable("office_busy", retry_after_s=_UNTIL_NEXT_S)
    return answer


def asked_beside(answer: HelloAnswer) -> str:
    """What head office asks for that stops nothing; empty where it asks for nothing."""
    return answer.action if answer.action in _STOP_NOTHING else ""


def _time_is_good(office: OfficeAddress, hello: Hello, answer: HelloAnswer) -> bool:
    """Whether this is head office's time of now. One that speaks an earlier protocol signs none: where a key was
    pinned, its word counts for nothing then; nor does that of one whose key is another. Revocation is no contact."""
    if answer.action == "revoked":
        return False
    if not office.office_key:
        return True
    if answer.protocol < PROTOCOL or answer.action == "re_enrol":
        return False
    if not time_is_proved(
        office_key=office.office_key,
        signature=answer.signature,
        nonce=hello.nonce,
        till=hello.till,
        time_ms=answer.time_ms,
    ):
        raise Unavailable("office_not_genuine", address=office.address)
    return True


def _as_of_the_first(hello: Hello) -> Hello:
    """What every head office understands."""
    return Hello(
        **{
            name: getattr(hello, name)
            for name in ("till", "software", "series", "device_time_ms", "incarnations", "proof")
        }
    )
