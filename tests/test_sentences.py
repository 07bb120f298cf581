"""What is said of an error: in the language in force, with amounts as people read them, never a trace."""

from __future__ import annotations

import pytest

from pos_app.domain.refusals import Bug, Refusal
from pos_app.i18n import use_language
from pos_app.sentences import SENTENCES, say


def test_amounts_in_sentences_are_money() -> None:
    assert "2,50\u00a0€" in say(Refusal("paid_too_little", missing_cents=250))
    use_language("en")
    assert say(Refusal("paid_too_little", missing_cents=250)) == "€2.50 still to be paid."


@pytest.mark.parametrize("error", [Bug("heads_differ"), ValueError("secret"), Refusal("code_of_another_version")])
def test_a_mistake_of_ours_is_one_sentence_with_its_name_and_nothing_it_held(error: Exception) -> None:
    said = say(error)
    assert (error.code if isinstance(error, Bug | Refusal) else "ValueError") in said
    assert "secret" not in said


def test_a_value_from_outside_is_shown_and_never_interpreted() -> None:
    assert "{0.__class__}" in say(Refusal("barcode_unknown", barcode="{0.__class__}"))


@pytest.mark.parametrize("code", ["office_unreachable", "office_nonsense", "office_busy", "clock_wrong"])
def test_a_network_that_fails_is_said_to_lose_nothing(code: str) -> None:
    assert "nothing is lost" in SENTENCES[code].lower()
