"""What the panels about one machine have in common: the machine, named in the title."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.laptops import Machine
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.act_panel import ActPanel
from pos_app.desktop.pages.laptops.words import title_of
from pos_app.desktop.widgets.notice import Notice


class MachinePanel(ActPanel):
    """About one machine."""

    def __init__(
        self,
        desk: Desk,
        notice: Notice,
        machine: Machine,
        parent: QWidget,
        *,
        title: str,
        keep: str,
        explained: str = "",
        height: int = 480,
    ) -> None:
        named = f"{title} · {title_of(machine)}"
        super().__init__(desk, notice, parent, title=named, explained=explained, keep=keep, height=height)
        self.machine = machine
