"""A small client of IPP, the protocol of CUPS and of most printers on a network (RFC 8010, RFC 8011).

Every call is bounded in time and raises Unavailable("printer_unreachable", "printer_silent", "printer_refused").
"""

from __future__ import annotations

import enum
import http.client
import itertools
import socket
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from pos_app.domain.refusals import Unavailable

PORT = 631
CUPS_SOCKET = Path("/run/cups/cups.sock")
CONNECT_S = 5
ANSWER_S = 15

_BEGIN_OPERATION, _BEGIN_JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_FIRST_ERROR = 0x0400
_request_ids = itertools.count(1)

Value = int | bool | str
Attributes = Mapping[str, tuple[Value, ...]]


class Operation(enum.IntEnum):
    """The operations that are used here (RFC 8011 § 5.4.15; CUPS' own from 0x4001)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_PRINTER = 0x000B
    CUPS_GET_PRINTERS = 0x4002


@dataclass(frozen=True, slots=True)
class IppAddress:
    """`uri` names the printer to the server that `host` and `port` (or, empty, CUPS' own socket) lead to."""

    uri: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, uri: str) -> IppAddress:
        """An address as "ipp://host/printers/name". Raises Unavailable("printer_unreachable") for any other."""
        try:
            parts = urlsplit(uri)
            host, port = parts.hostname or "", parts.port or PORT
        except ValueError as error:
            raise Unavailable("printer_unreachable") from error
        if parts.scheme != "ipp" or not host:
            raise Unavailable("printer_unreachable")
        own = host == "localhost" and port == PORT and CUPS_SOCKET.exists()
        return cls(uri, "" if own else host, port, parts.path or "/")


def queue_uri(name: str, *, server: str = "localhost") -> str:
    """The address of a queue of CUPS."""
    return f"ipp://{server}/printers/{quote(name)}"


def call(
    address: IppAddress,
    operation: Operation,
    asked: Iterable[tuple[int, str, str | int]] = (),
    *,
    document: bytes = b"",
) -> tuple[Attributes, ...]:
    """The groups of attributes that the printer answers, that of the operation itself first."""
    body = _encoded(operation, address.uri, asked) + document
    connection = _connection(address)
    try:
        connection.connect()
    except OSError as error:
        connection.close()
        raise Unavailable("printer_unreachable") from error
    try:
        connection.sock.settimeout(ANSWER_S)
        connection.request("POST", address.path, body, {"Content-Type": "application/ipp", "Connection": "close"})
        response = connection.getresponse()
        answer = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable("printer_silent") from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise Unavailable("printer_refused")
    return _decoded(answer)


def print_job(address: IppAddress, document: bytes, *, title: str) -> int:
    """Hands a PDF over and returns the number of its job there."""
    asked = [(_NAME, "job-name", title), (_MIME, "document-format", "application/pdf")]
    groups = call(address, Operation.PRINT_JOB, asked, document=document)
    return _number(groups, "job-id")


def job_state(address: IppAddress, job: int) -> int:
    """The state of a job, as RFC 8011 § 5.3.7 numbers them."""
    asked: list[tuple[int, str, str | int]] = [
        (_INTEGER, "job-id", job),
        (_KEYWORD, "requested-attributes", "job-state"),
    ]
    groups = call(address, Operation.GET_JOB, asked)
    return _number(groups, "job-state")


def cancel_job(address: IppAddress, job: int) -> None:
    """Takes a job back, as far as it is not printed."""
    call(address, Operation.CANCEL_JOB, [(_INTEGER, "job-id", job)])


def printer_reasons(address: IppAddress) -> tuple[str, ...]:
    """Why a printer does not print ("media-empty", "cover-open", ...; RFC 8011 § 5.4.12)."""
    groups = call(address, Operation.GET_PRINTER, [(_KEYWORD, "requested-attributes", "printer-state-reasons")])
    return tuple(str(reason) for group in groups for reason in group.get("printer-state-reasons", ()))


def cups_queues(server: str = "localhost") -> tuple[tuple[str, str], ...]:
    """Name and description of each queue that CUPS has."""
    asked = [(_KEYWORD, "requested-attributes", "printer-name"), (_KEYWORD, "", "printer-info")]
    groups = call(IppAddress.parse(f"ipp://{server}/"), Operation.CUPS_GET_PRINTERS, asked)
    named = [group for group in groups if "printer-name" in group]
    return tuple((str(group["printer-name"][0]), str(group.get("printer-info", ("",))[0])) for group in named)


class _SocketConnection(http.client.HTTPConnection):
    """HTTP through CUPS' own socket."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(CONNECT_S)
        self.sock.connect(str(CUPS_SOCKET))


def _connection(address: IppAddress) -> http.client.HTTPConnection:
    if not address.host:
        return _SocketConnection("localhost", timeout=CONNECT_S)
    return http.client.HTTPConnection(address.host, address.port, timeout=CONNECT_S)


def _number(groups: Iterable[Attributes], name: str) -> int:
    for group in groups:
        for value in group.get(name, ()):
            if isinstance(value, int):
                return value
    raise Unavailable("printer_refused")


def _encoded(operation: Operation, uri: str, asked: Iterable[tuple[int, str, str | int]]) -> bytes:
    """A request with one group. An attribute without a name is a further value of the one before."""
    first: list[tuple[int, str, str | int]] = [
        (_CHARSET, "attributes-charset", "utf-8"),
        (_LANGUAGE, "attributes-natural-language", "fr"),
    ]
    if operation is not Operation.CUPS_GET_PRINTERS:
        first.append((_URI, "printer-uri", uri))
    named = [part for part in asked if part[1] == "job-id"]
    others = [part for part in asked if part[1] != "job-id"]
    user: list[tuple[int, str, str | int]] = [(_NAME, "requesting-user-name", "pos-app")]
    attributes = b"".join(_attribute(*part) for part in (*first, *named, *user, *others))
    head = struct.pack(">BBHI", 1, 1, operation, next(_request_ids))
    return head + bytes([_BEGIN_OPERATION]) + attributes + bytes([_END])


def _attribute(tag: int, name: str, value: str | int) -> bytes:
    encoded = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(encoded)) + encoded


def _decoded(answer: bytes) -> tuple[Attributes, ...]:
    """The groups of an answer. Raises Unavailable("printer_refused") where it is an error, or no IPP."""
    try:
        _major, _minor, status, _request = struct.unpack_from(">BBHI", answer)
        groups = _groups(answer, 8)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Unavailable("printer_refused") from error
    if status >= _FIRST_ERROR:
        raise Unavailable("printer_refused")
    return groups


def _groups(answer: bytes, at: int) -> tuple[Attributes, ...]:
    groups: list[dict[str, tuple[Value, ...]]] = []
    name = ""
    while answer[at] != _END:
        tag = answer[at]
        at += 1
        if tag < 0x10:
            groups.append({})
            continue
        length = struct.unpack_from(">H", answer, at)[0]
        name = answer[at + 2 : at + 2 + length].decode() or name
        at += 2 + length
        length = struct.unpack_from(">H", answer, at)[0]
        value = _value(tag, answer[at + 2 : at + 2 + length])
        at += 2 + length
        groups[-1][name] = (*groups[-1].get(name, ()), value)
    return tuple(groups)


def _value(tag: int, value: bytes) -> Value:
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", value)[0])
    return bool(value[0]) if tag == _BOOLEAN else value.decode("utf-8", "replace")
