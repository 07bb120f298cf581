"""The second factor: six digits that change every 30 seconds (RFC 6238, by pyotp), and codes for when it is lost."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

import pyotp

STEP_MS = 30_000
STEPS_AROUND = 1
"""A telephone's clock may be off by so many steps."""
RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 4, 5

_DIGITS = re.compile("[0-9]{6}")


def new_secret() -> str:
    """160 random bits in base 32, as authenticators take them."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, login: str, issuer: str) -> str:
    """What the QR code says to an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, *, now_ms: int, after: int) -> int | None:
    """The step whose code this is, around now and later than the step `after` that was used last; None for none."""
    typed = re.sub(r"\s", "", code)
    if not _DIGITS.fullmatch(typed):
        return None
    now = now_ms // STEP_MS
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if step > after and hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), typed):
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 98 random bits, each good once."""
    return tuple(
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def recovery_hash(code: str) -> bytes:
    """What is kept of a recovery code: random enough that a plain hash tells nothing."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).upper().encode()).digest()
