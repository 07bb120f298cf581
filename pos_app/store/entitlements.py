"""Reading what the journal says of a person's rights and spending, over all records that were merged into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.entitlement import Entitlement
from pos_app.domain.facts import PrescriberChanged, RightChanged, RightOpened, read_fact
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.refusals import Bug
from pos_app.domain.rights import RightAct, rights_of
from pos_app.ledger import canonical
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class Spending:
    """What counts towards the cap of one month: here (sent or not), elsewhere as head office last said, excepted
    anywhere."""

    here_cents: int
    elsewhere_cents: int
    exception_cents: int

    @property
    def cents(self) -> int:
        return self.here_cents + self.elsewhere_cents


def entitlements(connection: Connection, tokens: Sequence[PersonToken]) -> tuple[Entitlement, ...]:
    """Every period of the right, in order, as this till's journal and, where head office told them, the others' say.

    An entry that both have counts once, at the time that head office gives it.
    """
    marks = _marks(tokens)
    rows = connection.execute(
        "SELECT incarnation.id, seq, at_ms, kind, payload FROM right_act JOIN entry USING (position)"
        f" JOIN incarnation ON incarnation.number = entry.incarnation WHERE token IN ({marks})"
        f" UNION ALL SELECT incarnation, seq, at_ms, kind, payload FROM right_elsewhere WHERE token IN ({marks})",
        (*tokens, *tokens),
    )
    acts = {(row[0], row[1]): row for row in rows}
    return rights_of(map(_act, acts.values()), limited_sold=_limited_sold(connection, tokens))


def spending(connection: Connection, tokens: Sequence[PersonToken], month: str) -> Spending:
    """`month` as "2026-11"."""
    sums = "coalesce(sum(cents), 0), coalesce(sum(exception_cents), 0)"
    where = f"WHERE month = ? AND token IN ({_marks(tokens)})"
    here = connection.execute(f"SELECT {sums} FROM spend {where}", (month, *tokens)).fetchone()
    elsewhere = connection.execute(f"SELECT {sums} FROM spend_elsewhere {where}", (month, *tokens)).fetchone()
    return Spending(here[0], elsewhere[0], here[1] + elsewhere[1])


def elsewhere_by_month(connection: Connection, tokens: Sequence[PersonToken]) -> tuple[tuple[str, int], ...]:
    """(month, cents) that other points sold, as head office last said."""
    rows = connection.execute(
        f"SELECT month, sum(cents) FROM spend_elsewhere WHERE token IN ({_marks(tokens)}) GROUP BY month",
        tuple(tokens),
    )
    return tuple(rows.fetchall())


def positions_of(connection: Connection, tokens: Sequence[PersonToken], *, limit: int) -> tuple[int, ...]:
    """Where the journal speaks of the person, newest first."""
    rows = connection.execute(
        f"SELECT position FROM person_act WHERE token IN ({_marks(tokens)}) ORDER BY position DESC LIMIT ?",
        (*tokens, limit),
    )
    return tuple(position for (position,) in rows)


def sales_to_nobody(connection: Connection, operator: str, month: str) -> tuple[tuple[str, int, int], ...]:
    """(reason, sales, cents) of one operator in one month."""
    rows = connection.execute(
        "SELECT reason, sales, cents FROM sold_to_nobody WHERE operator = ? AND month = ? ORDER BY reason",
        (operator, month),
    )
    return tuple(rows.fetchall())


def _act(row: tuple[str, int, int, str, bytes]) -> RightAct:
    incarnation, seq, at_ms, kind, payload = row
    fact = read_fact(kind, canonical.decode(payload))
    if not isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        raise Bug("kind_unknown", kind=kind)
    return RightAct(incarnation, seq, at_ms, fact)


def _limited_sold(connection: Connection, tokens: Sequence[PersonToken]) -> dict[tuple[PersonToken, int], int]:
    """Articles of the limited family by person and number of the right, here and elsewhere."""
    marks = _marks(tokens)
    rows = connection.execute(
        f"SELECT token, number, articles FROM limited_sold WHERE token IN ({marks})"
        f" UNION ALL SELECT token, number, limited_sold FROM spend_elsewhere WHERE token IN ({marks})",
        (*tokens, *tokens),
    )
    counted: dict[tuple[PersonToken, int], int] = defaultdict(int)
    for token, number, articles in rows:
        counted[PersonToken(token), number] += articles
    return counted


def _marks(tokens: Sequence[PersonToken]) -> str:
    return ",".join("?" * len(tokens))
