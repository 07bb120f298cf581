"""Reference data that head office sets and every till receives (SYNC.md § 2): feeds beside those about people."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pos_app.sync.people_messages import Code, Item, Text
from pos_app.sync.wire import Count, Digest

LARGEST_DOCUMENT = 512 * 1024
"""Characters of a catalogue or of rules; a page of a feed holds one."""


class DocumentItem(Item, frozen=True):
    """A document as head office set it last, its `version`-th: the catalogue's file, or the rules'."""

    version: Count
    sha256: Digest
    text: Annotated[str, msgspec.Meta(max_length=LARGEST_DOCUMENT)]


class OperatorItem(Item, frozen=True):
    """Somebody who may sign in at this till: the PIN is given there and travels nowhere. `removed`: no longer."""

    code: Code
    first_name: Text
    role: Code
    ends_on: Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$(?!\n)")]
    removed: bool


CATALOGUE, RULES, PARAMETERS = "catalogue", "rules", "parameters"
DOCUMENTS = (CATALOGUE, RULES, PARAMETERS)
"""In the order in which a till reads them: rules name families of the catalogue."""

REFERENCE_FEEDS: dict[str, type[Item]] = {**dict.fromkeys(DOCUMENTS, DocumentItem), "operators": OperatorItem}
