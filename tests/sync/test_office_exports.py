"""What head office gives away of real tills' days: accounts, tickets, archives that the till's own verifier accepts."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pos_app.counter.check_archive import check_archive
from pos_app.counter.close_day import close_day
from pos_app.counter.export_accounts import export_accounts
from pos_app.counter.make_archive import ClosedPeriod
from pos_app.counter.till import Till
from pos_app.domain.accounting import FEC_FIELDS, Account, Accounts
from pos_app.domain.refusals import Refusal
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import set_accounts
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.counter.test_close_day import sold
from tests.office.browser import Answer, Browser
from tests.sync.two_points import Point, sync_all

DAYS = {"from_on": "2026-11-01", "to_on": "2027-12-31"}


@pytest.fixture
def both(marseille: Point, grenoble: Point, office: Office, server: OfficeServer) -> tuple[Point, Point]:
    """Two points: three days closed at the first, one at the second, and all of it is at head office."""
    for point, days in ((marseille, 3), (grenoble, 1)):
        point.join(office)
        point.do(_work, point, days)
    sync_all(marseille, grenoble)
    catch_up(office.database)
    return marseille, grenoble


def _work(till: Till, point: Point, days: int) -> None:
    for _day in range(days):
        sold(till, point.till.template.volunteer, "CARTE-30", "NET-2G")
        sold(till, point.till.template.volunteer, "CARTE-ILLIM", card=True)
        close_day(till, operator=point.coordinator)
    sold(till, point.till.template.volunteer, "CARTE-30")


@pytest.fixture
def accountant(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office, OfficeRole.ACCOUNTANT)
    browser.get("/exports")
    yield browser
    browser.close()


def rows_of(answer: Answer, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode(encoding)), delimiter=delimiter))


def test_the_fec_of_several_tills_balances_piece_by_piece_and_is_named_as_the_law_asks(
    both: tuple[Point, Point], accountant: Browser
) -> None:
    taken = accountant.submit("/exports", what="fec", **DAYS)
    assert taken.headers["content-disposition"] == 'attachment; filename="123456789FEC20261123.txt"'
    rows = rows_of(taken, delimiter="\t", encoding="iso8859_15")
    assert tuple(rows[0]) == FEC_FIELDS
    pieces = {(row["JournalCode"], row["EcritureNum"]) for row in rows}
    assert sorted(number for _journal, number in pieces) == ["1", "1", "2", "3"]
    for journal, number in pieces:
        of = [row for row in rows if (row["JournalCode"], row["EcritureNum"]) == (journal, number)]
        debit, credit = (sum(Decimal(row[side].replace(",", ".")) for row in of) for side in ("Debit", "Credit"))
        assert debit == credit > 0


def test_the_fec_of_one_till_says_what_the_till_s_own_says(
    both: tuple[Point, Point], accountant: Browser, tmp_path: Path
) -> None:
    till = both[0]
    exported = till.do(
        export_accounts, operator=till.coordinator, period=ClosedPeriod("", 1, 3), folder=tmp_path / "out"
    )
    own = exported.fec.read_bytes().decode("iso8859_15").splitlines()
    taken = accountant.submit("/exports", what="fec", till="1", **DAYS).content.decode("iso8859_15").splitlines()
    assert [line.split("\t")[1:] for line in taken] == [line.split("\t")[1:] for line in own]


def test_the_fec_uses_the_accountant_s_own_accounts(
    both: tuple[Point, Point], accountant: Browser, office: Office
) -> None:
    chosen = msgspec.structs.replace(Accounts(), drawer=Account("530100", "Caisse des points"))
    with office.database.transaction() as connection:
        set_accounts(connection, accounts=chosen, by="test", now_ms=1)
    rows = rows_of(accountant.submit("/exports", what="fec", **DAYS), delimiter="\t", encoding="iso8859_15")
    assert "530100" in {row["CompteNum"] for row in rows}
    assert "530000" not in {row["CompteNum"] for row in rows}


@pytest.mark.parametrize(("what", "rows"), [("tickets", 10), ("lignes", 14), ("tva", 10), ("paiements", 10)])
def test_tickets_are_taken_away_as_tables(both: tuple[Point, Point], accountant: Browser, what: str, rows: int) -> None:
    taken = rows_of(accountant.submit("/exports", what=what, **DAYS))
    assert len(taken) == rows
    assert {row["point"] for row in taken} == {"Marseille", "Grenoble"}


def test_only_the_tills_and_days_asked_for_leave(both: tuple[Point, Point], accountant: Browser) -> None:
    assert len(rows_of(accountant.submit("/exports", what="tickets", till="2", **DAYS))) == 3
    accountant.get("/exports")
    assert rows_of(accountant.submit("/exports", what="tickets", from_on="2026-11-24", to_on="2026-12-31")) == []


def test_an_archive_made_at_head_office_passes_the_till_s_verifier(
    both: tuple[Point, Point], accountant: Browser, office: Office, tmp_path: Path
) -> None:
    for first, last, tickets in ((1, 3, 6), (2, 3, 4), (1, 1, 2)):
        accountant.get("/exports")
        taken = accountant.submit("/exports/archive", till="1", first_day=str(first), last_day=str(last))
        path = tmp_path / f"{first}-{last}.zip"
        path.write_bytes(taken.content)
        checked = check_archive(path)
        assert (checked.tickets, checked.signed_by) == (tickets, office.signer.incarnation)
        assert (checked.about.first_day, checked.about.last_day) == (first, last)


def test_an_archive_with_one_byte_changed_does_not_pass(
    both: tuple[Point, Point], accountant: Browser, tmp_path: Path
) -> None:
    content = bytearray(accountant.submit("/exports/archive", till="1", first_day="1", last_day="1").content)
    content[len(content) // 2] ^= 1
    path = tmp_path / "changed.zip"
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        check_archive(path)
    assert caught.value.code.startswith("archive_")


def test_each_export_is_recorded_with_the_hash_of_what_left(
    both: tuple[Point, Point], accountant: Browser, office: Office
) -> None:
    taken = accountant.submit("/exports", what="tickets", **DAYS)
    words = accountant.get("/exports").words
    assert hashlib.sha256(taken.content).hexdigest() in words
    with office.database.transaction() as connection:
        assert connection.execute("SELECT act FROM audit ORDER BY number DESC LIMIT 1").fetchone() == ("export.made",)


@pytest.mark.parametrize(
    ("path", "fields", "says"),
    [
        ("/exports", {"what": "fec", "from_on": "2020-01-01", "to_on": "2020-01-31"}, "Aucune journée"),
        ("/exports", {"what": "fec", "from_on": "2026-11-30", "to_on": "2026-11-01"}, "premier jour"),
        ("/exports/archive", {"till": "1", "first_day": "1", "last_day": "9"}, "clôtur"),
        ("/exports/archive", {"till": "1", "first_day": "3", "last_day": "2"}, "clôtur"),
    ],
)
def test_what_cannot_be_exported_says_why_and_records_nothing(
    both: tuple[Point, Point], accountant: Browser, office: Office, path: str, fields: dict[str, str], says: str
) -> None:
    shown = accountant.submit(path, **fields)
    assert shown.status == 422
    assert says in shown.words
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM export").fetchone() == (0,)


@pytest.mark.parametrize("role", [OfficeRole.COORDINATOR, OfficeRole.STATISTICS])
def test_only_who_may_takes_files_away(office: Office, server: OfficeServer, role: OfficeRole) -> None:
    browser = Browser(office)
    browser.sign_in(office, role)
    assert browser.get("/exports").status == 403
    browser.close()
