"""Passwords of head office's accounts."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache

from pos_app.domain.refusals import Refusal
from pos_app.secret_hash import hash_secret, secret_matches

SHORTEST, LONGEST = 12, 128
LEAST_CHARACTERS = 5
"""Different ones in a password."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB: two at a time, so that a flood of guesses takes neither the memory nor both processors."""


def check_password(password: str, again: str, *, login: str) -> None:
    """Raises Refusal("password_short", "password_long", "password_simple", "passwords_differ")."""
    if len(password) < SHORTEST:
        raise Refusal("password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise Refusal("password_long", most=LONGEST)
    if len(set(password)) < LEAST_CHARACTERS or (login and login in password.lower()):
        raise Refusal("password_simple")
    if password != again:
        raise Refusal("passwords_differ")


def password_hash(password: str) -> bytes:
    """What to keep of a password."""
    with _AT_ONCE:
        return hash_secret(password)


def password_matches(password: str, hashed: bytes | None) -> bool:
    """Whether `hashed` was made of it; None, for an account that there is not, takes as long to say no."""
    with _AT_ONCE:
        return secret_matches(password, hashed or _nobodys_hash()) and hashed is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> bytes:
    return hash_secret(secrets.token_hex(16))
