"""The index of people after an import that was cut: some of them could not be found."""

from __future__ import annotations

from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.till_store import Act, TillStore

_UNFINISHED = "people_index_unfinished"


def note_unfinished(act: Act) -> None:
    """From now on people are written whose index comes later."""
    if not read_parameter(act.connection, _UNFINISHED, type=bool, default=False):
        write_parameter(act, _UNFINISHED, value=True)


def note_finished(act: Act, *, anew: bool) -> None:
    """Everybody is in the index; `anew` makes it again from who is on file."""
    from pos_app.store.people import every_person, findable
    from pos_app.store.people_index import rebuild_people_index

    if anew:
        rebuild_people_index(act.connection, map(findable, every_person(act.connection)))
    write_parameter(act, _UNFINISHED, value=False)


def finish_index(store: TillStore) -> None:
    """At the till's start: makes the index anew where an import was cut, some seconds for a large list."""
    if read_parameter(store.connection, _UNFINISHED, type=bool, default=False):
        with store.transaction() as act:
            note_finished(act, anew=True)
