"""Asking somebody else for their word before money goes back above the limit of a role."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.approver import ApproverPanel
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.refund import REFUND_REASONS
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.reasons import REFUND_WORDS
from pos_app.sentences import say


def refund_reasons() -> tuple[tuple[str, str], ...]:
    """Codes of REFUND_REASONS with their words."""
    return tuple((code, _(REFUND_WORDS[code])) for code in REFUND_REASONS)


def ask_second_person(desk: Desk, parent: QWidget, *, against: str, reason: str) -> ApproverPanel:
    """The panel that asks, for a reason that was already chosen; never whoever is signed in."""
    return ApproverPanel(
        desk,
        against=[against],
        reasons=[one for one in refund_reasons() if one[0] == reason],
        back=_("Escape to go back: nothing is given back"),
        parent=parent,
        not_by=desk.operator.code if desk.operator else None,
    )


def refused_or_asked(
    desk: Desk, panel: FormPanel, error: BaseException, *, reason: str, again: Callable[[Approval], None]
) -> None:
    """`panel` says why nothing was given back; where a second person may allow it, they are asked, and it is tried
    `again` with their word."""
    panel.refused(error)
    if isinstance(error, PosError) and error.code == "needs_second_person":
        asked = ask_second_person(desk, panel.window(), against=say(error), reason=reason)
        asked.approved.connect(again)
        asked.closed.connect(panel.setFocus)
