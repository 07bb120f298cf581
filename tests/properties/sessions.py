"""Sessions with places: planned, filled by tickets, given up, attended, cancelled."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pos_app.clock import local_now
from pos_app.counter.sessions import cancel_session, give_up_place, mark_attendance, set_session
from pos_app.store.support import places_of, session_of
from tests.properties.at_counter import AtCounter, chosen, number

_days = st.integers(-1, 60)


class Sessions(AtCounter):
    """A place is one ticket's; there are never more than there are."""

    @rule(act=st.sampled_from(["plan", "plan", "otherwise", "cancel"]), at=number, places=st.integers(1, 3), days=_days)
    def sessions(self, act: str, at: int, places: int, days: int) -> None:
        """Never with fewer places than are taken, never in the past. Of one that is cancelled, places that were taken
        stay on the page until they are given back."""
        session = chosen(at, list(self.book.seats))
        if act == "cancel" and session and at % 3 == 0:
            self.attempt(lambda: cancel_session(self.till, operator=self.who, session=session, reason="room_closed"))
            return
        starts = (local_now(self.clock) + dt.timedelta(days=days)).replace(tzinfo=None).isoformat(timespec="minutes")
        changed = session if act == "otherwise" else None
        done = self.attempt(
            lambda: set_session(
                self.till, operator=self.who, product="ATELIER", starts=starts, minutes=60, places=places,
                session=changed,
            )
        )  # fmt: skip
        if done is not None:
            self.book.seats.setdefault(done, set())
            self.book.places[done] = places

    @rule(act=st.sampled_from(["give up", "came", "missed"]), at=number, place=number)
    def places(self, act: str, at: int, place: int) -> None:
        session = chosen(at, [one for one, tickets in self.book.seats.items() if tickets] or list(self.book.seats))
        found = chosen(place, places_of(self.till.connection, session)) if session else None
        if found is None:
            return
        holds = found.ticket in self.book.seats[found.session]
        if act == "give up":
            done = self.attempt(lambda: give_up_place(self.till, operator=self.who, place=found))
            self.book.seats[found.session].discard(found.ticket)
        else:
            came = act == "came"
            done = self.attempt(lambda: mark_attendance(self.till, operator=self.who, place=found, came=came))
        assert (done is not None) == holds, "a place that nobody holds is neither given up nor attended"

    @invariant()
    def no_more_places_are_taken_than_there_are(self) -> None:
        for session, tickets in self.book.seats.items():
            known = session_of(self.till.connection, session)
            assert known.taken == len(tickets), "the seats that are taken"
            assert known.taken <= known.places == self.book.places[session], "a session has more people than seats"
