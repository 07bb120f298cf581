"""Ciphertexts of recharge codes and their keyed hashes. Written in slices, before the lot is received."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pos_app.domain.identifiers import ItemId, LotId
from pos_app.domain.refusals import Bug
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


class SealedCode(NamedTuple):
    """A code as it is kept: `known` is its keyed hash, `box` its ciphertext."""

    item: ItemId
    known: bytes
    box: bytes


def begin_lot(act: Act, lot: LotId) -> None:
    """From now on codes of `lot` are written; until `finish_lot`, nobody received them."""
    act.connection.execute("INSERT INTO unfinished_lot VALUES (?)", (lot,))


def write_codes(act: Act, codes: Sequence[SealedCode]) -> None:
    act.connection.executemany("INSERT INTO sealed_code VALUES (?, ?, ?)", codes)
    act.connection.executemany("INSERT INTO known_code VALUES (?, ?)", [(code.known, code.item) for code in codes])


def finish_lot(act: Act, lot: LotId) -> None:
    act.connection.execute("DELETE FROM unfinished_lot WHERE lot = ?", (lot,))


def unfinished_lots(connection: Connection) -> tuple[LotId, ...]:
    """Lots that a power cut or a refusal left half written."""
    return tuple(LotId(lot) for (lot,) in connection.execute("SELECT lot FROM unfinished_lot ORDER BY lot"))


def remove_unfinished(act: Act, lot: LotId, *, most: int) -> bool:
    """Removes up to `most` codes of a lot that nobody received; False once none is left and the lot is forgotten."""
    rows = act.connection.execute(
        "SELECT item, known FROM sealed_code WHERE item >= ? AND item < ? LIMIT ?", (lot, lot + "g", most)
    ).fetchall()
    act.connection.executemany("DELETE FROM sealed_code WHERE item = ?", [(item,) for item, _known in rows])
    act.connection.executemany("DELETE FROM known_code WHERE known = ?", [(known,) for _item, known in rows])
    if not rows:
        finish_lot(act, lot)
    return bool(rows)


def known_among(connection: Connection, hashes: Iterable[bytes]) -> list[bytes]:
    """Those of `hashes` whose code was received before."""
    find = "SELECT 1 FROM known_code WHERE known = ?"
    return [each for each in hashes if connection.execute(find, (each,)).fetchone()]


def box_of(connection: Connection, item: ItemId) -> bytes:
    """The ciphertext of a code. Raises Bug("code_missing") where the vault lost it."""
    row = connection.execute("SELECT box FROM sealed_code WHERE item = ?", (item,)).fetchone()
    if row is None:
        raise Bug("code_missing", item=item)
    return bytes(row[0])


def hashes_of_lot(connection: Connection, lot: LotId) -> list[bytes]:
    """The keyed hashes of a lot's codes in their order: what its checksum is made of."""
    rows = connection.execute("SELECT known FROM sealed_code WHERE item >= ? AND item < ?", (lot, lot + "g"))
    return [bytes(known) for (known,) in rows]
