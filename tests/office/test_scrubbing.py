"""Of who was erased no byte stays in any table's file (SYNC.md, I17)."""

from __future__ import annotations

from pathlib import Path

import psycopg

from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from pos_app.office.people import erase_tokens, take_people
from pos_app.office.scrubbing import EVERY_MS, scrub_if_due
from pos_app.sync.people_messages import PeoplePush
from tests.office.people_told import new_token, somebody, told

NAME = "Zorobabel"


def erase_somebody(office: Office) -> None:
    """Somebody was told, corrected and erased. No server runs here, whose own thread would scrub as well."""
    token = new_token()
    changes = (
        *told(token, somebody(given_name=NAME)),
        *told(token, {"family_name": f"{NAME}son"}, base=1),
        *told(token, {"year_of_birth": NAME}, base=1),
    )
    office.add_till(point="Marseille", till="Caisse 1")
    with office.database.transaction() as connection:
        row = connection.execute("SELECT min(id) FROM till").fetchone()
        assert row is not None
        take_people(connection, PeoplePush(changes=changes), till=row[0], now_ms=office.clock.now_ms())
    with office.database.transaction() as connection:
        erase_tokens(connection, [token], erased_ms=office.clock.now_ms(), basis="request")


def files_with(postgres: EmbeddedPostgres, database_url: str, text: str) -> list[str]:
    """The files of tables and indexes of this database, on the disk, in which `text` stands."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    folder = Path(row[0]) / "base" / str(row[1])
    return [file.name for file in folder.iterdir() if text.lower().encode() in file.read_bytes().lower()]


def test_the_bytes_of_who_was_erased_are_gone_from_every_file(
    office: Office, postgres: EmbeddedPostgres, database_url: str
) -> None:
    erase_somebody(office)
    assert files_with(postgres, database_url, NAME)
    now_ms = office.clock.now_ms()
    assert scrub_if_due(office.database, now_ms=now_ms)
    assert files_with(postgres, database_url, NAME) == []
    assert not scrub_if_due(office.database, now_ms=now_ms), "nobody was erased since"


def test_it_is_done_once_a_day_at_most(office: Office) -> None:
    erase_somebody(office)
    now_ms = office.clock.now_ms()
    assert scrub_if_due(office.database, now_ms=now_ms)
    erase_somebody(office)
    assert not scrub_if_due(office.database, now_ms=now_ms + EVERY_MS - 1)
    assert scrub_if_due(office.database, now_ms=now_ms + EVERY_MS)
