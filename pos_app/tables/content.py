"""What a table is read from: a file on the disk, or bytes that must never lie on one."""

from __future__ import annotations

import io
from typing import IO, Literal, Protocol


class Content(Protocol):
    """Opened from its beginning as often as wanted; a path is one."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


class InMemory:
    """Bytes in memory."""

    __slots__ = ("_content",)

    def __init__(self, content: bytes) -> None:
        self._content = content

    def open(self, _mode: Literal["rb"], /) -> IO[bytes]:
        return io.BytesIO(self._content)

    def __repr__(self) -> str:
        return f"InMemory({len(self._content)} bytes)"
