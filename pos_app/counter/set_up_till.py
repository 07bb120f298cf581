"""Setting up a till for the first time: keys, database, first entries, first coordinator, recovery sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app import SOFTWARE
from pos_app.clock import Clock
from pos_app.counter.add_operator import AddedOperator, CheckedNewcomer, record_operator
from pos_app.counter.load_catalogue import record_catalogue
from pos_app.counter.open_till import OpenedTill, open_till, save_mark
from pos_app.domain.facts import IncarnationOpened, TillSetUp
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import OpenKeyFile, create_key_file
from pos_app.keys.recovery_words import RecoveryWords, new_recovery_words
from pos_app.ledger.signing import ALGORITHM, Signer
from pos_app.settings import RESOURCES, TillFolder
from pos_app.store.parameters import write_parameter

SHIPPED_CATALOGUE = RESOURCES / "catalogue" / "connexions-solidaires-2013.csv"

_SERIES = re.compile(r"[A-Z]{2,6}[0-9]{1,3}")
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


def set_up_till(folder: TillFolder, setup: TillSetup, *, clock: Clock) -> SetUpTill:
    """Makes a new till in `folder`, all of it or nothing that would be taken for one.

    Raises Refusal("setup_incomplete", field), Refusal("series_malformed", "siret_malformed", "till_exists",
    "catalogue_file_wrong") and Unavailable.
    """
    checked_setup(setup)
    if folder.exists:
        raise Refusal("till_exists", path=str(folder.data))
    words = new_recovery_words()
    folder.data.mkdir(parents=True, exist_ok=True)
    key_file = create_key_file(folder.key_file, words=words)
    try:
        opened = open_till(folder, key_file, clock=clock)
        coordinator = _first_entries(opened, key_file, setup)
        save_mark(opened)
    except BaseException:
        folder.database.unlink(missing_ok=True)
        folder.key_file.unlink(missing_ok=True)
        raise
    return SetUpTill(opened, coordinator, words)


def checked_setup(setup: TillSetup) -> None:
    """Checks every field, so that the assistant can name the one to mend."""
    for field in ("point", "till", "legal_name", "address"):
        value = getattr(setup, field)
        if not value.strip() or not value.isprintable() or len(value) > 80:
            raise Refusal("setup_incomplete", field=field)
    if not _SERIES.fullmatch(setup.series):
        raise Refusal("series_malformed", series=setup.series[:20])
    if not _SIRET.fullmatch(setup.siret.replace(" ", "")):
        raise Refusal("siret_malformed", siret=setup.siret[:30])
    if setup.coordinator.operator.role is not Role.COORDINATOR:
        raise Refusal("setup_incomplete", field="coordinator")


def _first_entries(opened: OpenedTill, key_file: OpenKeyFile, setup: TillSetup) -> AddedOperator:
    store = opened.till.store
    signer = Signer(key_file.keys.signing_seed)
    store.open_incarnation(
        signer,
        IncarnationOpened(
            public_key=signer.public_key.hex(),
            algorithm=ALGORITHM,
            software=SOFTWARE,
            series=setup.series,
            reason="first",
        ),
    )
    with store.transaction() as act:
        act.append(
            TillSetUp(
                point=setup.point.strip(),
                till=setup.till.strip(),
                legal_name=setup.legal_name.strip(),
                address=setup.address.strip(),
                siret=setup.siret.replace(" ", ""),
                phone=setup.phone.strip(),
            )
        )
        text = setup.catalogue or SHIPPED_CATALOGUE.read_text(encoding="utf-8")
        opened.till.catalogue = record_catalogue(act, text)
        write_parameter(act, "software", SOFTWARE)
        return record_operator(act, setup.coordinator)
