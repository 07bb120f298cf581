"""Accompanying people in words: what refuses, what cases are about, what was done, how they ended."""

from __future__ import annotations

from pos_app.i18n import N_

SUPPORT_SENTENCES: dict[str, str] = {
    "session_wrong": N_("A session needs a day and an hour (26/11/2026 14:00), minutes, and 1 to 200 places."),
    "session_over": N_("This session is over or cancelled. Plan another one."),
    "session_unknown": N_("This session is not known here."),
    "session_full": N_("“{session}”: no place is left. Choose another session."),
    "not_a_workshop": N_("“{product}” is no workshop: choose another article."),
    "places_taken": N_("{taken} places are taken already: there cannot be fewer."),
    "place_not_taken": N_("Nobody has this place."),
    "case_unknown": N_("This case is not known here."),
    "case_closed": N_("This case is closed. Open another one."),
    "due_day_past": N_("The next day to look at it is past. Choose today or later."),
    "referral_missing": N_("Choose the structure that goes on with the case."),
    "note_too_long": N_("A note has at most {most} letters."),
}
"""Part of pos_app/sentences.py."""

CASE_ABOUT: dict[str, str] = {
    "bill_too_high": N_("bill too high"),
    "wrong_contract": N_("wrong contract"),
    "contested_code": N_("contested recharge code"),
    "diagnosis": N_("diagnosis"),
    "other": N_("something else"),
}
CASE_STEPS: dict[str, str] = {
    "called_operator": N_("called the operator"),
    "wrote_letter": N_("wrote a letter"),
    "met_person": N_("met the person"),
    "got_answer": N_("got an answer"),
    "sent_to_mediator": N_("sent to the mediator"),
    "waiting": N_("waiting for an answer"),
}
CASE_OUTCOMES: dict[str, str] = {
    "solved": N_("solved"),
    "partly": N_("partly solved"),
    "refused": N_("refused by the operator"),
    "given_up": N_("given up"),
    "referred": N_("referred to another structure"),
}
PLACE_STATES: dict[str, str] = {
    "taken": N_("enrolled"),
    "given_up": N_("given up"),
    "came": N_("came"),
    "missed": N_("did not come"),
}
CANCELLATIONS: dict[str, str] = {
    "nobody_came_forward": N_("nobody came forward"),
    "host_away": N_("whoever holds it is away"),
    "room_closed": N_("the room is closed"),
    "postponed": N_("postponed"),
}
