"""A real head office: its PostgreSQL once a process, a database and a TLS server for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
import pytest
from psycopg import sql

from pos_app.clock import SystemClock
from pos_app.ledger.signing import Signer
from pos_app.office.account_box import AccountBox
from pos_app.office.authority import Authority, authority_in
from pos_app.office.code_box import CodeBox
from pos_app.office.database import OfficeDatabase
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket
from tests.clock import ManualClock
from tests.office.remote_till import RemoteTill

_TEMPLATE = "office_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"))
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
    OfficeDatabase(_url(server, _TEMPLATE)).close()
    yield server
    server.close()
    server.remove()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority_in(tmp_path_factory.mktemp("tls"), hosts=("127.0.0.1", "localhost"), clock=SystemClock())


@pytest.fixture
def database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database of the test's own, with head office's schema."""
    with own_database(postgres) as url:
        yield url


@contextmanager
def own_database(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database that is gone afterwards."""
    name = f"office_{next(_numbers)}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(_TEMPLATE))
        )
        yield _url(postgres, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def office(database_url: str, authority: Authority, clock: ManualClock) -> Iterator[Office]:
    """Head office's data, with an address where `server` will listen."""
    with bound_socket("127.0.0.1", 0) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    database = OfficeDatabase(database_url)
    yield Office(database, clock, authority, address, CodeBox(bytes(32)), Signer(bytes(32)), AccountBox(bytes(32)))
    database.close()


@pytest.fixture
def server(office: Office) -> Iterator[OfficeServer]:
    running = OfficeServer(office, bound_socket("127.0.0.1", int(office.address.rpartition(":")[2])))
    yield running
    running.stop()


@pytest.fixture
def till(office: Office, server: OfficeServer) -> Iterator[RemoteTill]:
    """A till that has just been joined and has said hello."""
    with RemoteTill(office) as remote:
        remote.enrol()
        remote.hello()
        yield remote


def _url(server: EmbeddedPostgres, database: str) -> str:
    return server.url.replace("/postgres?", f"/{database}?")
