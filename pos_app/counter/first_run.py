"""The first run on a computer: a till, and a way to open it tomorrow without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pos_app.clock import Clock
from pos_app.counter.add_operator import Newcomer, check_newcomer
from pos_app.counter.keyring_slot import keep_in_keyring
from pos_app.counter.set_up_till import SetUpTill, TillSetup, set_up_till
from pos_app.domain.operator import Role
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.keys.key_file import PASSPHRASE_SHORTEST, OpenKeyFile
from pos_app.settings import TillFolder


def make_first_till(
    folder: TillFolder,
    *,
    point: Mapping[str, str],
    first_name: str,
    pin: str,
    passphrase: str,
    clock: Clock,
) -> SetUpTill:
    """Sets a till up and gives its key file a keyring slot, or, where the computer has no keyring, a passphrase's.

    Slow (Argon2id, the keyring's prompt): never on the GUI thread. Raises what `set_up_till` raises, and
    Refusal("passphrase_too_short", "passphrase_needed") before anything is made.
    """
    if passphrase and len(passphrase) < PASSPHRASE_SHORTEST:
        raise Refusal("passphrase_too_short", least=PASSPHRASE_SHORTEST)
    if not passphrase and not keyring_answers():
        raise Refusal("passphrase_needed", least=PASSPHRASE_SHORTEST)
    coordinator = check_newcomer(Newcomer(first_name, Role.COORDINATOR, pin))
    made = set_up_till(folder, TillSetup(coordinator=coordinator, **point), clock=clock)
    key_file = _with_daily_slot(made.opened.key_file, passphrase)
    return replace(made, opened=replace(made.opened, key_file=key_file))


def keyring_answers() -> bool:
    """Whether this computer's keyring can be used now."""
    from pos_app.keys.os_keyring import read_from_keyring

    try:
        read_from_keyring("probe")
    except Unavailable:
        return False
    return True


def _with_daily_slot(key_file: OpenKeyFile, passphrase: str) -> OpenKeyFile:
    if passphrase:
        key_file = key_file.with_passphrase_slot(passphrase)
    try:
        return keep_in_keyring(key_file)
    except Unavailable:
        return key_file
