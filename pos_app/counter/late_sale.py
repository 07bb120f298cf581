"""Sales made by hand on paper while the till was down, keyed afterwards as what they are.

Nothing is booked into a closed day: a late sale is a further entry of the day that is open, and says itself on which
day it was made and on which line of which sheet it stands. In the person's cap it counts in that day's month.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pos_app.counter.dates import this_month, today
from pos_app.counter.paper import write_paper
from pos_app.counter.sale_rules import SaleTerms
from pos_app.counter.shelf import ShelfItem, shelf
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.days import read_day
from pos_app.domain.facts import Beneficiary, LateSale
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.paper_sheet import ALPHABET, NUMBER_LETTERS, late_sale
from pos_app.domain.refusals import Refusal
from pos_app.perimeter import software_on_paper
from pos_app.store.entitlements import spending
from pos_app.store.late_sales import ticket_of_line
from pos_app.store.people import all_tokens
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.paper_sheet import PaperSheet


_MOST_PRICES = 40
"""What fits above the lines; a longer catalogue lies on the shelf."""


def check_line(till: Till, *, operator: Operator, paper: str, claimed_on: str) -> LateSale:
    """The line to key next. Raises Refusal("right_missing", "date_wrong", "paper_line_wrong", "late_day_wrong",
    "paper_line_known")."""
    operator.require(Right.ENTER_LATE)
    late = late_sale(paper=paper, claimed_on=read_day(claimed_on), today=today(till))
    ticket = ticket_of_line(till.connection, late.paper)
    if ticket is not None:
        raise Refusal("paper_line_known", paper=late.paper, ticket=ticket)
    return late


def terms_then(till: Till, terms: SaleTerms, *, operator: Operator, late: LateSale, basket: FrozenBasket) -> SaleTerms:
    """The terms of a sale in the month in which it was made. Raises what `check_line` raises, and
    Refusal("late_has_codes"): nobody hands a code over by hand."""
    _require_late(till, operator=operator, late=late, basket=basket)
    month, now = late.claimed_on[:7], this_month(till)
    terms = replace(terms, late=late)
    told = terms.beneficiary
    if month == now:
        return terms
    if not isinstance(told, Beneficiary):
        return replace(terms, month=month if terms.month else "")
    tokens = all_tokens(till.connection, PersonToken(told.person))
    more_cents = spending(till.connection, tokens, now).cents - spending(till.connection, tokens, month).cents
    moved = msgspec.structs.replace(
        told,
        month=month,
        cap_before_cents=told.cap_before_cents + more_cents,
        cap_after_cents=told.cap_after_cents + more_cents,
    )
    return replace(terms, beneficiary=moved)


def paper_sheet(till: Till) -> PaperSheet:
    """A sheet with a number of its own, for the day on which the computer is dead."""
    from pos_app.printing.documents.paper_sheet import PaperSheet

    by_hand = [item for item in shelf(till).items if _by_hand(item)]
    return PaperSheet(
        issuer=issuer_at(till.connection, till.store.position),
        series=till.store.state.series,
        number="".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS)),
        prices=tuple((item.product.label, item.product.price_cents) for item in by_hand[:_MOST_PRICES]),
        made_on=today(till),
        software=software_on_paper(),
    )


def write_paper_sheet(sheet: PaperSheet, *, folder: Path) -> Path:
    """Writes the sheet where receipts go; slow, off the storage thread. Raises
    Unavailable("print_folder_unavailable")."""
    from pos_app.printing.writers import document_pdf

    return write_paper(folder / f"{sheet.name}.pdf", document_pdf(sheet))


def _require_late(till: Till, *, operator: Operator, late: LateSale, basket: FrozenBasket) -> None:
    """Again, at the moment of the sale."""
    check_line(till, operator=operator, paper=late.paper, claimed_on=late.claimed_on)
    if any(till.catalogue.family_of(line.product).tracking is Tracking.CODE for line in basket.lines):
        raise Refusal("late_has_codes")


def _by_hand(item: ShelfItem) -> bool:
    return item.family.tracking is not Tracking.CODE and not item.product.open_price
