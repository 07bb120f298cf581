"""The picture of things by their number: two keys of the demo are lent to its first structure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.counter.dates import today
from pos_app.counter.lend_equipment import lend_equipment
from pos_app.counter.running import RunningTill
from pos_app.counter.structures import structures
from pos_app.desktop.pages.stock.page import StockPage
from pos_app.domain.operator import Operator


def show_loans(
    page: QWidget, running: RunningTill, operator: Operator, wait: Callable[[Callable[[], object]], None]
) -> None:
    """Opens the tab of things by their number of the demo's stock `page`, once two keys are lent."""
    assert isinstance(page, StockPage)
    rows = page.equipment.table.rows
    page.tabs.setCurrentWidget(page.equipment)
    wait(lambda: rows.rowCount() > 2)
    keys = [one.thing.item for one in rows.rows if one.thing.product == "HOTSPOT-3G"]
    house, day = running.run(structures).result()[0], running.run(today).result()
    for item, days in zip(keys, (12, 30), strict=False):
        due_on = day + dt.timedelta(days=days)
        running.run(lend_equipment, operator=operator, item=item, person=house.token, due_on=due_on).result()
    page.equipment.refresh()
    wait(lambda: any(one.loan for one in rows.rows))
    page.equipment.table.setCurrentIndex(rows.index(next(n for n, one in enumerate(rows.rows) if one.loan), 0))
