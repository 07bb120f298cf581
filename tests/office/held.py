"""What head office holds, as tests read it, and entries as a till's own key would sign them."""

from __future__ import annotations

from msgspec.structs import replace

from pos_app.ledger.entry import Entry, hash_of
from pos_app.office.office import Office
from tests.office.remote_till import RemoteTill


def stored(office: Office, till: RemoteTill) -> list[Entry]:
    """What head office holds of the till's current incarnation, as entries."""
    with office.database.transaction() as connection:
        rows = connection.execute(
            "SELECT seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature FROM entry"
            " JOIN incarnation ON incarnation.till = entry.till AND incarnation.number = entry.incarnation"
            " WHERE incarnation.id = %s ORDER BY seq",
            (bytes.fromhex(till.signer.incarnation),),
        ).fetchall()
    return [Entry(till.signer.incarnation, *row) for row in rows]


def quarantined(office: Office) -> list[tuple[int, str]]:
    with office.database.transaction() as connection:
        return connection.execute("SELECT seq, reason FROM quarantine ORDER BY seq").fetchall()


def alarms(office: Office) -> list[str]:
    with office.database.transaction() as connection:
        return [code for (code,) in connection.execute("SELECT code FROM alarm ORDER BY id")]


def resigned(till: RemoteTill, entry: Entry, **changes: object) -> Entry:
    """`entry` changed, hashed and signed again by the till's own key."""
    changed = replace(entry, **changes)
    digest = hash_of(changed)
    return replace(changed, hash=digest, signature=till.signer.sign(digest))
