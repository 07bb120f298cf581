"""A printer from its set-up. Imported where something prints; nothing is opened or asked before the first job."""

from __future__ import annotations

import re
from pathlib import Path

from pos_app.domain.refusals import Bug, Refusal
from pos_app.printing.jobs import Printer
from pos_app.printing.printer_setup import PrinterKind, PrinterSetUp
from pos_app.printing.thermal.local_ports import DevicePort, FilePort, UsbPort, WindowsPort
from pos_app.printing.thermal.ports import NetworkPort, Port, SerialPort
from pos_app.printing.thermal.printer import EscposPrinter

_HOST = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:(?P<port>\d{1,5}))?")
_SERIAL = re.compile(r"(?P<device>[^?]+)(\?baud=(?P<baud>\d{3,7}))?")
_USB = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})")


def connected(setup: PrinterSetUp) -> Printer:
    """What prints for `setup`. Raises as `port_of`."""
    if setup.kind is PrinterKind.SYSTEM:
        from pos_app.printing.system_printer import system_printer

        return system_printer(setup)
    return EscposPrinter(setup.id, port_of(setup), setup.thermal_profile, large=setup.large)


def port_of(setup: PrinterSetUp) -> Port:
    """Where a thermal printer answers. Raises Refusal("printer_address_malformed", address)."""
    match setup.kind:
        case PrinterKind.NETWORK if found := _HOST.fullmatch(setup.address):
            return NetworkPort(found["host"].strip("[]"), int(found["port"] or 9100))
        case PrinterKind.SERIAL if found := _SERIAL.fullmatch(setup.address):
            return SerialPort(found["device"], int(found["baud"] or 38400))
        case PrinterKind.USB:
            return _usb_port(setup.address)
        case PrinterKind.WINDOWS:
            return WindowsPort(setup.address)
        case PrinterKind.FILE:
            return FilePort(Path(setup.address))
        case PrinterKind.SYSTEM:
            raise Bug("printer_is_not_thermal")
    raise Refusal("printer_address_malformed", address=setup.address)


def _usb_port(address: str) -> Port:
    """Of a vendor and a product, of the first printer found, or the system's own device file (/dev/usb/lp0)."""
    if not address:
        return UsbPort()
    if address.startswith("/"):
        return DevicePort(Path(address))
    if found := _USB.fullmatch(address):
        return UsbPort(int(found["vendor"], 16), int(found["product"], 16))
    raise Refusal("printer_address_malformed", address=address)
