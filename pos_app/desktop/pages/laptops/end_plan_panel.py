"""Giving a plan up, or taking its machine back: what goes back is shown before anybody decides."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.counter.end_plan import GivenUp, end_plan, given_back_by_rule
from pos_app.counter.laptops import Machine
from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.machine_panel import MachinePanel
from pos_app.desktop.pages.laptops.words import back_words
from pos_app.desktop.pages.refund.second_person import refund_reasons, refused_or_asked
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.facts import Goods
from pos_app.i18n import gettext as _


class EndPlanPanel(MachinePanel):
    """Each payment is given back to the means that paid it, on a slip of its own that the person signs."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        self._has_machine = bool(machine.plan and machine.plan.delivered)
        title = _("Take the machine back") if self._has_machine else _("Give the plan up")
        super().__init__(
            desk, notice, machine, parent, title=title, keep=_("Give back"), explained=machine.holder, height=520
        )
        self.reason = combo("", refund_reasons(), chosen="changed_mind")
        self.add(_("Reason"), self.reason)
        self.goods = combo(
            "",
            [(Goods.SHELF.value, _("It can be sold again")), (Goods.WRITTEN_OFF.value, _("It cannot be sold again"))],
        )
        if self._has_machine:
            self.add(_("The machine"), self.goods)
        self.back = label(wrap=True, semibold=True)
        self.add(_("To give back"), self.back)
        self.reason.currentIndexChanged.connect(self._read)
        self.wanted.connect(partial(self._end, None))
        self.open_at(self.reason)
        self._read()

    def _read(self) -> None:
        plan, operator = self.machine.plan, self.desk.operator
        if plan is None or operator is None:
            return
        future = self.desk.running.run(
            given_back_by_rule, operator=operator, plan=plan.plan, reason=chosen_value(self.reason)
        )
        self.desk.ask(future, lambda found: self.back.setText(back_words(found)), self.refused)

    def _end(self, approval: Approval | None) -> None:
        plan, operator = self.machine.plan, self.desk.operator
        if plan is None or operator is None:
            return
        self.save.setEnabled(False)
        future = self.desk.running.run(
            end_plan,
            operator=operator,
            plan=plan.plan,
            reason=chosen_value(self.reason),
            goods=Goods(chosen_value(self.goods)) if self._has_machine else Goods.NONE,
            approval=approval,
        )
        self.desk.ask(future, self._done, self._not_ended)

    def _not_ended(self, error: BaseException) -> None:
        refused_or_asked(self.desk, self, error, reason=chosen_value(self.reason), again=self._end)

    def _done(self, ended: GivenUp) -> None:
        self.close_overlay()
        self.notice.show_text(_("The plan is ended. {back}").format(back=back_words(ended)), "good")
