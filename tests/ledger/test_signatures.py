"""The first wrong signature is named, whoever finds it and in whatever order."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import pytest

from pos_app.domain.facts import SignedIn
from pos_app.ledger.chain import FaultKind, first_fault
from pos_app.ledger.ed25519 import NONE_WRONG, SIGNED_BYTES, Verify, verify_here
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signatures import SignatureQueue
from pos_app.ledger.signing import Signer
from pos_app.signature_process import SignatureProcesses
from tests.ledger.chains import SEED, chain_of

SIGNER = Signer(SEED)
LENGTH = 6_000
CHAIN = chain_of([SignedIn(how="pin")] * LENGTH)
KEY = SIGNER.public_key


def with_wrong_signatures(*seqs: int) -> list[Entry]:
    changed = [*CHAIN]
    for seq in seqs:
        changed[seq - 1] = msgspec.structs.replace(CHAIN[seq - 1], signature=CHAIN[seq - 2].signature)
    return changed


def fault_of(entries: list[Entry], elsewhere: Verify, helpers: int = 1) -> tuple[int, FaultKind] | None:
    before = Head.before_first(SIGNER.incarnation)
    fault = first_fault(entries, after=before, public_key=KEY, elsewhere=elsewhere, helpers=helpers)
    return (fault.seq, fault.kind) if fault else None


WRONG = [(2,), (5_999,), (4_500, 300), (5_000, 4_990), (256, 257), (LENGTH + 1,), ()]


@pytest.mark.parametrize("seqs", WRONG)
@pytest.mark.parametrize("helpers", [1, 3])
def test_the_first_wrong_signature_is_named(seqs: tuple[int, ...], helpers: int) -> None:
    expected = (min(seqs), FaultKind.SIGNATURE_WRONG) if seqs else None
    assert fault_of(with_wrong_signatures(*seqs), verify_here, helpers) == expected


@pytest.mark.parametrize("seqs", WRONG)
def test_processes_of_their_own_find_the_same(seqs: tuple[int, ...]) -> None:
    expected = (min(seqs), FaultKind.SIGNATURE_WRONG) if seqs else None
    with SignatureProcesses(helpers=2) as there:
        assert fault_of(with_wrong_signatures(*seqs), there.verify, there.helpers) == expected


def test_a_fault_of_a_content_after_a_wrong_signature_is_not_named_first() -> None:
    changed = with_wrong_signatures(4_000)
    changed[4_200] = msgspec.structs.replace(changed[4_200], at_ms=1)
    assert fault_of(changed, verify_here) == (4_000, FaultKind.SIGNATURE_WRONG)
    changed = with_wrong_signatures(4_200)
    changed[4_000] = msgspec.structs.replace(changed[4_000], at_ms=1)
    assert fault_of(changed, verify_here) == (4_001, FaultKind.HASH_WRONG)


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_a_signature_of_another_length_is_wrong_and_moves_no_other(signature: bytes) -> None:
    changed = [*CHAIN]
    changed[99] = msgspec.structs.replace(CHAIN[99], signature=signature)
    assert fault_of(changed, verify_here) == (100, FaultKind.SIGNATURE_WRONG)


def test_a_helper_that_never_comes_back_in_time_keeps_nobody_waiting() -> None:
    """What it does not keep up with is verified by who asks; only what it has begun is waited for."""
    asked, go_on = [], threading.Event()

    def slowly(public_key: bytes, signed: bytes) -> int:
        asked.append(len(signed) // SIGNED_BYTES)
        go_on.wait()
        return verify_here(public_key, signed)

    with SignatureQueue(KEY, elsewhere=slowly) as queue:
        assert not any(queue.add(entry) for entry in CHAIN)
        go_on.set()
        assert queue.first_wrong() == 0
    assert sum(asked) < len(CHAIN) // 2


def test_a_short_chain_starts_nobody() -> None:
    def never(_public_key: bytes, _signed: bytes) -> int:
        raise AssertionError("a helper for a few entries")

    assert fault_of(CHAIN[:1_000], never) is None


def signed(entries: list[Entry]) -> bytes:
    return b"".join(entry.signature + entry.hash for entry in entries)


def test_where_no_process_can_be_had_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with SignatureProcesses(helpers=1) as there:
        assert there.verify(KEY, signed(CHAIN[:10])) == NONE_WRONG
        assert there.verify(KEY, signed(with_wrong_signatures(5)[:10])) == 4


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux about its processes")
def test_a_process_that_is_killed_loses_nothing_and_none_is_told_a_secret() -> None:
    with SignatureProcesses(helpers=1) as there:
        assert there.verify(KEY, signed(CHAIN[:10])) == NONE_WRONG
        (process,) = there._started  # the process itself is what is looked at
        told = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        assert SEED.hex().encode() not in told
        assert b"answer_parent" in told
        os.kill(process.pid, 9)
        process.wait()
        assert there.verify(KEY, signed(CHAIN[:10])) == NONE_WRONG
        assert there.verify(KEY, signed(with_wrong_signatures(5)[:10])) == 4
    assert process.poll() is not None
