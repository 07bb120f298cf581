"""What head office holds of this till's journal beyond what is here: asked for, verified, and taken in at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app import SOFTWARE
from pos_app.counter.known_office import OfficeKnown
from pos_app.ledger.entry import NO_HASH
from pos_app.ledger.signing import Signer
from pos_app.store import journal
from pos_app.store.journal_import import held_seq, take_entries_in
from pos_app.store.opening import Connection
from pos_app.sync.client import OfficeClient
from pos_app.sync.wire import HeldHead, Hello, KnownIncarnation, incarnation_proof

Progress = Callable[[int], object]


def new_key_of(signer: Signer) -> KnownIncarnation:
    """A signing key that has written nothing yet, as head office is told of it."""
    return KnownIncarnation(
        incarnation=signer.incarnation, public_key=signer.public_key.hex(), seq=0, hash=NO_HASH.hex()
    )


def client_for(office: OfficeKnown, signer: Signer) -> OfficeClient:
    return OfficeClient(
        address=office.address, authority_pem=office.authority_pem, incarnation=signer.incarnation, sign=signer.sign
    )


def greet(client: OfficeClient, office: OfficeKnown, signer: Signer, *, now_ms: int) -> Sequence[HeldHead]:
    """Says hello under a fresh key; what head office holds of the till's earlier incarnations, in their order."""
    answer = client.hello(
        Hello(
            till=office.till_id,
            software=SOFTWARE,
            series="",
            device_time_ms=now_ms,
            incarnations=(new_key_of(signer),),
            proof=incarnation_proof(bytes.fromhex(office.till_secret), signer.incarnation),
        )
    )
    return [head for head in answer.heads if head.seq and head.incarnation != signer.incarnation]


def take_in_missing(
    connection: Connection,
    client: OfficeClient,
    heads: Sequence[HeldHead],
    *,
    progress: Progress = lambda _done: None,
) -> int:
    """Appends what head office holds and the journal does not, and returns how many entries came.

    Only the last incarnation here can go on, and incarnations that are unknown here follow it: a journal that has
    parted from head office's stays as it is. Raises Refusal("office_entries_wrong", "till_revoked") and Unavailable.
    """
    known = [name for _number, name, _first in journal.incarnations(connection)]
    done = 0
    for head in heads:
        here = held_seq(connection, head.incarnation)
        if here >= head.seq:
            continue
        if head.incarnation in known and head.incarnation != known[-1]:
            return done
        while here < head.seq and (entries := client.entries(head.incarnation, after=here)):
            take_entries_in(connection, entries)
            here = entries[-1].seq
            done += len(entries)
            progress(done)
    return done
