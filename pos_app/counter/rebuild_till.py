"""A till whose computer is gone, built anew on another one from what head office holds.

Its journal is as it was signed, its figures come by replay. It goes on under new keys, in a chain of its own, with
ticket numbers that were never used.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pos_app import SOFTWARE
from pos_app.clock import Clock
from pos_app.counter.add_operator import AddedOperator, CheckedNewcomer, record_operator
from pos_app.counter.contact import keep_heard
from pos_app.counter.entries_from_office import client_for, greet, new_key_of, take_in_missing
from pos_app.counter.join_head_office import office_of
from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.load_catalogue import record_catalogue
from pos_app.counter.open_till import OpenedTill, end_of, next_series, open_incarnation, open_till
from pos_app.counter.set_up_till import SHIPPED_CATALOGUE, SetUpTill, make_till
from pos_app.counter.vault_of import mark_of
from pos_app.domain.facts import TillEnrolled, TillRebuilt
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.signing import Signer
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.lock import ProcessLock
from pos_app.store.marks import write_mark
from pos_app.store.migrations import migrate
from pos_app.store.opening import Connection, open_for_writing
from pos_app.store.parameters import write_parameter
from pos_app.store.rebuild import rebuild_projections
from pos_app.store.till_store import TillStore
from pos_app.sync.client import OfficeClient, fetch_authority
from pos_app.sync.wire import Enrolment, EnrolmentCode, enrolment_bytes

Progress = Callable[[int], object]


def rebuild_till(
    folder: TillFolder,
    *,
    code: str,
    coordinator: CheckedNewcomer,
    clock: Clock,
    progress: Progress = lambda _done: None,
) -> SetUpTill:
    """Makes the till of head office's one-time `code` in `folder`, whole or not at all.

    `progress` hears how many entries came so far. People, prices and rights come with the first sync; other operators
    are added again; recharge codes that the lost computer held stay with it. Raises Refusal("till_exists",
    "enrolment_code_malformed", "enrolment_code_refused", "office_has_nothing", "office_entries_wrong") and Unavailable.
    """
    parsed = EnrolmentCode.parse(code)
    if coordinator.operator.role is not Role.COORDINATOR:
        raise Refusal("setup_incomplete", field="coordinator")

    def fill(key_file: OpenKeyFile) -> tuple[OpenedTill, AddedOperator]:
        added = _fill(folder, key_file, parsed, coordinator, clock=clock, progress=progress)
        return open_till(folder, key_file, clock=clock), added

    return make_till(folder, fill)


def _fill(
    folder: TillFolder,
    key_file: OpenKeyFile,
    code: EnrolmentCode,
    coordinator: CheckedNewcomer,
    *,
    clock: Clock,
    progress: Progress,
) -> AddedOperator:
    signer = Signer(key_file.keys.signing_seed)
    office = _enrol(code, signer)
    lock = ProcessLock(folder.lock)
    try:
        connection = open_for_writing(folder.database, key_file.keys.database)
        try:
            migrate(connection)
            entries = _take_in(connection, office, signer, clock, progress)
            store = TillStore(connection, signer=signer, clock=clock)
            added = _go_on(store, key_file, office, code, coordinator, entries)
            write_mark(folder.mark, mark_of(store), key_file.keys.database)
        finally:
            connection.close()
    finally:
        lock.release()
    return added


def _enrol(code: EnrolmentCode, signer: Signer) -> OfficeKnown:
    authority_pem = fetch_authority(code)
    enrolment = Enrolment(secret=code.secret.hex(), software=SOFTWARE, series="", incarnations=(new_key_of(signer),))
    signature = signer.sign(enrolment_bytes(enrolment)).hex()
    client = OfficeClient(
        address=code.address, authority_pem=authority_pem, incarnation=signer.incarnation, sign=signer.sign
    )
    try:
        enrolled = client.enrol(msgspec.structs.replace(enrolment, signature=signature))
    finally:
        client.close()
    return office_of(enrolled, address=code.address)


def _take_in(connection: Connection, office: OfficeKnown, signer: Signer, clock: Clock, progress: Progress) -> int:
    client = client_for(office, signer)
    try:
        heads = greet(client, office, signer, now_ms=clock.now_ms())
        if not heads:
            raise Refusal("office_has_nothing")
        return take_in_missing(connection, client, heads, progress=progress)
    finally:
        client.close()


def _go_on(
    store: TillStore,
    key_file: OpenKeyFile,
    office: OfficeKnown,
    code: EnrolmentCode,
    coordinator: CheckedNewcomer,
    entries: int,
) -> AddedOperator:
    """The figures of the journal, and the chain that follows it: what the lost computer sold last is not known, so no
    ticket number of its series is used again."""
    rebuild_projections(store)
    chains = len(journal.incarnations(store.connection))
    previous, series = end_of(store, last_ticket=0), next_series(store.state.series)
    open_incarnation(store, key_file, reason="rebuilt", previous=previous, series=series)
    with store.transaction() as act:
        act.append(TillRebuilt(entries=entries, chains=chains))
        record_catalogue(act, SHIPPED_CATALOGUE.read_text(encoding="utf-8"))
        write_parameter(act, "software", SOFTWARE)
        write_parameter(act, OFFICE, office)
        keep_heard(store, act, office_ms=store.clock.now_ms())
        added = record_operator(act, coordinator)
        act.append(TillEnrolled(office=code.authority_fingerprint.hex(), till=office.till_id))
    return added
