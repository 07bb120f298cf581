"""Reading a journal at head office, and verifying it from the bytes that are stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pos_app.office import journal_checks
from pos_app.office.journal_checks import Stretch, ask_for_check, check_known, work_on
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


@pytest.fixture
def sold(office: Office, till: RemoteTill) -> RemoteTill:
    till.sell(11)
    till.push(till.entries)
    catch_up(office.database)
    return till


def change(office: Office, statement: str) -> None:
    with office.database.transaction() as connection:
        connection.execute(statement)


def worked_off(office: Office, check: int) -> journal_checks.Check:
    """Slice after slice, until that check is ended."""
    while True:
        with office.database.transaction() as connection:
            work_on(connection, now_ms=office.clock.now_ms())
            known = check_known(connection, check)
        assert known is not None
        if known.ended_ms:
            return known


def asked_for(office: Office, till: RemoteTill, stretch: Stretch | None = None) -> int:
    with office.database.transaction() as connection:
        return ask_for_check(connection, till=till.id, stretch=stretch, by="test", now_ms=1)


def test_entries_come_in_pages_that_miss_and_repeat_none(inside: Browser, till: RemoteTill, office: Office) -> None:
    till.sell(120)
    till.push(till.entries)
    found: list[int] = []
    path = f"/journal/{till.id}"
    while path:
        text = inside.get(path).text.replace("&amp;", "&")
        found += [int(seq) for seq in re.findall(rf'href="/journal/{till.id}/1/([0-9]+)"', text)]
        older = re.search(r'href="([^"]+)" rel="next"', text)
        path = older[1] if older else ""
    assert found == list(range(121, 0, -1))


def test_entries_are_read_by_what_they_are_about(inside: Browser, sold: RemoteTill) -> None:
    text = inside.get(f"/journal/{sold.id}?group=till").text
    assert re.findall(rf'href="/journal/{sold.id}/1/([0-9]+)"', text) == ["1"]


def test_an_entry_shows_its_content_its_hash_and_that_it_holds(inside: Browser, sold: RemoteTill) -> None:
    shown = inside.get(f"/journal/{sold.id}/1/3")
    entry = sold.entries[2]
    assert "Cette écriture tient" in shown.words
    assert "Carte 30 minutes" in shown.words
    for digest in (entry.hash, entry.previous, entry.signature):
        assert digest.hex() in shown.text


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE entry SET operator = 'X' WHERE seq = 3", "empreinte"),
        ("UPDATE entry SET previous = hash WHERE seq = 3", "ne suit pas"),
        ("UPDATE entry SET signature = decode(repeat('00', 64), 'hex') WHERE seq = 3", "signature"),
        ("UPDATE entry SET payload = convert_to('not json', 'UTF8') WHERE seq = 3", "ne tient pas"),
    ],
)
def test_an_entry_that_somebody_changed_says_so(
    inside: Browser, sold: RemoteTill, office: Office, statement: str, says: str
) -> None:
    change(office, statement)
    words = inside.get(f"/journal/{sold.id}/1/3").words
    assert "Cette écriture ne tient pas" in words
    assert says in words


def test_the_whole_till_is_verified_beside_the_requests(inside: Browser, sold: RemoteTill, office: Office) -> None:
    inside.get(f"/journal/{sold.id}")
    shown = inside.submit(f"/journal/{sold.id}/controle")
    assert "Vérification · Marseille · Caisse 1" in shown.words
    worked_off(office, 1)
    assert "Intact : 12 écritures" in inside.get("/journal/controles/1").words
    assert "Intact : 12 écritures" in inside.get(f"/journal/{sold.id}").words


def test_a_stretch_is_verified_from_the_entry_before_it(office: Office, sold: RemoteTill) -> None:
    ended = worked_off(office, asked_for(office, sold, Stretch(1, 4, 7)))
    assert (ended.fault, ended.checked, ended.to_check) == ("", 4, 4)


@pytest.mark.parametrize(
    ("statement", "seq", "fault"),
    [
        ("UPDATE entry SET at_ms = at_ms + 1 WHERE seq = 5", 5, "hash_wrong"),
        ("DELETE FROM entry WHERE seq = 6", 6, "gap"),
        ("DELETE FROM entry WHERE seq = 12", 12, "gap"),
        ("UPDATE entry SET signature = decode(repeat('00', 64), 'hex') WHERE seq = 9", 9, "signature_wrong"),
        ("UPDATE incarnation SET head_hash = decode(repeat('11', 32), 'hex')", 12, "stray"),
    ],
)
@pytest.mark.parametrize("slice_", [3, 5_000])
def test_the_first_fault_is_named_whatever_the_slices(
    office: Office, sold: RemoteTill, statement: str, seq: int, fault: str, slice_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_checks, "SLICE", slice_)
    change(office, statement)
    ended = worked_off(office, asked_for(office, sold))
    assert ended.fault_seq == seq
    assert ended.fault.startswith(fault)
    assert ended.checked == (seq - 1 if fault != "stray" else 11)


def test_a_check_goes_on_where_it_was_after_a_crash(
    office: Office, sold: RemoteTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_checks, "SLICE", 4)
    check = asked_for(office, sold)
    with office.database.transaction() as connection:
        work_on(connection, now_ms=1)
    with pytest.raises(RuntimeError):
        _work_that_is_cut(office)
    with office.database.transaction() as connection:
        known = check_known(connection, check)
    assert known is not None
    assert known.checked == 4
    assert worked_off(office, check).checked == 12


def test_every_journal_of_a_till_is_verified_in_turn(office: Office, sold: RemoteTill) -> None:
    sold.begin_again(keeping=12)
    sold.hello()
    sold.sell(3)
    sold.push(sold.entries)
    ended = worked_off(office, asked_for(office, sold))
    assert (ended.fault, ended.checked) == ("", 16)


@pytest.mark.parametrize("path", ["/journal/99", "/journal/1/1/99", "/journal/controles/7", "/journal/1?journal=0"])
def test_what_is_not_held_is_no_page(inside: Browser, sold: RemoteTill, path: str) -> None:
    assert inside.get(path).status in (400, 404)


def test_a_stretch_that_is_not_held_is_not_verified(inside: Browser, sold: RemoteTill) -> None:
    inside.get(f"/journal/{sold.id}")
    assert inside.submit(f"/journal/{sold.id}/controle", journal="1", first="50", last="60").status == 404


def _work_that_is_cut(office: Office) -> None:
    with office.database.transaction() as connection:
        work_on(connection, now_ms=1)
        raise RuntimeError
