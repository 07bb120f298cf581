"""The audit log of head office: by account, act, subject and day; as a table to take away."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from litestar import Controller, Response, get
from litestar.params import QueryParameter
from litestar.response import Template

from pos_app.clock import local_datetime
from pos_app.office.audit import ROWS_A_PAGE, AuditFilter, all_audit_rows, audit_rows, first_break
from pos_app.office.audit_words import ACTS
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    language_of,
    page,
    record_act,
    require_right,
    to_keep,
)
from pos_app.office.rights import Right
from pos_app.tables.writing import write_table

Account = Annotated[str, QueryParameter(name="compte", max_length=40)]
Act = Annotated[str, QueryParameter(name="acte", max_length=60)]
Subject = Annotated[str, QueryParameter(name="objet", max_length=80)]
Before = Annotated[int | None, QueryParameter(name="avant", gt=0, lt=2**62)]
Whole = Annotated[bool, QueryParameter(name="verifier")]
Day = Annotated[dt.date | None, QueryParameter()]

_DAY_MS = 24 * 3600 * 1000
_COLUMNS = ("number", "utc", "account", "act", "subject", "detail", "hash")


class AuditLog(Controller):
    """Who did what at head office, and whether the log was tampered with."""

    path = "/audit"
    guards = [require_right(Right.AUDIT_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def log(
        self,
        request: PageRequest,
        office: InOffice,
        login: Account = "",
        act: Act = "",
        subject: Subject = "",
        du: Day = None,
        au: Day = None,
        before: Before = None,
        whole: Whole = False,
    ) -> Template:
        wanted = _filter(login, act, subject, du, au, office.clock.offset_min())
        with office.database.transaction() as connection:
            rows = audit_rows(connection, wanted, before=before or 2**62)
            broken = first_break(connection) if whole else None
        asked = {"compte": login, "acte": act, "objet": subject, "du": du or "", "au": au or ""}
        return page(
            request,
            office,
            "audit.html",
            rows=rows[:ROWS_A_PAGE],
            following=rows[ROWS_A_PAGE - 1].number if len(rows) > ROWS_A_PAGE else None,
            first_page=before is None,
            acts=ACTS,
            asked=asked,
            query=urlencode({name: value for name, value in asked.items() if value}),
            whole=whole,
            broken=broken,
        )

    @get("/journal.csv", sync_to_thread=True)
    def table(
        self,
        request: PageRequest,
        office: InOffice,
        login: Account = "",
        act: Act = "",
        subject: Subject = "",
        du: Day = None,
        au: Day = None,
    ) -> Response[bytes]:
        wanted = _filter(login, act, subject, du, au, office.clock.offset_min())
        language = language_of(request)
        with office.database.transaction() as connection, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "audit.csv"
            rows = (
                (
                    str(row.number),
                    local_datetime(row.at_ms, 0).isoformat(timespec="seconds"),
                    row.login,
                    language.gettext(ACTS.get(row.act, row.act)),
                    row.subject,
                    row.detail,
                    row.hash.hex(),
                )
                for row in all_audit_rows(connection, wanted)
            )
            write_table(path, _COLUMNS, rows)
            content = path.read_bytes()
            record_act(request, connection, "audit.exported")
        return to_keep(content, "audit.csv", "text/csv; charset=utf-8")


def _filter(
    login: str, act: str, subject: str, first: dt.date | None, last: dt.date | None, offset_min: int
) -> AuditFilter:
    return AuditFilter(
        login=login.strip().lower(),
        act=act,
        subject=subject.strip(),
        from_ms=_midnight_ms(first, offset_min) if first else 0,
        until_ms=_midnight_ms(last, offset_min) + _DAY_MS if last else 2**62,
    )


def _midnight_ms(day: dt.date, offset_min: int) -> int:
    """When `day` begins at head office."""
    return ((day - dt.date(1970, 1, 1)).days * 24 * 60 - offset_min) * 60_000
