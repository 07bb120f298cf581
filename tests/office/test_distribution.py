"""What installers/office/citus.sql declares: tables that spread over servers by till, and nothing in their way.

Citus itself is not installed here: what it asks of a table that is distributed by a column is checked in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.tidy.tree import ROOT

_OF_INGEST = {"entry", "parked", "quarantine", "received", "ticket"}


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url) as one:
        yield one
    one.close()


@pytest.fixture
def distributed(connection: psycopg.Connection) -> list[str]:
    """The tables that the script's own query finds."""
    script = (ROOT / "installers" / "office" / "citus.sql").read_text(encoding="utf-8")
    query = script.partition("-- begin: distributed")[2].partition("-- end: distributed")[0]
    return [name for (name,) in connection.execute(query.encode())]


def test_entries_and_what_is_derived_per_till_is_distributed(distributed: list[str]) -> None:
    assert distributed[0] == "entry"  # the others lie where its rows lie
    assert set(distributed) >= _OF_INGEST


def test_what_a_feed_reads_in_the_order_of_transactions_stays_on_one_server(
    connection: psycopg.Connection, distributed: list[str]
) -> None:
    ordered = {
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name IN ('moved', 'moved_in')"
        )
    }
    assert "right_fact" in ordered
    assert not ordered & set(distributed)


def test_each_unique_key_of_what_is_distributed_holds_the_till(
    connection: psycopg.Connection, distributed: list[str]
) -> None:
    keys = connection.execute(
        "SELECT indrelid::regclass::text, array_agg(attname::text) FROM pg_index"
        " JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)"
        " WHERE indisunique AND indrelid::regclass::text = ANY(%s) GROUP BY indexrelid, indrelid",
        (distributed,),
    ).fetchall()
    assert {table for table, _columns in keys} == set(distributed)
    assert [table for table, columns in keys if "till" not in columns] == []


def test_no_foreign_key_and_no_sequence_ties_what_is_distributed_to_one_server(
    connection: psycopg.Connection, distributed: list[str]
) -> None:
    foreign = connection.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f'"
        " AND (conrelid::regclass::text = ANY(%(names)s) OR confrelid::regclass::text = ANY(%(names)s))",
        {"names": distributed},
    ).fetchall()
    numbered = connection.execute(
        "SELECT adrelid::regclass::text FROM pg_attrdef WHERE adrelid::regclass::text = ANY(%s)"
        " AND pg_get_expr(adbin, adrelid) LIKE '%%nextval%%'",
        (distributed,),
    ).fetchall()
    assert (foreign, numbered) == ([], [])
