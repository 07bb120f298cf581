"""What was let pass in a month and what the drawers hold, over every point; people by their right."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from pos_app.domain.entitlement import RightState
from pos_app.domain.facts import (
    CashDifferenceAccepted,
    CashMove,
    CashMoved,
    DayOpened,
    Fact,
    Override,
    PersonErased,
    PersonsMerged,
    RightChanged,
    SaleRecorded,
)
from pos_app.domain.identifiers import OperatorCode
from pos_app.office.office import Office
from pos_app.office.pages.cash_pages import CashAtTill, cash_at_tills
from pos_app.office.projections import differing_figures, rebuild_till
from pos_app.office.projector import catch_up
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.people_told import new_token, somebody, tell, told
from tests.office.remote_till import RemoteTill, refund_of, sale
from tests.office.test_people_pages import right


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


def passed(number: int, *, rule: str, by: str = "OP-COORD", exception: bool = False) -> SaleRecorded:
    override = Override(rule=rule, reason="urgent", by=OperatorCode(by), exception=exception)
    return replace(sale(number=number, cents=250), overrides=(override,))


def other_price(number: int) -> SaleRecorded:
    sold = sale(number=number, cents=200)
    by = Override(rule="price", reason="damaged", by=OperatorCode("OP-EMP"))
    return replace(sold, lines=(replace(sold.lines[0], override=by, listed_cents=250),))


@pytest.fixture
def month(till: RemoteTill, office: Office) -> RemoteTill:
    """One of each kind, and a second override of the cap."""
    facts: list[Fact] = [
        passed(1, rule="cap"),
        passed(2, rule="cap"),
        passed(3, rule="cap", by="OP-EMP", exception=True),
        passed(4, rule="right"),
        other_price(5),
        CashDifferenceAccepted(day=1, difference_cents=-120, reason="unexplained"),
    ]
    till.write(facts)
    approved = Override(rule="refund", reason="mistake", by=OperatorCode("OP-COORD"))
    till.write([replace(refund_of(till.entries[1], number=6), overrides=(approved,))])
    push(till, office)
    return till


def test_a_month_is_counted_by_point_operator_and_kind(inside: Browser, month: RemoteTill) -> None:
    words = inside.get("/ecarts?month=2026-11").words
    assert "Marseille OP-TEST 2 1 1 1 1 1 -1,20" in words.replace("\xa0", " ")
    assert "Écart de caisse OP-TEST Inexpliqué" in words
    assert "Abîmé OP-EMP" in words
    evening = inside.get(f"/exceptions?jour={dt.date(2026, 11, 23)}").words
    assert "Vente sans bénéficiaire" not in evening.partition("Marseille")[2], "other prices and cash are not shown so"


@pytest.mark.parametrize(
    ("query", "tickets"),
    [
        ("kind=cap", 2),
        ("kind=exception", 1),
        ("kind=price", 1),
        ("kind=refund", 1),
        ("kind=other", 1),
        ("kind=cash", 0),
        ("", 6),
        ("operator=op-test", 6),
        ("operator=OP-OTHER", 0),
        ("point=99", 0),
        ("month=2026-10", 0),
    ],
)
def test_they_are_found_by_what_where_and_by_whom(inside: Browser, month: RemoteTill, query: str, tickets: int) -> None:
    shown = inside.get(f"/ecarts?month=2026-11&{query}" if "month" not in query else f"/ecarts?{query}")
    assert shown.status == 200
    assert shown.text.count('<a href="/tickets/') == tickets


def test_a_month_s_table_is_guarded_and_recorded(inside: Browser, month: RemoteTill, office: Office) -> None:
    taken = inside.get("/ecarts/ecarts.csv?month=2026-11")
    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 7
    assert min(int(row["montant_centimes"]) for row in rows) == -250
    with office.database.transaction() as connection:
        assert connection.execute("SELECT what, rows FROM export").fetchall() == [("notices", 7)]


def test_the_pages_of_a_month_miss_and_repeat_none(inside: Browser, till: RemoteTill, office: Office) -> None:
    till.write([passed(number, rule="cap") for number in range(1, 231)])
    push(till, office)
    found: list[str] = []
    path = "/ecarts?month=2026-11"
    while path:
        text = inside.get(path).text.replace("&amp;", "&")
        found += [part.partition('"')[0] for part in text.split('<a href="/tickets/')[1:]]
        path = text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if "next" in text else ""
    assert len(found) == len(set(found)) == 230


def cash_of(office: Office) -> CashAtTill:
    with office.database.transaction() as connection:
        (found,) = cash_at_tills(connection, since_ms=0)
    return found


def test_what_a_drawer_holds_follows_from_its_entries(till: RemoteTill, office: Office, inside: Browser) -> None:
    till.write([DayOpened(day=1, float_cents=10_000)])
    till.sell(2)
    till.write(
        [
            CashMoved(day=1, number=1, move=CashMove.TO_SAFE, amount_cents=6_000, reason="evening"),
            CashMoved(day=1, number=2, move=CashMove.TO_BANK, amount_cents=4_000, reason="deposit"),
            CashDifferenceAccepted(day=1, difference_cents=-100, reason="unexplained"),
        ]
    )
    push(till, office)
    cash = cash_of(office)
    assert (cash.drawer_cents, cash.safe_cents, cash.bank_cents) == (10_000 + 500 - 6_000 - 100, 2_000, 4_000)
    assert cash.open_ms > 0
    assert "44,00 €" in inside.get("/especes").words.replace("\xa0", " ")
    till.write([DayOpened(day=2, float_cents=5_000)])
    push(till, office)
    assert cash_of(office).drawer_cents == 5_000, "an opening says what is in it"


def test_what_the_pages_read_can_be_made_again_from_the_entries(month: RemoteTill, office: Office) -> None:
    with office.database.transaction() as connection:
        assert differing_figures(connection, till=month.id) == ()
        for table in ("till_day", "ticket_fact", "cash_line", "noticed"):
            connection.execute(f"DELETE FROM {table}")
        assert differing_figures(connection, till=month.id) == ("cash_line", "noticed", "ticket_fact", "till_day")
        rebuild_till(connection, till=month.id)
        assert differing_figures(connection, till=month.id) == ()


@pytest.fixture
def people(till: RemoteTill, office: Office, clock: ManualClock) -> dict[str, str]:
    """Somebody for each standing; one erased, one whose record stands for another."""
    tokens = {name: new_token() for name in ("Open", "Soon", "Suspended", "Ended", "Gone", "Twice")}
    for name, token in tokens.items():
        tell(till, *told(token, somebody(family_name=name, given_name="Zoé")))
    soon = (dt.date(2026, 11, 23) + dt.timedelta(days=10)).isoformat()
    past = dt.date(2026, 11, 1).isoformat()
    facts: list[Fact] = [right(tokens["Open"], clock), right(tokens["Suspended"], clock), right(tokens["Gone"], clock)]
    facts += [
        replace(right(tokens["Soon"], clock), ends_on=soon),
        replace(right(tokens["Ended"], clock), starts_on="2026-01-01", ends_on=past),
        replace(right(tokens["Twice"], clock), ends_on=soon),
        RightChanged(person=tokens["Suspended"], number=1, state=RightState.SUSPENDED.value, reason="conduct"),
        PersonErased(person=tokens["Gone"], basis="request"),
        PersonsMerged(kept=tokens["Open"], gone=tokens["Twice"]),
    ]
    till.write(facts)
    push(till, office)
    return dict(tokens)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("standing=open", ["Soon Zoé", "Open Zoé"]),
        ("standing=ending", ["Soon Zoé"]),
        ("", ["Soon Zoé"]),
        ("standing=suspended", ["Suspended Zoé"]),
        ("standing=ended", ["Ended Zoé"]),
        ("standing=pending", []),
        ("standing=open&programme=CS&prescriber=CCAS&point=1", ["Soon Zoé", "Open Zoé"]),
        ("standing=open&point=9", []),
        ("standing=open&prescriber=NONE", []),
    ],
)
def test_people_are_listed_by_their_last_right(
    inside: Browser, people: dict[str, str], query: str, names: list[str]
) -> None:
    shown = inside.get(f"/personnes/droits?{query}")
    assert [part.partition("<")[0] for part in shown.text.split('<tr><th scope="row">')[1:]] == names
    assert "1984" not in shown.words, "no year of birth, no telephone"
    assert "0612345678" not in shown.words.replace(" ", "")


def test_each_look_at_the_list_is_in_the_audit_log(inside: Browser, people: dict[str, str], office: Office) -> None:
    inside.get("/personnes/droits?standing=ended")
    with office.database.transaction() as connection:
        row = connection.execute("SELECT act, subject FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    assert row == ("people.listed", "ended")


def test_pages_of_people_miss_and_repeat_none(
    inside: Browser, till: RemoteTill, office: Office, clock: ManualClock
) -> None:
    tokens = [new_token() for _ in range(70)]
    for token in tokens:
        tell(till, *told(token, {"family_name": token[:12], "given_name": "X"}))
    till.write([right(token, clock) for token in tokens])
    push(till, office)
    found: list[str] = []
    path = "/personnes/droits?standing=open"
    while path:
        text = inside.get(path).text.replace("&amp;", "&")
        found += [part.partition(" ")[0] for part in text.split('<tr><th scope="row">')[1:]]
        path = text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in text else ""
    assert len(found) == len(set(found)) == 70


@pytest.mark.parametrize("path", ["/ecarts", "/especes", "/exports", "/tickets"])
def test_the_statistician_sees_no_ticket(office: Office, server: OfficeServer, path: str) -> None:
    browser = Browser(office)
    browser.sign_in(office, OfficeRole.STATISTICS)
    assert browser.get(path).status == 403
    browser.close()


@pytest.mark.parametrize(
    "path", ["/ecarts?month=2026-13", "/ecarts?kind=x", "/ecarts?before=2026", "/personnes/droits?standing=x"]
)
def test_an_address_that_makes_no_sense_is_said_plainly(inside: Browser, path: str) -> None:
    assert inside.get(path).status == 400
