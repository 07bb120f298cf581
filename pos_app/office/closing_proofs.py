"""Whether everything up to a closing is here, told by the code of its slip: no word of the till is needed."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.facts import DayClosed, PeriodClosed, decode_fact
from pos_app.ledger.closing_proof import ClosingProof


class Standing(enum.StrEnum):
    """What the code and the journal that is held say of each other."""

    COMPLETE = "complete"
    NOT_YET = "not_yet"
    OTHER_ENTRY = "other_entry"
    OTHER_FIGURES = "other_figures"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """`held_seq`: how far the chain is held here; `till` 0 where no till has that chain."""

    standing: Standing
    till: int = 0
    name: str = ""
    held_seq: int = 0


def check_proof(connection: Connection, proof: ClosingProof) -> CheckedProof:
    """Compares the code with what is held. A hash covers every entry before it: one that is found proves them all."""
    row = connection.execute(
        "SELECT till.id, point.name || ' · ' || till.name, incarnation.number, head_seq FROM incarnation"
        " JOIN till ON till.id = incarnation.till JOIN point ON point.id = till.point"
        " WHERE substr(incarnation.id, 1, %s) = %s",
        (len(proof.incarnation) // 2, bytes.fromhex(proof.incarnation)),
    ).fetchone()
    if row is None:
        return CheckedProof(Standing.UNKNOWN)
    till, name, number, held_seq = row
    return CheckedProof(_standing(connection, proof, till, number), till, name, held_seq)


def _standing(connection: Connection, proof: ClosingProof, till: int, number: int) -> Standing:
    row = connection.execute(
        "SELECT hash, kind, payload FROM entry WHERE till = %s AND incarnation = %s AND seq = %s",
        (till, number, proof.seq),
    ).fetchone()
    if row is None:
        return Standing.NOT_YET
    if row[0].hex() != proof.hash:
        return Standing.OTHER_ENTRY
    closing = decode_fact(row[1], row[2])
    agrees = isinstance(closing, DayClosed | PeriodClosed) and proof.says(closing)
    return Standing.COMPLETE if agrees else Standing.OTHER_FIGURES
