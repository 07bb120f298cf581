"""The web pages: who may see them, what they show, what a browser is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def browser(office: Office, server: OfficeServer) -> Iterator[Browser]:
    one = Browser(office)
    yield one
    one.close()


@pytest.fixture
def inside(browser: Browser, office: Office) -> Browser:
    """Signed in, on the overview."""
    browser.sign_in(office)
    return browser


@pytest.mark.parametrize("path", ["/", "/caisses/1", "/caisses/nouvelle"])
def test_nobody_sees_a_page_without_signing_in(browser: Browser, path: str) -> None:
    shown = browser.get(path)
    assert shown.status == 401
    assert "Mot de passe" in shown.words


def test_a_session_that_nobody_uses_ends_after_an_hour(inside: Browser, clock: ManualClock) -> None:
    clock.advance(seconds=3599)
    assert inside.get("/").status == 200
    clock.advance(seconds=3601)
    assert inside.get("/").status == 401


def test_a_session_in_use_ends_after_a_working_day(inside: Browser, clock: ManualClock) -> None:
    for _half_hour in range(23):
        clock.advance(seconds=1800)
        assert inside.get("/").status == 200
    clock.advance(seconds=1801)
    assert inside.get("/").status == 401


def test_signing_out_ends_the_session_on_the_server(inside: Browser) -> None:
    kept = dict(inside.cookies)
    assert inside.submit("/sortir").status == 200
    inside.cookies = kept
    assert inside.get("/").status == 401


def test_a_copy_of_the_session_table_opens_no_session(inside: Browser, office: Office) -> None:
    with office.database.transaction() as connection:
        rows = connection.execute("SELECT encode(id_hash, 'hex') FROM web_session").fetchall()
    assert [name for (name,) in rows] != [inside.cookies["__Host-pos-session"]]
    assert len(rows) == 1


def test_the_session_survives_a_restart_of_the_server(inside: Browser, office: Office, server: OfficeServer) -> None:
    """Sessions lie in PostgreSQL: a new process knows them."""
    with office.database.transaction() as connection:
        before = connection.execute("SELECT csrf FROM web_secret").fetchone()
    inside.get("/")
    from pos_app.office.application import application

    application(office)
    with office.database.transaction() as connection:
        assert connection.execute("SELECT csrf FROM web_secret").fetchone() == before
    assert inside.get("/").status == 200


def test_a_form_without_its_token_changes_nothing(inside: Browser, office: Office) -> None:
    refused = inside.submit("/caisses/nouvelle", token="", point="Lyon", till="Caisse 1")
    assert refused.status == 403
    assert "Rien n’a été modifié" in refused.words
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM till").fetchone() == (0,)


def test_a_token_of_another_browser_changes_nothing(inside: Browser, office: Office) -> None:
    other = Browser(office)
    other.sign_in(office)
    other.get("/caisses/nouvelle")
    stolen = other.last.text.partition('name="_csrf_token" value="')[2].partition('"')[0] if other.last else ""
    other.close()
    assert stolen
    assert inside.submit("/caisses/nouvelle", token=stolen, point="Lyon", till="Caisse 1").status == 403


def test_every_page_forbids_scripts_frames_and_caches(inside: Browser) -> None:
    for path in ("/", "/caisses/nouvelle", "/caisses/999", "/acces"):
        headers = inside.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"


def test_no_page_holds_a_script_or_a_style_of_its_own(inside: Browser, till: RemoteTill) -> None:
    till.sell(1)
    till.push(till.entries)
    for path in ("/", "/caisses/nouvelle", f"/caisses/{till.id}"):
        text = inside.get(path).text
        assert "<script" not in text
        assert "style=" not in text
        assert "javascript:" not in text


def test_cookies_are_for_this_host_over_tls_only(browser: Browser, office: Office) -> None:
    link = office.entering_link()
    for answer in (browser.get(link), browser.submit("/acces/entrer", jeton=link.partition("jeton=")[2])):
        for cookie in answer.set_cookies:
            assert cookie.startswith("__Host-pos-")
            for word in ("secure", "httponly", "samesite=strict", "path=/"):
                assert word in cookie.lower()
    assert set(browser.cookies) == {"__Host-pos-csrf", "__Host-pos-session"}


def test_a_visitor_who_has_not_signed_in_leaves_no_trace(browser: Browser, office: Office) -> None:
    browser.get("/acces")
    browser.get("/")
    assert "__Host-pos-session" not in browser.cookies
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM web_session").fetchone() == (0,)


def test_signing_in_gives_an_id_that_nobody_knew_before(browser: Browser, office: Office) -> None:
    """Session fixation: a cookie planted before is worth nothing after."""
    browser.cookies["__Host-pos-session"] = planted = "5" * 64
    browser.sign_in(office)
    assert browser.cookies["__Host-pos-session"] != planted
    browser.cookies["__Host-pos-session"] = planted
    assert browser.get("/").status == 401


def test_the_overview_shows_each_till_and_the_totals_of_its_point(
    inside: Browser, till: RemoteTill, office: Office
) -> None:
    till.sell(3, cents=250)
    till.push(till.entries)
    catch_up(office.database)
    shown = inside.get("/").words
    assert "Marseille · Caisse 1" in shown
    assert "3 tickets" in shown
    assert "7,50\xa0€" in shown or "7,50 €" in shown
    assert "Tout est arrivé" in shown


def test_a_till_that_holds_entries_back_is_shown_as_behind(inside: Browser, till: RemoteTill) -> None:
    till.push(till.entries)
    till.sell(37)
    till.hello()
    assert "37 opérations encore attendues" in inside.get("/").words


def test_the_page_of_a_till_shows_tickets_head_and_means_of_payment(
    inside: Browser, till: RemoteTill, office: Office
) -> None:
    till.sell(2, cents=1300)
    till.push(till.entries)
    catch_up(office.database)
    shown = inside.get(f"/caisses/{till.id}").words
    assert "MRS1-000001" in shown
    assert "MRS1-000002" in shown
    assert till.head.hash.hex() in shown
    assert "26,00" in shown


def test_tickets_come_in_pages_that_miss_and_repeat_none(inside: Browser, till: RemoteTill, office: Office) -> None:
    till.sell(120)
    till.push(till.entries)
    catch_up(office.database)
    found: list[str] = []
    path = f"/caisses/{till.id}"
    for _page in range(3):
        text = inside.get(path).text
        found += re.findall(r'<th scope="row"><a [^>]+>MRS1-([0-9]+)<', text)
        older = re.search(r'href="([^"]+)#tickets" rel="next"', text)
        path = older[1] if older else ""
    assert not path
    assert found == [f"{n:06d}" for n in range(120, 0, -1)]


def test_a_new_till_gets_a_code_that_joins_it(inside: Browser, office: Office) -> None:
    inside.get("/caisses/nouvelle")
    shown = inside.submit("/caisses/nouvelle", point="Saint-Denis", till="Caisse 1")
    code = shown.text.partition('<p class="code"><code>')[2].partition("<")[0]
    from pos_app.sync.wire import EnrolmentCode

    read = EnrolmentCode.parse(code)
    assert read.address == office.address
    with RemoteTill(office) as remote:
        joined = remote.client.enrol(remote.enrolment(secret=read.secret))
    assert joined.point == "Saint-Denis · Caisse 1"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "\u202etop"])
def test_a_till_needs_a_visible_name(inside: Browser, office: Office, name: str) -> None:
    inside.get("/caisses/nouvelle")
    shown = inside.submit("/caisses/nouvelle", point="Lyon", till=name)
    assert shown.status == 422
    assert "Rien n’a été créé" in shown.words


def test_what_a_person_typed_is_shown_as_text_never_as_markup(inside: Browser) -> None:
    inside.get("/caisses/nouvelle")
    shown = inside.submit("/caisses/nouvelle", point="<img src=x onerror=alert(1)>", till="Caisse 1")
    assert "<img" not in shown.text
    assert "<img" not in inside.get("/").text


def test_an_alarm_stays_until_somebody_has_seen_it(inside: Browser, till: RemoteTill, office: Office) -> None:
    with office.database.transaction() as connection:
        connection.execute("INSERT INTO alarm (till, at_ms, code, detail) VALUES (%s, 1, 'fork', 'here')", (till.id,))
    shown = inside.get(f"/caisses/{till.id}")
    assert "Deux journaux sous une même clé" in shown.words
    last = shown.text.partition('name="last" value="')[2].partition('"')[0]
    inside.submit(f"/caisses/{till.id}/vu", last=last)
    assert "Deux journaux" not in inside.get(f"/caisses/{till.id}").words
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM alarm").fetchone() == (1,), "kept as a record"


def test_a_stolen_till_is_revoked_and_can_be_trusted_again(inside: Browser, till: RemoteTill) -> None:
    page = f"/caisses/{till.id}"
    inside.get(page)
    assert "est révoquée" in inside.submit(f"{page}/revocation", revoked="true").words
    assert till.hello().action == "revoked"
    assert "est révoquée" not in inside.submit(f"{page}/revocation", revoked="false").words
    assert till.hello().action == "ok"


@pytest.mark.parametrize("path", ["/caisses/999", "/caisses/0", "/caisses/99999999999", "/caisses/1?before=x"])
def test_an_address_without_a_till_is_said_plainly(inside: Browser, path: str) -> None:
    shown = inside.get(path)
    assert shown.status in (400, 404)
    assert "n’existe pas" in shown.words


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("fr-FR,en;q=0.5", "Connexion"), ("en-GB", "Sign in"), ("de,*", "Connexion"), ("", "Connexion")],
)
def test_the_page_speaks_the_language_of_the_browser(office: Office, asked: str, spoken: str) -> None:
    one = Browser(office, language=asked)
    assert spoken in one.get("/acces").words
    one.close()


def test_a_chosen_language_is_kept_for_the_session(inside: Browser) -> None:
    assert "Points and tills" in inside.get("/?lang=en").words
    assert "Points and tills" in inside.get("/").words
    assert 'lang="en"' in inside.get("/caisses/nouvelle").text


def test_a_page_that_fails_tells_what_is_safe_and_shows_no_trace(
    inside: Browser, office: Office, expected_log: Callable[[str], None]
) -> None:
    expected_log("page failed")
    with office.database.transaction() as connection:
        connection.execute("ALTER TABLE till_day RENAME TO till_day_away")
    shown = inside.get("/")
    assert shown.status == 500
    assert "Traceback" not in shown.text
    assert "Rien n’est perdu" in shown.words
