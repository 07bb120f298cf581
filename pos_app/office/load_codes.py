"""What `pos-app office load-codes` does: an operator's file of codes taken into the pool, whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pos_app.domain.code_file import Batch, matching_of
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.office.code_lots import check_lot, receive_lots
from pos_app.office.command import opened
from pos_app.tables.table_file import open_table
from pos_app.vault_sentences import ROW_FAULTS

_SHOWN_FAULTS = 20


def load_codes(
    data: Path,
    *,
    address: str,
    database_url: str | None,
    file: Path,
    counted: int,
    product: str,
    expires_on: str,
    note: str,
) -> int:
    """Takes in every code of `file`, of which the delivery note says that there are `counted`; 1 where rows are wrong,
    which are listed. Raises what `pos_app.office.code_lots` raises."""
    rows = list(open_table(file).rows())
    if not rows:
        raise Refusal("file_without_codes")
    day: dt.date | None = read_day(expires_on) if expires_on else None
    batch = Batch(ProductCode(product) if product else None, day)
    with (
        opened(data, address=address, database_url=database_url) as office,
        office.database.transaction() as connection,
    ):
        now_ms = office.clock.now_ms()
        matching = matching_of(rows[0][1])
        checked = check_lot(connection, office.codes, rows=rows, matching=matching, batch=batch, now_ms=now_ms)
        for fault in checked.faults[:_SHOWN_FAULTS]:
            print(
                _("line {line}: {reason}").format(
                    line=fault.line, reason=_(ROW_FAULTS[fault.reason]).format(other=fault.other)
                )
            )
        lots = receive_lots(
            connection, office.codes, checked=checked, counted=counted, note=note or file.name, now_ms=now_ms
        )
    print(_("{count} codes were taken in, lots: {lots}").format(count=checked.count, lots=", ".join(lots)))
    return 0
