"""Head office's own key, and the time that it signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.domain.refusals import Bug
from pos_app.ledger.signing import Signer, seal_for
from pos_app.office.office import Office
from pos_app.office.office_key import KEY_FILE, office_signer_in
from pos_app.sync.signed_time import time_bytes, time_is_proved
from tests.office.remote_till import RemoteTill


def test_the_key_is_made_once_and_opens_what_is_sealed_for_it(tmp_path: Path) -> None:
    made = office_signer_in(tmp_path)
    again = office_signer_in(tmp_path)
    assert made.public_key == again.public_key
    assert again.unseal(seal_for(made.public_key, b"for head office")) == b"for head office"
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_key_file_that_is_cut_is_not_taken_for_a_key(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(Bug, match="office_key_wrong"):
        office_signer_in(tmp_path)


def test_a_till_is_given_the_key_when_it_joins(till: RemoteTill, office: Office) -> None:
    assert till.enrolled is not None
    assert till.enrolled.office_key == office.signer.public_key.hex()


@pytest.mark.parametrize(
    "changed",
    [{"nonce": "02"}, {"till": "2"}, {"time_ms": 6}, {"signature": "00" * 64}, {"signature": "no"}, {"office_key": ""}],
)
def test_a_time_is_proved_for_one_till_one_hello_and_one_key(changed: dict[str, str | int]) -> None:
    signer = Signer(bytes(32))
    said = {"nonce": "01", "till": "1", "time_ms": 5}
    signature = signer.sign(time_bytes(nonce="01", till="1", time_ms=5)).hex()
    whole = {**said, "signature": signature, "office_key": signer.public_key.hex()}
    assert time_is_proved(**whole)  # type: ignore[arg-type]
    assert not time_is_proved(**{**whole, **changed})  # type: ignore[arg-type]
