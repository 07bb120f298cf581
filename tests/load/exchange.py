"""HTTP/1.1 over pinned TLS for many simulated tills in one process: one kept-alive connection each, no more than it
takes to speak to head office."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass

from pos_app.sync.connection import ANSWER_TIMEOUT_S, Answered, split_address


class CutError(Exception):
    """No whole answer came: whether head office did as asked is not known."""


@dataclass(slots=True)
class Wire:
    """A connection, made at the first request and again after a cut."""

    address: str
    context: ssl.SSLContext
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        """Raises CutError."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                return await self._asked(method, path, body, headers)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            await self.close()
            raise CutError(type(error).__name__) from error

    async def close(self) -> None:
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        reader, writer = await self._opened()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        status, length, closes = _read_head(await reader.readuntil(b"\r\n\r\n"))
        content = await reader.readexactly(length)
        if closes:
            await self.close()
        return Answered(status, content)

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            host, port = split_address(self.address)
            self._reader, self._writer = await asyncio.open_connection(host, port, ssl=self.context)
        return self._reader, self._writer


def _read_head(head: bytes) -> tuple[int, int, bool]:
    """Status, length of the body, and whether the server closes afterwards. Raises ValueError."""
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    return int(first.split(" ")[1]), int(fields["content-length"]), fields.get("connection") == "close"
