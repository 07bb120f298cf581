"""Closing a day of 500 tickets, all but its paper, against the 300 ms that the coordinator may wait (issue 6)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from pos_app.clock import SystemClock
from pos_app.counter.close_day import close_day
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.counter.sell import sell
from tests.bench.row import Row
from tests.tills import basket_of, cash, copy_of, keys_of, make_template

TICKETS, ROUNDS, LIMIT_MS = 500, 5, 300


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        template = make_template(root / "template")
        folder = copy_of(template, root)
        opened = open_till(folder, keys_of(template, folder), clock=SystemClock())
        till, took_ms = opened.till, []
        for day in range(ROUNDS):
            for number in range(TICKETS):
                basket = basket_of(till, "ATELIER", number=1 + day * TICKETS + number)
                tenders = cash(basket.total_cents)
                sell(till, operator=template.volunteer, basket=basket, tenders=tenders, receipt=False)
            begun = time.perf_counter()
            close_day(till, operator=template.coordinator)
            took_ms.append((time.perf_counter() - begun) * 1000)
        abandon_till(opened)
        spread = (max(took_ms) - min(took_ms)) / median(took_ms)
        yield Row("closing", "ms", median(took_ms), LIMIT_MS, f"limit, a day of {TICKETS} tickets", 1.0, spread)
