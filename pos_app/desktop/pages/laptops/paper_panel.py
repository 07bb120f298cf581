"""The paper of a plan is scanned: for another till's plan a payment is taken, for ours what others took is heard of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.counter.laptops import is_our_plan
from pos_app.counter.plan_payment import hear_payments
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.plan_paper import PlanPaper, read_paper
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext


class PaperPanel(FormPanel):
    """`foreign` carries the PlanPaper of another till's plan."""

    foreign = Signal(object)

    def __init__(self, desk: Desk, notice: Notice, parent: QWidget) -> None:
        explained = _("Scan the square code of the person's last receipt or of the plan's paper, then Enter.")
        super().__init__(_("A plan's paper"), explained, _("Read"), parent, height=340)
        self._desk = desk
        self._notice = notice
        self.text = self.line(_("Square code"))
        self.wanted.connect(self._read)
        self.open_at(self.text)

    def _read(self) -> None:
        try:
            paper = read_paper(self.text.text())
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        self._desk.ask(
            self._desk.running.run(is_our_plan, plan=paper.plan),
            lambda ours: self._go_on(paper, ours=ours),
            self.refused,
        )

    def _go_on(self, paper: PlanPaper, *, ours: bool) -> None:
        if self._desk.operator is None:
            return
        if not ours:
            self.close_overlay()
            self.foreign.emit(paper)
            return

        def heard(facts: tuple[object, ...]) -> None:
            self.close_overlay()
            known = sum(one.amount_cents for one in paper.paid)
            told = ngettext(
                "{count} payment of another till is now known: {paid} paid in all.",
                "{count} payments of other tills are now known: {paid} paid in all.",
                len(facts),
            )
            self._notice.show_text(told.format(count=len(facts), paid=money(known)), "good")

        future = self._desk.running.run(hear_payments, operator=self._desk.operator, paper=paper)
        self._desk.ask(future, heard, self.refused)
