"""What no single chain shows: how chains follow each other, and that no ticket number is missing or stands twice."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from pos_app.domain.facts import Fact, PreviousIncarnation, SignedIn
from pos_app.domain.identifiers import IncarnationId, OperatorCode, TicketNumber
from pos_app.ledger.audit import JournalAudit, faulty
from pos_app.ledger.chain import Fault, FaultKind, next_entry
from pos_app.ledger.entry import Entry, Head, hash_of
from pos_app.ledger.signing import Signer
from pos_app.reasons import FAULTS
from tests.ledger.chains import SEED, chain_of, opened_by
from tests.office.remote_till import sale

FIRST, SECOND = Signer(SEED), Signer(bytes(32))


def sold(*numbers: int) -> list[Fact]:
    return [sale(number=number, cents=250) for number in numbers]


def chain_after(previous: PreviousIncarnation | None, facts: Sequence[Fact], *, series: str = "MRS1") -> list[Entry]:
    """A chain of the second key that goes on from `previous`."""
    opening = msgspec.structs.replace(opened_by(SECOND), series=series, previous=previous or msgspec.UNSET)
    entries: list[Entry] = []
    head = Head.before_first(SECOND.incarnation)
    for fact in (opening, *facts):
        entry = next_entry(fact, after=head, at_ms=1, offset_min=0, operator=OperatorCode(""), signer=SECOND)
        entries.append(entry)
        head = entry.head
    return entries


def end_of(entries: Sequence[Entry], *, last_ticket: int, ahead: int = 0) -> PreviousIncarnation:
    """What the next chain says of `entries`; `ahead` entries more than there are, as after an older copy came back."""
    head = entries[-1].head
    return PreviousIncarnation(
        incarnation=head.incarnation, seq=head.seq + ahead, hash=head.hash.hex() if not ahead else "ab" * 32,
        last_ticket=last_ticket, perpetual_cents=0, perpetual_absolute_cents=0,
    )  # fmt: skip


def audited(*chains: Sequence[Entry]) -> tuple[JournalAudit, Fault | None]:
    held = {(entry.incarnation, entry.seq): entry for entries in chains for entry in entries}
    audit = JournalAudit(
        lambda incarnation, first, last: [
            held[incarnation, seq] for seq in range(first, last + 1) if (incarnation, seq) in held
        ]
    )
    for number, entries in enumerate(chains, 1):
        fault = audit.follow(number, entries[0].incarnation, iter(entries))
        if fault:
            return audit, fault
    return audit, None


def found(*chains: Sequence[Entry]) -> tuple[int, FaultKind] | None:
    fault = audited(*chains)[1]
    return (fault.seq, fault.kind) if fault else None


def test_a_journal_without_a_fault_tells_its_figures() -> None:
    one = chain_of(sold(1, 2, 3))
    two = chain_after(end_of(one, last_ticket=3), sold(4, 5))
    audit, fault = audited(one, two)
    assert fault is None
    assert [(each.number, each.entries, each.tickets, each.total_cents) for each in audit.chains] == [
        (1, 4, 3, 750),
        (2, 3, 2, 500),
    ]
    assert [each.head for each in audit.chains] == [one[-1].head, two[-1].head]
    assert audit.absent == 0


@pytest.mark.parametrize(("numbers", "seq"), [((2,), 2), ((1, 3), 3), ((1, 1), 3), ((1, 2, 4, 3), 4)])
def test_a_ticket_number_left_out_or_doubled_is_named_though_all_is_signed(numbers: tuple[int, ...], seq: int) -> None:
    assert found(chain_of(sold(*numbers))) == (seq, FaultKind.TICKET_NOT_NEXT)


def test_a_ticket_that_prints_another_number_is_named() -> None:
    odd = msgspec.structs.replace(sale(number=1, cents=250), ticket=TicketNumber("MRS2-000001"))
    assert found(chain_of([odd])) == (2, FaultKind.TICKET_NOT_NEXT)


def test_tickets_go_on_where_the_chain_before_ended() -> None:
    one = chain_of(sold(1, 2))
    assert found(one, chain_after(end_of(one, last_ticket=2), sold(4))) == (2, FaultKind.TICKET_NOT_NEXT)


def test_a_ticket_of_another_branch_that_came_twice_is_named() -> None:
    """An older mark made the till number tickets again that head office already held."""
    one = chain_of(sold(1, 2))
    assert found(one, chain_after(end_of(one, last_ticket=1), sold(2))) == (2, FaultKind.TICKET_TWICE)


def test_a_new_series_begins_with_one() -> None:
    one = chain_of(sold(1, 2))
    other = msgspec.structs.replace(sale(number=1, cents=250), ticket=TicketNumber("MRS1B-000001"))
    assert found(one, chain_after(end_of(one, last_ticket=0), [other], series="MRS1B")) is None


def test_a_chain_that_follows_another_entry_than_the_one_held_is_named() -> None:
    one = chain_of(sold(1, 2))
    other = msgspec.structs.replace(end_of(one, last_ticket=2), hash="ab" * 32)
    assert found(one, chain_after(other, [])) == (1, FaultKind.PREVIOUS_WRONG)


def test_only_the_first_chain_follows_none() -> None:
    one = chain_of(sold(1))
    assert found(one, chain_after(None, [])) == (1, FaultKind.PREVIOUS_WRONG)
    assert found(chain_after(end_of(one, last_ticket=1), [])) == (1, FaultKind.PREVIOUS_WRONG)


def test_entries_that_an_older_copy_lost_are_counted() -> None:
    one = chain_of(sold(1))
    audit, fault = audited(one, chain_after(end_of(one, last_ticket=4, ahead=3), sold(5)))
    assert fault is None
    assert audit.absent == 3


def test_a_chain_opens_once() -> None:
    assert found(chain_of([opened_by(FIRST)])) == (2, FaultKind.FIRST_ENTRY_WRONG)


def test_a_chain_whose_first_entry_is_missing_or_of_another_key_is_named() -> None:
    entries = chain_of(sold(1))
    assert found(entries[1:]) == (1, FaultKind.GAP)
    audit = JournalAudit(lambda _incarnation, _first, _last: ())
    assert audit.follow(1, IncarnationId("0" * 64), iter(())) == Fault(IncarnationId("0" * 64), 1, FaultKind.GAP)
    forged = next_entry(
        msgspec.structs.replace(opened_by(FIRST), public_key=SECOND.public_key.hex()),
        after=Head.before_first(FIRST.incarnation), at_ms=1, offset_min=0, operator=OperatorCode(""), signer=FIRST,
    )  # fmt: skip
    assert found([forged]) == (1, FaultKind.FIRST_ENTRY_WRONG)


def resigned(entry: Entry, **changes: object) -> Entry:
    changed = msgspec.structs.replace(entry, **changes)
    digest = hash_of(changed)
    return msgspec.structs.replace(changed, hash=digest, signature=FIRST.sign(digest))


def test_a_kind_of_a_newer_program_is_counted_and_a_known_one_that_says_nonsense_is_named() -> None:
    *before, last = chain_of([SignedIn(how="pin")])
    audit, fault = audited([*before, resigned(last, kind="laptop_lent.9")])
    assert (fault, audit.chains[0].unread) == (None, 1)
    assert found([*before, resigned(last, payload=b'{"how":7}')]) == (2, FaultKind.PAYLOAD_UNREADABLE)


def test_the_refusal_names_the_chain_the_entry_and_the_fault() -> None:
    one = chain_of(sold(1))
    audit, fault = audited(one, chain_after(end_of(one, last_ticket=1), sold(3)))
    assert fault is not None
    refusal = faulty(fault, audit.chains)
    assert refusal.code == "journal_faulty"
    assert refusal.params == {
        "chain": 2,
        "incarnation": SECOND.incarnation[:12],
        "seq": 2,
        "fault": "ticket_not_next:MRS1-000003",
    }


def test_every_fault_has_its_words() -> None:
    assert set(FAULTS) == {kind.value for kind in FaultKind}
