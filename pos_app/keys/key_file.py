"""The key file: a till's keys wrapped by a master key, and the master key wrapped once for each slot, as in LUKS.

Slots: the operating system's keyring, the recovery sheet, an opening passphrase. A changed desktop password or a
lost keyring closes one slot, never the others (SYNC.md § 5). Backups do not hold this file.
"""

from __future__ import annotations

import enum
import secrets
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pos_app.domain.refusals import Bug, Refusal
from pos_app.durable_file import sync_folder, write_durably
from pos_app.keys.recovery_words import RecoveryWords, key_of_words
from pos_app.keys.wrapping import KEY_BYTES, WrongKeyError, unwrap, wrap

VERSION = 1
PASSPHRASE_SHORTEST = 10


class Slot(enum.StrEnum):
    """A way to open the key file."""

    KEYRING = "keyring"
    RECOVERY = "recovery"
    PASSPHRASE = "passphrase"  # noqa: S105  # the slot's name, no secret


class TillKeys(msgspec.Struct, frozen=True):
    """The keys a till works with, 32 random bytes each. Never shown: `repr` leaves them out."""

    database: bytes
    signing_seed: bytes
    voucher: bytes

    def __repr__(self) -> str:
        return "TillKeys(***)"


class _SlotBox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The master key, wrapped for one slot. `salt`, `passes` and `memory` are Argon2id's, for a passphrase."""

    box: bytes
    salt: bytes = b""
    passes: int = 0
    memory: int = 0


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    file_id: str
    slots: dict[Slot, _SlotBox]
    wrapped: dict[str, bytes]


class OpenKeyFile(msgspec.Struct, frozen=True):
    """A key file opened through one of its slots: its keys, and the means to change them and the slots."""

    path: Path
    keys: TillKeys
    _content: _Content
    _master: bytes

    @property
    def file_id(self) -> str:
        """Names this key file in the operating system's keyring."""
        return self._content.file_id

    @property
    def slots(self) -> frozenset[Slot]:
        return frozenset(self._content.slots)

    @property
    def guarded(self) -> bool:
        """Whether it opens day by day through something strong. A set-up that was cut has its recovery sheet only, and
        nobody knows who saw that: such a till holds no codes (SYNC.md § 5)."""
        return bool(self.slots & {Slot.KEYRING, Slot.PASSPHRASE})

    def with_new_signing_key(self) -> OpenKeyFile:
        """A fresh signing key, on disk before this returns: the next incarnation signs with it."""
        keys = replace(self.keys, signing_seed=secrets.token_bytes(KEY_BYTES))
        return self._saved(msgspec.structs.replace(self._content, wrapped=_wrapped(keys, self._master, self.file_id)))

    def with_keyring_slot(self, key: bytes) -> OpenKeyFile:
        """Opens with `key` from now on, which the caller keeps in the operating system's keyring."""
        return self._with_slot(Slot.KEYRING, _SlotBox(_slot_box(self._master, key, self.file_id, Slot.KEYRING)))

    def with_recovery_slot(self, words: RecoveryWords) -> OpenKeyFile:
        """Opens with the words of a recovery sheet; an older sheet no longer opens it."""
        box = _slot_box(self._master, key_of_words(words), self.file_id, Slot.RECOVERY)
        return self._with_slot(Slot.RECOVERY, _SlotBox(box))

    def with_passphrase_slot(self, passphrase: str) -> OpenKeyFile:
        """Opens with a passphrase. Raises Refusal("passphrase_too_short")."""
        from nacl.pwhash import argon2id

        if len(passphrase) < PASSPHRASE_SHORTEST:
            raise Refusal("passphrase_too_short", least=PASSPHRASE_SHORTEST)
        empty = _SlotBox(
            b"",
            salt=secrets.token_bytes(argon2id.SALTBYTES),
            passes=argon2id.OPSLIMIT_MODERATE,
            memory=argon2id.MEMLIMIT_MODERATE,
        )
        key = _passphrase_key(passphrase, empty)
        box = _slot_box(self._master, key, self.file_id, Slot.PASSPHRASE)
        return self._with_slot(Slot.PASSPHRASE, msgspec.structs.replace(empty, box=box))

    def export(self, path: Path) -> None:
        """Writes a copy that the recovery sheet alone opens, to lie beside a backup: a passphrase may be guessed, the
        sheet's words may not. Raises OSError."""
        recovery = {Slot.RECOVERY: self._content.slots[Slot.RECOVERY]}
        _write(path, msgspec.structs.replace(self._content, slots=recovery))

    def moved_to(self, path: Path) -> OpenKeyFile:
        """The same file under its final name, durably."""
        self.path.replace(path)
        sync_folder(path.parent)
        return replace(self, path=path)

    def _with_slot(self, slot: Slot, box: _SlotBox) -> OpenKeyFile:
        return self._saved(msgspec.structs.replace(self._content, slots={**self._content.slots, slot: box}))

    def _saved(self, content: _Content) -> OpenKeyFile:
        _write(self.path, content)
        return _opened(self.path, content, self._master)


def create_key_file(path: Path, *, words: RecoveryWords) -> OpenKeyFile:
    """Draws a till's keys and keeps them at `path`, opened by `words`. Raises Bug("key_file_exists")."""
    if path.exists():
        raise Bug("key_file_exists")
    file_id, master = secrets.token_hex(8), secrets.token_bytes(KEY_BYTES)
    keys = TillKeys(*(secrets.token_bytes(KEY_BYTES) for _ in range(3)))
    recovery = _SlotBox(_slot_box(master, key_of_words(words), file_id, Slot.RECOVERY))
    content = _Content(VERSION, file_id, {Slot.RECOVERY: recovery}, _wrapped(keys, master, file_id))
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, content)
    return _opened(path, content, master)


def file_id_of(path: Path) -> str:
    """The id under which the keyring holds this file's slot key. Raises Refusal("key_file_damaged")."""
    return _read(path).file_id


def open_with_keyring_key(path: Path, key: bytes) -> OpenKeyFile:
    """Raises Refusal("keyring_key_wrong") where the keyring's key is not, or no longer, that of this file."""
    return _open(path, Slot.KEYRING, key, refusal="keyring_key_wrong")


def open_with_recovery_words(path: Path, words: RecoveryWords) -> OpenKeyFile:
    """Raises Refusal("recovery_words_of_other_till")."""
    return _open(path, Slot.RECOVERY, key_of_words(words), refusal="recovery_words_of_other_till")


def open_with_passphrase(path: Path, passphrase: str) -> OpenKeyFile:
    """Takes about a second, on purpose. Raises Refusal("passphrase_wrong")."""
    slot = _read(path).slots.get(Slot.PASSPHRASE)
    if slot is None:
        raise Refusal("passphrase_wrong")
    return _open(path, Slot.PASSPHRASE, _passphrase_key(passphrase, slot), refusal="passphrase_wrong")


def _open(path: Path, slot: Slot, key: bytes, *, refusal: str) -> OpenKeyFile:
    content = _read(path)
    if slot not in content.slots:
        raise Refusal(refusal)
    try:
        master = unwrap(content.slots[slot].box, key=key, purpose=_purpose(content.file_id, slot))
    except WrongKeyError:
        raise Refusal(refusal) from None
    return _opened(path, content, master)


def _opened(path: Path, content: _Content, master: bytes) -> OpenKeyFile:
    try:
        keys = TillKeys(
            **{
                name: unwrap(content.wrapped[name], key=master, purpose=_purpose(content.file_id, name))
                for name in TillKeys.__struct_fields__
            }
        )
    except (WrongKeyError, KeyError):
        raise Refusal("key_file_damaged", path=str(path)) from None
    return OpenKeyFile(path, keys, content, master)


def _wrapped(keys: TillKeys, master: bytes, file_id: str) -> dict[str, bytes]:
    return {
        name: wrap(getattr(keys, name), key=master, purpose=_purpose(file_id, name))
        for name in TillKeys.__struct_fields__
    }


def _slot_box(master: bytes, key: bytes, file_id: str, slot: Slot) -> bytes:
    return wrap(master, key=key, purpose=_purpose(file_id, slot))


def _purpose(file_id: str, name: str) -> bytes:
    return f"pos-app key file {VERSION} {file_id} {name}".encode()


def _passphrase_key(passphrase: str, slot: _SlotBox) -> bytes:
    from nacl.pwhash import argon2id

    return bytes(argon2id.kdf(KEY_BYTES, passphrase.encode(), slot.salt, opslimit=slot.passes, memlimit=slot.memory))


def _read(path: Path) -> _Content:
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_Content)
    except (msgspec.DecodeError, ValueError, OSError):
        raise Refusal("key_file_damaged", path=str(path)) from None
    if content.version > VERSION:
        raise Refusal("key_file_newer", path=str(path))
    return content


def _write(path: Path, content: _Content) -> None:
    write_durably(path, msgspec.json.format(msgspec.json.encode(content), indent=1))
