"""What became of a file that a stick brought, in one sentence."""

from __future__ import annotations

from pos_app.i18n import N_
from pos_app.office.pages.language import Language
from pos_app.office.take_in import AGAIN, LATE, TakenIn

_PROBLEMS = {
    "gap": N_("Entries before these are missing: an earlier file of this till has not come, or was lost."),
    "chain_broken": N_("An entry does not hold with the ones before it: it is kept apart, look at the till's page."),
    "fork": N_("Another branch of this till's journal is held here: what came is kept apart as evidence."),
    "stale_incarnation": N_("This till has gone on under another key: what came is kept apart as evidence."),
    "revoked": N_("This till is revoked: what came is kept apart as evidence."),
}


def said_of(done: TakenIn, language: Language) -> str:
    """One sentence: whose file it was, what was new in it, and what to do with the answer."""
    _ = language.gettext
    name, number = done.name, done.number
    if done.said == AGAIN:
        text = _("File {number} of {name} had come already: nothing changed, the answer was made anew.")
    elif done.said == LATE:
        text = _("File {number} of {name} came after a newer one: what it still held is taken in.")
    else:
        text = language.ngettext(
            "File {number} of {name} is taken in: {count} new operation. Bring the answer back to the till.",
            "File {number} of {name} is taken in: {count} new operations. Bring the answer back to the till.",
            done.entries,
        )
    return text.format(number=number, name=name, count=language.number(done.entries))


def problems_of(done: TakenIn, language: Language) -> tuple[str, ...]:
    """What could not be done, each in one sentence."""
    other = N_("A part could not be taken in ({code}): the till sends it again.")
    return tuple(language.gettext(_PROBLEMS.get(code, other)).format(code=code) for code in done.problems)
