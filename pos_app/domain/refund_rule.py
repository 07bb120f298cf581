"""What head office sets about refunds: how much each role gives back alone, and by which means. Data, never code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from pos_app.domain.operator import Role
from pos_app.domain.tender import TenderKind

_AS_PAID: Mapping[TenderKind, tuple[TenderKind, ...]] = MappingProxyType({kind: (kind,) for kind in TenderKind})


class RefundRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`volunteer_cents` and the like: what an operator of that role gives back in a day on nobody else's word.

    `by_tender` says, for what was paid by one means, by which means it may be given back, the usual one first.
    A means that it leaves out goes back as it was paid.
    """

    volunteer_cents: int = 0
    employee_cents: int = 2_000
    coordinator_cents: int = 30_000
    by_tender: dict[TenderKind, tuple[TenderKind, ...]] = {}

    def limit_cents(self, role: Role) -> int:
        """What an operator of this role gives back in a day alone."""
        return {
            Role.VOLUNTEER: self.volunteer_cents,
            Role.EMPLOYEE: self.employee_cents,
            Role.COORDINATOR: self.coordinator_cents,
        }[role]

    def ways_back(self, paid_by: TenderKind) -> tuple[TenderKind, ...]:
        """The means by which what was paid by `paid_by` may be given back; never none."""
        return self.by_tender.get(paid_by) or _AS_PAID[paid_by]

    @property
    def is_possible(self) -> bool:
        """Whether no amount is below zero."""
        return min(self.volunteer_cents, self.employee_cents, self.coordinator_cents) >= 0
