"""What every fact is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every fact is. Optional fields are left out of the payload, never null (RFC 8785 bounds)."""

    kind: ClassVar[str] = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A value inside a fact."""


def kinds_of(family: type[Fact]) -> Iterator[type[Fact]]:
    """Every kind of fact in a family, the families in it apart: those that name themselves."""
    for each in family.__subclasses__():
        if each.kind:
            yield each
        yield from kinds_of(each)
