"""The pages of a till's journal as it is held here: its entries, one entry with its bytes, and verifying them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.event_words import GROUP_WORDS, EventGroup
from pos_app.i18n import gettext, speaking
from pos_app.office.attention import till_name
from pos_app.office.journal_checks import (
    Check,
    JournalChecker,
    Stretch,
    ask_for_check,
    check_known,
    last_checks,
)
from pos_app.office.pages import figures
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.journal_figures import entries_before, holds, newest_number
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    language_of,
    page,
    record_act,
    require_right,
)
from pos_app.office.pages.ticket_figures import entry_at
from pos_app.office.pages.ticket_pages import NumberPath, SeqPath, TillPath, told_of
from pos_app.office.rights import Right
from pos_app.reasons import FAULTS

CheckPath = Annotated[int, PathParameter(gt=0, lt=2**62)]
InChecker = NamedDependency[JournalChecker]
_BEYOND = 2**53
_LONGEST_SHOWN = 200_000


class Browse(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page of entries stands."""

    journal: Annotated[int, msgspec.Meta(gt=0, lt=2**31)] | None = None
    group: EventGroup | None = None
    before: Annotated[int, msgspec.Meta(gt=0, le=_BEYOND)] = _BEYOND


class CheckForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are to be verified; the whole till where none are named."""

    journal: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    first: Annotated[int, msgspec.Meta(ge=0, lt=2**53)] = 0
    last: Annotated[int, msgspec.Meta(ge=0, lt=2**53)] = 0
    _csrf_token: str = ""


class Journal(Controller):
    """The journal of a till."""

    path = "/journal"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/{till:int}", sync_to_thread=True)
    def entries(self, request: PageRequest, office: InOffice, till: TillPath) -> Template:
        browse = asked(request, Browse)
        with office.database.transaction() as connection:
            row = figures.one_till(connection, till)
            number = browse.journal or newest_number(connection, till)
            if row is None:
                raise NotFoundException
            entries, following = entries_before(
                connection, till=till, number=number, before=browse.before, group=browse.group
            )
            journals = figures.incarnations(connection, till)
            checks = last_checks(connection, till)
        with speaking(language_of(request).name):
            told = [told_of(each) for each in entries]
            sentences = [(check, said(check)) for check in checks]
        return page(
            request,
            office,
            "journal.html",
            till=row,
            journals=journals,
            number=number,
            browse=browse,
            groups=GROUP_WORDS,
            entries=told,
            first_page=browse.before == _BEYOND,
            newest=query_of(browse, before=""),
            following=query_of(browse, journal=number, before=following) if following else "",
            checks=sentences,
        )

    @get("/{till:int}/{number:int}/{seq:int}", sync_to_thread=True)
    def entry(
        self, request: PageRequest, office: InOffice, till: TillPath, number: NumberPath, seq: SeqPath
    ) -> Template:
        with office.database.transaction() as connection:
            row = figures.one_till(connection, till)
            held = entry_at(connection, till=till, number=number, seq=seq)
            if row is None or held is None:
                raise NotFoundException
            fault = holds(connection, held)
        with speaking(language_of(request).name):
            told, wrong = told_of(held), fault_words(fault)
        return page(
            request,
            office,
            "entry.html",
            till=row,
            held=held,
            told=told,
            wrong=wrong,
            payload=_readable(held.entry.payload),
        )

    @post("/{till:int}/controle", sync_to_thread=True, status_code=200)
    def check(
        self,
        request: PageRequest,
        office: InOffice,
        checker: InChecker,
        till: TillPath,
        data: URLEncodedBody[CheckForm],
    ) -> Redirect:
        stretch = Stretch(data.journal, data.first, data.last) if data.journal else None
        try:
            with office.database.transaction() as connection:
                by, now_ms = account_of(request).login, office.clock.now_ms()
                asked_for = ask_for_check(connection, till=till, stretch=stretch, by=by, now_ms=now_ms)
                record_act(request, connection, "journal.check_asked", till_name(connection, till))
        except Refusal:
            raise NotFoundException from None
        checker.wake()
        return Redirect(f"/journal/controles/{asked_for}", status_code=303)

    @get("/controles/{check:int}", sync_to_thread=True)
    def checked(self, request: PageRequest, office: InOffice, check: CheckPath) -> Template:
        with office.database.transaction() as connection:
            known = check_known(connection, check)
            row = figures.one_till(connection, known.till) if known else None
        if known is None or row is None:
            raise NotFoundException
        with speaking(language_of(request).name):
            sentence = said(known)
        return page(request, office, "journal_check.html", till=row, check=known, sentence=sentence)


def said(check: Check) -> str:
    """How a check ended, or how far it is, in the language that is being spoken."""
    if check.fault:
        text = gettext("A fault: journal {number}, entry {seq}: {fault}. The {checked} entries before it hold.")
        fault = fault_words(check.fault)
        return text.format(number=check.number, seq=check.fault_seq, fault=fault, checked=check.checked)
    if check.ended_ms:
        text = gettext("Intact: {checked} entries, each hash, each link and each signature verified.")
        return text.format(checked=check.checked)
    return gettext("Under way: {checked} entries verified so far, no fault.").format(checked=check.checked)


def fault_words(fault: str) -> str:
    """A fault in words; empty where there is none."""
    code, _colon, detail = fault.partition(":")
    return gettext(FAULTS[code]).format(value=detail) if code in FAULTS else code


def _readable(payload: bytes) -> str:
    """What an entry says as indented JSON; bytes that are none as they are."""
    try:
        text = msgspec.json.format(payload, indent=2).decode()
    except (msgspec.DecodeError, ValueError):
        text = repr(payload)
    return text[:_LONGEST_SHOWN]
