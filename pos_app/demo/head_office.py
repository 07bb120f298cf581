"""What the demo's head office has: a catalogue, a lot of codes that nobody can use, orders, a machine that moves."""

from __future__ import annotations

import csv
import datetime as dt
import io

from psycopg import Connection

from pos_app.clock import local_now
from pos_app.counter.invented import CODED, codes_csv
from pos_app.domain.code_file import Batch, Row, matching_of
from pos_app.office.code_grants import grant_codes, tills_that_take
from pos_app.office.code_lots import check_lot, receive_lots
from pos_app.office.machine_transfers import ask_transfer
from pos_app.office.machines import MachineFilter, every_machine
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import set_catalogue
from pos_app.office.supply import Wanted, make_order
from pos_app.settings import RESOURCES

_CATALOGUE = RESOURCES / "catalogue" / "connexions-solidaires-2013.csv"
_BY = "demo"
_GIVEN = 20
_LAPTOP = "ORDI"
_HERE, _THERE = "Marseille", "Grenoble"


def furnish(office: Office) -> None:
    """Once the tills of the demo are joined: their next sync brings them the catalogue and codes."""
    now_ms, today = office.clock.now_ms(), local_now(office.clock).date()
    with office.database.transaction() as connection:
        set_catalogue(connection, text=_CATALOGUE.read_text(encoding="utf-8"), by=_BY, now_ms=now_ms)
        lots = _receive_fake_codes(connection, office, now_ms=now_ms)
        grant_codes(connection, lot=lots[0], till=_till(connection, _HERE), count=_GIVEN, now_ms=now_ms)
        _order(connection, today=today, now_ms=now_ms)
    catch_up(office.database)
    with office.database.transaction() as connection:
        _move_a_machine(connection, now_ms=now_ms)


def _receive_fake_codes(connection: Connection, office: Office, *, now_ms: int) -> tuple[str, ...]:
    rows: list[Row] = list(enumerate(csv.reader(io.StringIO(codes_csv(CODED, seed=2030)), delimiter=";"), start=1))
    checked = check_lot(
        connection, office.codes, rows=rows, matching=matching_of(rows[0][1]), batch=Batch(), now_ms=now_ms
    )
    return receive_lots(
        connection, office.codes, checked=checked, counted=checked.count, note="Faux codes", now_ms=now_ms
    )


def _order(connection: Connection, *, today: dt.date, now_ms: int) -> None:
    """One that is late and one that is not."""
    for supplier, note, days, line in (
        ("Faux reconditionneur", "BC-2026-014", -3, Wanted(_LAPTOP, 12, _HERE)),
        ("Faux opérateur", "BC-2026-015", 9, Wanted(CODED[0], 500)),
    ):
        make_order(
            connection,
            supplier=supplier,
            note=note,
            sent_on=today - dt.timedelta(days=20),
            expected_on=today + dt.timedelta(days=days),
            lines=[line],
            now_ms=now_ms,
        )


def _move_a_machine(connection: Connection, *, now_ms: int) -> None:
    here = every_machine(connection, MachineFilter(point=_HERE, state="in_stock", product=_LAPTOP))
    ask_transfer(connection, item=next(here).item, to_till=_till(connection, _THERE), now_ms=now_ms)


def _till(connection: Connection, point: str) -> int:
    return next(till for till, name in tills_that_take(connection) if name.startswith(point))
