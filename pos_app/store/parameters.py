"""Small settings of a till by name, as JSON values, and the catalogue in force."""

from __future__ import annotations

import enum
from typing import TypeVar

import msgspec

from pos_app.store.opening import Connection
from pos_app.store.till_store import Act

_T = TypeVar("_T")


def read_parameter(connection: Connection, name: str, *, type: type[_T], default: _T) -> _T:  # noqa: A002  # reads as what it is
    """The value kept under `name`, or `default` where there is none."""
    row = connection.execute("SELECT value FROM parameter WHERE name = ?", (name,)).fetchone()
    return msgspec.json.decode(row[0], type=type) if row else default


def write_parameter(act: Act, name: str, value: object) -> None:
    act.tables.table("parameter").upsert({"name": name, "value": msgspec.json.encode(value).decode()}, pk="name")


class CatalogueOrigin(enum.StrEnum):
    """Who a catalogue is from: this till, or head office, whose catalogue takes precedence."""

    TILL = "till"
    OFFICE = "office"


def keep_catalogue(act: Act, *, sha256: str, text: str, origin: CatalogueOrigin = CatalogueOrigin.TILL) -> None:
    act.connection.execute("INSERT INTO catalogue (sha256, text, origin) VALUES (?, ?, ?)", (sha256, text, origin))


def catalogue_origin(connection: Connection) -> CatalogueOrigin:
    """Who the catalogue in force is from."""
    row = connection.execute("SELECT origin FROM catalogue ORDER BY id DESC LIMIT 1").fetchone()
    return CatalogueOrigin(row[0]) if row else CatalogueOrigin.TILL


def catalogue_text(connection: Connection) -> str | None:
    """The text of the catalogue in force; None before the first was loaded."""
    row = connection.execute("SELECT text FROM catalogue ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def stock_on_hand(connection: Connection) -> dict[str, int]:
    """What is in stock, by product code; products never received are left out."""
    return dict(connection.execute("SELECT product, on_hand FROM stock").fetchall())
