"""Who may do what at head office: roles and their rights, as data. Whoever has no role here has no right."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pos_app.i18n import N_


class Right(StrEnum):
    """What a page shows, or an act changes."""

    POINTS_READ = "points.read"
    TILLS_MANAGE = "tills.manage"
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    CODES_READ = "codes.read"
    CODES_MANAGE = "codes.manage"
    STOCK_READ = "stock.read"
    STOCK_MANAGE = "stock.manage"
    TICKETS_READ = "tickets.read"
    EXPORTS_TAKE = "exports.take"
    IMPACT_READ = "impact.read"
    IMPACT_PUBLISH = "impact.publish"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_MANAGE = "catalogue.manage"
    OPERATORS_READ = "operators.read"
    OPERATORS_MANAGE = "operators.manage"
    DIAGNOSTICS_READ = "diagnostics.read"
    DIAGNOSTICS_MANAGE = "diagnostics.manage"
    AUDIT_READ = "audit.read"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_MANAGE = "accounts.manage"


class OfficeRole(StrEnum):
    """What somebody is at head office."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    STATISTICS = "statistics"


RIGHTS: Mapping[OfficeRole, frozenset[Right]] = {
    OfficeRole.ADMINISTRATOR: frozenset(Right),
    OfficeRole.COORDINATOR: frozenset(Right)
    - {Right.AUDIT_READ, Right.ACCOUNTS_READ, Right.ACCOUNTS_MANAGE, Right.EXPORTS_TAKE},
    OfficeRole.ACCOUNTANT: frozenset({Right.POINTS_READ, Right.TICKETS_READ, Right.EXPORTS_TAKE}),
    OfficeRole.AUDITOR: frozenset(right for right in Right if right.endswith(".read")) | {Right.EXPORTS_TAKE},
    OfficeRole.STATISTICS: frozenset({Right.IMPACT_READ}),
}

_RIGHTS_BY_NAME: Mapping[str, frozenset[Right]] = {role.value: rights for role, rights in RIGHTS.items()}

ROLE_WORDS: Mapping[OfficeRole, str] = {
    OfficeRole.ADMINISTRATOR: N_("Administrator"),
    OfficeRole.COORDINATOR: N_("Coordinator of head office"),
    OfficeRole.ACCOUNTANT: N_("Accountant"),
    OfficeRole.AUDITOR: N_("Auditor"),
    OfficeRole.STATISTICS: N_("Statistics"),
}

ROLE_REACH: Mapping[OfficeRole, str] = {
    OfficeRole.ADMINISTRATOR: N_("Everything, and the accounts"),
    OfficeRole.COORDINATOR: N_("Points, tills, people, codes, catalogue and rules, operators"),
    OfficeRole.ACCOUNTANT: N_("Tickets and exports"),
    OfficeRole.AUDITOR: N_("Reads everything, changes nothing"),
    OfficeRole.STATISTICS: N_("Figures of impact only"),
}


def may(role: str, right: Right) -> bool:
    """Whether `role` has `right`; a role that this program does not know has none."""
    return right in _RIGHTS_BY_NAME.get(role, frozenset())
