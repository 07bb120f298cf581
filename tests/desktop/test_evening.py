"""The evening by keyboard: from the count to one sentence; it can be left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from pos_app.counter.aid_vouchers import note_voucher
from pos_app.counter.back_up_till import choose_medium
from pos_app.counter.evening import Step
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.desktop.pages.cash.backup_step import BackupStep
from pos_app.desktop.pages.cash.claims_panel import ClaimsPanel
from pos_app.desktop.pages.cash.close_step import CloseStep
from pos_app.desktop.pages.cash.count_step import CountStep
from pos_app.desktop.pages.cash.difference_step import DifferenceStep
from pos_app.desktop.pages.cash.end_step import EndStep
from pos_app.desktop.pages.cash.page import CashPage
from pos_app.desktop.pages.cash.slips_step import SlipsStep
from pos_app.desktop.pages.cash.voucher_step import VoucherStep
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.domain.facts import (
    AidVoucherNoted,
    AidVouchersClaimed,
    BackupMade,
    CashCounted,
    CashDifferenceAccepted,
    DayClosed,
    TenderCorrected,
)
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.structures import Structure
from tests.desktop.cash_work import evening, open_page, page, sold
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import panel as opened
from tests.tills import VOLUNTEER_PIN, fake_code, receive_fake_codes

__all__ = ["open_page", "page"]


def test_the_evening_goes_from_the_count_to_one_sentence_by_keyboard(at_desk: AtDesk, open_page: CashPage) -> None:
    sold(at_desk, 1)
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    for count in ("", "", "1", "", "1", "", "1", "1"):  # 200, 100, 50, 20, 10, 5, then 2 and 1
        at_desk.write(count)
        at_desk.press(Qt.Key.Key_Return)
    assert "63,00" in counting.form.total.text()
    at_desk.press(Qt.Key.Key_F12)
    closing = evening(at_desk, open_page, Step.CLOSE)
    assert isinstance(closing, CloseStep)
    assert "13,00" in closing.safe.text()
    at_desk.press(Qt.Key.Key_Return)
    end = evening(at_desk, open_page, Step.DONE)
    assert isinstance(end, EndStep)
    assert end.sentence.text() == "Vous pouvez éteindre\u00a0: tout est gardé sur cette caisse."
    (closed,) = at_desk.facts(DayClosed)
    assert isinstance(closed, DayClosed)
    assert (closed.totals.total_cents, closed.drawer.left_cents, closed.drawer.to_safe_cents) == (1300, 5000, 1300)
    at_desk.wait((at_desk.desk.running.folder.receipts / "MRS1-Z-0001.pdf").exists)


def test_the_closing_lists_what_waits_for_its_person_and_announces_what_expires(
    at_desk: AtDesk, open_page: CashPage
) -> None:
    rows = [("NET-500M", fake_code("NET-500M", 7_000 + number), "2026-12-01") for number in range(3)]
    at_desk.result(at_desk.desk.running.run(receive_fake_codes, at_desk.template.coordinator, rows))
    sold(at_desk, 1, code="NET-2G")
    slips = evening(at_desk, open_page, Step.SLIPS)
    assert isinstance(slips, SlipsStep)
    assert "1 code" in slips.count.text()
    at_desk.press(Qt.Key.Key_F8)
    first = next(one for one in at_desk.desktop.window.findChildren(SlipsPanel) if one.isVisible())
    at_desk.wait(lambda: first.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.wait(lambda: not first.isVisible())
    at_desk.press(Qt.Key.Key_F12)
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    for count in ("", "", "1", "", "", "1", "", ""):
        at_desk.write(count)
        at_desk.press(Qt.Key.Key_Return)
    at_desk.press(Qt.Key.Key_F12)
    closing = evening(at_desk, open_page, Step.CLOSE)
    assert isinstance(closing, CloseStep)
    assert closing.ending.text().replace("\u00a0", " ") == "3 codes de « Recharge 500 Mo » expirent le 01/12/2026."
    assert closing.collect.isVisible()
    at_desk.press(Qt.Key.Key_F8)
    listed = next(one for one in at_desk.desktop.window.findChildren(SlipsPanel) if one.isVisible())
    at_desk.wait(lambda: listed.table.rows.rowCount() == 1)
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.wait(lambda: not listed.isVisible())
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DONE)
    open_page.refresh()
    at_desk.wait(open_page.opening.ending.isVisible)
    assert "expirent" in open_page.opening.ending.text(), "and before the next day"


def test_who_counts_blindly_is_not_told_what_should_be_there(at_desk: AtDesk, open_page: CashPage) -> None:
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[2000].setText("2")
    assert counting.form.blind.isChecked()
    assert counting.form.agrees.text() == ""
    counting.form.blind.setChecked(False)
    assert counting.form.agrees.text() == "Il manque 10,00\u00a0€ dans le tiroir."


def test_a_count_takes_digits_only(at_desk: AtDesk, open_page: CashPage) -> None:
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    at_desk.write("a-3,5b")
    assert counting.form.fields[20_000].text() == "35"


def test_a_difference_names_its_ticket_and_putting_it_right_ends_it(at_desk: AtDesk, open_page: CashPage) -> None:
    sold(at_desk, 1)
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[5000].setText("1")
    at_desk.press(Qt.Key.Key_F12)
    differing = evening(at_desk, open_page, Step.DIFFERENCE)
    assert isinstance(differing, DifferenceStep)
    assert differing.title.text() == "Il manque 13,00\u00a0€ dans le tiroir."
    (suspect,) = differing.suspects
    assert "MRS1-000001" in suspect.text()
    at_desk.press(Qt.Key.Key_Space)
    evening(at_desk, open_page, Step.CLOSE)
    assert len(at_desk.facts(TenderCorrected)) == 1
    assert at_desk.facts(CashDifferenceAccepted) == []


def test_a_difference_is_counted_again_or_taken_note_of_with_one_key(at_desk: AtDesk, open_page: CashPage) -> None:
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[2000].setText("2")
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DIFFERENCE)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, open_page, Step.COUNT)
    counting.form.fields[1000].setText("4")
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DIFFERENCE)
    at_desk.press(Qt.Key.Key_6)
    evening(at_desk, open_page, Step.CLOSE)
    assert len(at_desk.facts(CashCounted)) == 2
    accepted = CashDifferenceAccepted(day=1, difference_cents=-1000, reason="unexplained")
    assert at_desk.facts(CashDifferenceAccepted) == [accepted]


def test_an_evening_that_was_left_is_taken_up_where_it_was(at_desk: AtDesk, open_page: CashPage) -> None:
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[2000].setText("2")
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.DIFFERENCE)
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.wait(lambda: open_page.shown is open_page.day)
    evening(at_desk, open_page, Step.DIFFERENCE)


def test_a_backup_that_fails_is_said_and_is_tried_again_or_left(
    at_desk: AtDesk, open_page: CashPage, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.write_text("where a folder was")
    running = at_desk.desk.running
    at_desk.result(running.run(choose_medium, operator=at_desk.template.coordinator, folder=str(stick)))
    running.folder.backups.write_text("where a folder was")
    evening(at_desk, open_page, Step.COUNT)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, open_page, Step.CLOSE)
    at_desk.press(Qt.Key.Key_F12)
    backup = evening(at_desk, open_page, Step.BACKUP)
    assert isinstance(backup, BackupStep)
    at_desk.wait(backup.again.isVisible)
    assert "sauvegarde" in backup.sentence.text()
    open_page.refresh()
    at_desk.wait(open_page.opening.unfinished.isVisible)
    assert "jour 1" in open_page.opening.unfinished.words
    running.folder.backups.unlink()
    stick.unlink()
    evening(at_desk, open_page, Step.DONE)
    assert len(at_desk.facts(BackupMade)) == 1
    open_page.refresh()
    at_desk.wait(lambda: not open_page.opening.unfinished.isVisible())


def test_a_sale_after_the_count_asks_for_another_one(at_desk: AtDesk, open_page: CashPage) -> None:
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[5000].setText("1")
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.CLOSE)
    at_desk.press(Qt.Key.Key_Escape)
    sold(at_desk, 1)
    at_desk.wait(lambda: open_page.shown is open_page.day)
    evening(at_desk, open_page, Step.COUNT)


def test_an_aid_voucher_is_noted_in_the_evening_or_left_for_later(at_desk: AtDesk, open_page: CashPage) -> None:
    def add(till: Till) -> object:
        operator = at_desk.template.volunteer
        return add_structure(till, operator=operator, name="CCAS de Marseille", commune="Marseille", phone="")

    at_desk.result(at_desk.desk.running.run(add))
    sold(at_desk, 1, Tender(TenderKind.AID_VOUCHER, 1300))
    noting = evening(at_desk, open_page, Step.VOUCHERS)
    assert isinstance(noting, VoucherStep)
    at_desk.wait(lambda: noting.issuer.count() == 1)
    assert "MRS1-000001" in noting.which.text()
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: "numéro" in open_page.notice.text)
    noting.issuer.setEditText("ccas")
    noting.number.setText("A-77")
    at_desk.press(Qt.Key.Key_F12)
    evening(at_desk, open_page, Step.COUNT)
    assert len(at_desk.facts(AidVoucherNoted)) == 1
    sold(at_desk, 2, Tender(TenderKind.AID_VOUCHER, 1300))
    at_desk.press(Qt.Key.Key_Escape)
    at_desk.wait(lambda: open_page.shown is open_page.day)
    evening(at_desk, open_page, Step.VOUCHERS)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, open_page, Step.COUNT)


def test_vouchers_are_listed_by_issuer_and_claimed_once(at_desk: AtDesk, open_page: CashPage) -> None:
    def add(till: Till) -> Structure:
        operator = at_desk.template.volunteer
        return add_structure(till, operator=operator, name="CCAS de Marseille", commune="Marseille", phone="")

    def note(till: Till, ticket: str, number: str) -> object:
        operator = at_desk.template.volunteer
        return note_voucher(till, operator=operator, ticket=ticket, issuer=ccas.code, number=number)

    running = at_desk.desk.running
    ccas = at_desk.result(running.run(add))
    for number in (1, 2):
        sold(at_desk, number, Tender(TenderKind.AID_VOUCHER, 1300))
        at_desk.result(running.run(note, f"MRS1-00000{number}", f"A-7{number}"))
    at_desk.press(Qt.Key.Key_F4)
    panel = opened(at_desk, ClaimsPanel)
    at_desk.wait(lambda: panel.table.rows.rowCount() == 2)
    assert panel.told.text().replace("\u00a0", " ") == "CCAS de Marseille: 26,00 €"
    assert [one.number for one in panel.table.rows.rows] == ["A-71", "A-72"]
    at_desk.wait(panel.sent.isEnabled)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: at_desk.facts(AidVouchersClaimed))
    at_desk.wait(lambda: not panel.sent.isEnabled())
    assert "Aucun bon" in panel.told.text()


def test_a_terminal_that_says_another_total_is_told_before_the_closing(at_desk: AtDesk, open_page: CashPage) -> None:
    sold(at_desk, 1, Tender(TenderKind.CARD, 1300))
    counting = evening(at_desk, open_page, Step.COUNT)
    assert isinstance(counting, CountStep)
    counting.form.fields[5000].setText("1")
    counting.form.others[TenderKind.CARD].setText("12,50")
    at_desk.press(Qt.Key.Key_F12)
    closing = evening(at_desk, open_page, Step.CLOSE)
    assert isinstance(closing, CloseStep)
    told = closing.others.text().replace("\u00a0", " ")
    assert told == "Carte bancaire : 12,50 € comptés, 13,00 € saisis. La clôture le dit."


def test_a_volunteer_sees_the_evening_but_closes_no_day(
    started: Callable[[], AtDesk],
) -> None:
    at_desk = started()
    at_desk.sign_in(VOLUNTEER_PIN, as_code=at_desk.template.volunteer.code)
    at_desk.view.show_page("cash")
    page = at_desk.view.page("cash")
    assert isinstance(page, CashPage)
    at_desk.wait(page.opening.float.hasFocus)
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: page.shown is page.day)
    assert not page.day.acts["move"].isEnabled()
    evening(at_desk, page, Step.COUNT)
    at_desk.press(Qt.Key.Key_F7)
    evening(at_desk, page, Step.CLOSE)
    at_desk.press(Qt.Key.Key_F12)
    at_desk.wait(lambda: "coordin" in page.notice.text)
    assert at_desk.facts(DayClosed) == []
