"""The vault of an opened till, and the mark that is written before it opens a code."""

from __future__ import annotations

from pos_app.counter.vault import Vault
from pos_app.keys.key_file import OpenKeyFile, Slot
from pos_app.keys.voucher_box import VoucherBox
from pos_app.settings import TillFolder
from pos_app.store.marks import Mark, read_mark, write_mark
from pos_app.store.till_store import TillStore


def vault_of(folder: TillFolder, key_file: OpenKeyFile, store: TillStore) -> Vault:
    """What the keys of `key_file` make of codes, as its slots stand now."""
    keys = key_file.keys
    return Vault(
        box=VoucherBox(keys.voucher),
        guarded=key_file.guarded,
        guarded_by=_strongest(key_file),
        marks=folder.marks,
        save_mark=lambda: write_mark(folder.mark, mark_of(store), keys.database),
        marked=lambda: _marked(folder, keys.database),
    )


def _marked(folder: TillFolder, key: bytes) -> int:
    mark = read_mark(folder.mark, key)
    return mark.seq if mark else 0


def _strongest(key_file: OpenKeyFile) -> str:
    return next((slot.value for slot in (Slot.KEYRING, Slot.PASSPHRASE, Slot.RECOVERY) if slot in key_file.slots), "")


def mark_of(store: TillStore) -> Mark:
    """How far the journal has come, as the marks outside the database keep it."""
    state = store.state
    return Mark(
        incarnation=store.head.incarnation,
        seq=store.head.seq,
        hash=store.head.hash.hex(),
        position=store.position,
        series=state.series,
        last_ticket=state.last_ticket,
        perpetual_cents=state.perpetual_cents,
        perpetual_absolute_cents=state.perpetual_absolute_cents,
    )
