"""Opening the key file without asking anybody: its slot key and the mark, in the operating system's keyring."""

from __future__ import annotations

import secrets

import msgspec

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.keys.key_file import OpenKeyFile, file_id_of, open_with_keyring_key, open_with_recovery_words
from pos_app.keys.os_keyring import read_from_keyring, write_to_keyring
from pos_app.keys.recovery_words import RecoveryWords
from pos_app.settings import TillFolder

KEY_BYTES = 32


class Unlocked(msgspec.Struct, frozen=True):
    """An opened key file, the copy of the mark that the keyring holds, if any, and whether it takes the next one."""

    key_file: OpenKeyFile
    keyring_mark: str | None = None
    in_keyring: bool = False


def unlock_with_keyring(folder: TillFolder) -> Unlocked:
    """May wait for the keyring's own prompt: never on the GUI thread.

    Raises Unavailable("keyring_missing", "keyring_locked", "keyring_timeout") and Refusal("keyring_key_wrong",
    "key_file_damaged", "key_file_newer").
    """
    file_id = file_id_of(folder.key_file)
    held = read_from_keyring(_key_name(file_id))
    try:
        key = bytes.fromhex(held or "")
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal("keyring_key_wrong")
    key_file = open_with_keyring_key(folder.key_file, key)
    return Unlocked(key_file, keyring_mark=read_from_keyring(_mark_name(file_id)), in_keyring=True)


def unlock_with_words(folder: TillFolder, words: RecoveryWords) -> Unlocked:
    """On a new computer, or after its keyring was lost: the recovery sheet once, the keyring from then on.

    Where there is no keyring the sheet is asked again next time. Raises Refusal("recovery_words_of_other_till",
    "key_file_damaged", "key_file_newer").
    """
    key_file = open_with_recovery_words(folder.key_file, words)
    try:
        mark = read_from_keyring(_mark_name(key_file.file_id))
        return Unlocked(keep_in_keyring(key_file), keyring_mark=mark, in_keyring=True)
    except Unavailable:
        return Unlocked(key_file)


def keep_in_keyring(key_file: OpenKeyFile) -> OpenKeyFile:
    """Gives the key file a keyring slot with a fresh key. Raises Unavailable where there is no keyring."""
    key = secrets.token_bytes(KEY_BYTES)
    write_to_keyring(_key_name(key_file.file_id), key.hex())
    return key_file.with_keyring_slot(key)


def keep_mark_in_keyring(file_id: str, sealed_mark: bytes) -> None:
    """The second copy of the mark (14 ms): at exit, at closing and before a code is revealed."""
    write_to_keyring(_mark_name(file_id), sealed_mark.decode())


def _key_name(file_id: str) -> str:
    return f"till {file_id} key"


def _mark_name(file_id: str) -> str:
    return f"till {file_id} mark"
