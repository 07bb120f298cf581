"""`pos-app verify`: real databases tampered with by who holds the key; each fault is named and nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.counter.check_journal import CheckedJournal, check_journal, rebuild_journal, say_checked
from pos_app.counter.open_till import OpenedTill, abandon_till, close_till
from pos_app.counter.sell import sell
from pos_app.domain.facts import BackupMade, ReceiptPrinted
from pos_app.domain.identifiers import OperatorCode, TicketNumber
from pos_app.domain.refusals import Refusal
from pos_app.ledger.chain import next_entry
from pos_app.ledger.signing import Signer
from pos_app.sentences import say
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.opening import Connection, open_for_reading, open_for_writing
from pos_app.store.rebuild import projection_rows
from tests.clock import ManualClock
from tests.tills import TemplateTill, basket_of, cash, keys_of, open_copy

SALES = 3


def sell_cards(template: TemplateTill, opened: OpenedTill, *numbers: int) -> None:
    for number in numbers:
        basket = basket_of(opened.till, "CARTE-30", number=number)
        sell(opened.till, operator=template.volunteer, basket=basket, tenders=cash(250), receipt=False)


@pytest.fixture
def sold(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> TillFolder:
    """A till that sold three cards and was closed."""
    opened = open_copy(template, folder, clock)
    sell_cards(template, opened, *range(1, SALES + 1))
    close_till(opened)
    return folder


@pytest.fixture
def tamper(template: TemplateTill, sold: TillFolder) -> Callable[..., None]:
    """Whoever holds the key changes the database as he likes: its guards are the first thing to go."""

    def run(*statements: str) -> None:
        connection = writing(template, sold)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return run


def writing(template: TemplateTill, folder: TillFolder) -> Connection:
    return open_for_writing(folder.database, keys_of(template, folder).keys.database)


def checked(template: TemplateTill, folder: TillFolder) -> CheckedJournal:
    return check_journal(folder, keys_of(template, folder))


def refused(template: TemplateTill, folder: TillFolder) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        checked(template, folder)
    return refusal.value


def files_of(root: Path) -> dict[str, str]:
    """Every file by its content."""
    found = [path for path in root.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def last_sale(template: TemplateTill, folder: TillFolder) -> int:
    """Its position, which is its seq: there is one chain."""
    connection = open_for_reading(folder.database, keys_of(template, folder).keys.database)
    position: int = connection.execute("SELECT max(position) FROM ticket").fetchone()[0]
    connection.close()
    return position


def test_an_intact_journal_is_said_to_be_with_its_figures_and_nothing_is_written(
    template: TemplateTill, sold: TillFolder
) -> None:
    before = files_of(sold.data.parent)
    found = checked(template, sold)
    assert files_of(sold.data.parent) == before
    (chain,) = found.chains
    assert (chain.tickets, chain.total_cents, found.absent, found.marked) == (SALES, 750, 0, True)
    *_, intact, figures = say_checked(found)
    assert (
        intact == "Le journal est intact\u00a0: chaque empreinte, chaque signature et chaque numéro ont été vérifiés."
    )
    assert figures == "Les chiffres sont ceux que donne le journal."


CHANGES = {
    "payload": ("payload = CAST(replace(CAST(payload AS TEXT), '250', '150') AS BLOB)", "hash_wrong:"),
    "time": ("at_ms = at_ms - 86400000", "hash_wrong:"),
    "operator": ("operator = 'OP-ELSE'", "hash_wrong:"),
    "kind": ("kind = 'basket_voided.1'", "hash_wrong:"),
    "hash": ("hash = zeroblob(32)", "hash_wrong:"),
    "previous": ("previous = zeroblob(32)", "link_broken:"),
    "signature": ("signature = zeroblob(64)", "signature_wrong:"),
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_in_any_field_of_a_sale_is_found_and_named(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], field: str
) -> None:
    change, fault = CHANGES[field]
    seq = last_sale(template, sold)
    tamper(f"UPDATE entry SET {change} WHERE position = {seq}")
    refusal = refused(template, sold)
    assert refusal.code == "journal_faulty"
    assert (refusal.params["chain"], refusal.params["seq"], refusal.params["fault"]) == (1, seq, fault)
    assert f"écriture {seq}\u00a0: " in say(refusal)


def test_a_sale_that_was_removed_is_missed(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None]
) -> None:
    seq = last_sale(template, sold) - 1
    tamper(f"DELETE FROM entry WHERE position = {seq}")
    refusal = refused(template, sold)
    assert (refusal.params["seq"], str(refusal.params["fault"]).partition(":")[0]) == (seq, "gap")


def test_a_journal_cut_at_its_end_is_not_the_one_that_its_mark_knows(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None]
) -> None:
    """Every link that is left holds: only what lies outside the database can tell."""
    seq = last_sale(template, sold)
    tamper(f"DELETE FROM entry WHERE position >= {seq}")
    refusal = refused(template, sold)
    assert (refusal.code, refusal.params["held"]) == ("journal_not_as_marked", seq - 1)


def test_a_journal_whose_mark_was_removed_too_says_that_nobody_vouches_for_its_end(
    template: TemplateTill, sold: TillFolder
) -> None:
    sold.mark.unlink()
    assert "Aucune marque ne garantit la fin du journal" in " ".join(say_checked(checked(template, sold)))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET position = position + 1000 WHERE position = (SELECT max(position) FROM entry)",
        "UPDATE entry SET incarnation = 99 WHERE position = (SELECT max(position) FROM entry)",
    ],
)
def test_entries_beside_every_chain_are_found(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], change: str
) -> None:
    tamper(change)
    refusal = refused(template, sold)
    assert str(refusal.params["fault"]).partition(":")[0] == "stray"


def test_a_chain_that_is_said_to_begin_elsewhere_is_found(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], clock: ManualClock
) -> None:
    sold.mark.unlink()
    close_till(open_copy(template, sold, clock))
    tamper("UPDATE incarnation SET first_position = first_position - 1 WHERE number = 2")
    refusal = refused(template, sold)
    assert (refusal.params["chain"], refusal.params["seq"], refusal.params["fault"]) == (2, 1, "stray:")


def test_a_journal_that_was_emptied_has_no_first_entry(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM entry", "DELETE FROM incarnation")
    assert refused(template, sold).params["fault"] == "gap:"


def test_what_the_till_itself_signed_and_contradicts_its_journal_is_named(
    template: TemplateTill, sold: TillFolder
) -> None:
    """A fifth duplicate of a receipt that was printed never: no till writes it, a thief of the key may."""
    signer = Signer(keys_of(template, sold).keys.signing_seed)
    connection = writing(template, sold)
    head = journal.head(connection)
    assert head
    fact = ReceiptPrinted(ticket=TicketNumber("MRS1-000001"), copy=5)
    entry = next_entry(fact, after=head, at_ms=1, offset_min=0, operator=OperatorCode(""), signer=signer)
    journal.insert_entry(connection, position=head.seq + 1, incarnation=1, entry=entry)
    connection.close()
    refusal = refused(template, sold)
    assert (refusal.params["chain"], refusal.params["seq"]) == (1, head.seq + 1)
    assert refusal.params["fault"] == "contradiction:copy_number_not_next"


def test_a_page_that_was_damaged_is_not_taken_for_another_key(template: TemplateTill, sold: TillFolder) -> None:
    content = bytearray(sold.database.read_bytes())
    content[len(content) // 2] ^= 1
    sold.database.write_bytes(content)
    assert refused(template, sold).code == "database_damaged"


def test_the_database_of_an_older_or_newer_program_is_not_judged(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None]
) -> None:
    tamper(
        "UPDATE _sqlite_migrations SET name = '9999_later' WHERE rowid = (SELECT max(rowid) FROM _sqlite_migrations)"
    )
    assert refused(template, sold).code == "database_newer"
    tamper("DELETE FROM _sqlite_migrations WHERE name = '9999_later'")
    assert refused(template, sold).code == "database_older"


def test_a_till_that_sells_is_checked_meanwhile(template: TemplateTill, opened: OpenedTill) -> None:
    sell_cards(template, opened, 1)
    assert checked(template, opened.folder).chains[0].tickets == 1
    sell_cards(template, opened, 2)
    assert checked(template, opened.folder).chains[0].tickets == 2


def test_a_copy_that_was_put_back_is_noticed_and_after_its_start_tells_what_it_lost(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    sell_cards(template, opened, 1)
    close_till(opened)
    older = folder.database.read_bytes()
    opened = open_copy(template, folder, clock)
    sell_cards(template, opened, 2, 3)
    close_till(opened)
    folder.database.write_bytes(older)
    assert refused(template, folder).code == "journal_not_as_marked"
    opened = open_copy(template, folder, clock)
    sell_cards(template, opened, 4)
    close_till(opened)
    found = checked(template, folder)
    assert [each.tickets for each in found.chains] == [1, 1]
    assert found.absent == 4, "a start, two sales and an end"
    assert "4 écritures connues de chaînes suivantes" in " ".join(say_checked(found))


def test_figures_that_somebody_changed_are_named_and_made_anew(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], clock: ManualClock
) -> None:
    tamper("UPDATE stock SET on_hand = on_hand + 1", "UPDATE till_state SET perpetual_cents = 0")
    refusal = refused(template, sold)
    assert (refusal.code, refusal.params["tables"]) == ("figures_differ", "till_state, stock")
    assert "pos-app verify --rebuild" in say(refusal)
    rebuilt = rebuild_journal(sold, keys_of(template, sold), clock=clock)
    assert rebuilt.backup
    assert str(rebuilt.backup) in list(say_checked(rebuilt))[-1]
    assert checked(template, sold).chains[0].entries == rebuilt.chains[0].entries + 1


def test_a_rebuild_leaves_a_backup_of_what_was_and_says_so_in_the_journal(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], clock: ManualClock
) -> None:
    connection = writing(template, sold)
    live = projection_rows(connection)
    connection.close()
    tamper(*(f"DELETE FROM {table}" for table in live))
    backup = rebuild_journal(sold, keys_of(template, sold), clock=clock).backup
    assert backup
    assert not open_for_reading(backup, keys_of(template, sold).keys.database).execute("SELECT * FROM stock").fetchall()
    opened = open_copy(template, sold, clock)
    rows = projection_rows(opened.till.connection)
    made = [entry.fact() for _, entry in journal.every_entry(opened.till.connection) if entry.kind == BackupMade.kind]
    abandon_till(opened)
    assert rows == live
    digest = hashlib.sha256(backup.read_bytes()).hexdigest()
    assert made == [BackupMade(reason="rebuild", sha256=digest, bytes=backup.stat().st_size)]


def test_a_faulty_journal_is_not_rebuilt(
    template: TemplateTill, sold: TillFolder, tamper: Callable[..., None], clock: ManualClock
) -> None:
    tamper(f"UPDATE entry SET at_ms = 1 WHERE position = {last_sale(template, sold)}", "DELETE FROM stock")
    before = files_of(sold.data)
    with pytest.raises(Refusal) as refusal:
        rebuild_journal(sold, keys_of(template, sold), clock=clock)
    assert refusal.value.code == "journal_faulty"
    after = files_of(sold.data)
    assert {name for name in after if after[name] != before.get(name)} <= {str(sold.lock)}


def test_a_till_in_use_is_not_rebuilt(template: TemplateTill, opened: OpenedTill, clock: ManualClock) -> None:
    with pytest.raises(Refusal) as refusal:
        rebuild_journal(opened.folder, opened.key_file, clock=clock)
    assert refusal.value.code == "till_already_open"
