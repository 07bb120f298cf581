"""The printers of a till: set up by a coordinator, kept beside the journal. The folder of PDF files is always there."""

from __future__ import annotations

import msgspec

from pos_app.counter.till import Till
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.printing.printer_setup import USES, WIDTHS_MM, PaperUse, PrinterSetUp
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.print_jobs import orphan
from pos_app.store.till_store import Act

_NAME = "printers"


class _Kept(msgspec.Struct, frozen=True):
    """`last` is the highest number that an id ever had, so that a job never meets another printer under its name."""

    last: int = 0
    printers: tuple[PrinterSetUp, ...] = ()


def load_printers(till: Till) -> tuple[PrinterSetUp, ...]:
    """Those that are kept, now in use."""
    _use(till, _kept(till).printers)
    return till.printers


def keep_printer(till: Till, *, operator: Operator, setup: PrinterSetUp) -> PrinterSetUp:
    """Adds a printer, where `setup` has no id, or changes the one of that id. What it prints, no other prints.

    Raises Refusal("printer_name_missing", "printer_name_taken", "printer_address_missing", "printer_width_unknown",
    "printer_address_malformed", "printer_cannot_print", "printer_unknown").
    """
    operator.require(Right.CHANGE_SETTINGS)
    kept = _kept(till)
    setup = msgspec.structs.replace(setup, name=setup.name.strip(), address=setup.address.strip())
    others = [other for other in kept.printers if other.id != setup.id]
    if setup.id and len(others) == len(kept.printers):
        raise Refusal("printer_unknown")
    _check(setup, others)
    last = kept.last if setup.id else kept.last + 1
    setup = setup if setup.id else msgspec.structs.replace(setup, id=f"printer-{last}")
    known = kept.printers if setup.id in {one.id for one in kept.printers} else (*kept.printers, setup)
    printers = tuple(setup if one.id == setup.id else _without(one, setup.prints) for one in known)
    with till.store.transaction(operator.code) as act:
        _keep(act, till, _Kept(last, printers))
    return setup


def remove_printer(till: Till, *, operator: Operator, printer: str) -> None:
    """What it printed goes to the folder from now on; what waited for it needs somebody's hands."""
    operator.require(Right.CHANGE_SETTINGS)
    kept = _kept(till)
    with till.store.transaction(operator.code) as act:
        orphan(act, printer)
        _keep(act, till, _Kept(kept.last, tuple(one for one in kept.printers if one.id != printer)))


def _kept(till: Till) -> _Kept:
    return read_parameter(till.connection, _NAME, type=_Kept, default=_Kept())


def _keep(act: Act, till: Till, kept: _Kept) -> None:
    write_parameter(act, _NAME, kept)
    _use(till, kept.printers)


def _use(till: Till, printers: tuple[PrinterSetUp, ...]) -> None:
    till.printers = printers
    till.slip_printer = next((one.id for one in printers if PaperUse.SLIPS in one.prints), "")


def _check(setup: PrinterSetUp, others: list[PrinterSetUp]) -> None:
    if not setup.name:
        raise Refusal("printer_name_missing")
    if setup.name.casefold() in {other.name.casefold() for other in others}:
        raise Refusal("printer_name_taken", name=setup.name)
    if not setup.address:
        raise Refusal("printer_address_missing")
    if setup.width_mm not in WIDTHS_MM:
        raise Refusal("printer_width_unknown")
    if setup.is_thermal:
        from pos_app.printing.connect import port_of

        port_of(setup)
    if not set(setup.prints) <= USES[setup.kind]:
        raise Refusal("printer_cannot_print")


def _without(setup: PrinterSetUp, uses: tuple[PaperUse, ...]) -> PrinterSetUp:
    return msgspec.structs.replace(setup, prints=tuple(use for use in setup.prints if use not in uses))
