"""Codes want contact: they are not sold where head office was not heard of for long (SYNC.md § 3). A till alone has
no such end."""

from __future__ import annotations

from pos_app.counter.parameters_of_office import office_parameters
from pos_app.counter.status import LAST_HELLO, LAST_SYNC, office_known
from pos_app.counter.till import Till
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.store.parameters import read_parameter

_DAY_MS = 24 * 3600 * 1000


def days_without_contact(till: Till) -> int:
    """Whole days since head office last answered; 0 at a till alone, and at one whose clock went back since."""
    if not office_known(till).address:
        return 0
    heard_ms = max(read_parameter(till.connection, name, type=int, default=0) for name in (LAST_HELLO, LAST_SYNC))
    return max(0, till.clock.now_ms() - heard_ms) // _DAY_MS if heard_ms else 0


def codes_are_frozen(till: Till) -> bool:
    return days_without_contact(till) >= office_parameters(till.connection).contact_days


def seller_of_codes(till: Till) -> IncarnationId:
    """The incarnation that may sell codes here now. Raises Refusal("codes_not_guarded", "codes_want_contact")."""
    till.vault.require_guarded()
    if codes_are_frozen(till):
        raise Refusal("codes_want_contact", days=days_without_contact(till))
    return till.store.head.incarnation
