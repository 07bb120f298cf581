"""What a stick does between a till and head office, without any page: a parcel there, an answer back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pos_app.counter.carried_outbox import ByFileOutbox
from pos_app.domain.refusals import Refusal
from pos_app.office.office import Office
from pos_app.office.take_in import TakenIn, take_in
from pos_app.sync.carried_answer import take_answer
from pos_app.sync.outcome import OfficeAddress, Synced
from pos_app.sync.parcel import WrittenParcel, write_parcel
from tests.sync.syncing_till import SyncingTill


def parcel_of(till: SyncingTill, office: OfficeAddress | None = None, **more: Any) -> WrittenParcel:
    """`more` as in `write_parcel`."""
    return write_parcel(
        office or till.office,
        ByFileOutbox(till.storage),
        signer=till.signer,
        series="MRS1",
        now_ms=till.clock.now_ms(),
        **more,
    )


def answer_to(office: Office, parcel: WrittenParcel | bytes) -> TakenIn:
    data = parcel if isinstance(parcel, bytes) else parcel.data
    return take_in(office, data, carrier="anne")


def take(till: SyncingTill, answer: TakenIn | bytes, **more: Any) -> Synced:
    """`more` as in `take_answer`."""
    data = answer if isinstance(answer, bytes) else answer.answer
    return take_answer(data, till.office, ByFileOutbox(till.storage), unseal=till.signer.unseal, **more)


def by_stick(till: SyncingTill, office: Office) -> Synced:
    """There and back."""
    return take(till, answer_to(office, parcel_of(till)))


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal that `act` meets."""
    with pytest.raises(Refusal) as raised:
        act()
    return raised.value.code
