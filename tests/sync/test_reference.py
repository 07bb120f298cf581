"""What head office sets reaches every till at its next sync: catalogue, rules, parameters, operators."""

from __future__ import annotations

from pos_app.counter.edit_catalogue import save_product
from pos_app.counter.load_rules import SHIPPED_RULES, load_rules
from pos_app.counter.parameters_of_office import office_parameters
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Role
from pos_app.office.office import Office
from pos_app.office.reference import (
    operators_set,
    remove_operator,
    set_catalogue,
    set_operator,
    set_parameters,
    set_rules,
)
from pos_app.store.operators import accounts
from pos_app.store.parameters import catalogue_text
from tests.counter.people_work import refusal
from tests.sync.two_points import Point, sync_all

_INES = Operator(OperatorCode("OP-INES"), "Inès", Role.EMPLOYEE)


def catalogue_of(point: Point) -> str:
    return point.do(lambda till: catalogue_text(till.connection) or "")


def dearer(point: Point, price: str) -> str:
    return catalogue_of(point).replace("Carte 30 minutes;2,50", f"Carte 30 minutes;{price}")


def kinds_of(point: Point) -> list[str]:
    return [entry.kind for entry in point.till.entries]


def test_a_price_set_at_head_office_is_the_price_at_every_till_and_no_till_s_to_change(
    both: tuple[Point, Point], office: Office
) -> None:
    with office.database.transaction() as connection:
        set_catalogue(connection, text=dearer(both[0], "2,80"), by="Anne", now_ms=1)
    sync_all(*both)
    for point in both:
        product = point.do(lambda till: till.catalogue.product("CARTE-30"))
        assert product.price_cents == 280
        with refusal("catalogue_of_office"):
            point.do(save_product, operator=point.coordinator, product=product)
        assert kinds_of(point).count("catalogue_loaded.1") == 2
    sync_all(*both)
    assert all(kinds_of(point).count("catalogue_loaded.1") == 2 for point in both)


def test_what_a_sync_brought_is_recorded_and_sent_by_the_same_sync(both: tuple[Point, Point], office: Office) -> None:
    with office.database.transaction() as connection:
        set_catalogue(connection, text=dearer(both[0], "2,80"), by="Anne", now_ms=1)
    assert both[0].till.sync().unsent == 0


def test_a_till_that_comes_late_sees_the_last_version_only(both: tuple[Point, Point], office: Office) -> None:
    for version, price in enumerate(("2,80", "2,90", "3,00"), start=1):
        with office.database.transaction() as connection:
            assert set_catalogue(connection, text=dearer(both[0], price), by="Anne", now_ms=1).version == version
    sync_all(*both)
    assert both[1].do(lambda till: till.catalogue.product("CARTE-30")).price_cents == 300
    assert kinds_of(both[1]).count("catalogue_loaded.1") == 2


def test_the_same_catalogue_again_is_no_new_version(both: tuple[Point, Point], office: Office) -> None:
    text = catalogue_of(both[0])
    for _ in range(2):
        with office.database.transaction() as connection:
            assert set_catalogue(connection, text=text, by="Anne", now_ms=1).version == 1


def test_rules_of_head_office_are_in_force_and_no_till_s_to_change(both: tuple[Point, Point], office: Office) -> None:
    text = SHIPPED_RULES.read_text(encoding="utf-8").replace("months = 9", "months = 6")
    with office.database.transaction() as connection:
        set_rules(connection, text=text, by="Anne", now_ms=1)
    sync_all(*both)
    for point in both:
        assert point.do(lambda till: till.rules.programme[0].months) == 6
        with refusal("rules_of_office"):
            point.do(load_rules, operator=point.coordinator, text=text)


def test_parameters_reach_the_till(both: tuple[Point, Point], office: Office) -> None:
    assert both[0].do(lambda till: office_parameters(till.connection).contact_days) == 30
    with office.database.transaction() as connection:
        set_parameters(connection, text="contact_days = 14\n", by="Anne", now_ms=1)
    sync_all(*both)
    assert both[0].do(lambda till: office_parameters(till.connection).contact_days) == 14


def test_head_office_takes_nothing_in_that_a_till_could_not_read(office: Office) -> None:
    for code, act, text in (
        ("catalogue_file_wrong", set_catalogue, "produit;X\n"),
        ("rules_file_wrong", set_rules, "nonsense"),
        ("parameters_wrong", set_parameters, "contact_days = 0\n"),
    ):
        with refusal(code), office.database.transaction() as connection:
            act(connection, text=text, by="Anne", now_ms=1)


def test_an_operator_of_one_point_may_sign_in_there_only_and_is_named_nowhere_else(
    both: tuple[Point, Point], office: Office
) -> None:
    marseille, grenoble = both
    with office.database.transaction() as connection:
        set_operator(connection, operator=_INES, point="Marseille")
    sync_all(*both)
    assert _INES in people_of(marseille)
    assert "Inès" not in grenoble.everything()
    with office.database.transaction() as connection:
        set_operator(connection, operator=Operator(_INES.code, "Inès", Role.VOLUNTEER), point="Grenoble")
        assert operators_set(connection) == ((Operator(_INES.code, "Inès", Role.VOLUNTEER), "Grenoble"),)
    sync_all(*both)
    assert _INES.code not in [one.code for one in people_of(marseille)]
    assert _INES.code in [one.code for one in people_of(grenoble)]
    with office.database.transaction() as connection:
        remove_operator(connection, code=_INES.code)
    sync_all(*both)
    assert _INES.code not in [one.code for one in people_of(grenoble)]


def test_no_till_loses_its_last_coordinator_to_head_office(both: tuple[Point, Point], office: Office) -> None:
    coordinator = both[0].coordinator
    with office.database.transaction() as connection:
        set_operator(connection, operator=coordinator)
        remove_operator(connection, code=coordinator.code)
    sync_all(both[0])
    assert coordinator in people_of(both[0])
    assert "reference_refused.1" in kinds_of(both[0])


def test_operators_that_no_point_can_have_are_refused(office: Office) -> None:
    with office.database.transaction() as connection:
        for operator, point, code in (
            (Operator(OperatorCode("OP É"), "Inès", Role.EMPLOYEE), "", "operator_wrong"),
            (Operator(OperatorCode("OP-1"), "", Role.EMPLOYEE), "", "operator_wrong"),
            (Operator(OperatorCode("OP-1"), "Inès", Role.EMPLOYEE, "31/02/2027"), "", "date_wrong"),
            (_INES, "Nulle part", "point_unknown"),
        ):
            with refusal(code):
                set_operator(connection, operator=operator, point=point)
        with refusal("operator_unknown"):
            remove_operator(connection, code=_INES.code)


def test_an_older_head_office_without_these_feeds_stops_no_sync(both: tuple[Point, Point]) -> None:
    """It answers "malformed" to the name of a feed that it does not know."""
    from pos_app.sync.client import MalformedError
    from pos_app.sync.people import exchange_people

    class OlderOffice:
        def push_people(self, *_args: object) -> None:
            raise AssertionError("nothing waits")

        def feed(self, *_args: object, **_place: str) -> None:
            raise MalformedError("feed or limit")

    till = both[0].till
    exchange_people(OlderOffice(), till.outbox, ends=(), cancelled=lambda: False)  # type: ignore[arg-type]


def people_of(point: Point) -> list[Operator]:
    return [each.operator for each in point.do(lambda till: accounts(till.connection))]
