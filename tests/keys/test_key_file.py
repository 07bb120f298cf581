"""The key file: one set of keys, several ways in, none of which tells another's secret."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pos_app.domain.refusals import Bug, Refusal
from pos_app.keys.key_file import (
    OpenKeyFile,
    Slot,
    create_key_file,
    file_id_of,
    open_with_keyring_key,
    open_with_passphrase,
    open_with_recovery_words,
)
from pos_app.keys.recovery_words import RecoveryWords, new_recovery_words

KEYRING_KEY, OTHER_KEY = bytes(range(32)), bytes(32)
PASSPHRASE = "la clé sous le paillasson"


@pytest.fixture(scope="module")
def words() -> RecoveryWords:
    return new_recovery_words()


@pytest.fixture
def made(tmp_path: Path, words: RecoveryWords) -> OpenKeyFile:
    return create_key_file(tmp_path / "data" / "till.keys", words=words)


def test_every_slot_opens_the_same_keys(made: OpenKeyFile, words: RecoveryWords) -> None:
    with_all = made.with_keyring_slot(KEYRING_KEY).with_passphrase_slot(PASSPHRASE)
    assert with_all.slots == {Slot.RECOVERY, Slot.KEYRING, Slot.PASSPHRASE}
    assert open_with_recovery_words(made.path, words).keys == made.keys
    assert open_with_keyring_key(made.path, KEYRING_KEY).keys == made.keys
    assert open_with_passphrase(made.path, PASSPHRASE).keys == made.keys


def test_keys_are_drawn_anew_for_each_till(tmp_path: Path, words: RecoveryWords) -> None:
    keys = [create_key_file(tmp_path / str(n), words=words).keys for n in range(5)]
    drawn = {key for file in keys for key in (file.database, file.signing_seed, file.voucher)}
    assert len(drawn) == 15
    assert {len(key) for key in drawn} == {32}


def test_no_key_is_in_the_file_in_clear_nor_in_a_repr(made: OpenKeyFile) -> None:
    content = made.with_keyring_slot(KEYRING_KEY).path.read_bytes()
    for secret in (made.keys.database, made.keys.signing_seed, made.keys.voucher, KEYRING_KEY):
        assert secret not in content
        assert secret.hex().encode() not in content
        assert msgspec.json.encode(secret).strip(b'"') not in content
        assert secret.hex() not in repr(made.keys)


def test_only_its_owner_reads_the_file(made: OpenKeyFile) -> None:
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def refusal_of(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        attempt()
    return refused.value.code


def test_the_wrong_secret_opens_nothing(made: OpenKeyFile) -> None:
    path = made.with_keyring_slot(KEYRING_KEY).with_passphrase_slot(PASSPHRASE).path
    assert refusal_of(lambda: open_with_keyring_key(path, OTHER_KEY)) == "keyring_key_wrong"
    assert refusal_of(lambda: open_with_recovery_words(path, new_recovery_words())) == "recovery_words_of_other_till"
    assert refusal_of(lambda: open_with_passphrase(path, PASSPHRASE + "!")) == "passphrase_wrong"


def test_a_slot_that_is_not_there_opens_nothing(made: OpenKeyFile) -> None:
    with pytest.raises(Refusal) as refused:
        open_with_keyring_key(made.path, KEYRING_KEY)
    assert refused.value.code == "keyring_key_wrong"
    with pytest.raises(Refusal) as refused:
        open_with_passphrase(made.path, PASSPHRASE)
    assert refused.value.code == "passphrase_wrong"


def test_a_box_is_bound_to_its_file_and_its_purpose(made: OpenKeyFile) -> None:
    made.with_keyring_slot(KEYRING_KEY)
    content = msgspec.json.decode(made.path.read_bytes())
    made.path.write_bytes(msgspec.json.encode(content | {"file_id": "0" * 16}))
    assert refusal_of(lambda: open_with_keyring_key(made.path, KEYRING_KEY)) == "keyring_key_wrong"
    wrapped = content["wrapped"]
    swapped = wrapped | {"database": wrapped["voucher"], "voucher": wrapped["database"]}
    made.path.write_bytes(msgspec.json.encode(content | {"wrapped": swapped}))
    assert refusal_of(lambda: open_with_keyring_key(made.path, KEYRING_KEY)) == "key_file_damaged"


def test_new_words_close_the_old_sheet(made: OpenKeyFile, words: RecoveryWords) -> None:
    other = new_recovery_words()
    made.with_recovery_slot(other)
    assert open_with_recovery_words(made.path, other).keys == made.keys
    with pytest.raises(Refusal) as refused:
        open_with_recovery_words(made.path, words)
    assert refused.value.code == "recovery_words_of_other_till"


def test_a_new_signing_key_changes_nothing_else(made: OpenKeyFile, words: RecoveryWords) -> None:
    renewed = made.with_new_signing_key()
    assert renewed.keys.signing_seed != made.keys.signing_seed
    assert (renewed.keys.database, renewed.keys.voucher) == (made.keys.database, made.keys.voucher)
    assert open_with_recovery_words(made.path, words).keys == renewed.keys


def test_a_short_passphrase_is_refused(made: OpenKeyFile) -> None:
    with pytest.raises(Refusal) as refused:
        made.with_passphrase_slot("court")
    assert refused.value.code == "passphrase_too_short"
    assert Slot.PASSPHRASE not in open_slots(made.path)


def open_slots(path: Path) -> set[str]:
    return set(msgspec.json.decode(path.read_bytes())["slots"])


@pytest.mark.parametrize("content", [b"", b"{}", b"nonsense", b'{"version":1}', b"\xff\xfe", b"[" * 10_000])
def test_a_damaged_file_is_told(made: OpenKeyFile, words: RecoveryWords, content: bytes) -> None:
    made.path.write_bytes(content)
    for attempt in (
        lambda: file_id_of(made.path),
        lambda: open_with_recovery_words(made.path, words),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "key_file_damaged"


def test_a_flipped_bit_in_a_wrapped_key_is_told(made: OpenKeyFile, words: RecoveryWords) -> None:
    content = msgspec.json.decode(made.path.read_bytes())
    box = content["wrapped"]["database"]
    content["wrapped"]["database"] = ("B" if box[20] == "A" else "A").join((box[:20], box[21:]))
    made.path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(Refusal) as refused:
        open_with_recovery_words(made.path, words)
    assert refused.value.code == "key_file_damaged"


def test_a_file_of_a_newer_program_is_told_apart(made: OpenKeyFile, words: RecoveryWords) -> None:
    content = msgspec.json.decode(made.path.read_bytes())
    made.path.write_bytes(msgspec.json.encode(content | {"version": 2}))
    with pytest.raises(Refusal) as refused:
        open_with_recovery_words(made.path, words)
    assert refused.value.code == "key_file_newer"


def test_keys_are_never_written_over_others(made: OpenKeyFile, words: RecoveryWords) -> None:
    with pytest.raises(Bug) as found:
        create_key_file(made.path, words=words)
    assert found.value.code == "key_file_exists"


def test_a_moved_file_opens_at_its_new_place(made: OpenKeyFile, words: RecoveryWords, tmp_path: Path) -> None:
    moved = made.moved_to(tmp_path / "till.keys")
    assert not made.path.exists()
    moved.with_keyring_slot(KEYRING_KEY)
    assert open_with_keyring_key(tmp_path / "till.keys", KEYRING_KEY).keys == made.keys
    assert open_with_recovery_words(moved.path, words).file_id == made.file_id


def test_the_recovery_sheet_alone_does_not_guard_codes(made: OpenKeyFile) -> None:
    """A set-up that was cut has nothing else, and nobody knows who saw its words (SYNC.md § 5)."""
    assert not made.guarded
    assert made.with_keyring_slot(KEYRING_KEY).guarded
    assert made.with_passphrase_slot(PASSPHRASE).guarded
