"""What head office sets of how tills keep contact and hold codes: a small file, as the rules are one."""

from __future__ import annotations

import tomllib

import msgspec

from pos_app.domain.refusals import Refusal


class OfficeParameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Codes of head office are not sold once it was not heard of for `contact_days`. An allocation is what a till
    sells in `allocation_days`, within bounds; its codes may be sold for `sell_days`."""

    contact_days: int = 30
    allocation_days: int = 2
    allocation_least: int = 10
    allocation_most: int = 200
    sell_days: int = 90

    @property
    def is_possible(self) -> bool:
        return (
            1 <= self.contact_days <= 366
            and 1 <= self.allocation_days <= 31
            and 1 <= self.allocation_least <= self.allocation_most <= 1_000
            and 1 <= self.sell_days <= 3_660
        )


def read_parameters(text: str) -> OfficeParameters:
    """The parameters that `text` (TOML) describes. Raises Refusal("parameters_wrong", why)."""
    try:
        read = msgspec.convert(tomllib.loads(text), OfficeParameters)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refusal("parameters_wrong", why=str(error)) from error
    if not read.is_possible:
        raise Refusal("parameters_wrong", why="bounds")
    return read
