"""Every feed that a till reads, in its order, and the type of its pages."""

from __future__ import annotations

from typing import Any

from pos_app.sync.allocation_messages import CODE_FEEDS
from pos_app.sync.people_messages import PEOPLE_FEEDS, FeedPage, Item
from pos_app.sync.reference_messages import REFERENCE_FEEDS

FEEDS: dict[str, type[Item]] = {**REFERENCE_FEEDS, **CODE_FEEDS, **PEOPLE_FEEDS}
"""What things are called and cost comes first; who is erased before who is told of."""


def page_of(feed: str) -> Any:
    """The type of a page of the feed of this name, as msgspec reads it."""
    return FeedPage[FEEDS[feed]]  # type: ignore[valid-type]  # the name is known when the program runs
