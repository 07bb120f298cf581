"""What the disk is asked for, and what happens when it has no more room."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.hold_basket import held_baskets, hold_basket
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Unavailable
from pos_app.settings import TillFolder
from pos_app.store.rebuild import projection_rows
from tests.small_disk import small_disk
from tests.store.syncs import syncs_before_each_answer
from tests.tills import TemplateTill, basket_of, cash, copy_of, fault_of, keys_of

__all__ = ["small_disk"]


def test_a_sale_costs_one_sync_before_the_desk_is_answered(
    template: TemplateTill, folder: TillFolder, needs: Callable[[str], Path]
) -> None:
    """Also the first one after a checkpoint, which would sync the WAL's header besides (PERFORMANCE.md)."""
    counts = syncs_before_each_answer(template, folder, sales=10, strace=needs("strace"))
    assert counts == [1] * 8


def test_a_sale_that_finds_the_disk_full_is_refused_whole(till: Till, volunteer: Operator) -> None:
    """SQLite may take no page more, which it answers as it answers a full disk."""
    pages = till.connection.execute("PRAGMA page_count").fetchone()[0]
    till.connection.execute(f"PRAGMA max_page_count = {pages}")
    sold, refused = sell_until_refused(till, volunteer)
    assert refused.code == "disk_full"
    require_unharmed(till, sold)
    till.connection.execute("PRAGMA max_page_count = 1000000")
    basket = basket_of(till, "CARTE-30", number=sold + 1)
    assert sell(till, operator=volunteer, basket=basket, tenders=cash(250), receipt=True).ticket.endswith(str(sold + 1))


def test_a_real_full_disk_loses_nothing_and_selling_resumes_when_there_is_room(
    template: TemplateTill, small_disk: Path, volunteer: Operator
) -> None:
    folder = copy_of(template, small_disk)
    ballast = small_disk / "ballast"
    opened = open_till(folder, keys_of(template, folder), clock=SystemClock())
    till = opened.till
    held = hold_basket(till, operator=volunteer, basket=basket_of(till, "NET-2G", number=10**6))
    room = os.statvfs(small_disk)
    ballast.write_bytes(bytes((room.f_bavail - 20) * room.f_frsize))
    sold, refused = sell_until_refused(till, volunteer)
    assert refused.code in {"disk_full", "disk_error"}
    require_unharmed(till, sold)
    ballast.unlink()
    basket = basket_of(till, "CARTE-30", number=sold + 1)
    assert sell(till, operator=volunteer, basket=basket, tenders=cash(250), receipt=True).ticket.endswith(str(sold + 1))
    assert held_baskets(till) == (held,)
    abandon_till(opened)


def sell_until_refused(till: Till, operator: Operator) -> tuple[int, Unavailable]:
    """How many sales were recorded, and what the next one was refused with."""
    for sold in range(95):
        basket = basket_of(till, "CARTE-30", number=sold + 1)
        before = (till.store.head, projection_rows(till.connection))
        try:
            sell(till, operator=operator, basket=basket, tenders=cash(250), receipt=True)
        except Unavailable as refused:
            assert (till.store.head, projection_rows(till.connection)) == before
            return sold, refused
    raise AssertionError("the disk never was full")


def require_unharmed(till: Till, sold: int) -> None:
    assert till.store.state.last_ticket == sold
    assert till.connection.execute("SELECT count(*) FROM print_job").fetchone() == (sold,)
    assert fault_of(till.connection) is None
    assert not till.connection.in_transaction
