"""The table of machines, with filters, and every act on one."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.expired_reservations import release_expired
from pos_app.counter.laptop_papers import LAPTOP_LABEL, print_laptop_paper
from pos_app.counter.laptop_sale import DELIVERY_SLIP
from pos_app.counter.laptops import Machine, MachineState, machine_at, machine_list
from pos_app.counter.open_plan import PLAN_CONTRACT
from pos_app.counter.own_thread import in_a_thread
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.end_plan_panel import EndPlanPanel
from pos_app.desktop.pages.laptops.paper_panel import PaperPanel
from pos_app.desktop.pages.laptops.passport_panel import PassportPanel
from pos_app.desktop.pages.laptops.pay_panel import InstalmentPanel, pay_elsewhere_panel, pay_plan_panel, taken_words
from pos_app.desktop.pages.laptops.plan_panel import PlanPanel
from pos_app.desktop.pages.laptops.reserve_panel import ReleasePanel, ReservePanel
from pos_app.desktop.pages.laptops.withdraw_panel import ExchangePanel, WithdrawPanel
from pos_app.desktop.pages.laptops.words import (
    certificate_tone,
    certificate_words,
    grade_choices,
    grade_words,
    model_words,
    price_words,
    state_tone,
    state_words,
    title_of,
)
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.facts import PlanOpened
from pos_app.domain.plan_paper import PlanPaper
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.laptop_words import STATE_WORDS

_PRICES_CENTS = (10_000, 15_000, 20_000, 30_000)


class LaptopsView(Listing[Machine]):
    """F6 writes the passport, F7 reserves, F8 opens a plan or takes its payment, F9 opens the other acts."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[Machine]] = [
            Column(_("Number"), attrgetter("number")),
            Column(_("Model"), model_words),
            Column(_("Grade"), grade_words),
            Column(_("Price"), price_words, by=attrgetter("price_cents"), right=True),
            Column(_("State"), state_words, by=attrgetter("state"), tone=state_tone),
            Column(_("For whom"), attrgetter("holder")),
            Column(_("Certificate"), certificate_words, tone=certificate_tone),
            Column(_("Serial number"), lambda machine: f"…{machine.serial_end}"),
        ]
        super().__init__(desk, notice, RowTable(columns, name=_("Computers")), file_name="ordinateurs.csv")
        self._machines: tuple[Machine, ...] = ()
        self.state = self._filter_by(_("State"), [("", _("All states")), *((s, _(w)) for s, w in STATE_WORDS.items())])
        self.grade = self._filter_by(_("Grade"), [("", _("All grades")), *grade_choices()])
        self.price = self._filter_by(
            _("Price"),
            [("", _("Any price")), *((str(c), _("up to {price}").format(price=money(c))) for c in _PRICES_CENTS)],
        )
        self.wiped = self._filter_by(
            _("Wipe certificate"),
            [("", _("Certificate or not")), ("yes", _("with certificate")), ("no", _("without certificate"))],
        )
        self._lay_filters()
        self.passport = key_button(_("Passport"), "F6", self._passport, kind="main", shortcut="F6")
        self.reserve = key_button(_("Reserve"), "F7", self._reserve, shortcut="F7")
        self.plan = key_button(_("Instalments"), "F8", self._plan, shortcut="F8")
        self.more = key_button(_("More"), "F9", self._choose_more, shortcut="F9")
        for one in (self.passport, self.reserve, self.plan, self.more):
            self.acts.addWidget(one)
        self.acts.addStretch(1)
        self.table.opened.connect(self._passport)

    def refresh(self) -> None:
        """Reads the machines again."""
        if self._desk.operator is not None:
            self._desk.ask(self._desk.running.run(release_expired))
            submit = self._desk.running.in_background
            self._desk.ask(in_a_thread(lambda: machine_list(submit)), self._show)

    def _filter_by(self, name: str, options: list[tuple[str, str]]) -> QComboBox:
        made = combo(name, options)
        made.setMaximumWidth(230)
        made.currentIndexChanged.connect(self._arrange)
        return made

    def _lay_filters(self) -> None:
        row = QHBoxLayout()
        for one in (self.state, self.grade, self.price, self.wiped):
            row.addWidget(one)
        row.addStretch(1)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertLayout(1, row)

    def _show(self, found: tuple[Machine, ...]) -> None:
        self._machines = found
        self._arrange()

    def _arrange(self) -> None:
        self.table.show_rows([machine for machine in self._machines if self._is_wanted(machine)])

    def _is_wanted(self, machine: Machine) -> bool:
        state, grade, price, wiped = map(chosen_value, (self.state, self.grade, self.price, self.wiped))
        return (
            (not state or machine.state == state)
            and (not grade or grade_words(machine) == grade)
            and (not price or machine.price_cents <= int(price))
            and (not wiped or machine.certified == (wiped == "yes"))
        )

    def _passport(self) -> None:
        self._open(lambda machine: PassportPanel(self._desk, self._notice, machine, self.window()))

    def _reserve(self) -> None:
        def panel(machine: Machine) -> Overlay:
            kind = ReleasePanel if machine.state is MachineState.RESERVED else ReservePanel
            return kind(self._desk, self._notice, machine, self.window())

        self._open(panel)

    def _plan(self) -> None:
        """The payment of a plan that is running, or a new plan."""
        machine = self.table.chosen
        if machine is not None and machine.plan is not None and machine.plan.is_open:
            self.pay(machine)
        else:
            self._open(self._new_plan)

    def _new_plan(self, machine: Machine) -> Overlay:
        panel = PlanPanel(self._desk, self._notice, machine, self.window())
        panel.opened.connect(self._first_payment)
        return panel

    def _first_payment(self, opened: PlanOpened) -> None:
        self._desk.ask(self._desk.running.run(machine_at, item=opened.item), self.pay)

    def pay(self, machine: Machine) -> None:
        """Asks for a payment of a machine's plan."""
        if machine.plan is not None:
            self._watch(pay_plan_panel(self._desk, machine.plan, title_of(machine), self.window()))

    def _choose_more(self) -> None:
        machine = self.table.chosen
        options = [*(_acts_on(machine) if machine else ()), ("paper", _("Read a plan's paper"))]
        panel = ChoicePanel(
            title_of(machine) if machine else _("Computers"),
            _("Each of them is written down, with who and why."),
            options,
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(self._more)

    def _more(self, name: str) -> None:
        desk, notice, window = self._desk, self._notice, self.window()
        panels: dict[str, Callable[[Machine], Overlay]] = {
            "end": lambda machine: EndPlanPanel(desk, notice, machine, window),
            "withdraw": lambda machine: WithdrawPanel(desk, notice, machine, window),
            "exchange": lambda machine: ExchangePanel(desk, notice, machine, window),
        }
        if name == "paper":
            self.read_paper()
        elif name in panels:
            self._open(panels[name])
        else:
            self._print(name)

    def read_paper(self) -> None:
        """A plan's paper: ours, or another till's, of which a payment is then taken."""
        panel = PaperPanel(self._desk, self._notice, self.window())
        panel.foreign.connect(self._pay_elsewhere)
        panel.closed.connect(self._closed)

    def _pay_elsewhere(self, paper: PlanPaper) -> None:
        self._watch(pay_elsewhere_panel(self._desk, paper, self.window()))

    def _watch(self, panel: InstalmentPanel) -> None:
        panel.paid.connect(lambda taken: self._notice.show_text(taken_words(taken), "good"))
        panel.closed.connect(self._closed)

    def _print(self, document: str) -> None:
        machine, operator = self.table.chosen, self._desk.operator
        if machine is not None and operator is not None:
            said = _("It is printing.")
            future = self._desk.running.run(print_laptop_paper, operator=operator, item=machine.item, document=document)
            self._desk.ask(future, lambda _done: self._notice.show_text(said, "good"))

    def _open(self, kind: Callable[[Machine], QWidget]) -> None:
        machine = self.table.chosen
        if machine is None or self._desk.operator is None:
            return
        panel = kind(machine)
        if isinstance(panel, Overlay):
            panel.closed.connect(self._closed)

    def _closed(self) -> None:
        self.table.setFocus()
        self.refresh()


def _acts_on(machine: Machine) -> list[tuple[str, str]]:
    """What else can be done with a machine as it stands."""
    acts = [(LAPTOP_LABEL, _("Print the label"))]
    if machine.plan is not None:
        delivered = machine.plan.delivered is not None
        acts.append(("end", _("Take the machine back") if delivered else _("Give the plan up")))
        acts.append((PLAN_CONTRACT, _("Print the plan again")))
    if machine.state in (MachineState.FOR_SALE, MachineState.RESERVED):
        acts.append(("withdraw", _("Withdraw from the stock")))
    if machine.state is MachineState.SOLD or (machine.plan and machine.plan.delivered):
        acts.append(("exchange", _("Exchange under warranty")))
        acts.append((DELIVERY_SLIP, _("Print the delivery slip again")))
    return acts
