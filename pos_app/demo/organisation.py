"""Building the demo: three points with their tills, stock, operators, joined to a head office of their own."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_app.clock import Clock
from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.invented import CODED, codes_csv, import_invented_codes, people_csv, register_invented
from pos_app.counter.invented_machines import reserve_invented, write_invented_passports
from pos_app.counter.open_day import open_day
from pos_app.counter.open_till import OpenedTill, with_key_file
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.running import RunningTill
from pos_app.counter.set_up_till import TillSetup, set_up_till
from pos_app.counter.till_events import SyncEnded
from pos_app.demo.head_office import furnish
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Role
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket, open_office
from pos_app.settings import TillFolder

DEMO_PIN = "246810"
"""Everybody's PIN in the demo; the sign-in page of a demo till says so."""

FIRST_SYNC_TIMEOUT_S = 30

_STOCK = {"CARTE-30": 142, "CARTE-2H": 88, "CARTE-ILLIM": 104}
LAPTOP = "ORDI"
_EQUIPMENT = {"HOTSPOT-3G": 6, LAPTOP: 9}
_POINTS = (
    ("Marseille", "MRS1", "12 rue de l'Exemple, 13003 Marseille, France"),
    ("Saint-Denis", "STD1", "3 place de l'Exemple, 93200 Saint-Denis, France"),
    ("Grenoble", "GRE1", "8 avenue de l'Exemple, 38000 Grenoble, France"),
)
_TEAM = (("Nadia", Role.VOLUNTEER), ("Youssef", Role.VOLUNTEER), ("Claire", Role.EMPLOYEE))


@dataclass(frozen=True, slots=True)
class DemoTill:
    """A till of the demo. `key` opens its key file; it exists in this process's memory only."""

    point: str
    folder: TillFolder
    key: bytes
    coordinator: Operator

    def __repr__(self) -> str:
        return f"DemoTill({self.point})"


class DemoOffice:
    """The demo's head office. `disconnect` and `connect` pull its network plug and put it back, on the same port."""

    def __init__(self, office: Office, port: int) -> None:
        self.office = office
        self._port = port
        self._server: OfficeServer | None = None

    def connect(self) -> None:
        self._server = OfficeServer(self.office, bound_socket("127.0.0.1", self._port))

    def disconnect(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None

    def head_of(self, incarnation: str) -> str:
        """The hash (hex) of the last entry held of `incarnation`."""
        with self.office.database.transaction() as connection:
            row = connection.execute(
                "SELECT head_hash FROM incarnation WHERE id = %s", (bytes.fromhex(incarnation),)
            ).fetchone()
        return row[0].hex() if row else ""


@contextmanager
def demo_office(folder: Path, *, clock: Clock) -> Iterator[DemoOffice]:
    """A head office in `folder`, listening on a free port of this computer."""
    with bound_socket("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    with open_office(folder, clock=clock, address=address, hosts=("127.0.0.1", "localhost")) as office:
        demo = DemoOffice(office, port)
        demo.connect()
        try:
            yield demo
        finally:
            demo.disconnect()


def build_tills(folder: Path, demo: DemoOffice, *, clock: Clock) -> tuple[DemoTill, ...]:
    """The three tills of the demo, stocked and joined; beside them the invented people and codes."""
    tills = tuple(
        _build_till(folder / series.lower(), point=point, series=series, address=address, demo=demo, clock=clock)
        for point, series, address in _POINTS
    )
    furnish(demo.office)
    (folder / "personnes-inventees.csv").write_text(people_csv(), encoding="utf-8")
    (folder / "codes-factices.csv").write_text(codes_csv(CODED, seed=2014), encoding="utf-8")
    return tills


def _build_till(folder: Path, *, point: str, series: str, address: str, demo: DemoOffice, clock: Clock) -> DemoTill:
    till_folder = TillFolder(data=folder / "data", marks=folder / "marks")
    setup = TillSetup(
        point=point,
        till="Caisse 1",
        series=series,
        legal_name="Connexions Solidaires",
        address=address,
        siret="00000000000000",
        coordinator=check_newcomer(Newcomer("Amina", Role.COORDINATOR, DEMO_PIN)),
    )
    made = set_up_till(till_folder, setup, clock=clock)
    key = secrets.token_bytes(32)
    opened = with_key_file(made.opened, made.opened.key_file.with_keyring_slot(key))
    coordinator = made.coordinator.operator
    for product, quantity in _STOCK.items():
        receive_stock(opened.till, operator=coordinator, product=product, quantity=quantity)
    machines: tuple[ItemId, ...] = ()
    for product, quantity in _EQUIPMENT.items():
        numbers = [f"FAUX-{series}-{product}-{number:03d}" for number in range(1, quantity + 1)]
        things = receive_equipment(
            opened.till, operator=coordinator, product=product, serials=numbers, batch="Faux don"
        )
        if product == LAPTOP:
            write_invented_passports(opened.till, coordinator, things)
            machines = things
    import_invented_codes(opened.till, coordinator, seed=sum(series.encode()))
    team = [check_newcomer(Newcomer(name, role, DEMO_PIN)) for name, role in _TEAM]
    add_operators(opened.till, by=coordinator, newcomers=team)
    register_invented(opened.till, coordinator)
    reserve_invented(opened.till, coordinator, machines[0])
    open_day(opened.till, operator=coordinator, float_cents=15_000)
    _join(opened, demo, point=point, coordinator=coordinator)
    return DemoTill(point, till_folder, key, coordinator)


def _join(opened: OpenedTill, demo: DemoOffice, *, point: str, coordinator: Operator) -> None:
    """Joins head office and waits until everything is there."""
    ended = threading.Event()
    running = RunningTill.of_opened(
        opened, listener=lambda event: ended.set() if isinstance(event, SyncEnded) else None
    )
    try:
        code = str(demo.office.add_till(point=point, till="Caisse 1").code)
        running.join_head_office(operator=coordinator, code=code).result()
        ended.wait(FIRST_SYNC_TIMEOUT_S)
    finally:
        running.stop()
