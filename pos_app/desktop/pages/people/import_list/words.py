"""What the import says of a list, as plain functions."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.counter.people_lists.check import CheckedList, RowProblem
from pos_app.domain.people_list import Column
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.sentences import say

_MOST_NAMED = 6


def column_words() -> dict[Column, str]:
    """In the order of the form."""
    return {
        Column.FAMILY_NAME: _("Family name"),
        Column.GIVEN_NAME: _("First name"),
        Column.FULL_NAME: _("Whole name, if in one column"),
        Column.BIRTH: _("Year or date of birth"),
        Column.LANGUAGE: _("Language"),
        Column.PHONE: _("Telephone"),
        Column.PRESCRIBER: _("Referred by"),
        Column.PROGRAMME: _("Programme"),
        Column.STARTS_ON: _("Date of the slip"),
        Column.ENDS_ON: _("End of the right"),
        Column.SLIP: _("Number of the slip"),
        Column.CARD: _("Card number"),
    }


def counted_words(checked: CheckedList) -> list[str]:
    """What would be written, what is there already, what would be left out."""
    words = [
        ngettext("{count} person can be registered.", "{count} people can be registered.", checked.people).format(
            count=checked.people
        )
    ]
    if checked.already:
        words.append(
            ngettext(
                "{count} person of the list is on file already and stays as is.",
                "{count} people of the list are on file already and stay as they are.",
                checked.already,
            ).format(count=checked.already)
        )
    if checked.alike:
        words.append(
            ngettext(
                "{count} of them sounds like somebody else of the same year: look at the record afterwards.",
                "{count} of them sound like somebody else of the same year: look at their records afterwards.",
                checked.alike,
            ).format(count=checked.alike)
        )
    if checked.new_structures:
        named = ", ".join(checked.new_structures[:_MOST_NAMED])
        more = len(checked.new_structures) - _MOST_NAMED
        words.append(
            _("Structures that will be added: {names}").format(names=named + (f" (+ {more})" if more > 0 else ""))
        )
    if checked.left_out:
        words.append(
            ngettext("{count} row is left out:", "{count} rows are left out:", checked.left_out).format(
                count=checked.left_out
            )
        )
    return words


def problem_rows(problems: Sequence[RowProblem]) -> list[tuple[str, str, str]]:
    """Line, what stands there, and why it is left out."""
    return [
        (str(problem.line), " · ".join(cell for cell in problem.cells if cell)[:80], say(problem.refusal))
        for problem in problems
    ]
