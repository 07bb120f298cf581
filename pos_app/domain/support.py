"""Accompanying people: dated sessions with places, and cases that are followed step by step."""

from __future__ import annotations

import datetime as dt
import enum

from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal

LARGEST_SESSION = 200
LONGEST_MINUTES = 24 * 60
LONGEST_NOTE = 500
CANCELLATION_REASONS = ("nobody_came_forward", "host_away", "room_closed", "postponed")


class PlaceState(enum.StrEnum):
    """Of one place in a session: who was enrolled came or did not, or gave it up."""

    TAKEN = "taken"
    GIVEN_UP = "given_up"
    CAME = "came"
    MISSED = "missed"


class CaseAbout(enum.StrEnum):
    """What a case is about."""

    BILL_TOO_HIGH = "bill_too_high"
    WRONG_CONTRACT = "wrong_contract"
    CONTESTED_CODE = "contested_code"
    DIAGNOSIS = "diagnosis"
    OTHER = "other"


class CaseStep(enum.StrEnum):
    """What was done for a case."""

    CALLED_OPERATOR = "called_operator"
    WROTE_LETTER = "wrote_letter"
    MET_PERSON = "met_person"
    GOT_ANSWER = "got_answer"
    SENT_TO_MEDIATOR = "sent_to_mediator"
    WAITING = "waiting"


class CaseOutcome(enum.StrEnum):
    """How a case ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    REFERRED = "referred"


def checked_session(starts: str, *, minutes: int, places: int) -> dt.datetime:
    """When a session begins, local time ("2026-11-26T14:00"). Raises Refusal("session_wrong")."""
    try:
        begins = dt.datetime.fromisoformat(starts)
    except ValueError:
        raise Refusal("session_wrong") from None
    if begins.tzinfo or begins.second or not 0 < minutes <= LONGEST_MINUTES or not 0 < places <= LARGEST_SESSION:
        raise Refusal("session_wrong")
    return begins


def checked_amounts(*amounts_cents: int) -> None:
    """Raises Refusal("amount_not_a_number") below zero, Refusal("amount_too_large")."""
    for cents in amounts_cents:
        if cents < 0:
            raise Refusal("amount_not_a_number", text="")
        if cents > LARGEST_AMOUNT_CENTS:
            raise Refusal("amount_too_large", text="")


def checked_note(text: str) -> str:
    """A remark in somebody's own words, which is kept beside the journal. Raises Refusal("note_too_long")."""
    kept = " ".join(text.split())
    if len(kept) > LONGEST_NOTE or not (kept.isprintable() or not kept):
        raise Refusal("note_too_long", most=LONGEST_NOTE)
    return kept
