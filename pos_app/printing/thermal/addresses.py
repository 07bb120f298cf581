"""Where a printer is, as a line of the settings: "tcp:192.168.1.50", "serial:COM3", "usb:04b8:0e15", ..."""

from __future__ import annotations

import re
from pathlib import Path

from pos_app.domain.refusals import Refusal
from pos_app.printing.thermal.local_ports import FilePort, UsbPort, WindowsPort
from pos_app.printing.thermal.ports import NetworkPort, Port, SerialPort

_ADDRESS = re.compile(
    r"tcp:(?P<host>[A-Za-z0-9.-]+)(:(?P<port>\d{1,5}))?"
    r"|serial:(?P<device>[^?]+)(\?baud=(?P<baud>\d{3,7}))?"
    r"|usb:(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})"
    r"|windows:(?P<queue>.+)"
    r"|file:(?P<path>.+)"
)


def port_at(address: str) -> Port:
    """The port at `address`; nothing is opened yet. Raises Refusal("printer_address_malformed", address)."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise Refusal("printer_address_malformed", address=address)
    told = match.groupdict()
    if told["host"]:
        return NetworkPort(told["host"], int(told["port"] or 9100))
    if told["device"]:
        return SerialPort(told["device"], int(told["baud"] or 38400))
    if told["vendor"]:
        return UsbPort(int(told["vendor"], 16), int(told["product"], 16))
    return WindowsPort(told["queue"]) if told["queue"] else FilePort(Path(told["path"]))
