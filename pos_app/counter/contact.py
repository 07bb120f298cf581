"""Contact with head office, as this till counts it: kept beside the journal, by trusted time (SYNC.md § 3).

A till alone has no contact to keep, and no end of one.
"""

from __future__ import annotations

import msgspec

from pos_app.counter.known_office import office_known
from pos_app.counter.parameters_of_office import office_parameters
from pos_app.counter.till import Till
from pos_app.domain.refusals import Refusal
from pos_app.domain.trusted_time import SLACK_MS, Contact, heard, heard_by_letter, looked_at
from pos_app.store.opening import Connection
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.till_store import Act, TillStore

_CONTACT = "contact"


class _Kept(msgspec.Struct, frozen=True):
    """What is kept; nothing before the first contact."""

    contact: Contact | None = None


class ContactNow(msgspec.Struct, frozen=True):
    """`days` without contact, `off_days` of them known from this computer's clock alone; at `limit_days` names are
    hidden and codes are not sold. `clock_ahead_ms` is how far this clock stands ahead of head office's; `clock_behind`
    says that it went back while the computer was off, as with a dead battery."""

    days: int = 0
    off_days: int = 0
    limit_days: int = 0
    clock_ahead_ms: int = 0
    clock_behind: bool = False

    @property
    def too_old(self) -> bool:
        return 0 < self.limit_days <= self.days

    @property
    def by_clock(self) -> bool:
        """Whether it is only too old if this computer's clock is right."""
        return self.too_old and self.days - self.off_days < self.limit_days


ALONE = ContactNow()


def contact_now(till: Till) -> ContactNow:
    """How long head office was not heard of; nothing at a till alone."""
    contact = _now(till.store) if office_known(till).address else None
    if contact is None:
        return ALONE
    ahead_ms = contact.clock_ahead_ms
    return ContactNow(
        days=contact.days,
        off_days=contact.off_days,
        limit_days=office_parameters(till.connection).contact_days,
        clock_ahead_ms=ahead_ms if abs(ahead_ms) > SLACK_MS else 0,
        clock_behind=not contact.counted,
    )


def keep_heard(store: TillStore, act: Act, *, office_ms: int) -> None:
    """Head office answered just now, at `office_ms` of its clock."""
    clock = store.clock
    _keep(act, heard(office_ms=office_ms, wall_ms=clock.now_ms(), uptime=clock.uptime()))


def keep_heard_by_letter(store: TillStore, act: Act, *, office_ms: int) -> None:
    """Something came that head office signed at `office_ms`, perhaps days ago."""
    contact = _now(store)
    if contact is None:
        keep_heard(store, act, office_ms=office_ms)
    else:
        _keep(act, heard_by_letter(contact, office_ms=office_ms))


def keep_look(store: TillStore, act: Act) -> None:
    """Keeps what was counted until now, so that a restart does not lose it."""
    contact = _now(store)
    if contact is not None:
        _keep(act, contact)


def require_people_shown(till: Till) -> None:
    """Raises Refusal("people_want_contact", "people_want_contact_by_clock"): names are hidden at a till that was out of
    reach for too long, for it may be stolen."""
    now = contact_now(till)
    if now.by_clock:
        raise Refusal("people_want_contact_by_clock", days=now.days, off_days=now.off_days)
    if now.too_old:
        raise Refusal("people_want_contact", days=now.days)


def require_codes_sold(till: Till) -> None:
    """Raises Refusal("codes_want_contact", "codes_want_contact_by_clock")."""
    now = contact_now(till)
    if now.by_clock:
        raise Refusal("codes_want_contact_by_clock", days=now.days, off_days=now.off_days)
    if now.too_old:
        raise Refusal("codes_want_contact", days=now.days)


def _now(store: TillStore) -> Contact | None:
    contact = _read(store.connection)
    clock = store.clock
    return looked_at(contact, wall_ms=clock.now_ms(), uptime=clock.uptime()) if contact else None


def _read(connection: Connection) -> Contact | None:
    return read_parameter(connection, _CONTACT, type=_Kept, default=_Kept()).contact


def _keep(act: Act, contact: Contact) -> None:
    write_parameter(act, _CONTACT, _Kept(contact))
