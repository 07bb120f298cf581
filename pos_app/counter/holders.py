"""Who has a thing, by the token of the ledger: the record that stands for it now, its name, its language."""

from __future__ import annotations

from pos_app.counter.contact import contact_now
from pos_app.counter.till import Till
from pos_app.domain.person import Person
from pos_app.store.people import kept_token, person_with_token
from pos_app.store.structures import structure_with_token

HIDDEN = "•••"
"""What stands for a name at a till that head office has not heard of for too long."""


def person_behind(till: Till, token: str) -> Person | None:
    """The person of this token, under whatever record it was joined to; None for a structure or an erased person."""
    return person_with_token(till.connection, kept_token(till.connection, token))


def holder_name(till: Till, token: str) -> str:
    """The name of a person or of a structure, as paper says it; empty where it was erased, `HIDDEN` where head office
    was not heard of for too long."""
    person = person_behind(till, token)
    if person is not None:
        return HIDDEN if contact_now(till).too_old else person.identity.full_name
    structure = structure_with_token(till.connection, token)
    return structure.name if structure else ""
