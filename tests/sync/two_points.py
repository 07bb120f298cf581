"""Two points with a till each, and what tests about people do at both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from pos_app.counter.dates import today
from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.register_person import Slip, register_person
from pos_app.counter.structures import add_structure, structures
from pos_app.counter.till import Till
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.person import Identity
from pos_app.domain.trusted_time import Uptime
from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.counter.people_work import samira
from tests.sync.syncing_till import PATIENCE_S, SyncingTill

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class TillClock:
    """The clock of one till: right, unless a test sets it ahead."""

    true: ManualClock
    ahead_ms: int = 0

    def now_ms(self) -> int:
        return self.true.now_ms() + self.ahead_ms

    def offset_min(self) -> int:
        return self.true.offset_min()

    def uptime(self) -> Uptime:
        return self.true.uptime()


class Point:
    """A reception point: its till, and the coordinator who does everything here."""

    def __init__(self, till: SyncingTill, name: str) -> None:
        self.till = till
        self.name = name

    @property
    def clock(self) -> TillClock:
        assert isinstance(self.till.clock, TillClock)
        return self.till.clock

    @property
    def coordinator(self) -> Operator:
        return self.till.template.coordinator

    def join(self, office: Office) -> None:
        self.till.join_with(str(office.add_till(point=self.name, till="Caisse 1").code))

    def do(
        self,
        act: Callable[Concatenate[Till, _Arguments], _Result],
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> _Result:
        return self.till.storage.submit(lambda till: act(till, *args, **kwargs)).result(PATIENCE_S)

    def register(self, **changes: object) -> PersonAtDesk:
        return self.do(registered_by, operator=self.coordinator, identity=samira(**changes))

    def person(self, token: PersonToken) -> PersonAtDesk:
        """Raises Refusal("person_unknown", "person_erased")."""
        return self.do(person_at_desk, token=token)

    def everything(self) -> str:
        """Every value of every table of the till's database."""
        return self.do(whole_text)


def sync_all(*points: Point) -> None:
    """Each once, in this order."""
    for point in points:
        assert point.till.sync().complete


def registered_by(till: Till, *, operator: Operator, identity: Identity) -> PersonAtDesk:
    """Registers somebody whom the first structure there is sent, which is made where there is none."""
    known = structures(till)
    structure = known[0] if known else add_structure(till, operator=operator, name="CCAS de Marseille")
    slip = Slip(structure.code, "CS", today(till))
    return register_person(till, operator=operator, identity=identity, slip=slip)


def whole_text(till: Till) -> str:
    """Every value of every table of a till's database."""
    tables = [name for (name,) in till.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in till.connection.execute(f"SELECT * FROM {table}")]
    return "\n".join(str(value) for row in rows for value in row)
