"""Setting up a till for the first time: keys, database, first entries, first coordinator, recovery sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pos_app import SOFTWARE
from pos_app.clock import Clock
from pos_app.counter.add_operator import AddedOperator, CheckedNewcomer, record_operator
from pos_app.counter.load_catalogue import record_catalogue
from pos_app.counter.open_till import OpenedTill, abandon_till, open_incarnation, open_till, save_mark, with_key_file
from pos_app.domain.facts import TillSetUp
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import OpenKeyFile, create_key_file
from pos_app.keys.recovery_words import RecoveryWords, new_recovery_words
from pos_app.settings import RESOURCES, TillFolder
from pos_app.store.parameters import write_parameter

SHIPPED_CATALOGUE = RESOURCES / "catalogue" / "connexions-solidaires-2013.csv"

LONGEST_ANSWER = 80
_SERIES = re.compile(r"(?!X)[A-Z]{2,6}[0-9]{1,3}")
TRAINING_LETTER = "X"
"""Before a series, that of its till for practice: no real ticket begins like one of practice (LNE, requirement 5)."""
_SIRET = re.compile(r"[0-9]{14}")


@dataclass(frozen=True, slots=True)
class TillSetup:
    """What the first-run assistant asks. `series` begins every ticket number ("MRS1")."""

    point: str
    till: str
    series: str
    legal_name: str
    address: str
    siret: str
    coordinator: CheckedNewcomer
    phone: str = ""
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class SetUpTill:
    """A till that is ready: opened, with its first coordinator and the words of its recovery sheet."""

    opened: OpenedTill
    coordinator: AddedOperator
    words: RecoveryWords


def set_up_till(folder: TillFolder, setup: TillSetup, *, clock: Clock, training: bool = False) -> SetUpTill:
    """Makes a new till in `folder`, all of it or nothing that would be taken for one.

    The key file gets its name last: what a power cut left of a set-up has none, and the next set-up removes it.
    `training`: a till for practice, whose series is a real one after `TRAINING_LETTER`.
    Raises Refusal("setup_incomplete", field), Refusal("series_malformed", "siret_malformed", "till_exists",
    "catalogue_file_wrong") and Unavailable.
    """
    checked_setup(setup, training=training)
    return make_till(folder, lambda key_file: _opened_first(folder, key_file, setup, clock=clock, training=training))


def make_till(folder: TillFolder, fill: Callable[[OpenKeyFile], tuple[OpenedTill, AddedOperator]]) -> SetUpTill:
    """Draws keys and lets `fill` make the database with them; removes everything again where it fails.

    Raises Refusal("till_exists") and what `fill` raises.
    """
    unfinished = folder.data / "till.keys.unfinished"
    if folder.exists or (folder.database.exists() and not unfinished.exists()):
        raise Refusal("till_exists", path=str(folder.data))
    _remove(folder, unfinished)
    words = new_recovery_words()
    key_file = create_key_file(unfinished, words=words)
    try:
        opened, coordinator = fill(key_file)
    except BaseException:
        _remove(folder, unfinished)
        raise
    return SetUpTill(with_key_file(opened, key_file.moved_to(folder.key_file)), coordinator, words)


def check_point(*, point: str, till: str, series: str, legal_name: str, address: str, siret: str, phone: str) -> None:
    """Checks what is said of the point and the till, so that the assistant can name the field to mend."""
    required = {"point": point, "till": till, "legal_name": legal_name, "address": address}
    for field, value in {**required, "phone": phone}.items():
        missing = not value.strip() and field in required
        if missing or not value.isprintable() or len(value) > LONGEST_ANSWER:
            raise Refusal("setup_incomplete", field=field)
    if not _SERIES.fullmatch(series):
        raise Refusal("series_malformed", series=series[:20])
    if not _SIRET.fullmatch(siret.replace(" ", "")):
        raise Refusal("siret_malformed", siret=siret[:30])


def checked_setup(setup: TillSetup, *, training: bool = False) -> None:
    """Checks every field before anything is made."""
    check_point(
        point=setup.point,
        till=setup.till,
        series=setup.series.removeprefix(TRAINING_LETTER) if training else setup.series,
        legal_name=setup.legal_name,
        address=setup.address,
        siret=setup.siret,
        phone=setup.phone,
    )
    if setup.coordinator.operator.role is not Role.COORDINATOR:
        raise Refusal("setup_incomplete", field="coordinator")


def _opened_first(
    folder: TillFolder, key_file: OpenKeyFile, setup: TillSetup, *, clock: Clock, training: bool
) -> tuple[OpenedTill, AddedOperator]:
    opened = open_till(folder, key_file, clock=clock)
    try:
        coordinator = _first_entries(opened, key_file, setup, training=training)
        save_mark(opened)
    except BaseException:
        abandon_till(opened)
        raise
    return opened, coordinator


def _remove(folder: TillFolder, unfinished: Path) -> None:
    """Removes what a set-up that did not end left behind: nobody has seen its recovery words. The keys go last."""
    for path in folder.data.glob(f"{folder.database.name}*"):
        path.unlink()
    unfinished.unlink(missing_ok=True)


def _first_entries(opened: OpenedTill, key_file: OpenKeyFile, setup: TillSetup, *, training: bool) -> AddedOperator:
    store = opened.till.store
    open_incarnation(store, key_file, reason="first", series=setup.series)
    with store.transaction() as act:
        act.append(
            TillSetUp(
                point=setup.point.strip(),
                till=setup.till.strip(),
                legal_name=setup.legal_name.strip(),
                address=setup.address.strip(),
                siret=setup.siret.replace(" ", ""),
                phone=setup.phone.strip(),
                training=training,
            )
        )
        text = setup.catalogue or SHIPPED_CATALOGUE.read_text(encoding="utf-8")
        opened.till.listed = record_catalogue(act, text)
        write_parameter(act, "software", SOFTWARE)
        return record_operator(act, setup.coordinator)
