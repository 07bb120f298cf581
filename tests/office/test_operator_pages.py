"""Who may sign in at the tills, across points; ending somebody's access everywhere; lists of operators."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.domain.facts import OperatorAdded, OperatorRemoved, SignedIn
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Role
from pos_app.office.load_operators import take_operators
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import operators_set
from pos_app.office.serve import OfficeServer
from tests.counter.people_work import refusal
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def acts(office: Office) -> list[str]:
    with office.database.transaction() as connection:
        return [act for (act,) in connection.execute("SELECT act FROM audit ORDER BY number")]


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


def test_operators_are_known_across_points_with_their_last_sign_in(
    inside: Browser, till: RemoteTill, office: Office
) -> None:
    till.write([OperatorAdded(added=OperatorCode("OP-TEST"), role=Role.COORDINATOR), SignedIn(how="pin")])
    push(till, office)
    words = inside.get("/operateurs").words
    assert "OP-TEST – Coordinateur donné à la caisse 1 caisse" in words
    assert "Marseille · Caisse 1" in words
    assert "OP-TEST" not in inside.get("/operateurs?point=99").words.partition("Opérateurs ")[2]
    assert "Coordinateur" in inside.get("/operateurs/OP-TEST").words
    assert inside.get("/operateurs/OP-NONE").status == 404


def test_somebody_may_sign_in_and_no_longer_everywhere(inside: Browser, till: RemoteTill, office: Office) -> None:
    inside.get("/operateurs")
    shown = inside.submit(
        "/operateurs", first_name="Inès", role="employee", code="op-ines", ends_on="2027-01-31", point="Marseille"
    )
    assert "OP-INES · Inès" in shown.words
    with office.database.transaction() as connection:
        ((operator, point),) = operators_set(connection)
    assert (operator.role, operator.ends_on, point) == (Role.EMPLOYEE, "2027-01-31", "Marseille")
    ended = inside.submit("/operateurs/OP-INES/fin")
    assert "Accès fermé" in ended.words
    (item,) = till.client.feed("operators", epoch="", after="").items
    assert getattr(item, "removed", False)
    assert acts(office)[-2:] == ["operator.set", "operator.ended"]


def test_a_code_that_a_till_gave_is_ended_everywhere_too(inside: Browser, till: RemoteTill, office: Office) -> None:
    till.write([OperatorAdded(added=OperatorCode("OP-LOCAL"), role=Role.VOLUNTEER)])
    push(till, office)
    inside.get("/operateurs/OP-LOCAL")
    inside.submit("/operateurs/OP-LOCAL/fin")
    (item,) = till.client.feed("operators", epoch="", after="").items
    assert (getattr(item, "code", ""), getattr(item, "removed", False)) == ("OP-LOCAL", True)
    assert "OP-LOCAL" in inside.get("/operateurs").words, "until its till has taken that in"
    till.write([OperatorRemoved(removed=OperatorCode("OP-LOCAL"))])
    push(till, office)
    assert "OP-LOCAL" not in inside.get("/operateurs").words
    assert "OP-LOCAL" in inside.get("/operateurs?removed=true").words


@pytest.mark.parametrize(
    "change", [{"first_name": ""}, {"point": "Nowhere"}, {"ends_on": "soon"}, {"code": "A B"}, {"code": "x" * 30}]
)
def test_an_operator_that_cannot_be_is_refused(inside: Browser, office: Office, change: dict[str, str]) -> None:
    inside.get("/operateurs")
    typed = {"first_name": "Inès", "role": "employee", "code": "OP-INES", "ends_on": "", "point": "", **change}
    assert inside.submit("/operateurs", **typed).status == 422
    with office.database.transaction() as connection:
        assert operators_set(connection) == ()


def test_a_list_of_operators_is_taken_in_whole_or_not_at_all(office: Office) -> None:
    office.add_till(point="Lyon", till="Caisse 1")
    good = [
        (1, ("code", "prenom", "role", "fin", "point")),
        (2, ("OP-A", "Anne", "bénévole")),
        (3, ("", "Bob", "Coordination", "2027-01-31", "Lyon")),
    ]
    with office.database.transaction() as connection:
        taken = take_operators(connection, good)
        assert [name for _code, name in taken] == ["Anne", "Bob"]
        assert taken[1][0].startswith("OP-")
    with refusal("operators_file_wrong"), office.database.transaction() as connection:
        take_operators(connection, [(2, ("OP-C", "Carl", "benevole")), (3, ("OP-D", "Dan", "chef"))])
    with office.database.transaction() as connection:
        assert [operator.first_name for operator, _point in operators_set(connection)] == ["Anne", "Bob"]
        take_operators(connection, [(1, ("OP-A", "", "fin"))])
        assert [operator.first_name for operator, _point in operators_set(connection)] == ["Bob"]
