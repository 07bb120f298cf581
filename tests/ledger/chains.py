"""Small signed chains for tests."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.facts import DayOpened, Fact, IncarnationOpened, SignedIn
from pos_app.domain.identifiers import OperatorCode
from pos_app.ledger.chain import next_entry
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import ALGORITHM, Signer

SEED = bytes(range(32))
START_MS = 1_795_435_200_000


def opened_by(signer: Signer) -> IncarnationOpened:
    return IncarnationOpened(
        public_key=signer.public_key.hex(), algorithm=ALGORITHM, software="test", series="MRS1", reason="first"
    )


def chain_of(facts: Sequence[Fact], *, signer: Signer | None = None) -> list[Entry]:
    """A chain that begins with its incarnation and then says `facts`."""
    signer = signer or Signer(SEED)
    head = Head.before_first(signer.incarnation)
    entries = []
    for index, fact in enumerate([opened_by(signer), *facts]):
        entry = next_entry(
            fact,
            after=head,
            at_ms=START_MS + index,
            offset_min=60,
            operator=OperatorCode("OP-TEST"),
            signer=signer,
        )
        entries.append(entry)
        head = entry.head
    return entries


def sample_chain(length: int = 6) -> list[Entry]:
    facts: list[Fact] = [SignedIn(how="pin"), DayOpened(day=1, float_cents=5000)]
    return chain_of((facts * length)[: length - 1])
