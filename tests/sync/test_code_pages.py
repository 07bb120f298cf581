"""Head office's pages of recharge codes: files taken in, lots, codes given and called back, reconciliation, statements.

No page ever shows a code.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from pos_app.office.attention import set_revoked
from pos_app.office.code_uploads import KEPT_MS, LARGEST_FILE_BYTES
from pos_app.office.lot_figures import code_lots
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.rights import OfficeRole
from tests.clock import ManualClock
from tests.office.browser import Answer, Browser
from tests.printing.paper import words_of
from tests.sync.office_codes import FIRST, HAD, LEAST, PRODUCT, contest_and_replace, left, sell_codes
from tests.sync.syncing_till import SyncingTill
from tests.sync.test_reconciliation import DECEMBER_MS, MONTH
from tests.tills import fake_code

CODES = [fake_code(PRODUCT, 60_000 + number) for number in range(3)]
CSV = "\n".join(["produit;code;série;valable jusqu'au", *(f"{PRODUCT};{c};S-{c[-4:]};31/12/2030" for c in CODES)])


@pytest.fixture
def inside(short: SyncingTill, office: Office) -> Iterator[Browser]:
    """Signed in, where head office has a catalogue and a lot, and a till that is short of codes."""
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def lot_of(office: Office) -> str:
    """The lot of `short`."""
    with office.database.transaction() as connection:
        return next(lot.lot for lot in code_lots(connection) if lot.count == HAD)


def send(inside: Browser, content: str | bytes, *, name: str = "codes.csv") -> Answer:
    inside.get("/codes/fichier")
    return inside.upload("/codes/fichier", name, content.encode() if isinstance(content, str) else content)


def where(inside: Browser, answer: Answer) -> str:
    """The address that the form of the page leads to."""
    return answer.text.partition('action="/codes/fichier/')[2].partition('"')[0]


def take(inside: Browser, answer: Answer, *, counted: str, **more: str) -> Answer:
    fields = {"act": "take", "code": "1", "product": "0", "expires": "3", "serial": "2", "heading": "true"}
    path = f"/codes/fichier/{where(inside, answer)}"
    return inside.submit(path, **{**fields, "counted": counted, "note": "BL 77", **more})


def test_a_file_is_matched_checked_counted_and_taken_in_and_no_page_shows_a_code(
    inside: Browser, office: Office
) -> None:
    shown = send(inside, CSV)
    assert "Ce qui serait pris" in shown.words
    assert "••••••••••••••••" in shown.text
    refused = take(inside, shown, counted="2")
    assert refused.status == 422
    assert "3 codes et le bon de livraison en annonce 2" in refused.words
    taken = take(inside, refused, counted="3")
    assert "BL 77" in taken.words
    inside.get("/codes")
    found = inside.submit("/codes/chercher", what=f"s-{CODES[0][-4:]}")
    assert f"…{CODES[0][-4:]}" in found.words
    pages = [shown, refused, taken, found, inside.get("/codes"), inside.get("/codes/rapprochement")]
    assert not [code for code in CODES for page in pages if code in page.text]
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM code_upload").fetchone() == (0,)


def test_a_workbook_comes_in_too(inside: Browser, tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("PIN", "Produit"), *((code, PRODUCT) for code in CODES)]):
            sheet.write_row(row, 0, cells)
    shown = send(inside, path.read_bytes(), name="codes.xlsx")
    taken = take(inside, shown, counted="3", code="0", product="1", expires="-1", serial="-1")
    assert "Reçus 3" in taken.words


def test_columns_nobody_named_are_chosen_and_the_article_is_that_of_the_file(inside: Browser) -> None:
    shown = send(inside, "\n".join(CODES))
    assert "aucun article" in shown.words
    path = f"/codes/fichier/{where(inside, shown)}"
    again = inside.submit(path, act="check", code="0", article=PRODUCT, last_day="31/12/2030")
    assert "Ce qui serait pris" in again.words
    wrong = inside.submit(path, act="check", code="0", article=PRODUCT, last_day="demain")
    assert wrong.status == 422


def test_rows_at_fault_are_told_by_their_line_and_nothing_comes_in(inside: Browser, office: Office) -> None:
    shown = send(inside, f"{CSV}\n{PRODUCT};{CODES[0]};S-9;31/12/2030\n{PRODUCT};12;S-8;31/12/2030")
    assert "2 lignes sont fausses" in shown.words
    assert "ligne 5 : le même code qu’à la ligne 2" in shown.words.replace("\u00a0", " ")
    assert take(inside, shown, counted="5").status == 422
    with office.database.transaction() as connection:
        assert [lot.count for lot in code_lots(connection)] == [HAD]


def test_a_file_that_is_no_table_and_one_that_is_too_large_are_refused(inside: Browser) -> None:
    assert send(inside, b"\0\1\2").status == 422
    assert send(inside, b"x" * (LARGEST_FILE_BYTES + 10_000)).status == 413


def test_a_file_that_waits_lies_encrypted_for_an_hour_and_never_in_a_temporary_folder(
    inside: Browser, office: Office, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    shown = send(inside, CSV + "\n" * 900_000)
    assert list(folder.iterdir()) == []
    with office.database.transaction() as connection:
        (sealed,) = connection.execute("SELECT sealed FROM code_upload").fetchone() or (b"",)
    assert CODES[0].encode() not in sealed
    clock.advance(seconds=KEPT_MS // 1000 + 1)
    inside.sign_in(office)
    assert 'enctype="multipart/form-data"' in inside.get(f"/codes/fichier/{where(inside, shown)}").text


def test_a_lot_says_where_its_codes_are_and_codes_are_given_by_hand(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    lot = f"/codes/lots/{lot_of(office)}"
    assert "Aucune caisse" in inside.get(lot).words
    waiting = inside.submit(f"{lot}/donner", till="1", count="12")
    assert "attend la prochaine synchronisation" in waiting.words
    assert inside.submit(f"{lot}/donner", till="1", count="31").status == 422
    short.sync()
    assert left(short) == 12
    catch_up(office.database)
    words = inside.get(lot).words
    assert "12 donnés = 12 en caisse + 0 vendus" in words
    assert "Le compte y est" in words


def test_a_till_s_codes_and_a_lot_are_called_back_and_given_again(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    lot = f"/codes/lots/{lot_of(office)}"
    page = inside.get(lot)
    back = page.text.partition('action="/codes/attributions/')[2].partition('"')[0]
    assert back.endswith("/rappel")
    assert "viennent à la prochaine synchronisation" in inside.submit(f"/codes/attributions/{back}").words
    short.sync()
    catch_up(office.database)
    assert f"Redonner {LEAST}" in inside.get(lot).words
    again = inside.submit(f"/codes/attributions/{back.replace('rappel', 'reprendre')}")
    assert f"Au siège {HAD - LEAST}" in again.words  # the till was given others at once
    recalled = inside.submit(f"{lot}/rappel")
    assert "Rappelé" in recalled.words
    assert "Donner des codes" not in recalled.words


def test_codes_of_a_revoked_till_are_listed_until_the_operator_blocked_them(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    with office.database.transaction() as connection:
        set_revoked(connection, till=1, revoked=True)
    page = inside.get("/codes/suspects")
    assert "Marseille · Caisse 1" in page.words
    act = page.text.partition('action="/codes/attributions/')[2].partition('"')[0]
    assert act.endswith("/annuler")
    inside.submit(f"/codes/attributions/{act}")
    assert "Aucun code" in inside.get("/codes/suspects").words


def test_codes_that_end_are_listed_where_they_are(inside: Browser, office: Office) -> None:
    take(inside, send(inside, CSV.replace("2030", "2026")), counted="3")
    assert "31/12/2026" in inside.get("/codes/fin?jours=60").words
    assert "Aucun code" in inside.get("/codes/fin?jours=1").words


def test_the_month_is_reconciled_and_names_the_tills_that_are_not_all_in(
    inside: Browser, short: SyncingTill, office: Office, clock: ManualClock
) -> None:
    short.sync()
    first, *_others = sell_codes(short, 2)
    contest_and_replace(short, first)
    short.sync()
    catch_up(office.database)
    words = inside.get(f"/codes/rapprochement?periode={MONTH}").words
    assert "Toutes les caisses qui ont des codes sont à jour" in words
    table = inside.get(f"/codes/rapprochement.csv?periode={MONTH}")
    (heading, row) = csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(heading, row, strict=True))
    assert [told[name] for name in ("Reçus", "Donnés aux caisses", "Vendu", "Remplacé", "Dus")] == [
        str(HAD),
        "10",
        "3",
        "1",
        "2",
    ]
    clock.advance(seconds=3 * 24 * 3600)
    inside.sign_in(office)
    late = inside.get("/codes/rapprochement").words
    assert "Incomplet" in late
    assert "Marseille · Caisse 1, dernier contact il y a 3 jours" in late


def test_what_the_operator_activated_is_set_against_what_was_sold(
    inside: Browser, short: SyncingTill, office: Office
) -> None:
    short.sync()
    (sold,) = sell_codes(short, 1)
    short.sync()
    catch_up(office.database)
    page = inside.get("/codes/activations")
    supplier = page.text.partition('<option value="')[2].partition('"')[0]
    unsold = fake_code(PRODUCT, FIRST + 9)
    wrong = inside.upload("/codes/activations", "activations.csv", b"code;date\n1;demain", supplier=supplier)
    assert "ligne 2" in wrong.words
    shown = inside.upload(
        "/codes/activations", "activations.csv", f"code;date\n{unsold};30/11/2026\n".encode(), supplier=supplier
    )
    assert "Activés et non vendus · 1" in shown.words
    assert sold.ticket in shown.words
    assert unsold not in shown.text
    assert inside.upload("/codes/activations", "activations.csv", b"a;b\n1;2", supplier=supplier).status == 422
    inside.get("/codes")
    assert "Activé le 30/11/2026" in inside.submit("/codes/chercher", what=unsold).words
    inside.get("/codes")
    assert inside.submit("/codes/chercher", what="rien").status == 404


def test_a_month_s_statement_is_looked_at_made_and_taken_away(
    inside: Browser, short: SyncingTill, office: Office, clock: ManualClock
) -> None:
    short.sync()
    sold = sell_codes(short, 2)
    clock.at_ms = DECEMBER_MS
    short.sync()
    catch_up(office.database)
    inside.sign_in(office)
    page = inside.get("/codes/releves")
    supplier = page.text.partition('<option value="')[2].partition('"')[0]
    looked = inside.get(f"/codes/releves?fournisseur={supplier}&mois={MONTH}")
    assert "Vendus dans le mois" in looked.words
    made = inside.submit("/codes/releves/faire", supplier=supplier, month=MONTH)
    total = f"{2 * sold[0].total_cents / 100:.2f}".replace(".", ",")
    assert f"Ensemble 2 {total}" in made.words
    paper = inside.get("/codes/releves/1/releve.pdf")
    assert f"{total} €" in words_of(paper.content).replace("\u00a0", " ")
    assert b"Ensemble" in inside.get("/codes/releves/1/tableau.csv").content
    inside.get("/codes/releves")
    assert inside.submit("/codes/releves/faire", supplier=supplier, month=MONTH).status == 422


def test_pages_speak_english_and_each_asks_for_its_right(inside: Browser, office: Office) -> None:
    assert "Recharge codes" in inside.get("/codes?lang=en").words
    for role, path, status in (
        (OfficeRole.ACCOUNTANT, "/codes", 403),
        (OfficeRole.AUDITOR, "/codes", 200),
        (OfficeRole.AUDITOR, "/codes/fichier", 403),
        (OfficeRole.STATISTICS, "/materiel", 403),
    ):
        browser = Browser(office)
        browser.sign_in(office, role)
        assert browser.get(path).status == status
        browser.close()
