"""A till that keeps its key in this session's keyring: one verb a process, as from one day to the next.

`set-up`, `open`, `forget` (the keyring loses the till's key) or `open-with-words WORDS`; one line of JSON on standard
output: what was done, or the code of the error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pos_app.clock import SystemClock
from pos_app.counter.first_run import make_first_till
from pos_app.counter.keyring_slot import (
    Unlocked,
    keep_mark_in_keyring,
    unlock_with_keyring,
    unlock_with_words,
)
from pos_app.counter.open_till import close_till, open_till, saved_mark
from pos_app.domain.refusals import PosError
from pos_app.keys.key_file import file_id_of
from pos_app.keys.os_keyring import SERVICE, read_from_keyring
from pos_app.keys.recovery_words import read_recovery_words
from pos_app.settings import TillFolder
from tests.tills import COORDINATOR_PIN, folder_in

POINT = {
    "point": "Marseille",
    "till": "Caisse 1",
    "series": "MRS1",
    "legal_name": "Connexions Solidaires",
    "address": "12 rue de l'Exemple, 13003 Marseille",
    "siret": "12345678900012",
}


def set_up(folder: TillFolder) -> dict[str, Any]:
    """As the first-run assistant does, without a passphrase: only the keyring opens it tomorrow."""
    first = make_first_till(
        folder, point=POINT, first_name="Claire", pin=COORDINATOR_PIN, team=(), passphrase="", clock=SystemClock()
    )
    words = first.set_up.words
    close_till(first.set_up.opened)
    return {"words": " ".join(words)}


def open_with_keyring(folder: TillFolder) -> dict[str, Any]:
    return _day(folder, unlock_with_keyring(folder))


def open_with_words(folder: TillFolder) -> dict[str, Any]:
    """As the unlock page does."""
    return _day(folder, unlock_with_words(folder, read_recovery_words(sys.argv[3])))


def forget(folder: TillFolder) -> dict[str, Any]:
    from keyring.backends.SecretService import Keyring

    name = f"till {file_id_of(folder.key_file)} key"
    assert read_from_keyring(name)
    Keyring().delete_password(SERVICE, name)
    return {"left": read_from_keyring(name)}


def _day(folder: TillFolder, unlocked: Unlocked) -> dict[str, Any]:
    """Opens and closes the till as the desktop does."""
    opened = open_till(folder, unlocked.key_file, clock=SystemClock(), keyring_mark=unlocked.keyring_mark)
    incarnation = opened.till.store.head.incarnation
    close_till(opened)
    if unlocked.in_keyring:
        keep_mark_in_keyring(unlocked.key_file.file_id, saved_mark(folder))
    return {
        "incarnation": incarnation,
        "in_keyring": unlocked.in_keyring,
        "mark_was_in_keyring": unlocked.keyring_mark is not None,
    }


VERBS: dict[str, Callable[[TillFolder], dict[str, Any]]] = {
    "set-up": set_up,
    "open": open_with_keyring,
    "forget": forget,
    "open-with-words": open_with_words,
}

if __name__ == "__main__":
    try:
        print(json.dumps(VERBS[sys.argv[1]](folder_in(Path(sys.argv[2])))))
    except PosError as error:
        print(json.dumps({"error": error.code}))
