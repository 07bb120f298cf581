"""The other ports: serial on a pseudo terminal, USB over a device in software, addresses, what is not there."""

from __future__ import annotations

import array
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.printing.connect import connected, port_of
from pos_app.printing.printer_setup import PrinterKind, PrinterSetUp
from pos_app.printing.thermal.local_ports import DevicePort, FilePort, UsbPort, WindowsPort
from pos_app.printing.thermal.ports import NetworkPort, Port, SerialPort

pty = pytest.importorskip("pty", reason="pseudo terminals are POSIX")
tty = pytest.importorskip("tty", reason="pseudo terminals are POSIX")


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """The end that plays the printer, and the name of the other."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def read_of(file: int, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += os.read(file, count - len(data))
    return data


@pytest.mark.parametrize("kind", ["serial", "device file"])
def test_bytes_go_out_and_answers_come_back(terminal: tuple[int, str], kind: str) -> None:
    ours, name = terminal
    port: Port = SerialPort(name) if kind == "serial" else DevicePort(Path(name))
    assert not port.keeps
    port.open()
    try:
        port.send(b"\x1b@\x10\x04\x01")
        assert read_of(ours, 5) == b"\x1b@\x10\x04\x01"
        os.write(ours, b"\x12")
        assert port.answer(within_s=5) == b"\x12"
        assert port.answer(within_s=0.01) == b""
    finally:
        port.close()


@pytest.mark.parametrize("kind", ["serial", "device file"])
def test_a_printer_that_takes_nothing_more_keeps_nobody_waiting(terminal: tuple[int, str], kind: str) -> None:
    """Nobody reads the other end: its buffer of some kilobytes fills, and neither sending nor closing waits for it."""
    _ours, name = terminal
    port: Port = SerialPort(name, 4_000_000, send_s=0.2) if kind == "serial" else DevicePort(Path(name), send_s=0.2)
    port.open()
    try:
        with pytest.raises(Unavailable, match="printer_silent"):
            port.send(b"x" * 200_000)
    finally:
        port.close()


class UsbDevice:
    """A printer on USB as libusb shows it, with its end points elsewhere than python-escpos supposes."""

    def __init__(self, *, printer_class: int = 7) -> None:
        self.sent = b""
        self.answers: list[bytes] = []
        self._class = printer_class
        self._lock = threading.Lock()

    def enumerate_devices(self) -> Iterator[UsbDevice]:
        yield self

    def get_device_descriptor(self, _device: object) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, _device: object, _number: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, _device: object, number: int, setting: int, _config: int) -> SimpleNamespace:
        if number or setting:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=self._class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, _device: object, place: int, *_where: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(0x03, 0x84)[place], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, _device: object) -> UsbDevice:
        return self

    def get_configuration(self, _handle: object) -> int:
        return 1

    def bulk_write(self, _handle: object, endpoint: int, _interface: int, data: Any, _timeout: int) -> int:
        assert endpoint == 0x03
        self.sent += bytes(data)
        return len(data)

    intr_write = iso_write = bulk_write

    def bulk_read(self, _handle: object, endpoint: int, _interface: int, into: Any, _timeout: int) -> int:
        from usb.core import USBTimeoutError

        assert endpoint == 0x84
        if not self.answers:
            raise USBTimeoutError("nothing")  # type: ignore[no-untyped-call]
        answer = self.answers.pop(0)
        into[: len(answer)] = array.array("B", answer)
        return len(answer)

    intr_read = iso_read = bulk_read

    def _nothing(self, *_args: object) -> None: ...

    set_configuration = reset_device = close_device = claim_interface = release_interface = _nothing
    detach_kernel_driver = set_interface_altsetting = _nothing


def test_usb_finds_the_printer_s_own_end_points() -> None:
    device = UsbDevice()
    port = UsbPort(0x04B8, 0x0E15, backend=device)
    port.open()
    port.send(b"\x1b@")
    device.answers.append(b"\x12")
    assert (device.sent, port.answer(within_s=1), port.answer(within_s=1)) == (b"\x1b@", b"\x12", b"")
    port.close()


def test_the_first_usb_printer_is_found_without_its_numbers() -> None:
    device = UsbDevice()
    port = UsbPort(backend=device)
    port.open()
    port.send(b"\x1b@")
    assert device.sent == b"\x1b@"
    port.close()


def test_a_usb_device_that_is_no_printer_or_another_is_refused() -> None:
    for port in (
        UsbPort(0x04B8, 0x0E15, backend=UsbDevice(printer_class=3)),
        UsbPort(0x04B8, 0x0001, backend=UsbDevice()),
    ):
        with pytest.raises(Unavailable, match="printer_unreachable"):
            port.open()


@pytest.mark.parametrize(
    "port",
    [
        SerialPort("/dev/no-such-port"),
        DevicePort(Path("/no-such-folder/printer")),
        DevicePort(Path("/etc/hostname")),
        FilePort(Path("/no-such-folder/printer")),
        WindowsPort("no such queue"),
        NetworkPort("127.0.0.1", 9, open_s=1),
    ],
    ids=["serial", "device", "no device", "file", "windows", "network"],
)
def test_a_port_that_is_not_there_is_unreachable(port: Port) -> None:
    with pytest.raises(Unavailable, match="printer_unreachable"):
        port.open()


K = PrinterKind


@pytest.mark.parametrize(
    ("kind", "address", "port"),
    [
        (K.NETWORK, "192.168.1.50", NetworkPort),
        (K.NETWORK, "printer.local:9101", NetworkPort),
        (K.NETWORK, "[fd00::5]:9100", NetworkPort),
        (K.SERIAL, "/dev/ttyUSB0", SerialPort),
        (K.SERIAL, "COM3?baud=115200", SerialPort),
        (K.USB, "04b8:0E15", UsbPort),
        (K.USB, "", UsbPort),
        (K.USB, "/dev/usb/lp0", DevicePort),
        (K.WINDOWS, "EPSON TM-T20", WindowsPort),
        (K.FILE, "tickets.escpos", FilePort),
    ],
)
def test_a_set_up_names_its_port(kind: PrinterKind, address: str, port: type) -> None:
    setup = PrinterSetUp(id="printer-1", name="Comptoir", kind=kind, address=address)
    assert isinstance(port_of(setup), port)
    assert connected(setup).name == "printer-1"


@pytest.mark.parametrize(
    ("kind", "address"), [(K.NETWORK, "tcp://x"), (K.NETWORK, "host:port"), (K.USB, "4b8:e15"), (K.SERIAL, "")]
)
def test_anything_else_is_no_address(kind: PrinterKind, address: str) -> None:
    with pytest.raises(Refusal, match="printer_address_malformed"):
        port_of(PrinterSetUp(id="printer-1", name="Comptoir", kind=kind, address=address))
