"""Codes at head office in tests: lots of invented codes, and where each code is."""

from __future__ import annotations

from collections import Counter

from pos_app.domain.code_file import Batch, Row, matching_of
from pos_app.office.code_lots import check_lot, receive_lots
from pos_app.office.office import Office
from pos_app.office.projections import project_till
from pos_app.office.reference import set_catalogue
from pos_app.store.parameters import catalogue_text
from tests.sync.syncing_till import PATIENCE_S, SyncingTill
from tests.tills import fake_code

PRODUCT = "NET-500M"
FIRST = 5_000
"""Numbers of head office's codes begin here: a template's own come before."""


def give_catalogue(office: Office, till: SyncingTill) -> None:
    """Head office has the catalogue that this till has."""
    text = till.storage.submit(lambda owned: catalogue_text(owned.connection)).result(PATIENCE_S)
    assert text
    with office.database.transaction() as connection:
        set_catalogue(connection, text=text, by="Anne", now_ms=office.clock.now_ms())


def load_codes(office: Office, count: int, *, product: str = PRODUCT, first: int = FIRST, last_day: str = "") -> str:
    """A lot of codes comes in at head office."""
    rows: list[Row] = [
        (1, ("produit", "code", "valable_jusqu_au")),
        *((n + 2, (product, fake_code(product, first + n), last_day)) for n in range(count)),
    ]
    with office.database.transaction() as connection:
        now_ms = office.clock.now_ms()
        checked = check_lot(
            connection, office.codes, rows=rows, matching=matching_of(rows[0][1]), batch=Batch(), now_ms=now_ms
        )
        (lot,) = receive_lots(connection, office.codes, checked=checked, counted=count, note="BL 1", now_ms=now_ms)
    return lot


def states(office: Office) -> Counter[str]:
    """How many codes are in each state; checks on the way that each allocation has all of its codes (I7)."""
    with office.database.transaction() as connection:
        tills = [till for (till,) in connection.execute("SELECT id FROM till")]
    for till in tills:
        with office.database.transaction() as connection:
            project_till(connection, till=till)
    with office.database.transaction() as connection:
        wrong = connection.execute(
            "SELECT lot FROM allocation WHERE count <> (SELECT count(*) FROM allocated_code WHERE allocation = lot)"
        ).fetchall()
        assert not wrong
        rows = connection.execute("SELECT state, count(*) FROM allocated_code GROUP BY state").fetchall()
        (free,) = connection.execute("SELECT count(*) FROM code WHERE state = 'available'").fetchone() or (0,)
    return Counter({**dict(rows), "available": free})
