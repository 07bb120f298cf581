"""Setting up a till: all of it or nothing, whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.open_till import abandon_till, close_till, open_till
from pos_app.counter.set_up_till import set_up_till
from pos_app.domain.facts import IncarnationOpened, TillSetUp
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import open_with_recovery_words
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.operators import accounts
from tests.clock import ManualClock
from tests.tills import fault_of, folder_in, setup


@pytest.fixture
def folder(tmp_path: Path) -> TillFolder:
    return folder_in(tmp_path)


def test_the_first_entries_say_who_signs_and_who_sells(folder: TillFolder) -> None:
    made = set_up_till(folder, setup(), clock=ManualClock())
    facts = [entry.fact() for _, entry in journal.every_entry(made.opened.till.connection)]
    close_till(made.opened)
    assert [fact.kind for fact in facts] == [
        "incarnation_opened.1",
        "till_set_up.1",
        "catalogue_loaded.1",
        "operator_added.1",
    ]
    first, who = facts[:2]
    assert isinstance(first, IncarnationOpened)
    assert (first.reason, first.series) == ("first", "MRS1")
    assert isinstance(who, TillSetUp)
    assert (who.point, who.siret) == ("Marseille", "12345678900012")


def test_the_words_of_the_sheet_open_what_was_made(folder: TillFolder) -> None:
    made = set_up_till(folder, setup(), clock=ManualClock())
    close_till(made.opened)
    again = open_till(folder, open_with_recovery_words(folder.key_file, made.words), clock=ManualClock())
    assert [account.operator.first_name for account in accounts(again.till.connection)] == ["Claire"]
    assert made.opened.key_file.path == folder.key_file
    close_till(again)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"point": " "}, "setup_incomplete", "point"),
        ({"legal_name": "x" * 81}, "setup_incomplete", "legal_name"),
        ({"address": "a\nb"}, "setup_incomplete", "address"),
        ({"phone": "04\x00"}, "setup_incomplete", "phone"),
        ({"series": "mrs"}, "series_malformed", ""),
        ({"siret": "123"}, "siret_malformed", ""),
    ],
)
def test_a_field_that_is_wrong_is_named_and_nothing_is_made(
    folder: TillFolder, changes: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        set_up_till(folder, setup(changes), clock=ManualClock())
    assert (refused.value.code, refused.value.params.get("field", "")) == (code, field)
    assert not folder.data.exists()


def test_a_till_that_is_there_is_not_touched(folder: TillFolder) -> None:
    close_till(set_up_till(folder, setup(), clock=ManualClock()).opened)
    before = (folder.key_file.read_bytes(), folder.database.read_bytes())
    with pytest.raises(Refusal) as refused:
        set_up_till(folder, setup(), clock=ManualClock())
    assert refused.value.code == "till_exists"
    assert (folder.key_file.read_bytes(), folder.database.read_bytes()) == before


def test_a_database_whose_key_file_is_lost_is_not_touched(folder: TillFolder) -> None:
    """Its key file may still come back from a backup."""
    close_till(set_up_till(folder, setup(), clock=ManualClock()).opened)
    folder.key_file.unlink()
    before = folder.database.read_bytes()
    with pytest.raises(Refusal) as refused:
        set_up_till(folder, setup(), clock=ManualClock())
    assert refused.value.code == "till_exists"
    assert folder.database.read_bytes() == before


def test_a_set_up_that_failed_can_be_done_again_at_once(folder: TillFolder) -> None:
    """A catalogue with an error is found when everything else is already made."""
    with pytest.raises(Refusal) as refused:
        set_up_till(folder, setup({"catalogue": "produit;X"}), clock=ManualClock())
    assert refused.value.code == "catalogue_file_wrong"
    assert [path.name for path in folder.data.iterdir()] == ["till.lock"]
    close_till(set_up_till(folder, setup(), clock=ManualClock()).opened)


class _PowerCut(BaseException):
    """Ends an act where it stands."""


def test_a_set_up_that_a_power_cut_ended_can_be_done_again(folder: TillFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left has keys and entries, but no key file by its name: nobody has seen its recovery words."""
    left: dict[str, bytes] = {}

    def cut(*_: object) -> None:
        left.update({path.name: path.read_bytes() for path in folder.data.iterdir()})
        raise _PowerCut

    with monkeypatch.context() as patched:
        patched.setattr("pos_app.counter.set_up_till.save_mark", cut)
        with pytest.raises(_PowerCut):
            set_up_till(folder, setup(), clock=ManualClock())
    for name, content in left.items():
        (folder.data / name).write_bytes(content)
    assert "till.keys.unfinished" in left
    assert not folder.exists

    made = set_up_till(folder, setup(), clock=ManualClock())
    fault = fault_of(made.opened.till.connection)
    abandon_till(made.opened)
    assert fault is None
    assert "till.keys.unfinished" not in [path.name for path in folder.data.iterdir()]


def test_the_first_operator_is_a_coordinator(folder: TillFolder) -> None:
    with pytest.raises(Refusal) as refused:
        set_up_till(folder, setup(role=Role.VOLUNTEER), clock=ManualClock())
    assert refused.value.params == {"field": "coordinator"}
