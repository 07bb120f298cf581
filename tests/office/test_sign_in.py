"""Signing in at head office: links open an account once; a password and a code of the telephone open a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyotp
import pytest

from pos_app.office.accounts import set_disabled
from pos_app.office.audit import AuditFilter, audit_rows
from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.holding import PASSWORD, Holder, factor_shown, first_administrator, open_by_link, secret_of

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def browser(office: Office, server: OfficeServer) -> Iterator[Browser]:
    one = Browser(office)
    yield one
    one.close()


@pytest.fixture
def claire(office: Office, server: OfficeServer, clock: ManualClock) -> Holder:
    """The first administrator, signed out."""
    return first_administrator(office, clock)


def acts(office: Office) -> list[str]:
    """What the audit log says, the oldest first."""
    with office.database.transaction() as connection:
        return [row.act for row in reversed(audit_rows(connection, AuditFilter()))]


def test_the_first_link_makes_an_administrator_and_no_second_one(
    browser: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    assert office.first_administrator_link() is None
    shown = claire.sign_in(browser, clock)
    assert shown.status == 200
    assert "Journal des actes" in shown.words


def test_two_first_links_make_one_administrator(browser: Browser, office: Office, clock: ManualClock) -> None:
    links = [office.first_administrator_link(), office.first_administrator_link()]
    assert links[0]
    assert links[1]
    open_by_link(browser, links[0], clock, login="claire", name="Claire")
    browser.get(links[1])
    refused = browser.submit(
        "/acces/ouvrir",
        jeton=secret_of(links[1]),
        login="mallory",
        name="Mallory",
        password=PASSWORD,
        again=PASSWORD,
    )
    assert refused.status == 401
    assert "déjà servi" in refused.words


def test_looking_at_a_link_does_not_use_it_up(browser: Browser, office: Office, clock: ManualClock) -> None:
    """Mail filters and chat programs open links before people do."""
    link = office.invite(login="omar", name="Omar", role=OfficeRole.ACCOUNTANT)
    for _look in range(3):
        assert "Omar" in browser.get(link).words
    assert len(open_by_link(browser, link, clock, login="omar").codes) == 10


def test_a_link_opens_an_account_once(browser: Browser, office: Office, clock: ManualClock) -> None:
    link = office.invite(login="omar", name="Omar", role=OfficeRole.ACCOUNTANT)
    open_by_link(browser, link, clock, login="omar")
    again = browser.get(link)
    assert again.status == 401
    assert "déjà servi" in again.words


def test_a_link_dies_of_age(browser: Browser, office: Office, clock: ManualClock) -> None:
    link = office.invite(login="omar", name="Omar", role=OfficeRole.ACCOUNTANT)
    clock.advance(seconds=12 * 3600 + 1)
    assert browser.get(link).status == 401


def test_an_account_whose_factor_was_not_confirmed_signs_nobody_in(
    browser: Browser, office: Office, clock: ManualClock
) -> None:
    link = office.invite(login="omar", name="Omar", role=OfficeRole.ADMINISTRATOR)
    browser.get(link)
    shown = browser.submit("/acces/ouvrir", jeton=secret_of(link), password=PASSWORD, again=PASSWORD)
    holder = Holder("omar", PASSWORD, factor_shown(shown), [])
    wrong = browser.submit("/acces/code", jeton=secret_of(link), code="000000")
    assert wrong.status == 422
    assert factor_shown(wrong) == holder.factor
    assert holder.sign_in(browser, clock).status == 401


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("courte", "courte", "au moins 12"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "trop facile"),
        ("mot de passe d'omar", "mot de passe d'omar", "trop facile"),
        (PASSWORD, PASSWORD + "!", "diffèrent"),
        ("x" * 129, "x" * 129, "au plus 128"),
    ],
)
def test_a_password_that_guards_nothing_is_refused(
    browser: Browser, office: Office, password: str, again: str, said: str
) -> None:
    link = office.invite(login="omar", name="Omar", role=OfficeRole.ACCOUNTANT)
    browser.get(link)
    shown = browser.submit("/acces/ouvrir", jeton=secret_of(link), password=password, again=again)
    assert shown.status == 422
    assert said in shown.words


def test_a_code_of_the_telephone_works_once(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    assert claire.sign_in(browser, clock).status == 200
    assert claire.sign_in(browser, clock).status == 401
    clock.advance(seconds=30)
    assert claire.sign_in(browser, clock).status == 200


@pytest.mark.parametrize(("off_s", "status"), [(-30, 200), (0, 200), (30, 200), (-60, 401), (60, 401)])
def test_a_telephone_may_be_one_step_off(
    browser: Browser, claire: Holder, clock: ManualClock, off_s: int, status: int
) -> None:
    clock.advance(seconds=300)
    code = pyotp.TOTP(claire.factor).at(clock.now_ms() // 1000 + off_s)
    assert claire.sign_in(browser, clock, code=code).status == status


@pytest.mark.parametrize("wrong", [{"password": "autre chose du tout"}, {"code": "000000"}, {"login": "clairette"}])
def test_the_answer_never_says_what_was_wrong(
    browser: Browser, claire: Holder, clock: ManualClock, wrong: dict[str, str]
) -> None:
    shown = claire.sign_in(browser, clock, **wrong)
    assert shown.status == 401
    assert "L’identifiant, le mot de passe ou le code est faux" in shown.words
    assert "__Host-pos-session" not in browser.cookies


@pytest.mark.parametrize("login", ["claire", "nobody-here"])
def test_wrong_guesses_make_wait_longer_and_longer_whoever_exists(
    browser: Browser, claire: Holder, clock: ManualClock, login: str
) -> None:
    for _guess in range(5):
        assert claire.sign_in(browser, clock, login=login, password="deviné au hasard").status == 401
    waiting = claire.sign_in(browser, clock, login=login)
    assert waiting.status == 429
    assert "30 secondes" in waiting.words
    clock.advance(seconds=31)
    assert claire.sign_in(browser, clock, login=login, password="deviné encore").status == 401
    assert "60 secondes" in claire.sign_in(browser, clock, login=login).words


def test_the_right_answer_after_the_wait_ends_the_count(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    for _guess in range(5):
        claire.sign_in(browser, clock, code="000000")
    clock.advance(seconds=31)
    assert claire.sign_in(browser, clock).status == 200
    clock.advance(seconds=30)
    assert claire.sign_in(browser, clock, code="000000").status == 401
    assert claire.sign_in(browser, clock).status == 200


def test_a_recovery_code_stands_for_the_telephone_once(
    browser: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    typed = claire.codes[3].lower().replace("-", " ")
    assert claire.sign_in(browser, clock, code=typed).status == 200
    assert claire.sign_in(browser, clock, code=typed).status == 401
    assert claire.sign_in(browser, clock, code=claire.codes[4]).status == 200
    assert acts(office)[-3:] == ["sign_in.recovered", "sign_in.refused", "sign_in.recovered"]


def test_a_disabled_account_is_out_at_once(browser: Browser, office: Office, clock: ManualClock) -> None:
    first_administrator(office, clock)
    link = office.invite(login="omar", name="Omar", role=OfficeRole.COORDINATOR)
    omar = open_by_link(browser, link, clock, login="omar")
    assert browser.get("/").status == 200
    with office.database.transaction() as connection:
        row = connection.execute("SELECT id FROM account WHERE login = 'omar'").fetchone()
        assert row
        set_disabled(connection, row[0], disabled=True)
    assert browser.get("/").status == 401
    assert omar.sign_in(browser, clock).status == 401


def test_a_lost_telephone_is_replaced_by_a_new_link_only(
    browser: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    claire.sign_in(browser, clock)
    link = office.reset_factor(login="claire")
    assert browser.get("/").status == 401
    clock.advance(seconds=30)
    assert claire.sign_in(browser, clock).status == 401
    assert claire.sign_in(browser, clock, code=claire.codes[0]).status == 401
    renewed = open_by_link(browser, link, clock, login="claire")
    assert renewed.factor != claire.factor
    assert renewed.sign_in(browser, clock).status == 200


def test_a_copy_of_the_database_signs_nobody_in(office: Office, claire: Holder, tmp_path: object) -> None:
    """Neither password, nor the telephone's secret, nor a recovery code stands in any table as it is typed."""
    with office.database.transaction() as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        everything = ""
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            everything += "".join(
                value.decode("latin-1") if isinstance(value, bytes) else str(value) for row in rows for value in row
            )
    for secret in (claire.password, claire.factor, *claire.codes):
        assert secret not in everything
        assert secret.replace("-", "") not in everything


def test_signing_in_over_a_session_changes_its_id(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    claire.sign_in(browser, clock)
    earlier = browser.cookies["__Host-pos-session"]
    clock.advance(seconds=30)
    claire.sign_in(browser, clock)
    assert browser.cookies["__Host-pos-session"] != earlier
    browser.cookies["__Host-pos-session"] = earlier
    assert browser.get("/").status == 401


def test_a_planted_session_id_is_worth_nothing(browser: Browser, claire: Holder, clock: ManualClock) -> None:
    browser.cookies["__Host-pos-session"] = planted = "5" * 64
    claire.sign_in(browser, clock)
    assert browser.cookies["__Host-pos-session"] != planted
    browser.cookies["__Host-pos-session"] = planted
    assert browser.get("/").status == 401


def test_no_secret_reaches_the_log(
    browser: Browser, claire: Holder, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    claire.sign_in(browser, clock, password="deviné au hasard")
    claire.sign_in(browser, clock)
    for secret in (claire.password, claire.factor, "deviné au hasard", claire.code(clock)):
        assert secret not in caplog.text


def test_many_wrong_logins_leave_no_rows_behind_for_ever(
    browser: Browser, office: Office, claire: Holder, clock: ManualClock
) -> None:
    claire.sign_in(browser, clock, login="somebody-else")
    clock.advance(seconds=25 * 3600)
    claire.sign_in(browser, clock, login="another")
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM wrong_guess").fetchone() == (1,)


def test_a_database_that_is_away_tells_so_at_the_door(
    browser: Browser, office: Office, expected_log: Callable[[str], None]
) -> None:
    expected_log("page failed")
    with office.database.transaction() as connection:
        connection.execute("ALTER TABLE account RENAME TO account_away")
    browser.get("/acces")
    shown = browser.submit("/acces", login="claire", password=PASSWORD, code="000000")
    assert shown.status == 500
    assert "Rien n’est perdu" in shown.words
