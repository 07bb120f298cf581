"""Accounts of head office: who there is, inviting somebody, changing a role, disabling, a new second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template
from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.office.accounts import Account, account_of_id, all_accounts, change_role, end_sessions, set_disabled
from pos_app.office.office import Office
from pos_app.office.pages.access_pages import Short
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    page,
    record_act,
    require_right,
    sentence,
)
from pos_app.office.rights import ROLE_REACH, ROLE_WORDS, OfficeRole, Right

AccountPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
_MANAGE = [require_right(Right.ACCOUNTS_MANAGE)]


class InvitationForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to invite, as what."""

    login: Short
    name: Short
    role: OfficeRole
    _csrf_token: str = ""


class RoleForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is to be from now on."""

    role: OfficeRole
    _csrf_token: str = ""


class DisablingForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the account is to be disabled, or enabled again."""

    disabled: bool
    _csrf_token: str = ""


class Accounts(Controller):
    """Everybody who may sign in at head office."""

    path = "/comptes"
    guards = [require_right(Right.ACCOUNTS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def everybody(self, request: PageRequest, office: InOffice) -> Template:
        return _accounts(request, office)

    @get("/{account:int}", sync_to_thread=True)
    def one(self, request: PageRequest, office: InOffice, account: AccountPath) -> Template:
        return _account(request, office, account)

    @post("/", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def invite(self, request: PageRequest, office: InOffice, data: URLEncodedBody[InvitationForm]) -> Template:
        try:
            link = office.invite(login=data.login, name=data.name, role=data.role, by=account_of(request).login)
        except Refusal as refusal:
            return _accounts(request, office, refusal=refusal, typed=data)
        return page(request, office, "account_link.html", link=link, name=data.name)

    @post("/{account:int}/role", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def role(
        self, request: PageRequest, office: InOffice, account: AccountPath, data: URLEncodedBody[RoleForm]
    ) -> Redirect | Template:
        def change(connection: Connection, whom: Account) -> None:
            change_role(connection, whom.id, data.role)
            record_act(request, connection, "account.role_changed", whom.login, f"{whom.role} → {data.role}")

        return _change(request, office, account, change)

    @post("/{account:int}/acces", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def disable(
        self, request: PageRequest, office: InOffice, account: AccountPath, data: URLEncodedBody[DisablingForm]
    ) -> Redirect | Template:
        def change(connection: Connection, whom: Account) -> None:
            set_disabled(connection, whom.id, disabled=data.disabled)
            act = "account.disabled" if data.disabled else "account.enabled"
            record_act(request, connection, act, whom.login)

        return _change(request, office, account, change)

    @post("/{account:int}/sessions", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def sign_out(self, request: PageRequest, office: InOffice, account: AccountPath) -> Redirect | Template:
        def change(connection: Connection, whom: Account) -> None:
            end_sessions(connection, whom.id)
            record_act(request, connection, "sign_in.ended_everywhere", whom.login)

        return _change(request, office, account, change)

    @post("/{account:int}/facteur", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def reset(self, request: PageRequest, office: InOffice, account: AccountPath) -> Template:
        try:
            with office.database.transaction() as connection:
                whom = account_of_id(connection, account, now_ms=office.clock.now_ms())
            link = office.reset_factor(login=whom.login, by=account_of(request).login)
        except Refusal as refusal:
            return _account(request, office, account, refusal)
        return page(request, office, "account_link.html", link=link, name=whom.name)


def _change(
    request: PageRequest, office: Office, account: int, change: Callable[[Connection, Account], None]
) -> Redirect | Template:
    """Does something about an account in one transaction, and shows it."""
    try:
        with office.database.transaction() as connection:
            change(connection, account_of_id(connection, account, now_ms=office.clock.now_ms()))
    except Refusal as refusal:
        return _account(request, office, account, refusal)
    return Redirect(f"/comptes/{account}", status_code=303)


def _account(request: PageRequest, office: Office, account: int, refusal: Refusal | None = None) -> Template:
    try:
        with office.database.transaction() as connection:
            found = account_of_id(connection, account, now_ms=office.clock.now_ms())
    except Refusal:
        raise NotFoundException from None
    return page(
        request,
        office,
        "account.html",
        each=found,
        roles=ROLE_WORDS,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _accounts(
    request: PageRequest,
    office: Office,
    *,
    refusal: Refusal | None = None,
    typed: InvitationForm | None = None,
) -> Template:
    with office.database.transaction() as connection:
        accounts = all_accounts(connection, now_ms=office.clock.now_ms())
    return page(
        request,
        office,
        "accounts.html",
        accounts=accounts,
        roles=ROLE_WORDS,
        reach=ROLE_REACH,
        typed=typed,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
