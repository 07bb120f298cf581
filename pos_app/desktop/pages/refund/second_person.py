"""Asking somebody else for their word before money goes back above the limit of a role."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.approver import ApproverPanel
from pos_app.domain.refund import REFUND_REASONS
from pos_app.i18n import gettext as _
from pos_app.reasons import REFUND_WORDS


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
