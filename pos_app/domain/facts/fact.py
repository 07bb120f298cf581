"""What every fact is."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every fact is. Optional fields are left out of the payload, never null (RFC 8785 bounds)."""

    kind: ClassVar[str] = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A value inside a fact."""
