"""The page of a lost till, over a real till that sold, took cash and held codes (SYNC.md § 3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.domain.voucher import VoucherCode
from pos_app.office.audit import AuditFilter, audit_rows
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Answer, Browser
from tests.sync.office_codes import LEAST, PRODUCT, on, sell_codes, states
from tests.sync.syncing_till import SyncingTill


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def id_of(office: Office) -> int:
    with office.database.transaction() as connection:
        row = connection.execute("SELECT id FROM till").fetchone()
    assert row
    return int(row[0])


def lost(browser: Browser, office: Office) -> Answer:
    catch_up(office.database)
    return browser.get(f"/caisses/{id_of(office)}/perte")


def enter(browser: Browser, office: Office, **typed: str) -> Answer:
    fields = {"ticket": "MRS1-000900", "sold_on": "2026-11-20", "amount": "12,50", "tender": "cash", **typed}
    return browser.submit(f"/caisses/{id_of(office)}/perte/tickets", **fields)


def test_one_press_revokes_the_till_and_makes_its_codes_suspect(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    sell_codes(short, 2)
    short.sync()
    lost(inside, office)
    shown = inside.submit(f"/caisses/{id_of(office)}/perte")
    assert "est révoquée" in shown.words
    assert "72 heures" in shown.words
    assert states(office)["suspect"] == LEAST - 2
    with office.database.transaction() as connection:
        assert audit_rows(connection, AuditFilter())[0].act == "till.declared_lost"


def test_the_list_for_the_operator_holds_each_suspect_code_and_no_other(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    sold = sell_codes(short, 2)
    short.sync()
    lost(inside, office)
    inside.submit(f"/caisses/{id_of(office)}/perte")
    table = inside.submit(f"/caisses/{id_of(office)}/perte/codes").content.decode("utf-8-sig")
    lines = table.splitlines()[1:]
    assert len(lines) == LEAST - 2
    assert all(line.startswith(f"{PRODUCT};") for line in lines)
    listed = {VoucherCode(line.rpartition(";")[2]) for line in lines}
    with office.database.transaction() as connection:
        rows = connection.execute(
            "SELECT box, code.code_lot, code.number FROM code JOIN allocated_code"
            " ON allocated_code.code_lot = code.code_lot AND allocated_code.number = code.number"
            " WHERE allocated_code.state = 'sold'"
        ).fetchall()
    gone = {office.codes.open(bytes(box), lot=lot, number=number) for box, lot, number in rows}
    assert len(gone) == len(sold)
    assert {code.reveal() for code in listed}.isdisjoint({code.reveal() for code in gone})


def test_codes_in_clear_are_for_who_manages_codes_and_are_in_the_audit_log(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    lost(inside, office)
    inside.submit(f"/caisses/{id_of(office)}/perte")
    inside.submit(f"/caisses/{id_of(office)}/perte/codes")
    with office.database.transaction() as connection:
        row = audit_rows(connection, AuditFilter(act="codes.suspect_listed"))[0]
    assert row.detail == str(LEAST)
    reader = Browser(office)
    reader.sign_in(office, OfficeRole.AUDITOR)
    reader.get(f"/caisses/{id_of(office)}/perte")
    assert reader.submit(f"/caisses/{id_of(office)}/perte/codes").status == 403
    reader.close()


def test_the_drawer_at_head_office_is_the_one_of_the_till(inside: Browser, till: SyncingTill, office: Office) -> None:
    till.sell(3)
    till.sync()
    cents = on(till, lambda owned: owned.store.state.drawer_cents)
    shown = lost(inside, office).words
    assert cents
    assert f"{cents // 100},{cents % 100:02d}" in shown.partition("Espèces à passer en perte")[2][:40]


def test_what_may_never_have_been_sent_is_said(
    inside: Browser, till: SyncingTill, office: Office, clock: ManualClock
) -> None:
    till.sell(4)
    till.sync()
    clock.advance(seconds=5 * 24 * 3600)
    inside.sign_in(office)
    shown = lost(inside, office).words
    assert "Jours écoulés 5" in shown
    assert "Tickets d’un jour ordinaire 4" in shown
    assert "Opérations annoncées et non reçues 0" in shown


def test_the_notice_has_what_guards_the_key(inside: Browser, till: SyncingTill, office: Office) -> None:
    till.sync()
    shown = lost(inside, office).words
    assert "SQLCipher" in shown
    assert "30 jours sans contact" in shown
    assert "le trousseau du système" in shown or "la fiche de secours seule" in shown or "phrase d’ouverture" in shown


def test_paper_tickets_are_evidence_that_counts_nowhere(inside: Browser, till: SyncingTill, office: Office) -> None:
    (sold,) = till.sell(1)
    till.sync()
    before = lost(inside, office).words
    enter(inside, office)
    enter(inside, office, ticket=sold.ticket.lower(), amount="99")
    shown = inside.get(f"/caisses/{id_of(office)}/perte").words
    assert "preuve : jamais envoyé" in shown.replace("\xa0", " ")
    assert "était arrivé avec" in shown
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (1,)
    drawer = "Espèces à passer en perte"
    assert shown.partition(drawer)[2][:30] == before.partition(drawer)[2][:30]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ticket": "le bleu"}, "n’est pas un numéro de ticket"),
        ({"amount": "douze"}, "pas un montant"),
        ({"sold_on": "2031-01-01"}, "à venir"),
    ],
)
def test_a_paper_ticket_that_makes_no_sense_is_said(
    inside: Browser, till: SyncingTill, office: Office, typed: dict[str, str], said: str
) -> None:
    lost(inside, office)
    shown = enter(inside, office, **typed)
    assert shown.status == 422
    assert said in shown.words


def test_a_paper_ticket_is_entered_once_and_withdrawn_to_be_seen(
    inside: Browser, till: SyncingTill, office: Office
) -> None:
    lost(inside, office)
    enter(inside, office)
    assert "déjà saisi" in enter(inside, office).words
    with office.database.transaction() as connection:
        (paper,) = connection.execute("SELECT id FROM paper_ticket").fetchone() or (0,)
    shown = inside.submit(f"/caisses/{id_of(office)}/perte/tickets/{paper}/retrait")
    assert "retiré par demo-administrator" in shown.words
    assert enter(inside, office).status == 200, "entered again, right this time"


def test_a_till_that_is_back_is_trusted_and_its_codes_stay_suspect(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    lost(inside, office)
    inside.submit(f"/caisses/{id_of(office)}/perte")
    shown = inside.submit(f"/caisses/{id_of(office)}/perte/retrouvee")
    assert "est révoquée" not in shown.words
    assert states(office)["suspect"] == LEAST


def test_who_only_reads_sees_the_facts_and_has_no_button(till: SyncingTill, office: Office) -> None:
    reader = Browser(office)
    reader.sign_in(office, OfficeRole.AUDITOR)
    shown = lost(reader, office)
    refused = reader.submit(f"/caisses/{id_of(office)}/perte")
    reader.close()
    assert "La déclarer perdue" not in shown.words
    assert refused.status == 403


def test_a_till_that_is_not_there_is_no_page(inside: Browser) -> None:
    assert inside.get("/caisses/999/perte").status == 404
