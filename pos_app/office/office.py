"""Head office as its handlers see it: database, clock, authority, address."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from pos_app.clock import Clock
from pos_app.ledger.signing import Signer
from pos_app.office.authority import Authority
from pos_app.office.code_box import CodeBox
from pos_app.office.database import OfficeDatabase
from pos_app.office.tills import NewTill, new_till

ACCESS_LINK_LIFETIME_MS = 12 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Office:
    """One head office. `address` ("host:port") is what enrolment codes carry; `signer` holds the key that tills pin."""

    database: OfficeDatabase
    clock: Clock
    authority: Authority
    address: str
    codes: CodeBox
    signer: Signer

    def add_till(self, *, point: str, till: str) -> NewTill:
        """A till that may be joined now, with its one-time code. Raises Refusal("name_wrong")."""
        with self.database.transaction() as connection:
            return new_till(
                connection,
                point=point,
                till=till,
                now_ms=self.clock.now_ms(),
                address=self.address,
                authority_fingerprint=self.authority.fingerprint,
            )

    def new_access_link(self) -> str:
        """A link that signs one browser in, once. Only its hash is kept."""
        secret = secrets.token_urlsafe(24)
        with self.database.transaction() as connection:
            connection.execute(
                "INSERT INTO access_link VALUES (%s, %s)",
                (hashlib.sha256(secret.encode()).digest(), self.clock.now_ms() + ACCESS_LINK_LIFETIME_MS),
            )
        return f"https://{self.address}/acces?jeton={secret}"

    def redeem_access_link(self, secret: str) -> bool:
        """Whether `secret` signs a browser in; it does so once."""
        with self.database.transaction() as connection:
            row = connection.execute(
                "DELETE FROM access_link WHERE secret_hash = %s RETURNING expires_ms",
                (hashlib.sha256(secret.encode()).digest(),),
            ).fetchone()
        return row is not None and row[0] >= self.clock.now_ms()
