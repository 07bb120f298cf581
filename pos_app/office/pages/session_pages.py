"""One's own account: password, second factor, recovery codes, open sessions, and signing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from litestar import Controller, get, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template
from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.office.accounts import end_sessions, set_password
from pos_app.office.office import Office
from pos_app.office.opening import confirm_factor, propose_factor, proposed_factor, renew_recovery_codes
from pos_app.office.pages.access_pages import Short, factor_page
from pos_app.office.pages.sessions import SESSION_COOKIE, begin_session, session_hash
from pos_app.office.pages.shown import InOffice, PageRequest, account_of, page, record_act, require_session, sentence
from pos_app.office.passwords import check_password, password_hash
from pos_app.office.rights import ROLE_REACH, ROLE_WORDS, OfficeRole
from pos_app.office.sign_in import prove_again


class PasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new password, and a code that proves who asks for it."""

    code: Short
    password: Short
    again: Short
    _csrf_token: str = ""


class CodeForm(msgspec.Struct, frozen=True, kw_only=True):
    """A code of the second factor, or a recovery code."""

    code: Short
    _csrf_token: str = ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which the account is signed in."""

    browser: str
    opened_ms: int
    seen_ms: int
    here: bool


class OwnSession(Controller):
    """The account of whoever is signed in."""

    path = "/"
    guards = [require_session]  # noqa: RUF012  # Litestar reads a list

    @get("/mon-compte", sync_to_thread=True)
    def own(self, request: PageRequest, office: InOffice) -> Template:
        return _own(request, office)

    @post("/mon-compte/mot-de-passe", sync_to_thread=True, status_code=200)
    def password(self, request: PageRequest, office: InOffice, data: URLEncodedBody[PasswordForm]) -> Template:
        account, now_ms = account_of(request), office.clock.now_ms()
        try:
            check_password(data.password, data.again, login=account.login)
            prove_again(office.database, office.accounts, account, code=data.code, now_ms=now_ms)
            hashed = password_hash(data.password)
            with office.database.transaction() as connection:
                set_password(connection, account.id, hashed)
                _only_here(request, connection, office)
                record_act(request, connection, "account.password_changed", account.login)
        except Refusal as refusal:
            return _own(request, office, refusal)
        return _own(request, office, changed=True)

    @post("/mon-compte/facteur", sync_to_thread=True, status_code=200)
    def factor(self, request: PageRequest, office: InOffice, data: URLEncodedBody[CodeForm]) -> Template:
        account, now_ms = account_of(request), office.clock.now_ms()
        try:
            prove_again(office.database, office.accounts, account, code=data.code, now_ms=now_ms)
            with office.database.transaction() as connection:
                secret = propose_factor(connection, office.accounts, account=account.id)
                record_act(request, connection, "account.factor_asked", account.login)
        except Refusal as refusal:
            return _own(request, office, refusal)
        return factor_page(request, office, account, secret, action="/mon-compte/facteur/code")

    @post("/mon-compte/facteur/code", sync_to_thread=True, status_code=200)
    def confirm(self, request: PageRequest, office: InOffice, data: URLEncodedBody[CodeForm]) -> Template:
        account, now_ms = account_of(request), office.clock.now_ms()
        try:
            with office.database.transaction() as connection:
                secret = proposed_factor(connection, office.accounts, account=account.id)
                codes = confirm_factor(connection, office.accounts, account=account.id, code=data.code, now_ms=now_ms)
                _only_here(request, connection, office)
                record_act(request, connection, "account.factor_changed", account.login)
        except Refusal as refusal:
            if refusal.code != "factor_code_wrong":
                return _own(request, office, refusal)
            return factor_page(request, office, account, secret, refusal, action="/mon-compte/facteur/code")
        return page(request, office, "recovery_codes.html", codes=codes, onward="/mon-compte")

    @post("/mon-compte/codes", sync_to_thread=True, status_code=200)
    def recovery(self, request: PageRequest, office: InOffice, data: URLEncodedBody[CodeForm]) -> Template:
        account = account_of(request)
        try:
            prove_again(office.database, office.accounts, account, code=data.code, now_ms=office.clock.now_ms())
            with office.database.transaction() as connection:
                codes = renew_recovery_codes(connection, account=account.id)
                record_act(request, connection, "account.recovery_renewed", account.login)
        except Refusal as refusal:
            return _own(request, office, refusal)
        return page(request, office, "recovery_codes.html", codes=codes, onward="/mon-compte")

    @post("/mon-compte/sessions", sync_to_thread=True)
    def end_others(self, request: PageRequest, office: InOffice) -> Redirect:
        with office.database.transaction() as connection:
            _only_here(request, connection, office)
            record_act(request, connection, "sign_in.ended_everywhere", account_of(request).login)
        return Redirect("/mon-compte", status_code=303)

    @post("/sortir", sync_to_thread=True)
    def sign_out(self, request: PageRequest, office: InOffice) -> Redirect:
        with office.database.transaction() as connection:
            record_act(request, connection, "sign_in.ended")
        request.clear_session()
        return Redirect("/acces", status_code=303)


def _only_here(request: PageRequest, connection: Connection, office: Office) -> None:
    """Signs the account out in every other browser; this one goes on under a new id."""
    account = account_of(request)
    epoch = end_sessions(connection, account.id)
    begin_session(request, account=account.id, epoch=epoch, now_ms=office.clock.now_ms())


def _own(request: PageRequest, office: Office, refusal: Refusal | None = None, *, changed: bool = False) -> Template:
    account = account_of(request)
    with office.database.transaction() as connection:
        sessions = _sessions(connection, account.id, request.cookies.get(SESSION_COOKIE, ""), office.clock.now_ms())
    role = OfficeRole(account.role)
    return page(
        request,
        office,
        "own_account.html",
        sessions=sessions,
        role=ROLE_WORDS[role],
        reach=ROLE_REACH[role],
        changed=changed,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _sessions(connection: Connection, account: int, cookie: str, now_ms: int) -> Sequence[OpenSession]:
    with connection.cursor(row_factory=class_row(OpenSession)) as cursor:
        return cursor.execute(
            "SELECT browser, opened_ms, seen_ms, id_hash = %s AS here FROM web_session"
            " WHERE account = %s AND expires_ms > %s ORDER BY seen_ms DESC",
            (session_hash(cookie), account, now_ms),
        ).fetchall()
