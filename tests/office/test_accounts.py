"""Accounts of head office: invited, changed and disabled by an administrator; one's own password and telephone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from pos_app.office.audit import AuditFilter, audit_rows
from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Answer, Browser
from tests.office.holding import (
    PASSWORD,
    Holder,
    codes_shown,
    factor_shown,
    first_administrator,
    open_by_link,
)

NEW_PASSWORD = "lampe violon tiroir neige"


@pytest.fixture
def browser(office: Office, server: OfficeServer) -> Iterator[Browser]:
    one = Browser(office)
    yield one
    one.close()


@pytest.fixture
def other(office: Office, server: OfficeServer) -> Iterator[Browser]:
    """Another computer."""
    one = Browser(office)
    yield one
    one.close()


@pytest.fixture
def claire(office: Office, browser: Browser, clock: ManualClock) -> Holder:
    """The first administrator, signed in at `browser`, with a code to come."""
    holder = first_administrator(office, clock)
    holder.sign_in(browser, clock)
    clock.advance(seconds=30)
    return holder


def link_shown(answer: Answer) -> str:
    found = re.search(r'<p class="code"><code>([^<]+)</code>', answer.text)
    assert found, answer.words
    return html.unescape(found[1])


def number_of(office: Office, login: str) -> int:
    with office.database.transaction() as connection:
        row = connection.execute("SELECT id FROM account WHERE login = %s", (login,)).fetchone()
    assert row
    return int(row[0])


def told(office: Office) -> list[tuple[str, str, str, str]]:
    """The audit log, the oldest first: who, what, of what, with which detail."""
    with office.database.transaction() as connection:
        return [
            (row.login, row.act, row.subject, row.detail) for row in reversed(audit_rows(connection, AuditFilter()))
        ]


def test_somebody_invited_opens_the_account_and_has_the_role(
    browser: Browser, other: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    browser.get("/comptes")
    shown = browser.submit("/comptes", login="omar", name="Omar", role="accountant")
    omar = open_by_link(other, link_shown(shown), clock, login="omar")
    assert omar.sign_in(other, clock).status == 200
    assert other.get("/personnes").status == 403
    assert told(office)[-3:] == [
        ("claire", "account.invited", "omar", "accountant"),
        ("omar", "account.opened", "", "accountant"),
        ("omar", "sign_in.done", "", ""),
    ]


@pytest.mark.parametrize(
    ("login", "name", "said"),
    [("O", "Omar", "2 à 40"), ("o m", "Omar", "2 à 40"), ("claire", "Omar", "déjà"), ("omar", " ", "visibles")],
)
def test_an_invitation_that_cannot_be_is_said(
    browser: Browser, claire: Holder, login: str, name: str, said: str
) -> None:
    browser.get("/comptes")
    shown = browser.submit("/comptes", login=login, name=name, role="auditor")
    assert shown.status == 422
    assert said in shown.words


def test_a_role_changes_for_the_very_next_page(
    browser: Browser, other: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    omar = open_by_link(
        other, office.invite(login="omar", name="Omar", role=OfficeRole.STATISTICS), clock, login="omar"
    )
    omar.sign_in(other, clock)
    assert other.get("/audit").status == 403
    browser.get("/comptes")
    browser.submit(f"/comptes/{number_of(office, 'omar')}/role", role="auditor")
    assert other.get("/audit").status == 200
    assert told(office)[-1] == ("claire", "account.role_changed", "omar", "statistics → auditor")


@pytest.mark.parametrize(("act", "fields"), [("role", {"role": "auditor"}), ("acces", {"disabled": "true"})])
def test_one_administrator_remains(
    browser: Browser, office: Office, claire: Holder, act: str, fields: dict[str, str]
) -> None:
    browser.get("/comptes")
    shown = browser.submit(f"/comptes/{number_of(office, 'claire')}/{act}", **fields)
    assert shown.status == 422
    assert "Il doit rester un administrateur" in shown.words
    assert browser.get("/comptes").status == 200


def test_an_account_is_disabled_and_enabled_again(
    browser: Browser, other: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    omar = open_by_link(other, office.invite(login="omar", name="Omar", role=OfficeRole.AUDITOR), clock, login="omar")
    browser.get("/comptes")
    browser.submit(f"/comptes/{number_of(office, 'omar')}/acces", disabled="true")
    assert other.get("/").status == 401
    assert omar.sign_in(other, clock).status == 401
    browser.get("/comptes")
    browser.submit(f"/comptes/{number_of(office, 'omar')}/acces", disabled="false")
    assert omar.sign_in(other, clock).status == 200


def test_an_administrator_gives_a_new_link_to_who_lost_everything(
    browser: Browser, other: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    open_by_link(other, office.invite(login="omar", name="Omar", role=OfficeRole.AUDITOR), clock, login="omar")
    browser.get("/comptes")
    link = link_shown(browser.submit(f"/comptes/{number_of(office, 'omar')}/facteur"))
    assert other.get("/").status == 401
    assert open_by_link(other, link, clock, login="omar").sign_in(other, clock).status == 200


def test_who_only_reads_accounts_changes_none(other: Browser, office: Office, claire: Holder) -> None:
    other.sign_in(office, OfficeRole.AUDITOR)
    shown = other.get("/comptes")
    assert shown.status == 200
    assert "Inviter" not in shown.words
    assert other.submit("/comptes", login="omar", name="Omar", role="administrator").status == 403


def test_a_new_password_asks_for_a_code_and_signs_out_elsewhere(
    browser: Browser, other: Browser, claire: Holder, clock: ManualClock
) -> None:
    claire.sign_in(other, clock)
    clock.advance(seconds=30)
    browser.get("/mon-compte")
    refused = browser.submit("/mon-compte/mot-de-passe", code="000000", password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert refused.status == 422
    assert other.get("/").status == 200
    shown = browser.submit(
        "/mon-compte/mot-de-passe", code=claire.code(clock), password=NEW_PASSWORD, again=NEW_PASSWORD
    )
    assert "Votre mot de passe est changé" in shown.words
    assert other.get("/").status == 401
    assert browser.get("/").status == 200
    clock.advance(seconds=30)
    assert claire.sign_in(other, clock, password=PASSWORD).status == 401
    assert claire.sign_in(other, clock, password=NEW_PASSWORD).status == 200


def test_a_new_telephone_is_good_from_its_first_code(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    browser.get("/mon-compte")
    shown = browser.submit("/mon-compte/facteur", code=claire.code(clock))
    renewed = Holder(claire.login, claire.password, factor_shown(shown), [])
    assert factor_shown(browser.submit("/mon-compte/facteur/code", code="000000")) == renewed.factor
    clock.advance(seconds=30)
    done = browser.submit("/mon-compte/facteur/code", code=renewed.code(clock))
    assert len(codes_shown(done)) == 10
    clock.advance(seconds=30)
    assert claire.sign_in(browser, clock).status == 401
    assert renewed.sign_in(browser, clock).status == 200


def test_new_recovery_codes_void_the_earlier_ones(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    browser.get("/mon-compte")
    renewed = codes_shown(browser.submit("/mon-compte/codes", code=claire.code(clock)))
    assert claire.sign_in(browser, clock, code=claire.codes[0]).status == 401
    assert claire.sign_in(browser, clock, code=renewed[0]).status == 200
    assert "Il en reste 9" in browser.get("/mon-compte").words


def test_guessing_codes_inside_a_session_makes_wait_as_at_the_door(
    browser: Browser, claire: Holder, clock: ManualClock
) -> None:
    browser.get("/mon-compte")
    for _guess in range(5):
        browser.submit("/mon-compte/codes", code="000000")
    assert "Trop d’essais" in browser.submit("/mon-compte/codes", code=claire.code(clock)).words


def test_open_sessions_are_listed_and_ended_elsewhere(
    browser: Browser, other: Browser, claire: Holder, clock: ManualClock
) -> None:
    claire.sign_in(other, clock)
    assert "celui-ci" in browser.get("/mon-compte").words
    kept = dict(browser.cookies)
    browser.submit("/mon-compte/sessions")
    assert browser.get("/mon-compte").status == 200
    assert other.get("/").status == 401
    browser.cookies = kept
    assert browser.get("/").status == 401, "the id changed"
