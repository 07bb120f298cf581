"""Voucher slips: recorded and marked before a code opens, the same code again with a reason, what waits for whom."""

from __future__ import annotations

import pytest

from pos_app.counter.code_stock import codes_on_hand
from pos_app.counter.contest_code import contest_code
from pos_app.counter.open_till import OpenedTill
from pos_app.counter.print_book import retry_jobs, use_slip_printer
from pos_app.counter.reveal_code import reveal_on_paper, reveal_on_screen
from pos_app.counter.slips import confirm_slips, order_reprint, slips_of_ticket, slips_to_collect
from pos_app.counter.till import Till
from pos_app.domain.facts import CodeShown, SlipPrinted, SlipReprintOrdered, SlipsConfirmed
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing.pdf_folder import PdfFolder
from pos_app.settings import TillFolder
from pos_app.store import print_jobs
from pos_app.store.marks import read_mark
from tests.counter.code_work import THERMAL, Paper, code_in_clear, come_out, facts_of, refused, sell_codes
from tests.counter.refund_work import give_back
from tests.tills import CODES


@pytest.fixture
def paper(till: Till) -> Paper:
    """A printer of slips, known to the till; what waits comes out when `come_out` says so."""
    made = Paper()
    use_slip_printer(till, made)
    return made


def test_each_code_has_its_slip_and_no_slip_says_a_code_in_its_text(
    till: Till, volunteer: Operator, paper: Paper
) -> None:
    sold, slips = sell_codes(till, volunteer, "NET-500M", "NET-500M", "NET-2G")
    come_out(till, paper)
    assert paper.codes == [code_in_clear(till, slip.item) for slip in slips]
    assert [(slip.number, slip.place, slip.slips, slip.product) for slip in paper.slips] == [
        (f"{sold.ticket}-1", 1, 3, "Recharge 500 Mo"),
        (f"{sold.ticket}-2", 2, 3, "Recharge 500 Mo"),
        (f"{sold.ticket}-3", 3, 3, "Recharge 2 Go"),
    ]
    first = paper.slips[0]
    assert (first.dial, first.page, str(first.expires_on), first.copy) == ("952", "recharge", "2027-05-31", 0)
    assert paper.codes[0] not in repr(first)


def test_i8_nothing_is_printed_that_is_not_in_the_journal_and_marked(
    opened: OpenedTill, volunteer: Operator, paper: Paper
) -> None:
    """SYNC.md I8; DESIGN.md, "Marks": the entry and the mark outside the database come before the code."""
    till = opened.till
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    sealed = reveal_on_paper(till, item=slip.item, copy=0, printer=THERMAL)
    assert facts_of(till, SlipPrinted) == [SlipPrinted(item=slip.item, copy=0, printer=THERMAL)]
    mark = read_mark(opened.folder.mark, opened.key_file.keys.database)
    assert mark
    assert (mark.position, mark.hash) == (till.store.position, till.store.head.hash.hex())
    assert code_in_clear(till, slip.item) not in repr(sealed)
    assert sealed.open().code.reveal() == code_in_clear(till, slip.item)


def test_without_a_mark_nothing_is_revealed(till: Till, volunteer: Operator, paper: Paper) -> None:
    """The folder of marks is gone: the journal says that the slip was sent, and the code stays closed."""
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")

    def fail() -> None:
        raise OSError

    till.vault = type(till.vault)(till.vault.box, True, till.vault.marks, fail)
    with pytest.raises(Unavailable) as told:
        reveal_on_paper(till, item=slip.item, copy=0, printer=THERMAL)
    assert told.value.code == "mark_failed"
    assert slips_to_collect(till)[0].item == slip.item


def test_i5_a_code_is_revealed_once_except_by_a_recorded_reprint(till: Till, volunteer: Operator, paper: Paper) -> None:
    """SYNC.md I5."""
    sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    come_out(till, paper)
    for copy in (0, 1, 2):
        reveal = lambda copy=copy: reveal_on_paper(till, item=slip.item, copy=copy, printer=THERMAL)  # noqa: E731
        assert refused(reveal) == "slip_already_sent"
    assert refused(lambda: order_reprint(till, operator=volunteer, item=slip.item, reason="")) == "reason_unknown"
    order_reprint(till, operator=volunteer, item=slip.item, reason="unreadable")
    come_out(till, paper)
    order_reprint(till, operator=volunteer, item=slip.item, reason="not_printed")
    come_out(till, paper)
    assert len(set(paper.codes)) == 1
    assert len(paper.codes) == 3
    assert [printed.copy for printed in paper.slips] == [0, 1, 2]
    assert facts_of(till, SlipReprintOrdered) == [
        SlipReprintOrdered(item=slip.item, copy=1, reason="unreadable"),
        SlipReprintOrdered(item=slip.item, copy=2, reason="not_printed"),
    ]
    assert len(facts_of(till, SlipPrinted)) == 3
    assert len(slips_of_ticket(till, sold.ticket)) == 1, "never a second code"


def test_a_jam_keeps_the_same_code_to_collect(till: Till, volunteer: Operator, paper: Paper) -> None:
    sold, slips = sell_codes(till, volunteer, "NET-500M", "NET-2G")
    paper.fails = [Unavailable("printer_silent")]
    come_out(till, paper)
    assert [job.error for job in print_jobs.jobs_needing_hands(till.connection)] == ["printer_silent"]
    assert [slip.item for slip in slips_to_collect(till)] == [slip.item for slip in slips]
    retry_jobs(till, operator=volunteer)
    assert print_jobs.jobs_needing_hands(till.connection) == ()
    come_out(till, paper)
    assert sorted(paper.codes) == sorted(code_in_clear(till, slip.item) for slip in slips)
    assert [(slip.number, slip.copy) for slip in paper.slips] == [(f"{sold.ticket}-2", 0), (f"{sold.ticket}-1", 1)]


def test_all_readable_ends_the_waiting(till: Till, volunteer: Operator, paper: Paper) -> None:
    _sold, slips = sell_codes(till, volunteer, "NET-500M", "NET-2G")
    items = [slip.item for slip in slips]
    assert refused(lambda: confirm_slips(till, operator=volunteer, items=items)) == "slip_not_printed"
    come_out(till, paper)
    confirm_slips(till, operator=volunteer, items=items)
    assert facts_of(till, SlipsConfirmed) == [SlipsConfirmed(items=tuple(items))]
    assert slips_to_collect(till) == ()


def test_a_code_that_was_confirmed_is_revealed_again_by_no_volunteer(
    till: Till, volunteer: Operator, employee: Operator, paper: Paper
) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    come_out(till, paper)
    confirm_slips(till, operator=volunteer, items=[slip.item])
    assert refused(lambda: order_reprint(till, operator=volunteer, item=slip.item, reason="lost")) == "right_missing"
    order_reprint(till, operator=employee, item=slip.item, reason="lost")
    come_out(till, paper)
    assert paper.slips[-1].copy == 1


def test_without_a_printer_a_code_is_shown_on_the_screen_and_never_becomes_a_file(
    till: Till, folder: TillFolder, volunteer: Operator
) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    assert till.connection.execute("SELECT count(*) FROM print_job").fetchone() == (0,)
    assert refused(lambda: order_reprint(till, operator=volunteer, item=slip.item, reason="lost")) == "no_slip_printer"
    shown = reveal_on_screen(till, operator=volunteer, item=slip.item).open()
    assert shown.code.reveal() == code_in_clear(till, slip.item)
    assert facts_of(till, CodeShown) == [CodeShown(item=slip.item, copy=0, reason="")]
    assert refused(lambda: reveal_on_screen(till, operator=volunteer, item=slip.item)) == "reason_unknown"
    reveal_on_screen(till, operator=volunteer, item=slip.item, reason="unreadable")
    assert facts_of(till, CodeShown)[-1] == CodeShown(item=slip.item, copy=1, reason="unreadable")
    with pytest.raises(Bug) as stopped:
        PdfFolder("pdf_folder", folder.receipts).print(shown)
    assert stopped.value.code == "code_into_a_file"
    assert not folder.receipts.exists()


def test_the_folder_of_pdf_files_is_no_printer_of_slips(till: Till, folder: TillFolder) -> None:
    with pytest.raises(Bug):
        use_slip_printer(till, PdfFolder("pdf_folder", folder.receipts))
    assert till.slip_printer == ""


def test_a_till_that_prints_shows_no_code_on_its_screen(till: Till, volunteer: Operator, paper: Paper) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    assert refused(lambda: reveal_on_screen(till, operator=volunteer, item=slip.item)) == "slip_prints_on_paper"


def test_what_waited_for_a_printer_prints_without_a_reason(till: Till, volunteer: Operator) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    paper = Paper()
    use_slip_printer(till, paper)
    order_reprint(till, operator=volunteer, item=slip.item, reason="")
    come_out(till, paper)
    assert [printed.copy for printed in paper.slips] == [0]
    assert facts_of(till, SlipReprintOrdered) == []


def test_without_a_strong_key_slot_nothing_is_revealed(till: Till, volunteer: Operator) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    till.vault = type(till.vault)(till.vault.box, False, till.vault.marks, till.vault.save_mark)
    reveal = lambda: reveal_on_screen(till, operator=volunteer, item=slip.item)  # noqa: E731
    assert refused(reveal) == "codes_not_guarded"
    assert facts_of(till, CodeShown) == []


def test_an_unknown_slip_is_refused(till: Till, volunteer: Operator) -> None:
    unknown = ItemId("0" * 32)
    for act in (
        lambda: reveal_on_screen(till, operator=volunteer, item=unknown),
        lambda: confirm_slips(till, operator=volunteer, items=[unknown]),
        lambda: contest_code(till, operator=volunteer, item=unknown, reason="already_used"),
    ):
        assert refused(act) == "slip_unknown"


def test_where_the_printer_failed_the_screen_shows_the_code_and_nothing_needs_hands_any_more(
    till: Till, volunteer: Operator, paper: Paper
) -> None:
    """Issue 4: without a working printer a code may be shown once on the screen."""
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    paper.fails = [Unavailable("printer_silent")]
    come_out(till, paper)
    shown = reveal_on_screen(till, operator=volunteer, item=slip.item, reason="not_printed").open()
    assert (shown.code.reveal(), shown.copy) == (code_in_clear(till, slip.item), 1)
    assert print_jobs.jobs_needing_hands(till.connection) == ()
    retry_jobs(till, operator=volunteer)
    come_out(till, paper)
    assert paper.slips == []


def test_a_slip_that_the_person_holds_after_all_needs_no_hands_any_more(
    till: Till, volunteer: Operator, paper: Paper
) -> None:
    """The printer answered nothing, and the paper came out."""
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    paper.fails = [Unavailable("printer_silent")]
    come_out(till, paper)
    confirm_slips(till, operator=volunteer, items=[slip.item])
    assert print_jobs.jobs_needing_hands(till.connection) == ()


def test_a_slip_whose_money_was_given_back_does_not_print(
    till: Till, volunteer: Operator, coordinator: Operator, paper: Paper
) -> None:
    sold, _slips = sell_codes(till, volunteer, "NET-500M")
    give_back(till, coordinator, sold.ticket)
    come_out(till, paper)
    assert paper.slips == []
    retry_jobs(till, operator=volunteer)
    assert print_jobs.jobs_needing_hands(till.connection) == ()
    assert codes_on_hand(till) == CODES
