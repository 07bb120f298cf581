"""Faults planted on purpose around secrets and erasure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from pos_app.counter import erase_person, register_person
from pos_app.office import people, people_projections
from pos_app.store import people as people_store
from pos_app.sync.people_messages import TombstoneItem
from tests.sync.simulation.at_the_desk import WeatherNoted, erase
from tests.sync.simulation.history import History
from tests.sync.simulation.mutants_at_the_desk import histories_of, taking

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]
_log = logging.getLogger("pos_app.planted")


def erasures_are_told_to_nobody(patch: Patch) -> None:
    """Other tills keep whom one erased. Few histories erase somebody whom another till knows: these end with that."""
    taking(patch, TombstoneItem, lambda *_all: None)
    whole = History.heal

    def heal(history: History) -> None:
        whole(history)
        erase(history)
        whole(history)

    patch.setattr(History, "heal", heal)


def the_search_still_finds_them(patch: Patch) -> None:
    patch.setattr(people_store, "unindex_person", lambda *_all: None)


def head_office_keeps_the_name(patch: Patch) -> None:
    """It leaves a tombstone beside what it holds."""

    def erase(connection: Any, tokens: Any, *, erased_ms: int, basis: str) -> None:
        for token in tokens:
            connection.execute(
                "INSERT INTO tombstone (token, erased_ms, basis) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (token, erased_ms, basis),
            )

    for module in (people, people_projections):
        if hasattr(module, "erase_tokens"):
            patch.setattr(module, "erase_tokens", erase)


def only_the_record_goes(patch: Patch) -> None:
    """Erasing at the till takes the name off the list, and no more."""

    def remove(act: Any, person: Any) -> None:
        act.connection.execute("DELETE FROM person WHERE id = ?", (person.id,))

    patch.setattr(erase_person, "remove_person", remove)


def a_name_is_logged(patch: Patch) -> None:
    whole = people_store.add_person

    def add(act: Any, *, identity: Any, **more: Any) -> None:
        whole(act, identity=identity, **more)
        _log.info("registered %s %s", identity.given_name, identity.family_name)

    patch.setattr(register_person, "add_person", add)


def a_name_is_in_an_entry(patch: Patch) -> None:
    whole = people_store.add_person

    def add(act: Any, *, identity: Any, **more: Any) -> None:
        whole(act, identity=identity, **more)
        act.append(WeatherNoted(weather=f"{identity.given_name} {identity.family_name}"))

    patch.setattr(register_person, "add_person", add)


def a_name_is_in_a_temporary_file(patch: Patch) -> None:
    begun, whole = histories_of(patch), people_store.add_person

    def add(act: Any, *, identity: Any, **more: Any) -> None:
        whole(act, identity=identity, **more)
        (begun[-1].root / "registration.tmp").write_text(identity.family_name, encoding="utf-8")

    patch.setattr(register_person, "add_person", add)


SECRETS: dict[Mutant, tuple[str, ...]] = {
    erasures_are_told_to_nobody: ("I17",),
    the_search_still_finds_them: ("I17",),
    head_office_keeps_the_name: ("I17",),
    only_the_record_goes: ("I17",),
    a_name_is_logged: ("I18",),
    a_name_is_in_an_entry: ("I18",),
    a_name_is_in_a_temporary_file: ("I18",),
}
