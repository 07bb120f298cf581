"""What people at head office do about a till: look at its alarms, revoke it, take the revocation back."""

from __future__ import annotations

from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.office.suspect_codes import suspect_codes


def mark_alarms_seen(connection: Connection, *, till: int, last: int, now_ms: int) -> None:
    """Somebody has looked at the alarms of `till` up to the one numbered `last`; later ones stay."""
    connection.execute(
        "UPDATE alarm SET seen_ms = %s WHERE till = %s AND id <= %s AND seen_ms = 0", (now_ms, till, last)
    )


def set_revoked(connection: Connection, *, till: int, revoked: bool) -> None:
    """Revokes a lost or stolen till: what it still sends goes to quarantine. Raises Refusal("till_unknown")."""
    changed = connection.execute("UPDATE till SET revoked = %s WHERE id = %s", (revoked, till))
    if not changed.rowcount:
        raise Refusal("till_unknown", till=till)
    if revoked:
        suspect_codes(connection, till=till)


def till_name(connection: Connection, till: int) -> str:
    """ "Marseille · Caisse 1", as the audit log calls it; "#7" for one that is not known."""
    row = connection.execute(
        "SELECT point.name, till.name FROM till JOIN point ON point.id = till.point WHERE till.id = %s", (till,)
    ).fetchone()
    return f"{row[0]} · {row[1]}" if row else f"#{till}"
