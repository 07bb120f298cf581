"""What a coordinator and a volunteer do with codes, in tests: files, sales of codes, a printer that keeps paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec import structs

from pos_app.counter.print_book import printable
from pos_app.counter.reveal_code import reveal_on_paper
from pos_app.counter.seal_lots import Run
from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import SlipAtDesk, slips_of_ticket
from pos_app.counter.till import Till
from pos_app.domain.facts import Fact
from pos_app.domain.identifiers import ItemId, place_in_lot
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import PosError
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.jobs import Document
from pos_app.store import journal, print_jobs
from pos_app.store.sealed_codes import box_of
from pos_app.store.vault import lot_of
from tests.tills import basket_of, cash

_Result = TypeVar("_Result")
THERMAL = "thermal"
HEADINGS = "produit;code;valable_jusqu_au"


def on(till: Till) -> Run:
    """Acts on a till that no thread owns."""

    def run(act: Callable[[Till], _Result]) -> _Result:
        return act(till)

    return run


def written(path: Path, rows: Sequence[tuple[str, str, str]]) -> Path:
    """An operator's file."""
    path.write_text("\n".join([HEADINGS, *(";".join(row) for row in rows), ""]), encoding="utf-8")
    return path


def sell_codes(
    till: Till, operator: Operator, *products: str, number: int = 1, person: str = ""
) -> tuple[Sold, tuple[SlipAtDesk, ...]]:
    """A ticket of codes, paid in cash, and its slips."""
    basket = structs.replace(basket_of(till, *products, number=number), person=person)
    sold = sell(till, operator=operator, basket=basket, tenders=cash(basket.total_cents), receipt=False)
    return sold, slips_of_ticket(till, sold.ticket)


def code_in_clear(till: Till, item: ItemId) -> str:
    """What only a test may do: open a code without telling anybody."""
    lot = lot_of(till.connection, place_in_lot(item)[0])
    first = journal.incarnations(till.connection)[0][1]
    code = till.vault.box.open(box_of(till.connection, item), item=item, till=first, incarnation=lot.sealed_for)
    return code.reveal()


def facts_of(till: Till, *kinds: type[Fact]) -> list[Fact]:
    """What the journal says of these kinds, in order."""
    wanted = {kind.kind for kind in kinds}
    return [entry.fact() for _, entry in journal.every_entry(till.connection) if entry.kind in wanted]


@dataclass
class Paper:
    """A printer that leaves paper and no file. `fails`: what it raises for the next documents, after it got them."""

    name: str = THERMAL
    repeatable: bool = False
    carries_codes: bool = True
    slips: list[VoucherSlip] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def print(self, document: Document) -> None:
        if self.fails:
            raise self.fails.pop(0)
        assert isinstance(document, VoucherSlip)
        self.slips.append(document)

    @property
    def codes(self) -> list[str]:
        return [slip.code.reveal() for slip in self.slips]


def come_out(till: Till, paper: Paper) -> None:
    """What the printer's queue does with every waiting job."""
    while print_jobs.is_waiting(till.connection, paper.name):
        with till.store.transaction() as act:
            stored = print_jobs.take_next(act, paper.name)
        assert stored
        job, state, error = printable(stored), "done", ""
        try:
            paper.print(reveal_on_paper(till, item=ItemId(job.reference), copy=job.copy, printer=paper.name).open())
        except PosError as problem:
            state, error = "failed", problem.code
        with till.store.transaction() as act:
            print_jobs.record(act, job.id, state=state, error=error)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PosError) as told:
        act()
    return told.value.code
