"""The requests of a till as bytes: the same whether a network or a stick carries them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.entry import Entry
from pos_app.sync.people_messages import MOST_ITEMS
from pos_app.sync.wire import EntriesPush

ALLOCATIONS_PATH = "/v1/allocations"
CARRIED_PATH = "/v1/carried"


def entries_path(incarnation: IncarnationId) -> str:
    return f"/v1/incarnations/{incarnation}/entries"


def entries_body(entries: Sequence[Entry]) -> bytes:
    """Entries as they were signed: MessagePack under zstd."""
    import zstandard

    content = msgspec.msgpack.encode(EntriesPush(entries=tuple(entries)))
    return zstandard.ZstdCompressor(level=3).compress(content)


def people_path(incarnation: IncarnationId) -> str:
    return f"/v1/incarnations/{incarnation}/people"


def manifest_path(incarnation: IncarnationId) -> str:
    return f"/v1/incarnations/{incarnation}/manifest"


def closing_path(incarnation: IncarnationId) -> str:
    return f"/v1/incarnations/{incarnation}/close"


def feed_path(name: str, *, epoch: str, after: str) -> str:
    return f"/v1/feeds/{name}?epoch={epoch}&after={after}&limit={MOST_ITEMS}"
