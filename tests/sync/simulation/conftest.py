"""What every history needs: three templates with keys of their own, once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from pos_app.ledger.signing import Signer
from pos_app.office.account_box import AccountBox
from pos_app.office.authority import Authority
from pos_app.office.code_box import CodeBox
from pos_app.office.database import OfficeDatabase
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.office.conftest import own_database
from tests.sync.conftest import authority, clock, database_url, office, postgres
from tests.tills import TemplateTill, make_template

__all__ = ["authority", "clock", "database_url", "office", "postgres"]
TILLS = 2


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[TemplateTill, ...]:
    return tuple(make_template(tmp_path_factory.mktemp(f"simulated{n}")) for n in range(TILLS))


@pytest.fixture
def another_office(postgres: EmbeddedPostgres, authority: Authority) -> Callable[[], AbstractContextManager[Office]]:
    """`with another_office() as office`: one that nobody has used."""

    @contextmanager
    def opened() -> Iterator[Office]:
        with own_database(postgres) as url:
            database = OfficeDatabase(url)
            yield Office(
                database,
                ManualClock(),
                authority,
                "office:1",
                CodeBox(bytes(32)),
                Signer(bytes(32)),
                AccountBox(bytes(32)),
            )
            database.close()

    return opened
