"""A till in a process of its own, told what to do line by line: what the headless day drives, kills and restarts.

It is the till that the window opens, without the window. One JSON object a line on standard input:
first {"key": hex}, then {"do": "sell"}, {"do": "sync"}, {"do": "reprint", "ticket": ...} or {"do": "stop"}; one
answer a line, written when the act is committed.
"""

from __future__ import annotations

import json
import queue
import secrets
import sys
from collections.abc import Callable
from typing import Any

from pos_app.clock import SystemClock
from pos_app.counter.find_item import items_for_sale
from pos_app.counter.reprint import reprint
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import sell
from pos_app.counter.shelf import shelf
from pos_app.counter.sign_in import operators_on_file
from pos_app.counter.till import Till
from pos_app.counter.till_events import SyncEnded, TillEvent
from pos_app.domain.basket import Basket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.identifiers import PersonToken, basket_id
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError
from pos_app.domain.tender import Tender, TenderKind
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.settings import TillFolder
from pos_app.store.people import every_person
from pos_app.sync.outcome import Synced

_BASKETS: tuple[tuple[tuple[str, ...], tuple[tuple[TenderKind, int], ...]], ...] = (
    (("CARTE-ILLIM", "NET-500M", "NET-500M", "ATELIER"), ((TenderKind.CASH, 2000),)),
    (("CARTE-30",), ((TenderKind.CASH, 250),)),
    (("NET-2G", "CARTE-2H"), ((TenderKind.CARD, 1100),)),
    (("HOTSPOT-3G",), ((TenderKind.AID_VOUCHER, 2000), (TenderKind.CASH, 1000))),
    (("ATELIER",), ()),
    (("CARTE-2H", "CARTE-2H"), ((TenderKind.CHEQUE, 1200),)),
)
"""What is sold, in turn, and how it is paid: amounts in cents."""


class TillProcess:
    """Answers the lines of one parent."""

    def __init__(self, folder: TillFolder, key: bytes) -> None:
        self._sync_ended: queue.SimpleQueue[SyncEnded] = queue.SimpleQueue()
        key_file = open_with_keyring_key(folder.key_file, key)
        self._running = RunningTill(folder, key_file, clock=SystemClock(), listener=self._hear)
        self._shelf = self._running.run(shelf).result()
        self._operator = self._anybody()
        self._people = self._running.run(_tokens).result()
        self._sold = 0

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """What became of one order; a refusal is an answer too."""
        orders: dict[str, Callable[[], dict[str, Any]]] = {
            "sell": self._sell,
            "sync": self._sync,
            "reprint": lambda: self._reprint(order["ticket"]),
        }
        try:
            return orders[order["do"]]()
        except PosError as error:
            return {"error": error.code}

    def stop(self) -> None:
        self._running.stop()

    def _sell(self) -> dict[str, Any]:
        codes, tenders = _BASKETS[self._sold % len(_BASKETS)]
        self._sold += 1
        clock = SystemClock()
        basket = Basket(basket_id(at_ms=clock.now_ms(), random=secrets.token_bytes(10)))
        basket.choose_person(self._people[self._sold % len(self._people)])
        for code in codes:
            product = self._shelf.catalogue.product(code)
            told_apart = self._shelf.catalogue.family_of(product).tracking is Tracking.SERIAL
            things = self._running.run(items_for_sale, product=product.code).result() if told_apart else ()
            basket.add(product, item=things[0].item if things else None)
        sold = self._running.run(
            sell,
            operator=self._operator,
            basket=basket.freeze(),
            tenders=[Tender(kind, cents) for kind, cents in tenders],
            receipt=True,
        ).result()
        return {"ticket": sold.ticket, "total_cents": sold.total_cents}

    def _reprint(self, ticket: str) -> dict[str, Any]:
        copy = self._running.run(reprint, operator=self._operator, ticket=ticket).result()
        return {"copy": copy}

    def _sync(self) -> dict[str, Any]:
        """Waits for its outcome, and says where the journal then stands."""
        self._running.synchronise()
        outcome = self._sync_ended.get().outcome
        incarnation, head = self._running.run(_head).result()
        where = {"incarnation": incarnation, "head": head}
        if isinstance(outcome, Synced):
            return {"complete": outcome.complete, "unsent": outcome.unsent, **where}
        return {"error": outcome.code if isinstance(outcome, PosError) else type(outcome).__name__, **where}

    def _anybody(self) -> Operator:
        return self._running.run(operators_on_file).result()[-1].operator

    def _hear(self, event: TillEvent) -> None:
        if isinstance(event, SyncEnded):
            self._sync_ended.put(event)


def _tokens(till: Till) -> list[PersonToken]:
    return [person.token for person in every_person(till.connection)]


def _head(till: Till) -> tuple[str, str]:
    return till.store.head.incarnation, till.store.head.hash.hex()


def run_till_process(folder: TillFolder) -> None:
    """Serves the parent at the other end of standard input until it says stop, or is gone."""
    process = TillProcess(folder, bytes.fromhex(json.loads(sys.stdin.readline())["key"]))
    _say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "stop":
            break
        _say(process.answer(order))
    process.stop()
    _say({"stopped": True})


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)
