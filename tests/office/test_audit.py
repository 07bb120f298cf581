"""The audit log of head office: appended to, chained, never changed; read by filter and taken away as a table."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest

from pos_app.domain.refusals import Bug
from pos_app.office.audit import ROWS_A_PAGE, AuditFilter, audit_rows, first_break, record
from pos_app.office.audit_words import ACTS
from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def write(office: Office, count: int, *, login: str = "claire", act: str = "till.made", subject: str = "") -> None:
    with office.database.transaction() as connection:
        for number in range(count):
            record(connection, account=login, now_ms=number, act=act, subject=subject or f"till {number}")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit SET login = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "INSERT INTO audit SELECT * FROM audit WHERE number = 2 ON CONFLICT (number) DO UPDATE SET login = ''",
        "INSERT INTO audit SELECT number + 1, 0, '', '', '', '', previous, hash FROM audit WHERE number = 3",
        "INSERT INTO audit SELECT 9, 0, '', '', '', '', hash, hash FROM audit WHERE number = 3",
    ],
)
def test_no_row_is_changed_dropped_or_slipped_in(office: Office, attack: str) -> None:
    write(office, 3)
    with pytest.raises(psycopg.errors.RestrictViolation), office.database.transaction() as connection:
        connection.execute(attack)
    with office.database.transaction() as connection:
        assert first_break(connection) is None
        assert len(audit_rows(connection, AuditFilter())) == 3


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET detail = 'x' WHERE number = 2", "DELETE FROM audit WHERE number = 2"]
)
def test_a_change_behind_the_guards_shows(office: Office, change: str) -> None:
    write(office, 4)
    with office.database.transaction() as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER USER")
        connection.execute(change)
    with office.database.transaction() as connection:
        assert first_break(connection) == 2


def test_eight_writers_make_one_chain(office: Office) -> None:
    writers = [threading.Thread(target=write, args=(office, 5)) for _writer in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with office.database.transaction() as connection:
        assert first_break(connection) is None
        assert connection.execute("SELECT count(*), max(number) FROM audit").fetchone() == (40, 40)


def test_an_act_without_words_cannot_be_recorded(office: Office) -> None:
    with pytest.raises(Bug), office.database.transaction() as connection:
        record(connection, account="claire", now_ms=0, act="till.painted")


def test_the_log_comes_in_pages_that_miss_and_repeat_none(inside: Browser, office: Office) -> None:
    write(office, ROWS_A_PAGE + 10)
    first = inside.get("/audit?compte=claire").text
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = inside.get(older).text
    subjects = [f"<td>till {number}</td>" for number in range(ROWS_A_PAGE + 10)]
    assert [subject in first for subject in subjects] == [False] * 10 + [True] * ROWS_A_PAGE
    assert [subject in second for subject in subjects] == [True] * 10 + [False] * ROWS_A_PAGE


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("compte=omar", ["Lyon"]),
        ("acte=till.revoked", ["Grenoble"]),
        ("objet=gren", ["Grenoble"]),
        ("compte=omar&acte=till.revoked", []),
        ("du=1970-01-01&au=1970-01-01&compte=omar", ["Lyon"]),
        ("du=1970-01-02&compte=omar", []),
    ],
)
def test_rows_are_found_by_account_act_subject_and_day(
    inside: Browser, office: Office, asked: str, found: list[str]
) -> None:
    write(office, 1, login="omar", subject="Lyon")
    write(office, 1, act="till.revoked", subject="Grenoble")
    shown = inside.get(f"/audit?{asked}").words
    assert [name for name in ("Lyon", "Grenoble") if f" {name} " in shown.partition("Détail")[2]] == found


def test_the_table_guards_against_formulas_and_its_making_is_in_the_log(inside: Browser, office: Office) -> None:
    write(office, 1, subject="=HYPERLINK(1)")
    table = inside.get("/audit/journal.csv").content.decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in table
    assert "Journal des actes exporté" in inside.get("/audit").words


def test_the_page_verifies_the_whole_log_on_asking(inside: Browser, office: Office) -> None:
    write(office, 3)
    assert "le journal est entier" in inside.get("/audit?verifier=true").words
    with office.database.transaction() as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER USER")
        connection.execute("UPDATE audit SET login = 'mallory' WHERE number = 3")
    assert "La ligne 3 ne suit pas la précédente" in inside.get("/audit?verifier=true").words


def test_only_whom_it_concerns_reads_the_log(office: Office, server: OfficeServer, clock: ManualClock) -> None:
    for role in OfficeRole:
        browser = Browser(office)
        browser.sign_in(office, role)
        allowed = role in (OfficeRole.ADMINISTRATOR, OfficeRole.AUDITOR)
        assert browser.get("/audit").status == (200 if allowed else 403)
        assert browser.get("/audit/journal.csv").status == (200 if allowed else 403)
        browser.close()


def test_every_act_has_words_of_its_own() -> None:
    assert len(set(ACTS.values())) == len(ACTS)
