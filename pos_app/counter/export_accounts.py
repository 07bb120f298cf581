"""Handing the accountant the closed days: the FEC's eighteen fields, and the same as a plain CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from pos_app.clock import local_datetime
from pos_app.counter.accounts import accounts
from pos_app.counter.make_archive import ClosedPeriod
from pos_app.counter.till import Till
from pos_app.domain.accounting import FEC_FIELDS, fec_row, piece_of
from pos_app.domain.facts import AccountsExported
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.durable_file import write_durably
from pos_app.store.days import closing_of, day_on_file, days_after, entry_there
from pos_app.store.tickets import issuer_at

_SIREN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class ExportedAccounts:
    """The two files: `fec` is called SIRENFECAAAAMMJJ.txt as the tax office asks."""

    fec: Path
    table: Path
    pieces: int


def export_accounts(till: Till, *, operator: Operator, period: ClosedPeriod, folder: Path) -> ExportedAccounts:
    """Writes one balanced piece for each closed day of `period`; an entry says so.

    Raises Refusal("period_not_closed") and Unavailable("export_failed", folder).
    """
    operator.require(Right.EXPORT_ACCOUNTS)
    last = day_on_file(till.connection, period.last_day)
    if not last.closed_position:
        raise Refusal("period_not_closed")
    rows = _rows(till, period)
    end = entry_there(till.connection, last.closed_position)
    siren = issuer_at(till.connection, last.closed_position).siret[:_SIREN_DIGITS]
    name = f"{siren}FEC{local_datetime(end.at_ms, end.offset_min):%Y%m%d}"
    fec = _text(rows, delimiter="\t").encode("iso8859_15", "replace")
    exported = ExportedAccounts(folder / f"{name}.txt", folder / f"{name}.csv", len({row[2] for row in rows}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(exported.fec, fec)
        write_durably(exported.table, _text(rows, delimiter=";").encode())
    except OSError as error:
        raise Unavailable("export_failed", folder=str(folder)) from error
    digest = hashlib.sha256(fec).hexdigest()
    with till.store.transaction(operator.code) as act:
        act.append(AccountsExported(first_day=period.first_day, last_day=period.last_day, sha256=digest))
    return exported


def _rows(till: Till, period: ClosedPeriod) -> list[tuple[str, ...]]:
    used, rows = accounts(till), []
    series = till.store.state.series
    for day in days_after(till.connection, period.first_day - 1):
        if day.day > period.last_day:
            break
        entry = entry_there(till.connection, day.closed_position)
        date = local_datetime(entry.at_ms, entry.offset_min).strftime("%Y%m%d")
        label = f"Clôture de la journée {day.day}"
        for line in piece_of(closing_of(till.connection, day), used):
            rows.append(fec_row(line, series=series, day=day.day, date=date, label=label))  # noqa: PERF401  # nested
    return rows


def _text(rows: list[tuple[str, ...]], *, delimiter: str) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(FEC_FIELDS)
    writer.writerows(rows)
    return written.getvalue()
