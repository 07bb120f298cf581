"""Diagnoses that tills sent: kept sealed, opened when somebody reads them, deleted when they are of no more use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import Signer
from pos_app.sync.diagnosis import Diagnosis, opened_diagnosis

KEPT_OF_A_TILL = 20
"""An older one goes when another comes."""


@dataclass(frozen=True, slots=True)
class KeptDiagnosis:
    """A diagnosis as the list shows it."""

    id: int
    till: int
    name: str
    received_ms: int
    size: int


_KEPT = (
    "SELECT diagnosis.id, till.id AS till, point.name || ' · ' || till.name AS name, received_ms,"
    " octet_length(content) AS size FROM diagnosis JOIN till ON till.id = diagnosis.till"
    " JOIN point ON point.id = till.point"
)


def keep_diagnosis(connection: Connection, data: bytes, *, office: Signer, now_ms: int) -> int:
    """Keeps a diagnosis of a till that is known here, whatever brought it, once; its number.

    Raises Refusal("diagnosis_not_ours").
    """
    incarnation, _said = opened_diagnosis(data, office)
    row = connection.execute("SELECT till FROM incarnation WHERE id = %s", (bytes.fromhex(incarnation),)).fetchone()
    if row is None:
        raise Refusal("diagnosis_not_ours")
    known = (
        connection.execute("SELECT id FROM diagnosis WHERE till = %s AND content = %s", (row[0], data)).fetchone()
        or connection.execute(
            "INSERT INTO diagnosis (till, received_ms, content) VALUES (%s, %s, %s) RETURNING id",
            (row[0], now_ms, data),
        ).fetchone()
    )
    assert known is not None
    connection.execute(
        "DELETE FROM diagnosis WHERE till = %(till)s AND id NOT IN"
        " (SELECT id FROM diagnosis WHERE till = %(till)s ORDER BY id DESC LIMIT %(kept)s)",
        {"till": row[0], "kept": KEPT_OF_A_TILL},
    )
    return int(known[0])


def kept_diagnoses(connection: Connection) -> Sequence[KeptDiagnosis]:
    """All that are kept, the newest first."""
    with connection.cursor(row_factory=class_row(KeptDiagnosis)) as cursor:
        return cursor.execute(f"{_KEPT} ORDER BY diagnosis.id DESC").fetchall()


def read_diagnosis(connection: Connection, number: int, *, office: Signer) -> tuple[KeptDiagnosis, Diagnosis]:
    """Raises Refusal("diagnosis_not_ours") where there is none of this number, or another key sealed it."""
    with connection.cursor(row_factory=class_row(KeptDiagnosis)) as cursor:
        kept = cursor.execute(f"{_KEPT} WHERE diagnosis.id = %s", (number,)).fetchone()
    row = connection.execute("SELECT content FROM diagnosis WHERE id = %s", (number,)).fetchone()
    if kept is None or row is None:
        raise Refusal("diagnosis_not_ours")
    return kept, opened_diagnosis(bytes(row[0]), office)[1]


def delete_diagnosis(connection: Connection, number: int) -> None:
    connection.execute("DELETE FROM diagnosis WHERE id = %s", (number,))
