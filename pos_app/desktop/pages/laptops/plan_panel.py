"""Agreeing on a plan: for whom, in how many parts; what the rules ask is asked before it is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.counter.laptops import Machine
from pos_app.counter.open_plan import PlanOffer, open_plan, plan_offer
from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.machine_panel import MachinePanel
from pos_app.desktop.pages.laptops.person_field import PersonField
from pos_app.desktop.pages.laptops.words import title_of
from pos_app.desktop.pages.sale.approval_panel import ApprovalPanel
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.facts import PlanOpened
from pos_app.domain.refusals import Refusal
from pos_app.i18n import date, money, ngettext
from pos_app.i18n import gettext as _


class PlanPanel(MachinePanel):
    """`opened` carries the PlanOpened: the first part is then asked for."""

    opened = Signal(object)

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        rules = desk.shelf.rules.instalments if desk.shelf else None
        explained = _("The price is {price}; the machine waits here until it is handed over.").format(
            price=money(machine.price_cents)
        )
        super().__init__(
            desk, notice, machine, parent, title=_("Pay in instalments"), keep=_("Agree and print"),
            explained=explained, height=560,
        )  # fmt: skip
        self.person = PersonField(desk)
        self.add(_("For whom"), self.person)
        most = rules.number if rules else 1
        options = [
            (str(n), ngettext("{count} payment", "{count} payments", n).format(count=n)) for n in range(1, most + 1)
        ]
        self.number = combo("", options, chosen=str(most))
        self.add(_("In how many parts"), self.number)
        self.parts = label(wrap=True)
        self.add(_("Before when"), self.parts)
        self._offer: PlanOffer | None = None
        self.person.chosen.connect(self._read)
        self.number.currentIndexChanged.connect(self._read)
        self.wanted.connect(self._agree)
        self.open_at(self.person.line)
        self._read()

    def scanned(self, text: str) -> None:
        self.person.scanned(text)

    def _read(self) -> None:
        """What the plan would be, for whoever is chosen."""
        self._offer = None
        self.parts.setText("")
        operator, whom = self.desk.operator, self.person.whom
        if operator is None or whom is None:
            return
        future = self.desk.running.run(
            plan_offer,
            operator=operator,
            item=self.machine.item,
            person=whom.token,
            number=int(chosen_value(self.number)),
        )
        self.desk.ask(future, self._show, self.refused)

    def _show(self, offer: PlanOffer) -> None:
        self._offer = offer
        self.wrong.setText("")
        self.parts.setText(
            "\n".join(
                _("{amount} before {day}").format(amount=money(due.amount_cents), day=date(due.due_on))
                for due in offer.due
            )
        )

    def _agree(self) -> None:
        if self.person.whom is None:
            self.refused(Refusal("person_needed"))
        elif self._offer is not None and self._offer.check.objections:
            asked = ApprovalPanel(self.desk, self._offer.check, self.window())
            asked.approved.connect(self._open)
            asked.closed.connect(self.setFocus)
        elif self._offer is not None:
            self._open(None)

    def _open(self, approval: Approval | None) -> None:
        whom, operator = self.person.whom, self.desk.operator
        if whom is None or operator is None:
            return
        self.save.setEnabled(False)
        future = self.desk.running.run(
            open_plan,
            operator=operator,
            item=self.machine.item,
            person=whom.token,
            number=int(chosen_value(self.number)),
            approval=approval,
        )
        self.desk.ask(future, self._done, self.refused)

    def _done(self, opened: PlanOpened) -> None:
        self.close_overlay()
        said = _("{machine}: plan {plan} is agreed on, its paper is printing.")
        self.notice.show_text(said.format(machine=title_of(self.machine), plan=opened.plan), "good")
        self.opened.emit(opened)
