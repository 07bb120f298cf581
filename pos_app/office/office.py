"""Head office as its handlers see it: database, clock, authority, address, boxes of secrets."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.clock import Clock
from pos_app.ledger.signing import Signer
from pos_app.office.account_box import AccountBox
from pos_app.office.accounts import account_of_login, an_administrator_exists, forget_factors, make_account
from pos_app.office.audit import COMMAND_LINE, record
from pos_app.office.authority import Authority
from pos_app.office.code_box import CodeBox
from pos_app.office.database import OfficeDatabase
from pos_app.office.opening import new_link
from pos_app.office.rights import OfficeRole
from pos_app.office.tills import NewTill, new_till


@dataclass(frozen=True, slots=True)
class Office:
    """One head office. `address` ("host:port") is what enrolment codes carry; `signer` holds the key that tills pin."""

    database: OfficeDatabase
    clock: Clock
    authority: Authority
    address: str
    codes: CodeBox
    signer: Signer
    accounts: AccountBox

    def add_till(self, *, point: str, till: str, by: str = COMMAND_LINE) -> NewTill:
        """A till that may be joined now, with its one-time code. Raises Refusal("name_wrong")."""
        now_ms = self.clock.now_ms()
        with self.database.transaction() as connection:
            made = new_till(
                connection,
                point=point,
                till=till,
                now_ms=now_ms,
                address=self.address,
                authority_fingerprint=self.authority.fingerprint,
            )
            record(connection, account=by, now_ms=now_ms, act="till.made", subject=f"{made.point} · {made.till}")
        return made

    def first_administrator_link(self) -> str | None:
        """A link that makes the first administrator, once; None where there is one already."""
        with self.database.transaction() as connection:
            if an_administrator_exists(connection):
                return None
            return self.url_of(new_link(connection, account=None, now_ms=self.clock.now_ms()))

    def invite(self, *, login: str, name: str, role: OfficeRole, by: str = COMMAND_LINE) -> str:
        """A new account and the link that opens it, once. Raises what `make_account` raises."""
        now_ms = self.clock.now_ms()
        with self.database.transaction() as connection:
            account = make_account(connection, login=login, name=name, role=role, now_ms=now_ms)
            link = self.url_of(new_link(connection, account=account, now_ms=now_ms))
            record(connection, account=by, now_ms=now_ms, act="account.invited", subject=login, detail=role.value)
        return link

    def reset_factor(self, *, login: str, by: str = COMMAND_LINE) -> str:
        """Voids password, second factor and sessions of an account, and gives the link that opens it anew, once.

        Raises Refusal("account_unknown").
        """
        now_ms = self.clock.now_ms()
        with self.database.transaction() as connection:
            account = account_of_login(connection, login, now_ms=now_ms)
            forget_factors(connection, account.id)
            link = self.url_of(new_link(connection, account=account.id, now_ms=now_ms))
            record(connection, account=by, now_ms=now_ms, act="account.factor_reset", subject=account.login)
        return link

    def entering_link(self, role: OfficeRole = OfficeRole.ADMINISTRATOR) -> str:
        """A link that signs an invented account in with nothing else, once: for the demo and for tests."""
        now_ms = self.clock.now_ms()
        with self.database.transaction() as connection:
            row = connection.execute("SELECT id FROM account WHERE login = %s", (f"demo-{role}",)).fetchone()
            account = (
                row[0] if row else make_account(connection, login=f"demo-{role}", name="Demo", role=role, now_ms=now_ms)
            )
            return self.url_of(new_link(connection, account=account, now_ms=now_ms, enters=True))

    def url_of(self, secret: str) -> str:
        """The address of a link."""
        return f"https://{self.address}/acces?jeton={secret}"
