"""What `pos-app office load-operators` does: a list of who may sign in at the tills, taken in whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from psycopg import Connection

from pos_app.domain.identifiers import OperatorCode, operator_code
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.office.audit import COMMAND_LINE, record
from pos_app.office.command import opened
from pos_app.office.reference import remove_everywhere, set_operator
from pos_app.tables.table_file import Row, open_table

_COLUMNS = 5
_ENDED = "fin"
_ROLES = {
    "benevole": Role.VOLUNTEER,
    "bénévole": Role.VOLUNTEER,
    "salarie": Role.EMPLOYEE,
    "salarié": Role.EMPLOYEE,
    "coordination": Role.COORDINATOR,
    "audit": Role.AUDITOR,
    **{role.value: role for role in Role},
}


def load_operators(data: Path, *, address: str, database_url: str | None, file: Path) -> int:
    """Lets everybody in `file` sign in: code (made where it is empty), first name, role, last day, point (everywhere
    where it is empty). The role "fin" ends the access of its code.

    Raises Refusal("operators_file_wrong", line, why) and what `open_table` raises; nothing was taken in then.
    """
    rows = list(open_table(file).rows())
    with (
        opened(data, address=address, database_url=database_url) as office,
        office.database.transaction() as connection,
    ):
        taken = take_operators(connection, rows)
        for code, first_name in taken:
            act = "operator.set" if first_name else "operator.ended"
            record(connection, account=COMMAND_LINE, now_ms=office.clock.now_ms(), act=act, subject=code)
    for code, first_name in taken:
        print(code, first_name)
    print(_("{count} operators: each till takes them in at its next sync.").format(count=len(taken)))
    return 0


def take_operators(connection: Connection, rows: Iterable[Row]) -> list[tuple[OperatorCode, str]]:
    """(code, first name) of everybody who was taken in; no name where the access ended."""
    return [_taken(connection, line, cells) for line, cells in _without_headings(rows)]


def _without_headings(rows: Iterable[Row]) -> Iterator[Row]:
    for line, cells in rows:
        if not cells[0].startswith("#") and cells[0].lower() != "code":
            yield line, cells


def _taken(connection: Connection, line: int, cells: tuple[str, ...]) -> tuple[OperatorCode, str]:
    if not 2 < len(cells) <= _COLUMNS:
        raise Refusal("operators_file_wrong", line=line, why=str(len(cells)))
    typed, first_name, role, ends_on, point = (*cells, "", "")[:_COLUMNS]
    code = OperatorCode(typed.upper()) or operator_code(secrets.token_bytes(16))
    try:
        if role.lower() == _ENDED:
            remove_everywhere(connection, code=code)
            return code, ""
        operator = Operator(code, first_name, _ROLES[role.lower()], ends_on or None)
        set_operator(connection, operator=operator, point=point)
    except KeyError:
        raise Refusal("operators_file_wrong", line=line, why=role[:20]) from None
    except Refusal as refusal:
        why = next((str(value) for value in refusal.params.values()), typed or first_name)
        raise Refusal("operators_file_wrong", line=line, why=why) from None
    return code, first_name
