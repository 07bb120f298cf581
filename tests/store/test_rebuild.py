"""Projections can be made again from the journal alone. That replay equals live on random histories of everything that
is sold is tests/properties/test_everything_sold.py (DESIGN.md)."""

from __future__ import annotations

from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.facts import SignedOut
from pos_app.store.rebuild import projection_rows, rebuild_projections
from tests.tills import TemplateTill, basket_of, cash


def test_a_rebuild_says_how_far_it_is_and_counts_every_entry(till: Till) -> None:
    for _ in range(1_000):
        with till.store.transaction() as act:
            act.append(SignedOut())
    heard: list[int] = []
    assert rebuild_projections(till.store, progress=heard.append) == till.store.position
    assert heard == [1_000]


def test_a_rebuild_mends_projections_that_somebody_changed(till: Till, template: TemplateTill) -> None:
    sell(till, operator=template.volunteer, basket=basket_of(till, "CARTE-30"), tenders=cash(250), receipt=False)
    live = projection_rows(till.connection)
    till.connection.execute("UPDATE stock SET on_hand = 0")
    till.connection.execute("UPDATE till_state SET perpetual_cents = 0, last_ticket = 77")
    till.connection.execute("DELETE FROM sold_basket")
    rebuild_projections(till.store)
    assert projection_rows(till.connection) == live
