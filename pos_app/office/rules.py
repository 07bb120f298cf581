"""The rules that head office has in force: those that the program comes with."""

from __future__ import annotations

from psycopg import Connection

from pos_app.domain.programme import Rules, read_rules
from pos_app.settings import RESOURCES

SHIPPED_RULES = RESOURCES / "programmes" / "connexions-solidaires-2013.toml"


def rules_in_force(_connection: Connection) -> Rules:
    """Raises Refusal("rules_file_wrong")."""
    return read_rules(SHIPPED_RULES.read_text(encoding="utf-8"))
