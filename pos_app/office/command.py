"""What `pos-app office` does on the command line."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.journal_words import say_chains
from pos_app.office.check import check_tills
from pos_app.office.local_socket import PREFIX, local_socket
from pos_app.office.office import Office
from pos_app.office.projector import TURN_S
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer, bound_socket, open_office
from pos_app.sentences import say


def serve(data: Path, *, address: str, listen: str, database_url: str | None) -> int:
    """Serves until it is interrupted."""
    sys.setswitchinterval(TURN_S)
    host, port = _split(address)
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_signal: stopped.set())
    with (
        _listener(listen, port) as listener,
        open_office(
            data, clock=SystemClock(), address=address, hosts=_hosts(host), database_url=database_url
        ) as office,
    ):
        server = OfficeServer(office, listener)
        print(_("Head office answers at https://{address}").format(address=address), flush=True)
        if not listen.startswith(PREFIX):  # else a service, whose output is kept: no link belongs there
            print(_say_entrance(office), flush=True)
        stopped.wait()
        server.stop()
    return 0


def print_new_till(data: Path, *, address: str, database_url: str | None, point: str, till: str) -> int:
    """Makes a till and prints its one-time code; needs `--database-url` while an embedded server is running."""
    with opened(data, address=address, database_url=database_url) as office:
        print(office.add_till(point=point, till=till).code)
    return 0


def print_invitation(data: Path, *, address: str, database_url: str | None, login: str, name: str, role: str) -> int:
    """Makes an account and prints the link that opens it, once. Raises what `Office.invite` raises."""
    with opened(data, address=address, database_url=database_url) as office:
        print(office.invite(login=login, name=name, role=OfficeRole(role)))
    return 0


def print_new_factor(data: Path, *, address: str, database_url: str | None, login: str) -> int:
    """Voids an account's password and second factor and prints the link that opens it anew, once."""
    with opened(data, address=address, database_url=database_url) as office:
        print(office.reset_factor(login=login))
    return 0


def print_check(data: Path, *, address: str, database_url: str | None, rebuild: bool) -> int:
    """Says what the check of each till found; 1 where anything is wrong with any."""
    faults = 0
    with opened(data, address=address, database_url=database_url) as office:
        for checked in check_tills(office.database, rebuild=rebuild):
            lines = [say(checked.refusal)] if checked.refusal else say_chains(checked.chains, absent=checked.absent)
            print(checked.name, *lines, sep="\n  ")
            faults += checked.refusal is not None
    if not faults:
        print(_("Every journal held here is intact: each hash, each signature and each number was verified."))
        print(_("The figures were made anew.") if rebuild else _("The figures are those that the journals give."))
    return 1 if faults else 0


@contextmanager
def opened(data: Path, *, address: str, database_url: str | None) -> Iterator[Office]:
    """Head office's data for one command."""
    host = _split(address)[0]
    with open_office(
        data, clock=SystemClock(), address=address, hosts=_hosts(host), database_url=database_url
    ) as office:
        yield office


def _say_entrance(office: Office) -> str:
    """How to get in: by an account, or by the link that makes the first one."""
    link = office.first_administrator_link()
    if link is None:
        return _("Sign in at https://{address}/acces").format(address=office.address)
    return _("To make the first administrator's account, once: {link}").format(link=link)


def _listener(listen: str, port: int) -> socket.socket:
    """Raises Unavailable("port_taken", "path_taken")."""
    if listen.startswith(PREFIX):
        return local_socket(Path(listen.removeprefix(PREFIX)))
    return bound_socket(listen, port)


def _hosts(host: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((host, "localhost", "127.0.0.1")))


def _split(address: str) -> tuple[str, int]:
    """Host and port of `address`. Raises Refusal("office_address_malformed")."""
    host, _colon, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65_536:
        raise Refusal("office_address_malformed", address=address[:80])
    return host, int(port)
