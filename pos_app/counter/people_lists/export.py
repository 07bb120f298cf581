"""Writing everybody on file to a table: a coordinator's act, of which the journal keeps the number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pos_app.counter.contact import require_people_shown
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.entitlement import in_force
from pos_app.domain.facts import PeopleExported
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Person
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.person_words import right_state_words
from pos_app.store.entitlements import entitlements
from pos_app.store.people import all_tokens, people_after
from pos_app.store.structures import structures
from pos_app.tables.writing import Cell, write_table

_PART = 50


def export_people(submit: Submit, path: Path, *, operator: Operator) -> int:
    """Writes a new ".csv" or ".xlsx" file, guarded against formulas, that only its owner may read.

    Read in parts, between which the counter sells. Returns how many people. Raises Refusal("right_missing",
    "table_kind_unknown") and Unavailable("table_not_written").
    """
    operator.require(Right.EXPORT_PEOPLE)
    submit(require_people_shown).result()
    headings = (
        _("Family name"), _("First name"), _("Year of birth"), _("Language"), _("Telephone"), _("Card"),
        _("Referred by"), _("Programme"), _("Right from"), _("Right until"), _("State of the right"),
    )  # fmt: skip
    count = write_table(path, headings, _rows(submit))
    submit(lambda till: _record(till, operator, count)).result()
    return count


def _rows(submit: Submit) -> Iterator[tuple[Cell, ...]]:
    names = {one.code: one.name for one in submit(lambda till: structures(till.connection)).result()}
    last_id = 0
    while part := submit(partial(_part, after=last_id, names=names)).result():
        last_id = part[-1][0]
        yield from (row for _number, row in part)


def _part(till: Till, *, after: int, names: dict[str, str]) -> list[tuple[int, tuple[Cell, ...]]]:
    return [(person.id, _row(till, person, names)) for person in people_after(till.connection, after, limit=_PART)]


def _row(till: Till, person: Person, names: dict[str, str]) -> tuple[Cell, ...]:
    from pos_app.counter.dates import today

    identity = person.identity
    right = in_force(entitlements(till.connection, all_tokens(till.connection, person.token)), today(till))
    told: tuple[Cell, ...] = ("", "", "", "")
    if right is not None:
        told = (right.programme, date(right.starts_on), date(right.ends_on), right_state_words(right.state))
    return (
        identity.family_name,
        identity.given_name,
        identity.year_of_birth,
        identity.language,
        identity.phone,
        person.card,
        names.get(identity.prescriber, identity.prescriber),
        *told,
    )


def _record(till: Till, operator: Operator, people: int) -> None:
    with till.store.transaction(operator.code) as act:
        act.append(PeopleExported(people=people))
