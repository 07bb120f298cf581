"""Correcting who somebody is, and making one record of two."""

from __future__ import annotations

from dataclasses import fields

from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.till import Till
from pos_app.domain.facts import PersonChanged, PersonsMerged
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Identity
from pos_app.domain.refusals import Refusal
from pos_app.store.people import change_person, close_record, person_of


def change_identity(till: Till, *, operator: Operator, token: str, identity: Identity) -> PersonAtDesk:
    """Writes the fields that differ; the journal says which ones, never what they held."""
    operator.require(Right.REGISTER)
    person = person_of(till.connection, token)
    changes = {
        field.name: str(getattr(identity, field.name))
        for field in fields(Identity)
        if getattr(identity, field.name) != getattr(person.identity, field.name)
    }
    if changes:
        with till.store.transaction(operator.code) as act:
            change_person(act, person, changes, at_ms=till.clock.now_ms())
            act.append(PersonChanged(person=person.token, fields=tuple(sorted(changes))))
    return person_at_desk(till, token=token)


def merge_people(till: Till, *, operator: Operator, kept: str, gone: str) -> PersonAtDesk:
    """Makes one person of two records: `kept` has its identity and card, and the history of both.

    What the record that goes said of the same person (a phone, where `kept` has none) is taken over.
    Raises Refusal("merge_with_itself", "person_unknown").
    """
    operator.require(Right.MERGE_PEOPLE)
    stays, goes = person_of(till.connection, kept), person_of(till.connection, gone)
    if stays.token == goes.token:
        raise Refusal("merge_with_itself")
    with till.store.transaction(operator.code) as act:
        close_record(act, goes)
        if goes.identity.phone and not stays.identity.phone:
            change_person(act, stays, {"phone": goes.identity.phone}, at_ms=till.clock.now_ms())
        act.append(PersonsMerged(kept=stays.token, gone=goes.token))
    return person_at_desk(till, token=kept)
