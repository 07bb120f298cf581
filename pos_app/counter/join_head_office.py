"""Joining head office with a one-time code: a till that worked alone is taken in with everything it has."""

from __future__ import annotations

import msgspec

from pos_app import SOFTWARE
from pos_app.counter.contact import keep_heard
from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.status import OFFICE_ASKS
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.domain.facts import TillEnrolled
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import Signer
from pos_app.store.parameters import write_parameter
from pos_app.store.storage_thread import StorageThread
from pos_app.store.tickets import issuer_at
from pos_app.sync.client import OfficeClient, fetch_authority
from pos_app.sync.wire import Enrolled, Enrolment, EnrolmentCode, enrolment_bytes


def join_head_office(storage: StorageThread[Till], *, operator: Operator, code: str, signer: Signer) -> OfficeKnown:
    """Enrols this till; runs in the sync thread. The same code sent twice by this till has the same outcome.

    Raises Refusal("enrolment_code_malformed", "enrolment_code_refused", "right_missing", "training_never_syncs") and
    Unavailable.
    """
    operator.require(Right.JOIN_HEAD_OFFICE)
    if storage.submit(lambda till: issuer_at(till.connection, till.store.position).training).result():
        raise Refusal("training_never_syncs")
    parsed = EnrolmentCode.parse(code)
    authority_pem = fetch_authority(parsed)
    enrolment = Enrolment(
        secret=parsed.secret.hex(),
        software=SOFTWARE,
        series=storage.submit(lambda till: till.store.state.series).result(),
        incarnations=tuple(SyncOutbox(storage).known_incarnations()),
    )
    signature = signer.sign(enrolment_bytes(enrolment)).hex()
    client = OfficeClient(
        address=parsed.address, authority_pem=authority_pem, incarnation=signer.incarnation, sign=signer.sign
    )
    try:
        enrolled = client.enrol(msgspec.structs.replace(enrolment, signature=signature))
    finally:
        client.close()
    fingerprint = parsed.authority_fingerprint.hex()
    return storage.submit(
        lambda till: record_joined(till, operator, enrolled, address=parsed.address, fingerprint=fingerprint)
    ).result()


def office_of(enrolled: Enrolled, *, address: str) -> OfficeKnown:
    """Head office as its answer makes it known."""
    return OfficeKnown(
        address=address,
        authority_pem=enrolled.authority_pem,
        till_id=enrolled.till,
        till_secret=enrolled.till_secret,
        point=enrolled.point,
        office_key=enrolled.office_key,
    )


def record_joined(till: Till, operator: Operator, enrolled: Enrolled, *, address: str, fingerprint: str) -> OfficeKnown:
    """Keeps where head office is, and that it took this till in."""
    office = office_of(enrolled, address=address)
    with till.store.transaction(operator.code) as act:
        write_parameter(act, OFFICE, office)
        write_parameter(act, OFFICE_ASKS, "")
        keep_heard(till.store, act, office_ms=enrolled.time_ms)
        act.append(TillEnrolled(office=fingerprint, till=enrolled.till))
    return office
