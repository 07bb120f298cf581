"""A diagnosis of a till: sent or brought as a file, read at head office, and no secret of anybody inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos_app.counter.diagnose import diagnose, save_diagnosis, troubles_of
from pos_app.counter.preferences import Preferences
from pos_app.counter.register_person import register_person
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import Signer
from pos_app.office.audit import AuditFilter, audit_rows
from pos_app.office.diagnoses import KEPT_OF_A_TILL, keep_diagnosis, kept_diagnoses
from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from pos_app.sync.diagnosis import Diagnosis, opened_diagnosis, sealed_diagnosis
from tests.clock import ManualClock
from tests.counter.people_work import samira, slip_of
from tests.office.browser import Browser
from tests.sync.test_till_at_work import PATIENCE_S, AtWork
from tests.tills import TemplateTill, fake_code

SCREENS = ("1366×768, 100 %",)
NAMES = ("Zylberquist", "Mahamadou")
PIN = "907351"
CODE = fake_code("NET-500M", 77)
PLANTED = (*NAMES, PIN, CODE)


@pytest.fixture
def at_work(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[AtWork]:
    made = AtWork(template, folder, clock)
    yield made
    made.till.stop()


@pytest.fixture
def joined(at_work: AtWork, office: Office, server: OfficeServer) -> AtWork:
    at_work.sell()
    at_work.join(office)
    return at_work


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def made_by(at_work: AtWork) -> bytes:
    return diagnose(at_work.till, screens=SCREENS).result(PATIENCE_S)


def test_what_a_till_sends_is_read_at_head_office(joined: AtWork, office: Office, inside: Browser) -> None:
    number = joined.till.sync.send_diagnosis(made_by(joined)).result(PATIENCE_S)
    shown = inside.get(f"/diagnostics/{number}").words
    assert "Le journal de la caisse est intact" in shown
    assert "sale.1" in shown or "sale_recorded.1" in shown
    assert "1366×768" in shown
    assert "Marseille · Caisse 1" in inside.get("/diagnostics").words
    with office.database.transaction() as connection:
        row = audit_rows(connection, AuditFilter(act="diagnosis.read"))[0]
    assert row.subject == "Marseille · Caisse 1"


def test_no_name_code_or_pin_is_inside_whatever_the_till_and_its_log_hold(
    joined: AtWork, office: Office, folder: TillFolder
) -> None:
    till, operator = joined.till, joined.template.coordinator

    def register(owned: Till) -> None:
        structure = add_structure(owned, operator=operator, name=f"Foyer {NAMES[1]}")
        identity = samira(given_name=NAMES[1], family_name=NAMES[0])
        register_person(owned, operator=operator, identity=identity, slip=slip_of(owned, structure))

    till.run(register).result(PATIENCE_S)
    chosen = Preferences(receipts=str(folder.data / NAMES[0]))
    till.change_preferences(operator=operator, chosen=chosen).result(PATIENCE_S)
    folder.logs.mkdir(exist_ok=True)
    everything = " ".join(PLANTED)
    (folder.logs / "till.log").write_text(
        f"2026-11-28 10:00:00,123 ERROR MainThread pos_app.desktop.desk failed: {everything}\n"
        f"Traceback (most recent call last):\n"
        f'  File "/home/{NAMES[0]}/pos_app/desktop/desk.py", line 12, in {NAMES[1]}\n'
        f'  File "/x/pos_app/{NAMES[1]}.py", line 12, in x\n'
        f"    raise Refusal({everything!r})\n"
        f"pos_app.domain.refusals.Refusal: pin_wrong({everything})\n"
        f"{NAMES[0]}Error: {everything}\n"
        f"2026-11-28 10:00:01,123 ERROR {NAMES[0]} pos_app.{NAMES[1]} {everything}\n"
        f"{everything}\n",
        encoding="utf-8",
    )
    _incarnation, said = opened_diagnosis(made_by(joined), office.signer)
    content = msgspec.json.encode(said).lower()
    for secret in PLANTED:
        for part in {secret, secret.replace("-", "").replace(" ", "")}:
            assert part.lower().encode() not in content
    first, second = said.troubles
    assert (first.part, first.error) == ("pos_app.desktop.desk", "Refusal pin_wrong")
    assert first.places == ("desktop/desk.py:12",)
    assert (second.level, second.part) == ("ERROR", "")


def test_a_file_is_taken_in_as_what_was_sent_is_and_once(
    joined: AtWork, office: Office, inside: Browser, tmp_path: Path
) -> None:
    path = save_diagnosis(joined.till, screens=SCREENS, path=tmp_path / "d").result(PATIENCE_S)
    with office.database.transaction() as connection:
        numbers = {
            keep_diagnosis(connection, path.read_bytes(), office=office.signer, now_ms=now_ms) for now_ms in (1, 2)
        }
        assert len(numbers) == len(kept_diagnoses(connection)) == 1
    assert "Le journal de la caisse est intact" in inside.get(f"/diagnostics/{numbers.pop()}").words


def test_it_is_sealed_to_head_office_and_signed_by_a_till_that_it_knows(joined: AtWork, office: Office) -> None:
    sealed = made_by(joined)
    _incarnation, said = opened_diagnosis(sealed, office.signer)
    stranger = Signer(b"s" * 32)
    strange = sealed_diagnosis(said, signer=stranger, office_key=office.signer.public_key)
    for data, reader in ((sealed, stranger), (sealed[:-1], office.signer), (b"x" * 100, office.signer)):
        with pytest.raises(Refusal, match="diagnosis_not_ours"):
            opened_diagnosis(data, reader)
    with pytest.raises(Refusal, match="diagnosis_not_ours"), office.database.transaction() as connection:
        keep_diagnosis(connection, strange, office=office.signer, now_ms=0)


def test_a_till_that_works_alone_has_nobody_to_seal_it_for(at_work: AtWork) -> None:
    with pytest.raises(Refusal, match="office_not_joined"):
        made_by(at_work)


def test_the_last_ones_of_a_till_are_kept_and_one_can_be_deleted(
    joined: AtWork, office: Office, inside: Browser
) -> None:
    _incarnation, said = opened_diagnosis(made_by(joined), office.signer)
    with office.database.transaction() as connection:
        for number in range(KEPT_OF_A_TILL + 3):
            other: Diagnosis = msgspec.structs.replace(said, made_ms=number)
            data = sealed_diagnosis(other, signer=joined.till.signer, office_key=office.signer.public_key)
            keep_diagnosis(connection, data, office=office.signer, now_ms=number)
        kept = kept_diagnoses(connection)
    assert len(kept) == KEPT_OF_A_TILL
    inside.get(f"/diagnostics/{kept[0].id}")
    inside.submit(f"/diagnostics/{kept[0].id}/suppression")
    assert inside.get(f"/diagnostics/{kept[0].id}").status == 404


def test_who_may_only_read_deletes_none(joined: AtWork, office: Office) -> None:
    number = joined.till.sync.send_diagnosis(made_by(joined)).result(PATIENCE_S)
    reader = Browser(office)
    reader.sign_in(office, OfficeRole.AUDITOR)
    assert reader.get(f"/diagnostics/{number}").status == 200
    assert reader.submit(f"/diagnostics/{number}/suppression").status == 403
    reader.close()


def test_a_log_without_trouble_has_none() -> None:
    assert list(troubles_of("")) == []
    assert list(troubles_of("anything\nat all\n")) == []
