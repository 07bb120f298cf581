"""The page of overrides and differences of a month, over every point, and its table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO

from litestar import Controller, get
from litestar.response import Stream, Template
from psycopg import Connection

from pos_app.cash_words import CASH_REASONS
from pos_app.clock import local_now
from pos_app.i18n import gettext, speaking
from pos_app.office.office import Office
from pos_app.office.pages import figures
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.notice_figures import (
    KIND_WORDS,
    Happening,
    Kind,
    Wanted,
    counts,
    every_happening,
    happenings,
)
from pos_app.office.pages.sending import Written, sent
from pos_app.office.pages.shown import InOffice, PageRequest, language_of, page, require_right
from pos_app.office.rights import Right
from pos_app.reasons import OVERRIDE_WORDS, PRICE_WORDS, REFUND_WORDS, RULES
from pos_app.tables.writing import guarded

REASONS = {**CASH_REASONS, **REFUND_WORDS, **PRICE_WORDS, **OVERRIDE_WORDS}
COLUMNS = (
    "date", "heure", "point", "caisse", "nature", "regle", "operateur", "motif", "accord", "ticket", "montant_centimes",
)  # fmt: skip


class Notices(Controller):
    """Overrides, other prices, exceptions, differences of the drawer, refunds above a limit."""

    path = "/ecarts"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def of_month(self, request: PageRequest, office: InOffice) -> Template:
        wanted = asked(request, Wanted)
        month = wanted.month or _month(office)
        with office.database.transaction() as connection:
            tills = figures.till_names(connection)
            counted = counts(connection, wanted, month=month)
            found, following = happenings(connection, wanted, month=month)
        return page(
            request,
            office,
            "notices.html",
            wanted=wanted,
            month=month,
            kinds=KIND_WORDS,
            rules=RULES,
            reasons=REASONS,
            tills=tills,
            counts=counted,
            happenings=found,
            first_page=not wanted.before,
            newest=query_of(wanted, month=month, before=""),
            following=query_of(wanted, month=month, before=following) if following else "",
            query=query_of(wanted, month=month, before=""),
        )

    @get("/ecarts.csv", guards=[require_right(Right.EXPORTS_TAKE)], sync_to_thread=True)
    def table(self, request: PageRequest, office: InOffice) -> Stream:
        wanted = asked(request, Wanted)
        month = wanted.month or _month(office)

        def write(connection: Connection, file: IO[bytes]) -> Written:
            with speaking(language_of(request).name):
                rows = _write(every_happening(connection, wanted, month=month), file)
            return Written(f"ecarts-{month}.csv", "text/csv; charset=utf-8", rows)

        return sent(request, office, what="notices", scope=query_of(wanted, month=month, before=""), write=write)


def _write(found: Iterable[Happening], file: IO[bytes]) -> int:
    """The rows as CSV, words in the language that is being spoken; returns how many."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    written = 0
    for each in found:
        reason = gettext(REASONS[each.reason]) if each.reason in REASONS else each.reason
        rule = gettext(RULES[each.rule]) if each.rule in RULES else each.rule
        kind = gettext(KIND_WORDS[Kind(each.kind)])
        what = (each.point, each.till_name, kind, rule, each.operator, reason, each.approved_by, each.ticket)
        writer.writerow([guarded(cell) for cell in (each.day.isoformat(), _clock(each), *what, each.cents)])
        written += 1
    text.detach()
    return written


def _clock(each: Happening) -> str:
    minutes = (each.at_ms // 60_000 + each.offset_min) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _month(office: Office) -> str:
    return local_now(office.clock).strftime("%Y-%m")
