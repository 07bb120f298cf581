"""Reference data: what head office sets and every till receives. Each version of a document is kept; nothing is taken
in that a till could not read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection

from pos_app.domain.accounting import Accounts
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.office_parameters import OfficeParameters, read_parameters
from pos_app.domain.operator import Operator, Role
from pos_app.domain.programme import Rules, read_rules, require_families
from pos_app.domain.refusals import Refusal
from pos_app.settings import RESOURCES
from pos_app.sync.reference_messages import CATALOGUE, LARGEST_DOCUMENT, PARAMETERS, RULES

SHIPPED_RULES = RESOURCES / "programmes" / "connexions-solidaires-2013.toml"
ACCOUNTS = "accounts"
"""A document that no till receives."""
_LOCK = 0x726566  # the advisory lock under which documents get their version
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


@dataclass(frozen=True, slots=True)
class Document:
    """A document in force: its `version` counts those of its name from 1."""

    version: int
    sha256: str
    text: str
    set_ms: int
    set_by: str


def set_catalogue(connection: Connection, *, text: str, by: str, now_ms: int) -> Document:
    """Every till's catalogue from its next sync on; prices in it have their days. The same again changes nothing.

    Raises Refusal("catalogue_file_wrong", line, reason), Refusal("rules_file_wrong", why) where the rules in force
    name a family that it has not, Refusal("document_too_large", most).
    """
    catalogue = read_catalogue(text)
    if document_of(connection, RULES):
        require_families(rules_set(connection), catalogue)
    return _set(connection, CATALOGUE, text=text, by=by, now_ms=now_ms)


def set_rules(connection: Connection, *, text: str, by: str, now_ms: int) -> Document:
    """Programmes, caps and rules of every till from its next sync on.

    Raises Refusal("rules_file_wrong", why), Refusal("document_too_large", most).
    """
    rules, catalogue = read_rules(text), catalogue_set(connection)
    if catalogue:
        require_families(rules, catalogue)
    return _set(connection, RULES, text=text, by=by, now_ms=now_ms)


def set_parameters(connection: Connection, *, text: str, by: str, now_ms: int) -> Document:
    """Raises Refusal("parameters_wrong", why)."""
    read_parameters(text)
    return _set(connection, PARAMETERS, text=text, by=by, now_ms=now_ms)


def set_accounts(connection: Connection, *, accounts: Accounts, by: str, now_ms: int) -> Document:
    """The accounts of the FEC that head office exports. Raises Refusal("account_wrong", number)."""
    wrong = next((account for account in accounts.each if not account.is_possible), None)
    if wrong is not None:
        raise Refusal("account_wrong", number=wrong.number[:20] or wrong.label[:20])
    return _set(connection, ACCOUNTS, text=msgspec.json.encode(accounts).decode(), by=by, now_ms=now_ms)


def accounts_set(connection: Connection) -> Accounts:
    """The accounts that head office set, or those of the plan for associations."""
    document = document_of(connection, ACCOUNTS)
    return msgspec.json.decode(document.text, type=Accounts) if document else Accounts()


def catalogue_set(connection: Connection) -> Catalogue | None:
    """The catalogue that tills receive; None while each has its own."""
    document = document_of(connection, CATALOGUE)
    return read_catalogue(document.text) if document else None


def rules_set(connection: Connection) -> Rules:
    """The rules that tills receive, or those that the program comes with."""
    return read_rules(rules_text(connection))


def rules_text(connection: Connection) -> str:
    """The file of the rules that tills receive, or of those that the program comes with."""
    document = document_of(connection, RULES)
    return document.text if document else SHIPPED_RULES.read_text(encoding="utf-8")


def versions_of(connection: Connection, name: str, *, at_most: int = 30) -> Sequence[Document]:
    """The last versions of a document, the newest first."""
    rows = connection.execute(
        "SELECT version, sha256, text, set_ms, set_by FROM document WHERE name = %s ORDER BY version DESC LIMIT %s",
        (name, at_most),
    )
    return [Document(*row) for row in rows]


def parameters_set(connection: Connection) -> OfficeParameters:
    document = document_of(connection, PARAMETERS)
    return read_parameters(document.text) if document else OfficeParameters()


def document_of(connection: Connection, name: str, *, version: int | None = None) -> Document | None:
    """The document of this name in force, or an earlier `version` of it."""
    row = connection.execute(
        "SELECT version, sha256, text, set_ms, set_by FROM document WHERE name = %s AND version = coalesce(%s, version)"
        " ORDER BY version DESC LIMIT 1",
        (name, version),
    ).fetchone()
    return Document(*row) if row else None


def set_operator(connection: Connection, *, operator: Operator, point: str = "") -> None:
    """Lets somebody sign in at every till, or at those of one point, once a coordinator there gave a PIN.

    Raises Refusal("point_unknown", "operator_wrong", "date_wrong").
    """
    if not _is_possible(operator):
        raise Refusal("operator_wrong")
    ends_on = read_day(operator.ends_on).isoformat() if operator.ends_on else ""
    point_id = None
    if point:
        row = connection.execute("SELECT id FROM point WHERE name = %s", (point,)).fetchone()
        if row is None:
            raise Refusal("point_unknown", point=point)
        point_id = row[0]
    connection.execute(
        "INSERT INTO operator (code, first_name, role, ends_on, point) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (code) DO UPDATE SET first_name = excluded.first_name, role = excluded.role,"
        f" ends_on = excluded.ends_on, point = excluded.point, removed = false, {_MOVED}",
        (operator.code, operator.first_name, operator.role.value, ends_on, point_id),
    )


def remove_operator(connection: Connection, *, code: OperatorCode) -> None:
    """Ends somebody's access at every till, and forgets the name here. Raises Refusal("operator_unknown")."""
    gone = connection.execute(
        f"UPDATE operator SET removed = true, first_name = '', {_MOVED} WHERE code = %s AND NOT removed", (code,)
    )
    if not gone.rowcount:
        raise Refusal("operator_unknown")


def remove_everywhere(connection: Connection, *, code: OperatorCode) -> None:
    """Ends the access of whoever has this code, also where a till gave it by itself.

    Raises Refusal("operator_wrong").
    """
    if not _is_code(code):
        raise Refusal("operator_wrong")
    connection.execute(
        "INSERT INTO operator (code, first_name, role, removed) VALUES (%s, '', %s, true)"
        f" ON CONFLICT (code) DO UPDATE SET removed = true, first_name = '', {_MOVED} WHERE NOT operator.removed",
        (code, Role.VOLUNTEER.value),
    )


def operators_set(connection: Connection) -> tuple[tuple[Operator, str], ...]:
    """Who may sign in, each with the point, empty where it is everywhere; by first name."""
    rows = connection.execute(
        "SELECT code, first_name, role, ends_on, coalesce(name, '') FROM operator LEFT JOIN point"
        " ON point.id = operator.point WHERE NOT removed ORDER BY first_name, code"
    )
    return tuple(
        (Operator(OperatorCode(code), first_name, Role(role), ends_on or None), point)
        for code, first_name, role, ends_on, point in rows
    )


def _set(connection: Connection, name: str, *, text: str, by: str, now_ms: int) -> Document:
    if len(text) > LARGEST_DOCUMENT or "\0" in text:
        raise Refusal("document_too_large", most=LARGEST_DOCUMENT)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    before = document_of(connection, name)
    if before and before.text == text:
        return before
    made = Document((before.version if before else 0) + 1, hashlib.sha256(text.encode()).hexdigest(), text, now_ms, by)
    connection.execute(
        "INSERT INTO document (name, version, sha256, text, set_ms, set_by) VALUES (%s, %s, %s, %s, %s, %s)",
        (name, made.version, made.sha256, made.text, made.set_ms, made.set_by),
    )
    return made


def _is_possible(operator: Operator) -> bool:
    name = operator.first_name
    return _is_code(operator.code) and 0 < len(name) <= 30 and name.isprintable()


def _is_code(code: str) -> bool:
    return 0 < len(code) <= 20 and code.isascii() and code.replace("-", "").isalnum()
