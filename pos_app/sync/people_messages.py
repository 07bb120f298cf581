"""What a till and head office say to each other of people, by token (SYNC.md § 2 and 3).

Up: changes of identity, field by field, and structures. Down: feeds, each a row of items that is read from a place
on; the newest state of each thing stands in it once, so that reading from the beginning gives a whole copy.
"""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

import msgspec

from pos_app.domain.field_merge import LARGEST_VALUE
from pos_app.domain.identifiers import PersonToken
from pos_app.sync.wire import Amount, Answer, Count, IncarnationName, Message

MOST_CHANGES = 250
MOST_STRUCTURES = 50
MOST_ITEMS = 200
"""At once: what fits a request, and an answer, with the longest values there are."""
LONGEST_TEXT = 200
FEED_TYPE = "application/vnd.pos-app.feed+json+zstd"
LARGEST_FEED_PAGE_BYTES = 2 * 1024 * 1024

Token = Annotated[PersonToken, msgspec.Meta(pattern="^[0-9a-f]{32}$(?!\n)")]
ChangeId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$(?!\n)")]
Keyed = Annotated[str, msgspec.Meta(max_length=400, pattern=r"^[^\x00]*$(?!\n)")]
"""What a desk wrote; head office looks whether it is possible."""
Value = Annotated[str, msgspec.Meta(max_length=LARGEST_VALUE, pattern=r"^[^\x00]*$(?!\n)")]
Code = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[^\x00-\x1f]*$(?!\n)")]
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT, pattern=r"^[^\x00-\x1f]*$(?!\n)")]
Place = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^([0-9]+\.[0-9]+)?$(?!\n)")]
Epoch = Annotated[str, msgspec.Meta(max_length=64, pattern="^[0-9a-f]*$(?!\n)")]


class ChangeTold(Message, frozen=True):
    """One change of one field. `base` is the revision of the field that was known at the desk, 0 where none was."""

    id: ChangeId
    person: Token
    field: Code
    value: Keyed
    at_ms: Amount
    counter: Count
    operator: Code
    base: Count


class StructureTold(Message, frozen=True):
    """A structure as it was written at `changed_ms`; the last one that wrote it counts."""

    code: Code
    name: Text
    commune: Text
    funder: Text
    contact: Text
    phone: Text
    email: Text
    prescribes: bool
    buys: bool
    cap_cents: Amount
    token: Token
    closed: bool
    changed_ms: Amount


class PeoplePush(Message, frozen=True):
    """What a till changed of people and of structures, oldest first."""

    changes: Annotated[tuple[ChangeTold, ...], msgspec.Meta(max_length=MOST_CHANGES)] = ()
    structures: Annotated[tuple[StructureTold, ...], msgspec.Meta(max_length=MOST_STRUCTURES)] = ()


class ChangeOutcome(Answer, frozen=True):
    """What became of a change: "applied", "superseded" or "review". `value` and `revision` are what head office holds
    of the field now; revision 0 where it holds nothing, of somebody who was erased."""

    id: ChangeId
    outcome: str
    value: Value
    revision: Count


class PeopleAnswer(Answer, frozen=True):
    """One outcome for each change, in the order of the push; the structures that were taken in, by code."""

    outcomes: tuple[ChangeOutcome, ...]
    structures: tuple[Code, ...] = ()


class FieldHeld(Answer, frozen=True):
    """A field as head office holds it, and the change that made it so."""

    field: Code
    value: Value
    revision: Count
    change: ChangeId
    at_ms: Amount
    counter: Count
    operator: Code


class Item(Answer, frozen=True):
    """One thing of a feed; reading goes on after its `place`."""

    place: Place


class PersonItem(Item, frozen=True):
    """Somebody as head office knows them. `being_checked` names the fields that wait for a person's decision."""

    person: Token
    registered_ms: Amount
    fields: tuple[FieldHeld, ...]
    being_checked: tuple[Code, ...] = ()


class TombstoneItem(Item, frozen=True):
    """Somebody was erased, for ever."""

    person: Token
    erased_ms: Amount
    basis: Code


class StructureItem(Item, frozen=True):
    """A structure as the last one that wrote it left it."""

    structure: StructureTold


class MergeItem(Item, frozen=True):
    """`gone` means `kept` from now on; where both are the same, the record stands by itself again."""

    gone: Token
    kept: Token


class RightItem(Item, frozen=True):
    """A fact about a right as some till's journal has it: its `kind` and `payload` (canonical JSON), its time."""

    incarnation: IncarnationName
    seq: Count
    at_ms: Amount
    kind: Code
    payload: msgspec.Raw


class SpendItem(Item, frozen=True):
    """What another till sold to a person in a month ("2026-11") under the right of that number.

    `limited` counts articles of the programme's limited family; `last_ms` is the time of the last sale.
    """

    till: Count
    person: Token
    month: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}$(?!\n)")]
    right: Amount
    cents: Amount
    exception_cents: Amount
    limited: Amount
    last_ms: Amount


AnyItem = TypeVar("AnyItem", bound=Item)


class FeedPage(Answer, Generic[AnyItem], frozen=True):
    """Items after the place that was asked for; `has_more` says whether to ask again at once."""

    epoch: Epoch
    items: tuple[AnyItem, ...]
    has_more: bool


PEOPLE_FEEDS: dict[str, type[Item]] = {
    "tombstones": TombstoneItem,
    "structures": StructureItem,
    "merges": MergeItem,
    "people": PersonItem,
    "rights": RightItem,
    "spend": SpendItem,
}
"""The feeds about people, in the order in which a till reads them: who is erased first, and nobody before their
prescriber."""
