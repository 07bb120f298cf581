"""Any day at the counter: whatever is sold, lent, given or brought back, in any order, every promise about money, goods
and codes is kept. One machine over all families: no code or serial in two hands, money in minus money out is the
drawer, replay equals live.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from pos_app.counter.close_period import close_period
from pos_app.domain.facts import Period
from pos_app.store.rebuild import projection_rows, rebuild_projections
from tests.properties.at_counter import DAY_S
from tests.properties.closings import check_closings
from tests.properties.codes import Codes
from tests.properties.sessions import Sessions
from tests.properties.stock_and_cash import StockAndCash
from tests.properties.things import Things
from tests.tills import TemplateTill


class EverythingSold(Things, Codes, Sessions, StockAndCash):
    """All of it at one till, which somebody closes in the end."""

    def look_back(self) -> None:
        self.close_the_day()
        self.clock.advance(seconds=40 * DAY_S)
        self.attempt(lambda: close_period(self.till, operator=self.who, period=Period.MONTH))
        super().look_back()
        check_closings(self.till)
        live = projection_rows(self.till.connection)
        rebuild_projections(self.till.store)
        assert projection_rows(self.till.connection) == live, "rebuilt in its place, it is the same"


def test_any_day_keeps_every_promise(template: TemplateTill) -> None:
    EverythingSold.template = template
    run_state_machine_as_test(EverythingSold, settings=settings(max_examples=60, stateful_step_count=40))
