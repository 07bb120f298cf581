"""Slips of the drawer, of openings and of closings, made from the ledger when they print: a job names the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.till import Till
from pos_app.domain.facts import CashMoved, Closing, DayClosed, DayOpened, FloatLaid, PeriodClosed
from pos_app.domain.refusals import Bug
from pos_app.i18n import gettext as _
from pos_app.laptop_words import PLAN_FAMILY_WORDS
from pos_app.ledger.closing_proof import closing_proof
from pos_app.ledger.entry import Entry
from pos_app.store.days import day_on_file, entry_there, series_at
from pos_app.store.operators import shown_name
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.cash_slip import CashSlip
    from pos_app.printing.documents.closing_slip import ClosingSlip
    from pos_app.printing.documents.opening_slip import OpeningSlip

CASH_SLIP = "cash_slip"
OPENING_SLIP = "opening_slip"
CLOSING_SLIP = "closing_slip"
"""The documents of print jobs that this module makes; their reference is the position of the entry."""


def cash_document(till: Till, position: int) -> CashSlip | OpeningSlip | ClosingSlip:
    """The slip of the entry at `position`. Raises Bug("no_cash_document") where it is none that prints one."""
    entry = entry_there(till.connection, position)
    fact = entry.fact()
    if isinstance(fact, CashMoved):
        return _cash_slip(till, position, entry, fact)
    if isinstance(fact, DayOpened | FloatLaid):
        return _opening_slip(till, position, entry, fact)
    if isinstance(fact, DayClosed | PeriodClosed):
        return _closing_slip(till, position, entry, fact)
    raise Bug("no_cash_document", position=position)


def _cash_slip(till: Till, position: int, entry: Entry, moved: CashMoved) -> CashSlip:
    from pos_app.printing.documents.cash_slip import CashSlip
    from pos_app.printing.documents.receipt import control_of

    return CashSlip(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        moved=moved,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _opening_slip(till: Till, position: int, entry: Entry, opened: DayOpened | FloatLaid) -> OpeningSlip:
    from pos_app.printing.documents.opening_slip import OpeningSlip
    from pos_app.printing.documents.receipt import control_of

    return OpeningSlip(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        opened=opened,
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _closing_slip(till: Till, position: int, entry: Entry, closing: Closing) -> ClosingSlip:
    from pos_app.counter.slips import slips_to_collect
    from pos_app.printing.documents.closing_slip import ClosingSlip, WaitingSlip
    from pos_app.printing.documents.receipt import control_of

    connection = till.connection
    first_day = closing.day if isinstance(closing, DayClosed) else closing.first_day
    opened = entry_there(connection, day_on_file(connection, first_day).opened_position)
    series = series_at(connection, entry)
    return ClosingSlip(
        issuer=issuer_at(connection, position),
        series=series,
        closing=closing,
        opened_at=local_datetime(opened.at_ms, opened.offset_min),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(connection, entry.operator),
        names={each.operator: shown_name(connection, each.operator) for each in closing.totals.operators},
        families={
            **{code: _(words) for code, words in PLAN_FAMILY_WORDS.items()},
            **{family.code: family.label for family in till.catalogue.families.values()},
        },
        control=control_of(entry),
        proof=closing_proof(entry, closing, series=series),
        to_collect=tuple(
            WaitingSlip(slip.voucher.number, slip.product)
            for slip in (reversed(slips_to_collect(till)) if _is_last_day(till, closing) else ())
        ),
    )


def _is_last_day(till: Till, closing: Closing) -> bool:
    """Whether what waits now is what waited in the evening of the closing, or nearly so."""
    return isinstance(closing, DayClosed) and closing.day == till.store.state.last_day
