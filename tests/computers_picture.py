"""What the picture of the computers' tab shows: one machine reserved, one that somebody begins to pay in parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.counter.open_plan import open_plan
from pos_app.counter.running import RunningTill
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.domain.operator import Operator


def show_computers(
    page: QWidget, running: RunningTill, operator: Operator, wait: Callable[[Callable[[], object]], None]
) -> None:
    """Opens the tab of computers of the demo's stock `page`, and a plan for whoever waits for a machine."""
    assert isinstance(page, StockPage)
    rows = page.laptops.table.rows
    page.tabs.setCurrentWidget(page.laptops)
    wait(lambda: rows.rowCount() > 1)
    person = next(one.reservation.person for one in rows.rows if one.reservation is not None)
    free = next(one for one in rows.rows if one.certified and one.reservation is None)
    wait(running.run(open_plan, operator=operator, item=free.item, person=person, number=3).done)
    page.laptops.refresh()
    wait(lambda: any(one.plan for one in rows.rows))
