"""What is inside the files that a stick carries (`pos_app.sync.carried_file` says what they are for)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pos_app.sync.allocation_messages import AllocationAnswer
from pos_app.sync.people_messages import ChangeOutcome, Code, Epoch, Place, StructureTold
from pos_app.sync.wire import Amount, Answer, Count, Digest, HeldHead, Message, Parked

MOST_REQUESTS = 2_000
CARRIED_TYPE = "application/vnd.pos-app.carried"
PARCEL_FAULTS = (
    "file_not_ours",
    "file_cut",
    "file_changed",
    "file_newer",
    "file_wrong_way",
    "parcel_of_other_office",
    "parcel_not_genuine",
)
"""What head office may find wrong with a parcel, by the code of its refusal."""


class CarriedRequest(Message, frozen=True):
    """A request as the network would have carried it: its path with its query, and its body."""

    method: Annotated[str, msgspec.Meta(pattern="^(GET|POST)$(?!\n)")]
    path: Annotated[str, msgspec.Meta(max_length=300)]
    body: bytes = b""


class Parcel(Message, frozen=True):
    """What a till sends by hand. `hello` is the body of its hello; `answer` is the number of the last answer that it
    took in, 0 before the first; `whole` says whether the journal is in it to its end."""

    protocol: Count
    hello: bytes
    requests: Annotated[tuple[CarriedRequest, ...], msgspec.Meta(max_length=MOST_REQUESTS)]
    answer: Count = 0
    whole: bool = True


class FeedTold(Answer, frozen=True):
    """A feed after the place (`epoch`, `after`) that the parcel named, or from its beginning where head office counts
    it anew: pages as the network carries them (JSON under zstd). `more` is left for the next answer."""

    name: Code
    epoch: Epoch
    after: Place
    pages: tuple[bytes, ...]
    more: bool = False


class RequestProblem(Answer, frozen=True):
    """A request that could not be done as asked: the code of its problem, as the network would have said it."""

    path: str
    code: Code
    detail: str = ""


class CarriedAnswer(Answer, frozen=True):
    """What head office answers to a parcel.

    `number` grows from one answer of this till to the next; `parcel` is that of the parcel. `time_ms` is head office's
    time. `heads` is what it holds of each chain now; of `apart` it took the entries up to there as evidence only.
    `action` is as in a hello's answer. `structures` are those that it took, as they were told. `closed`: it knows that
    the till closed for good.
    """

    number: Count
    parcel: Count
    time_ms: Amount
    action: Code
    heads: tuple[HeldHead, ...]
    apart: tuple[HeldHead, ...] = ()
    parked: tuple[Parked, ...] = ()
    outcomes: tuple[ChangeOutcome, ...] = ()
    structures: tuple[StructureTold, ...] = ()
    allocations: tuple[AllocationAnswer, ...] = ()
    feeds: tuple[FeedTold, ...] = ()
    differences: tuple[str, ...] = ()
    problems: tuple[RequestProblem, ...] = ()
    whole: bool = True
    closed: bool = False


class Carried(Answer, frozen=True):
    """What a till that carried another's parcel is told: the name of the answer that waits for it and its length.

    `said` tells what became of the parcel: "taken", "again" (it had come before) or "late" (a newer one had)."""

    answer: Digest
    length: Count
    said: Code
    entries: Count
