"""`pos-app office verify`: what is stored of each till verified, in a database that was changed behind its back."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.domain.facts import PreviousIncarnation
from pos_app.office.check import CheckedTill, check_tills
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from tests.ledger.chains import opened_by
from tests.office.held import resigned
from tests.office.remote_till import RemoteTill

SALES = 4


@pytest.fixture
def sold(office: Office, till: RemoteTill) -> RemoteTill:
    """A till of which four sales are stored and projected."""
    till.sell(SALES)
    till.push(till.entries)
    catch_up(office.database)
    return till


def checked(office: Office, *, rebuild: bool = False) -> CheckedTill:
    (found,) = check_tills(office.database, rebuild=rebuild)
    return found


def change(office: Office, statement: str) -> None:
    with office.database.transaction() as connection:
        connection.execute(statement)


def fault_in(found: CheckedTill) -> tuple[object, object]:
    assert found.refusal
    assert found.refusal.code == "journal_faulty"
    assert found.refusal.params["chain"] == 1
    return found.refusal.params["seq"], str(found.refusal.params["fault"]).partition(":")[0]


def test_what_was_pushed_is_intact_and_tells_its_figures(office: Office, sold: RemoteTill) -> None:
    found = checked(office)
    assert (found.name, found.refusal, found.absent) == ("Marseille · Caisse 1", None, 0)
    (chain,) = found.chains
    assert (chain.number, chain.head, chain.tickets, chain.total_cents) == (1, sold.head, SALES, SALES * 250)


def test_a_till_that_has_sent_nothing_has_no_fault(office: Office, till: RemoteTill) -> None:
    assert (checked(office).refusal, list(checked(office).chains)) == (None, [])


@pytest.mark.parametrize(
    ("statement", "seq", "fault"),
    [
        ("UPDATE entry SET payload = payload || ' ' WHERE seq = 3", 3, "hash_wrong"),
        ("UPDATE entry SET at_ms = at_ms - 86400000 WHERE seq = 3", 3, "hash_wrong"),
        ("UPDATE entry SET signature = decode(repeat('00', 64), 'hex') WHERE seq = 3", 3, "signature_wrong"),
        ("UPDATE entry SET previous = decode(repeat('00', 32), 'hex') WHERE seq = 3", 3, "link_broken"),
        ("DELETE FROM entry WHERE seq = 3", 3, "gap"),
        ("DELETE FROM entry WHERE seq = 5", 5, "gap"),
        ("DELETE FROM entry WHERE seq = 1", 1, "gap"),
        ("DELETE FROM entry", 1, "gap"),
        ("UPDATE incarnation SET head_seq = 4", 5, "stray"),
        ("UPDATE incarnation SET head_hash = decode(repeat('00', 32), 'hex')", 5, "stray"),
        ("UPDATE entry SET incarnation = 9 WHERE seq = 5", 5, "gap"),
    ],
)
def test_each_change_of_what_is_stored_is_found_and_named(
    office: Office, sold: RemoteTill, statement: str, seq: int, fault: str
) -> None:
    """Signatures are checked entry by entry: the one at a batch's end proves the others only to whom it was sent."""
    change(office, statement)
    assert fault_in(checked(office)) == (seq, fault)


def test_a_chain_that_is_said_to_be_empty_is_found(office: Office, sold: RemoteTill) -> None:
    change(office, "UPDATE incarnation SET head_seq = 0, projected_seq = 0")
    refusal = checked(office).refusal
    assert refusal
    assert (refusal.params["chain"], refusal.params["fault"]) == (0, "stray:")


def test_an_entry_of_no_chain_is_found(office: Office, sold: RemoteTill) -> None:
    change(office, "INSERT INTO entry SELECT till, 9, seq, at_ms, offset_min, operator, kind, payload, previous, hash,"
                   " signature FROM entry WHERE seq = 5")  # fmt: skip
    assert fault_in(checked(office)) == (6, "stray")


def test_one_till_s_fault_leaves_the_others_checked(office: Office, sold: RemoteTill) -> None:
    with RemoteTill(office, till="Caisse 2") as other:
        other.enrol()
        other.hello()
        other.sell(1)
        other.push(other.entries)
    change(office, f"DELETE FROM entry WHERE till = {sold.id} AND seq = 3")
    catch_up(office.database)
    assert [(each.name, each.refusal is None) for each in check_tills(office.database)] == [
        ("Marseille · Caisse 1", False),
        ("Marseille · Caisse 2", True),
    ]


def test_entries_that_are_not_projected_yet_are_no_fault(office: Office, sold: RemoteTill) -> None:
    sold.push([*sold.entries[-1:], *sold.sell(2)])
    assert checked(office).refusal is None


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("UPDATE ticket SET total_cents = 1 WHERE seq = 3", "ticket, till_day"),
        ("DELETE FROM ticket WHERE seq = 3", "ticket, till_day"),
        ("UPDATE ticket SET seq = 99 WHERE seq = 5", "ticket"),
        ("INSERT INTO parked SELECT till, incarnation, 2, 'kind_unknown' FROM ticket LIMIT 1", "parked"),
        ("INSERT INTO parked SELECT till, 9, 1, 'kind_unknown' FROM ticket LIMIT 1", "parked"),
    ],
)
def test_figures_that_somebody_changed_are_named_and_made_anew(
    office: Office, sold: RemoteTill, statement: str, tables: str
) -> None:
    change(office, statement)
    refusal = checked(office).refusal
    assert refusal
    assert (refusal.code, refusal.params["tables"]) == ("figures_differ", tables)
    assert checked(office, rebuild=True).refusal is None
    assert checked(office).refusal is None


def test_figures_of_a_faulty_journal_are_not_made_anew(office: Office, sold: RemoteTill) -> None:
    change(office, "UPDATE entry SET at_ms = 1 WHERE seq = 3")
    change(office, "DELETE FROM ticket")
    assert fault_in(checked(office, rebuild=True)) == (3, "hash_wrong")
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (0,)


def test_what_a_newer_till_wrote_is_counted(office: Office, till: RemoteTill) -> None:
    till.entries[-1] = resigned(till, till.sell(1)[0], kind="laptop_reserved.7")
    till.push(till.entries)
    catch_up(office.database)
    found = checked(office)
    assert (found.refusal, found.chains[0].unread) == (None, 1)


def test_a_chain_that_goes_on_from_another_one_is_held_against_it(office: Office, sold: RemoteTill) -> None:
    """A restored till: what its mark knew beyond what came here is counted, a hash that differs is a fault."""
    end = sold.head
    previous = PreviousIncarnation(
        incarnation=end.incarnation, seq=end.seq + 2, hash="ab" * 32,
        last_ticket=SALES + 1, perpetual_cents=0, perpetual_absolute_cents=0,
    )  # fmt: skip
    sold.begin_again(keeping=end.seq)
    opening = msgspec.structs.replace(opened_by(sold.signer), reason="restored", previous=previous)
    sold.entries = [resigned(sold, sold.entries[0], payload=msgspec.json.encode(opening, order="sorted"))]
    sold.hello()
    sold.push(sold.entries)
    found = checked(office)
    assert (found.refusal, found.absent, [chain.number for chain in found.chains]) == (None, 2, [1, 2])
