from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.open_till import OpenedTill, abandon_till
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator, Role
from pos_app.settings import TillFolder
from pos_app.store.laptops import Plan
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.laptop_work import machine, planned
from tests.counter.people_work import registered, samira
from tests.tills import TemplateTill, copy_of, make_template, open_copy


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateTill:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def folder(template: TemplateTill, tmp_path: Path) -> TillFolder:
    return copy_of(template, tmp_path)


@pytest.fixture
def opened(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[OpenedTill]:
    """A till in use; what a test leaves open is let go of without a word, as a power cut would."""
    opened = open_copy(template, folder, clock)
    yield opened
    abandon_till(opened)


@pytest.fixture
def till(opened: OpenedTill) -> Till:
    return opened.till


@pytest.fixture
def coordinator(template: TemplateTill) -> Operator:
    return template.coordinator


@pytest.fixture
def employee(till: Till, coordinator: Operator) -> Operator:
    newcomer = check_newcomer(Newcomer("Youssef", Role.EMPLOYEE))
    (added,) = add_operators(till, by=coordinator, newcomers=[newcomer])
    return added.operator


@pytest.fixture
def volunteer(template: TemplateTill) -> Operator:
    return template.volunteer


@pytest.fixture
def ccas(till: Till, volunteer: Operator) -> Structure:
    return add_structure(
        till, operator=volunteer, name="CCAS de Marseille", commune="Marseille", phone="04 91 00 00 00"
    )


@pytest.fixture
def person(till: Till, volunteer: Operator, ccas: Structure) -> PersonToken:
    return registered(till, volunteer, ccas).token


@pytest.fixture
def other(till: Till, volunteer: Operator, ccas: Structure) -> PersonToken:
    return registered(till, volunteer, ccas, samira(given_name="Omar", family_name="Diallo", phone="")).token


@pytest.fixture
def item(till: Till, coordinator: Operator) -> ItemId:
    return machine(till, coordinator)


@pytest.fixture
def plan(till: Till, coordinator: Operator, item: ItemId, person: PersonToken) -> Plan:
    return planned(till, coordinator, item, person)
