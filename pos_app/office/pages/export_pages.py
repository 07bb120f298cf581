"""The page of exports: what may leave head office as a file, and what did. A file is written whole beside the database,
recorded, and then sent piece by piece."""

from __future__ import annotations

import datetime as dt
import tempfile
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO, Annotated

import msgspec
from litestar import Controller, get, post
from litestar.exceptions import NotFoundException
from litestar.params import URLEncodedBody
from litestar.response import Stream, Template
from psycopg import Connection

from pos_app.archive_files import pieces
from pos_app.clock import local_now
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.archives import write_archive
from pos_app.office.exports import Scope, last_exports, write_fec, write_tickets
from pos_app.office.office import Office
from pos_app.office.pages import figures
from pos_app.office.pages.sending import Written, sent
from pos_app.office.pages.shown import InOffice, PageRequest, page, require_right, sentence
from pos_app.office.reference import accounts_set
from pos_app.office.rights import Right

MOST_TILLS = 2_000
Day = Annotated[int, msgspec.Meta(gt=0, lt=2**31)]


class Kind(StrEnum):
    """What is exported over several tills."""

    FEC = "fec"
    TICKETS = "tickets"
    LINES = "lignes"
    VAT = "tva"
    PAYMENTS = "paiements"


KINDS = {
    Kind.FEC: N_("Accounting entries (FEC), one piece for each closing"),
    Kind.TICKETS: N_("Tickets (CSV)"),
    Kind.LINES: N_("Lines of the tickets (CSV)"),
    Kind.VAT: N_("VAT of the tickets (CSV)"),
    Kind.PAYMENTS: N_("Payments of the tickets (CSV)"),
}
ARCHIVE = "archive"
WORDS = {
    **{kind.value: words for kind, words in KINDS.items()},
    "notices": N_("Overrides and differences (CSV)"),
    ARCHIVE: N_("Signed archive of a till's days"),
}


class ExportForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: of one till or point, or of all, between two dates."""

    what: Kind
    from_on: dt.date
    to_on: dt.date
    till: str = ""
    point: str = ""
    _csrf_token: str = ""


class ArchiveForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which days of a till."""

    till: Day
    first_day: Day
    last_day: Day
    _csrf_token: str = ""


class Exports(Controller):
    """Files that leave head office."""

    path = "/exports"
    guards = [require_right(Right.EXPORTS_TAKE)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        return _overview(request, office)

    @post("/", sync_to_thread=True, status_code=200)
    def export(self, request: PageRequest, office: InOffice, data: URLEncodedBody[ExportForm]) -> Stream | Template:
        try:
            scope = _scope(office, data)

            def write(connection: Connection, file: IO[bytes]) -> Written:
                if data.what is Kind.FEC:
                    lines, name = write_fec(connection, scope, accounts_set(connection), file=file)
                    return Written(name, "text/plain; charset=iso-8859-15", lines)
                rows = write_tickets(connection, scope, table=f"{data.what.value}.csv", file=file)
                name = f"{data.what.value}-{data.from_on}-{data.to_on}.csv"
                return Written(name, "text/csv; charset=utf-8", rows)

            return sent(request, office, what=data.what.value, scope=scope.name, write=write)
        except Refusal as refusal:
            return _overview(request, office, refusal=refusal, typed=data)

    @post("/archive", sync_to_thread=True, status_code=200)
    def archive(self, request: PageRequest, office: InOffice, data: URLEncodedBody[ArchiveForm]) -> Stream | Template:
        made_at = local_now(office.clock).strftime("%Y-%m-%d %H:%M:%S")

        def write(connection: Connection, file: IO[bytes]) -> Written:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "archive.zip"
                archived = write_archive(
                    connection,
                    till=data.till,
                    first_day=data.first_day,
                    last_day=data.last_day,
                    signer=office.signer,
                    made_at=made_at,
                    path=path,
                )
                with path.open("rb") as source:
                    for piece in pieces(source):
                        file.write(piece)
            return Written(archived.name, "application/zip", archived.entries)

        try:
            scope = f"{data.till} J{data.first_day}-J{data.last_day}"
            return sent(request, office, what=ARCHIVE, scope=scope, write=write)
        except Refusal as refusal:
            return _overview(request, office, refusal=refusal)


def _scope(office: Office, data: ExportForm) -> Scope:
    """Raises Refusal("dates_reversed"), NotFoundException for a point that has no till."""
    if data.to_on < data.from_on:
        raise Refusal("dates_reversed")
    tills: tuple[int, ...] = ()
    if data.till:
        tills = (int(data.till),) if data.till.isascii() and data.till.isdigit() and len(data.till) < 10 else ()
    elif data.point:
        with office.database.transaction() as connection:
            known = figures.till_names(connection)
        tills = tuple(till.id for till in known if str(till.point_id) == data.point)
    if (data.till or data.point) and not tills:
        raise NotFoundException
    return Scope(tills, data.from_on, data.to_on, office.clock.offset_min())


def _overview(
    request: PageRequest, office: Office, *, refusal: Refusal | None = None, typed: ExportForm | None = None
) -> Template:
    with office.database.transaction() as connection:
        tills = figures.till_names(connection)
        made = last_exports(connection)
    today = local_now(office.clock).date()
    return page(
        request,
        office,
        "exports.html",
        tills=list(islice(tills, MOST_TILLS)),
        kinds=KINDS,
        words=WORDS,
        made=made,
        typed=typed,
        from_on=typed.from_on if typed else today.replace(day=1),
        to_on=typed.to_on if typed else today,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
