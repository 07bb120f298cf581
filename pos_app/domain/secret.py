"""A value that must not be seen: it shows as *** wherever somebody prints, logs or formats it."""

from __future__ import annotations

import hmac
from typing import Never


class Secret:
    """Bytes that are shown only where `reveal` is called by name."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    def __reduce__(self) -> Never:
        raise TypeError("a secret is not pickled")
