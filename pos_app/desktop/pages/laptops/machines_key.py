"""What waits for a person and what they pay in parts: a key on their page and at their bar, there only while something
is; red where a payment did not come."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.laptops import Machine, MachineState, machines_of
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.pay_panel import pay_plan_panel, taken_words
from pos_app.desktop.pages.laptops.words import state_words, title_of
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.domain.identifiers import PersonToken
from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext

_KEY = "F11"


class MachinesKey(QWidget):
    """F11 takes the payment of a plan, or puts the machine that waits on the ticket."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._token: PersonToken | None = None
        self.machines: tuple[Machine, ...] = ()
        self.late = label(role="bad", semibold=True, wrap=True)
        self.open = key_button("", _KEY, self._open, shortcut=_KEY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.late)
        layout.addWidget(self.open)
        colour_text(self.late, "bad")
        self.hide()

    def show_person(self, token: PersonToken | None) -> None:
        """The key for this person, or none."""
        if token != self._token:
            self.hide()
        self._token = token
        if token is not None:
            self._desk.ask(self._desk.running.run(machines_of, person=token), partial(self._found, token))

    def _found(self, token: PersonToken, machines: tuple[Machine, ...]) -> None:
        """Only of the person who is still shown."""
        if token != self._token:
            return
        self.machines = machines
        words = ngettext("{count} computer under way", "{count} computers under way", len(machines))
        self.open.set_words(words.format(count=len(machines)))
        self.open.setToolTip("\n".join(map(state_words, machines)))
        late_cents = sum(one.standing.late_cents for one in machines if one.standing)
        late = _("A payment of {amount} did not come.").format(amount=money(late_cents))
        self.late.setText(late if late_cents else "")
        self.late.setVisible(bool(late_cents))
        self.setVisible(bool(machines))

    def _open(self) -> None:
        if len(self.machines) == 1:
            self._go_on(self.machines[0])
            return
        by_item = {str(one.item): one for one in self.machines}
        panel = ChoicePanel(
            _("Which computer?"),
            _("A payment is taken, or the machine that waits goes on the ticket."),
            [(item, f"{title_of(one)} · {state_words(one)}") for item, one in by_item.items()],
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(lambda item: self._go_on(by_item[item]))

    def _go_on(self, machine: Machine) -> None:
        if machine.plan is not None and machine.plan.is_open:
            panel = pay_plan_panel(self._desk, machine.plan, title_of(machine), self.window())
            panel.paid.connect(lambda taken: self._desk.noticed.emit(taken_words(taken), "good"))
            panel.closed.connect(lambda: self.show_person(self._token))
        elif machine.state is MachineState.RESERVED and self._desk.shelf is not None:
            self._desk.add(self._desk.shelf.item(machine.product.code), thing=machine.item)
