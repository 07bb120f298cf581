"""Taking in a parcel that came on a stick: each of its requests as if the network had brought it, and one answer.

Every request has a transaction of its own and changes nothing when it comes again, so a parcel that was half taken in,
came twice or came late is harmless (`pos_app.sync.carried_file`).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from psycopg import Connection

from pos_app.domain.refusals import Bug, Refusal
from pos_app.office.answering import Answering
from pos_app.office.api import decoded
from pos_app.office.audit import record
from pos_app.office.carried_answers import answers_before, keep_answer
from pos_app.office.hello import heads_of, known_by_proof
from pos_app.office.incarnations import KnownTill, register_incarnations
from pos_app.office.office import Office
from pos_app.office.problems import ProblemError
from pos_app.office.tills import till_name
from pos_app.sync.carried_file import CarriedFile, Cover, Kind, opened, read, signed_by, written
from pos_app.sync.carried_messages import CarriedAnswer, Parcel
from pos_app.sync.wire import Hello

TAKEN, AGAIN, LATE = "taken", "again", "late"
"""What became of a parcel: it is news, it had come before, a newer one had come before."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A parcel that was taken in: of which till, its number, how many entries were new, what could not be done, and
    the answer as a file."""

    till: int
    name: str
    number: int
    said: str
    entries: int
    action: str
    problems: tuple[str, ...]
    answer: bytes
    digest: str


def take_in(office: Office, data: bytes, *, carrier: str, by_till: bool = False) -> TakenIn:
    """Takes a parcel in and answers it. `carrier` is the login of who brought it, or the name of a till that did.

    Raises Refusal("file_not_ours", "file_cut", "file_changed", "file_newer", "file_wrong_way",
    "parcel_of_other_office", "parcel_not_genuine").
    """
    file = read(data, Kind.PARCEL)
    parcel, hello = _inside(office, file)
    now_ms = office.clock.now_ms()
    with office.database.transaction() as connection:
        till = _known(connection, hello, file, now_ms=now_ms)
        name = till_name(connection, till.id)
        said = _noted(connection, till.id, hello, file, carrier=carrier, now_ms=now_ms)
    answering = Answering(office, till, signed_by(file), now_ms=now_ms)
    for request in parcel.requests:
        answering.do(request)
    with office.database.transaction() as connection:
        connection.execute(
            "UPDATE carried SET entries = entries + %s WHERE till = %s AND digest = %s",
            (answering.new_entries, till.id, file.digest),
        )
        answer = _answer(connection, answering, file, parcel, now_ms=now_ms)
        whole = _sealed(office, answer, file, name=name)
        digest = keep_answer(
            connection, till=till.id, number=answer.number, parcel=file.cover.number, content=whole, now_ms=now_ms
        )
        if not by_till:
            subject, detail = name, str(file.cover.number)
            record(connection, account=carrier, now_ms=now_ms, act="stick.taken_in", subject=subject, detail=detail)
    return TakenIn(
        till=till.id,
        name=name,
        number=file.cover.number,
        said=said,
        entries=answering.new_entries,
        action=answer.action,
        problems=tuple(dict.fromkeys(each.code for each in answer.problems)),
        answer=whole,
        digest=digest,
    )


def _inside(office: Office, file: CarriedFile) -> tuple[Parcel, Hello]:
    keys = office.signer
    if file.cover.to != keys.incarnation:
        raise Refusal("parcel_of_other_office")
    try:
        content = opened(file, keys.unseal)
    except Bug:
        raise Refusal("parcel_of_other_office") from None
    try:
        parcel = msgspec.msgpack.decode(content, type=Parcel)
        return parcel, decoded(parcel.hello, Hello)
    except (msgspec.DecodeError, ValueError, RecursionError, ProblemError):
        raise Refusal("file_newer") from None  # its till signed it: a later program's


def _known(connection: Connection, hello: Hello, file: CarriedFile, *, now_ms: int) -> KnownTill:
    """The till whose key signed the file and whose hello is in it, with all its incarnations."""
    if not hello.incarnations or hello.incarnations[-1].public_key != file.cover.by:
        raise Refusal("parcel_not_genuine", till=file.cover.till)
    try:
        till = known_by_proof(connection, hello)
        register_incarnations(connection, till=till.id, known=hello.incarnations, now_ms=now_ms)
    except ProblemError:
        raise Refusal("parcel_not_genuine", till=file.cover.till) from None
    return till


def _noted(connection: Connection, till: int, hello: Hello, file: CarriedFile, *, carrier: str, now_ms: int) -> str:
    """Keeps that the file came; what it is beside those that came before. Only news counts as contact."""
    signer = bytes.fromhex(signed_by(file))
    newest = connection.execute(
        "SELECT max(number) FROM carried WHERE till = %s AND incarnation = %s", (till, signer)
    ).fetchone()
    new = connection.execute(
        "INSERT INTO carried (till, digest, incarnation, number, made_ms, received_ms, carrier)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (till, file.digest, signer, file.cover.number, file.cover.made_ms, now_ms, carrier),
    ).rowcount
    if not new:
        return AGAIN
    if newest and newest[0] is not None and newest[0] > file.cover.number:
        return LATE
    connection.execute(
        "UPDATE till SET software = %s, series = %s, last_contact_ms = %s WHERE id = %s",
        (hello.software, hello.series, now_ms, till),
    )
    return TAKEN


def _answer(
    connection: Connection, done: Answering, file: CarriedFile, parcel: Parcel, *, now_ms: int
) -> CarriedAnswer:
    connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (done.till.id,))
    return CarriedAnswer(
        number=max(answers_before(connection, done.till.id), parcel.answer) + 1,
        parcel=file.cover.number,
        time_ms=now_ms,
        action="revoked" if done.till.revoked else "fork" if done.forked else "ok",
        heads=heads_of(connection, done.till.id),
        apart=tuple(done.apart.values()),
        parked=tuple(done.parked),
        outcomes=tuple(done.outcomes),
        structures=tuple(done.structures),
        allocations=tuple(done.allocations),
        feeds=tuple(done.feeds),
        differences=done.differences,
        problems=tuple(done.problems.values()),
        whole=parcel.whole,
        closed=done.closed,
    )


def _sealed(office: Office, answer: CarriedAnswer, parcel: CarriedFile, *, name: str) -> bytes:
    """The answer as a file, for the till whose key signed the parcel."""
    cover = Cover(
        till=name,
        series=parcel.cover.series,
        number=parcel.cover.number,
        made_ms=answer.time_ms,
        by=office.signer.public_key.hex(),
        to=signed_by(parcel),
    )
    content = msgspec.msgpack.encode(answer)
    return written(Kind.ANSWER, cover, content, signer=office.signer, to_key=bytes.fromhex(parcel.cover.by))
