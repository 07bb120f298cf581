"""One kept-alive connection of a till to head office: pinned TLS, whole answers, and every failure sorted.

No proxy and no trust from the environment. Whatever is not head office's own answer (a captive portal's page, a cut,
a time-out) is an unknown outcome.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pos_app.domain.refusals import Refusal, Unavailable

if TYPE_CHECKING:
    from pos_app.sync.cuttable import CuttablePool

CONNECT_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 60
WHOLE_ANSWER_S = 120
"""Upload, work and answer of one request together, over the slowest line: the largest one has 512 KiB."""
LARGEST_ANSWER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its HTTP status and its whole body."""

    status: int
    data: bytes


class Connection:
    """One kept-alive connection, with errors sorted. No proxy and no trust from the environment."""

    def __init__(self, address: str, context: ssl.SSLContext, cancelled: Callable[[], bool] = lambda: False) -> None:
        from urllib3 import Retry, Timeout

        from pos_app.sync.cuttable import CuttablePool

        host, port = split_address(address)
        self._address = address
        self._cancelled = cancelled
        self._pool: CuttablePool = CuttablePool(
            host,
            port,
            maxsize=1,
            ssl_context=context,
            timeout=Timeout(connect=CONNECT_TIMEOUT_S, read=ANSWER_TIMEOUT_S),
            retries=Retry(total=0),
        )

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        """Raises Unavailable("office_unreachable", "office_not_genuine", "clock_wrong", "office_nonsense")."""
        from urllib3.exceptions import HTTPError

        try:
            with self._pool.watched(limit_s=WHOLE_ANSWER_S, cancelled=self._cancelled):
                return self._asked(method, path, body, headers)
        except HTTPError as error:
            raise self._classified(error) from error

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        response = self._pool.urlopen(method, path, body=body, headers=headers, redirect=False, preload_content=False)
        with closing(response):  # what was read to its end went back to the pool; anything else lets go of its socket
            content = response.read(LARGEST_ANSWER_BYTES + 1)
        if len(content) > LARGEST_ANSWER_BYTES:
            raise self.nonsense()
        return Answered(response.status, content)

    def close(self) -> None:
        self._pool.close()

    def nonsense(self) -> Unavailable:
        """Something answered that is not head office: a captive portal, another server."""
        return Unavailable("office_nonsense", address=self._address)

    def _classified(self, error: BaseException) -> Unavailable:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                expired = cause.verify_code in _DATE_FAULTS
                return Unavailable("clock_wrong" if expired else "office_not_genuine", address=self._address)
            if isinstance(cause, ssl.SSLEOFError):
                break  # the network was cut, or we cut it
            if isinstance(cause, ssl.SSLError):
                return self.nonsense()
            cause = getattr(cause, "reason", None) or cause.__cause__ or cause.__context__
            if not isinstance(cause, BaseException):
                break
        return Unavailable("office_unreachable", address=self._address)


class Asks(Protocol):
    """What a client speaks through: a connection, or what stands for one in a simulation."""

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered: ...

    def nonsense(self) -> Unavailable: ...

    def close(self) -> None: ...


Connect = Callable[[str, str, Callable[[], bool]], Asks]
"""(address, the authority's certificate, whether to give up) makes a connection."""


def connect_pinned(address: str, authority_pem: str, cancelled: Callable[[], bool]) -> Connection:
    """To head office at `address`, which must show a certificate of that authority and no other."""
    context = tls_context()
    context.load_verify_locations(cadata=authority_pem)
    return Connection(address, context, cancelled)


_DATE_FAULTS = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED: at a till, the clock is what is wrong."""


def split_address(address: str) -> tuple[str, int]:
    """("office.example.org", 8443) of "office.example.org:8443". Raises Refusal("office_address_malformed")."""
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise Refusal("office_address_malformed", address=address[:80])
    return host.strip("[]"), int(port)


def tls_context() -> ssl.SSLContext:
    """Built by hand: a default context also trusts what the environment names (SYNC.md § 5)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
