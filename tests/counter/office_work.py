"""What head office says, at a till that never met it."""

from __future__ import annotations

import hashlib

from pos_app.counter.people_feeds import take_items
from pos_app.counter.till import Till
from pos_app.sync.people_messages import Item
from pos_app.sync.reference_messages import DocumentItem, OperatorItem


def told(till: Till, feed: str, text: str, *, version: int = 1) -> None:
    """A document of a feed arrives."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    arrive(till, feed, DocumentItem(place=f"{version}.{version}", version=version, sha256=sha256, text=text))


def told_of(till: Till, code: str, *, first_name: str = "Inès", role: str = "volunteer", removed: bool = False) -> None:
    """An operator of head office's arrives."""
    item = OperatorItem(place="1.1", code=code, first_name=first_name, role=role, ends_on="", removed=removed)
    arrive(till, "operators", item)


def arrive(till: Till, feed: str, item: Item) -> None:
    assert take_items(till, feed=feed, epoch="00", items=[item]) == 1
