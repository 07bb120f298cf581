"""The pages about people: counts, looking somebody up, settling what points said differently, what is reported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec
import pytest

from pos_app.clock import local_datetime
from pos_app.domain.entitlement import RightState
from pos_app.domain.facts import Beneficiary, Override, PersonErased, PersonsMerged, RightChanged, RightOpened
from pos_app.domain.identifiers import OperatorCode, PersonToken
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.ledger.chains import START_MS
from tests.office.browser import Browser
from tests.office.people_told import fields_of, new_token, somebody, tell, told
from tests.office.remote_till import RemoteTill, sale

DAY = local_datetime(START_MS, 60).date()


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    """Signed in, on the overview."""
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


@pytest.fixture
def other(office: Office, till: RemoteTill) -> Iterator[RemoteTill]:
    with RemoteTill(office, point="Grenoble") as remote:
        remote.enrol()
        remote.hello()
        yield remote


def right(person: PersonToken, clock: ManualClock, *, number: int = 1, pending: bool = False) -> RightOpened:
    today = local_datetime(clock.now_ms(), 60).date()
    return RightOpened(
        person=person,
        number=number,
        programme="CS",
        starts_on=today.isoformat(),
        ends_on=(today + dt.timedelta(days=270)).isoformat(),
        renewal=number - 1,
        prescriber="CCAS",
        pending=pending,
    )


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


@pytest.mark.parametrize("path", ["/personnes", "/personnes/a-verifier", "/exceptions"])
def test_nobody_sees_people_without_signing_in(office: Office, server: OfficeServer, path: str) -> None:
    browser = Browser(office)
    shown = browser.get(path)
    browser.close()
    assert shown.status == 401
    assert "Mot de passe" in shown.words


def test_people_are_counted_once_by_the_right_that_runs(
    inside: Browser, till: RemoteTill, office: Office, clock: ManualClock
) -> None:
    open_right, suspended, joined, without, erased = (new_token() for _ in range(5))
    for token in (open_right, suspended, joined, without, erased):
        tell(till, *told(token, somebody()))
    till.write(
        [
            right(open_right, clock),
            right(suspended, clock),
            RightChanged(person=suspended, number=1, state=RightState.SUSPENDED.value, reason="conduct"),
            right(joined, clock),
            PersonsMerged(kept=open_right, gone=joined),
            PersonErased(person=erased, basis="request"),
        ]
    )
    push(till, office)
    words = inside.get("/personnes").words
    assert "Personnes inscrites 3" in words
    assert "Avec un droit en cours 2" in words
    assert "Sans droit en cours 1" in words
    assert "Effacées 1" in words
    assert "CS 1 0 0 1" in words


@pytest.mark.parametrize("who", ["ben ali", "BENALI samira", "sam", "{card}"])
def test_somebody_is_found_by_names_in_any_order_or_by_card(inside: Browser, till: RemoteTill, who: str) -> None:
    fields = somebody()
    tell(till, *told(new_token(), fields))
    tell(till, *told(new_token(), somebody(given_name="Moussa", family_name="Diallo")))
    inside.get("/personnes")
    shown = inside.submit("/personnes", who=who.format(card=fields["card"]))
    assert "1 personne trouvée" in shown.words
    assert "Ben Ali Samira 1984" in shown.words
    assert "Diallo" not in shown.words


@pytest.mark.parametrize("who", ["s", "%", "_a", "' OR 1=1", "0000000000"])
def test_what_names_nobody_finds_nobody(inside: Browser, till: RemoteTill, who: str) -> None:
    tell(till, *told(new_token(), somebody()))
    inside.get("/personnes")
    shown = inside.submit("/personnes", who=who)
    assert shown.status == 200
    assert "Ben Ali" not in shown.words


def test_a_name_is_never_part_of_an_address(inside: Browser, till: RemoteTill) -> None:
    tell(till, *told(new_token(), somebody()))
    inside.get("/personnes")
    shown = inside.submit("/personnes", who="samira")
    assert "Samira" in shown.words
    assert not [link for link in re.findall(r'href="([^"]*)"', shown.text) if "amira" in link]


@pytest.mark.parametrize(("settlement", "name"), [("held", "Benali"), ("told", "Ben Aly")])
def test_a_person_at_head_office_says_which_name_is_right(
    inside: Browser, till: RemoteTill, other: RemoteTill, office: Office, settlement: str, name: str
) -> None:
    token = new_token()
    tell(till, *told(token, somebody()))
    tell(till, *told(token, {"family_name": "Benali"}, base=1))
    tell(other, *told(token, {"family_name": "Ben Aly"}, base=1))
    assert "1 fiche à vérifier" in inside.get("/personnes").words
    shown = inside.get("/personnes/a-verifier")
    assert "Grenoble · Caisse 1" in shown.words
    review = shown.text.partition("/personnes/a-verifier/")[2].partition('"')[0]
    after = inside.submit(f"/personnes/a-verifier/{review}", settlement=settlement)
    assert "Rien à vérifier" in after.words
    assert fields_of(office, token)["family_name"] == name
    (item,) = other.client.feed("people", epoch="", after="").items
    assert msgspec.structs.asdict(item)["being_checked"] == ()
    assert inside.submit(f"/personnes/a-verifier/{review}", settlement="told").status == 404


def test_what_went_past_a_rule_is_reported_by_point_and_day(
    inside: Browser, till: RemoteTill, other: RemoteTill, office: Office, clock: ManualClock
) -> None:
    person = new_token()
    of = Beneficiary(
        person=person,
        programme="CS",
        right=1,
        month="2026-11",
        capped_cents=250,
        limited=0,
        cap_before_cents=0,
        cap_after_cents=0,
    )
    alone = Override(rule="cap", reason="urgent", by=OperatorCode("OP-EMP"), exception=True)
    till.write(
        [
            msgspec.structs.replace(sale(number=1, cents=250), beneficiary=of, overrides=(alone,)),
            right(person, clock, pending=True),
        ]
    )
    other.write([msgspec.structs.replace(sale(number=1, cents=600), to_nobody="passing_through", month="2026-11")])
    push(till, office)
    push(other, office)
    words = inside.get(f"/exceptions?jour={DAY.isoformat()}").words
    before, _, marseille = words.partition("Marseille")
    assert "Vente sans bénéficiaire De passage" in before
    assert "Plafond du mois dépassé" in marseille
    assert "OP-EMP seul" in marseille
    assert "Renouvellement avant le bon" in marseille


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", ""])
def test_a_day_that_is_none_is_said(inside: Browser, day: str) -> None:
    assert inside.get(f"/exceptions?jour={day}").status in (200, 400, 404)


def test_a_day_without_anything_says_so(inside: Browser) -> None:
    assert "Rien n’a été signalé" in inside.get("/exceptions").words
