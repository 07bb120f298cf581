"""Signing in with a password and a second factor, and opening an account by a link that works once.

Looking at a link uses nothing up: programs that follow links in advance get a form, and forms are sent by people.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.office.accounts import Account, account_of_id
from pos_app.office.office import Office
from pos_app.office.opening import begin_opening, end_opening, enter, link_of, propose_factor, proposed_factor
from pos_app.office.pages.menu import home_of
from pos_app.office.pages.qr import qr_drawing
from pos_app.office.pages.sessions import begin_session
from pos_app.office.pages.shown import InOffice, PageRequest, page, sentence
from pos_app.office.passwords import check_password, password_hash
from pos_app.office.second_factor import provisioning_uri
from pos_app.office.sign_in import Attempt, sign_in

Short = Annotated[str, msgspec.Meta(max_length=200)]
ISSUER = "pos-app"


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """All at once, so that the answer never says which of them was wrong."""

    login: Short
    password: Short
    code: Short
    _csrf_token: str = ""


class LinkForm(msgspec.Struct, frozen=True, kw_only=True):
    """The secret of a link that enters with nothing else."""

    jeton: Short
    _csrf_token: str = ""


class OpeningForm(msgspec.Struct, frozen=True, kw_only=True):
    """The password of an account that is opened; login and name where it is the first administrator's."""

    jeton: Short
    login: Short = ""
    name: Short = ""
    password: Short
    again: Short
    _csrf_token: str = ""


class ConfirmationForm(msgspec.Struct, frozen=True, kw_only=True):
    """The first code of the second factor."""

    jeton: Short
    code: Short
    _csrf_token: str = ""


class Access(Controller):
    """The door: nobody has a right yet."""

    path = "/acces"

    @get("/", sync_to_thread=True)
    def door(self, request: PageRequest, office: InOffice, jeton: FromQuery[str] = "") -> Template:
        return _opening(request, office, jeton) if jeton else _door(request, office)

    @post("/", sync_to_thread=True, status_code=200)
    def sign_in(self, request: PageRequest, office: InOffice, data: URLEncodedBody[SignInForm]) -> Redirect | Template:
        attempt = Attempt(login=data.login, password=data.password, code=data.code)
        try:
            account = sign_in(office.database, office.accounts, attempt, now_ms=office.clock.now_ms())
        except Refusal as refusal:
            return _door(request, office, refusal, login=data.login)
        return _inside(request, office, account)

    @post("/entrer", sync_to_thread=True, status_code=200)
    def enter(self, request: PageRequest, office: InOffice, data: URLEncodedBody[LinkForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                account = enter(connection, data.jeton, now_ms=office.clock.now_ms())
        except Refusal as refusal:
            return _door(request, office, refusal)
        return _inside(request, office, account)

    @post("/ouvrir", sync_to_thread=True, status_code=200)
    def open_account(self, request: PageRequest, office: InOffice, data: URLEncodedBody[OpeningForm]) -> Template:
        try:
            account = _begin(office, data)
        except Refusal as refusal:
            if refusal.code == "link_used":
                return _door(request, office, refusal)
            return _opening(request, office, data.jeton, refusal, login=data.login, name=data.name)
        with office.database.transaction() as connection:
            secret = propose_factor(connection, office.accounts, account=account.id)
        return factor_page(request, office, account, secret, action="/acces/code", link=data.jeton)

    @post("/code", sync_to_thread=True, status_code=200)
    def confirm(self, request: PageRequest, office: InOffice, data: URLEncodedBody[ConfirmationForm]) -> Template:
        now_ms = office.clock.now_ms()
        try:
            with office.database.transaction() as connection:
                account, codes = end_opening(
                    connection, office.accounts, data.jeton, code=data.code, now_ms=office.clock.now_ms()
                )
        except Refusal as refusal:
            if refusal.code == "link_used":
                return _door(request, office, refusal)
            return _factor_again(request, office, data.jeton, refusal)
        begin_session(request, account=account.id, epoch=account.epoch, now_ms=now_ms)
        return page(request, office, "recovery_codes.html", codes=codes, onward=home_of(account))


def _inside(request: PageRequest, office: Office, account: Account) -> Redirect:
    begin_session(request, account=account.id, epoch=account.epoch, now_ms=office.clock.now_ms())
    return Redirect(home_of(account), status_code=303)


def _door(request: PageRequest, office: Office, refusal: Refusal | None = None, *, login: str = "") -> Template:
    status = {"": 200, "sign_in_wait": 429}.get(refusal.code if refusal else "", 401)
    return page(request, office, "sign_in.html", login=login, refused=sentence(request, refusal), status_code=status)


def _opening(
    request: PageRequest,
    office: Office,
    secret: str,
    refusal: Refusal | None = None,
    *,
    login: str = "",
    name: str = "",
) -> Template:
    """What the link opens."""
    now_ms = office.clock.now_ms()
    try:
        with office.database.transaction() as connection:
            link = link_of(connection, secret, now_ms=now_ms)
            account = account_of_id(connection, link.account, now_ms=now_ms) if link.account else None
    except Refusal as used:
        return _door(request, office, used)
    return page(
        request,
        office,
        "enter.html" if link.enters else "open_account.html",
        secret=secret,
        invited=account,
        login=login,
        name=name,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _begin(office: Office, data: OpeningForm) -> Account:
    """Raises what `begin_opening` and `check_password` raise."""
    now_ms = office.clock.now_ms()
    with office.database.transaction() as connection:
        link = link_of(connection, data.jeton, now_ms=now_ms)
        login = account_of_id(connection, link.account, now_ms=now_ms).login if link.account else data.login
    check_password(data.password, data.again, login=login.strip().lower())
    hashed = password_hash(data.password)
    with office.database.transaction() as connection:
        return begin_opening(
            connection, data.jeton, login=data.login, name=data.name, password_hash=hashed, now_ms=now_ms
        )


def _factor_again(request: PageRequest, office: Office, secret: str, refusal: Refusal) -> Template:
    now_ms = office.clock.now_ms()
    with office.database.transaction() as connection:
        account = account_of_id(connection, link_of(connection, secret, now_ms=now_ms).account or 0, now_ms=now_ms)
        factor = proposed_factor(connection, office.accounts, account=account.id)
    return factor_page(request, office, account, factor, refusal, action="/acces/code", link=secret)


def factor_page(
    request: PageRequest,
    office: Office,
    account: Account,
    factor: str,
    refusal: Refusal | None = None,
    *,
    action: str,
    link: str = "",
) -> Template:
    """The square code for the telephone, and the same in letters for whoever cannot scan it."""
    return page(
        request,
        office,
        "factor.html",
        action=action,
        secret=link,
        letters=" ".join(factor[at : at + 4] for at in range(0, len(factor), 4)),
        qr=qr_drawing(provisioning_uri(factor, login=account.login, issuer=ISSUER)),
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
