"""A payment of a plan at the window: by two means, where one does not do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.domain.facts import SaleRecorded
from pos_app.domain.tender import TenderKind
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import last
from tests.desktop.test_laptops import agree, computers, on_file


def test_an_instalment_is_paid_by_two_means_and_never_by_more_than_it_is(at_desk: AtDesk) -> None:
    on_file(at_desk)
    page = computers(at_desk)
    paying = agree(at_desk)
    paying.form.part.setText("40")
    at_desk.press(Qt.Key.Key_Return)
    at_desk.wait(lambda: "6,66" in paying.wrong.text())
    assert not at_desk.facts(SaleRecorded)
    paying.form.part.setText("20")
    paying.form.given.setText("15")
    at_desk.press(Qt.Key.Key_Return)
    taken = last(at_desk, SaleRecorded)
    assert [(one.tender, one.amount_cents) for one in taken.tenders] == [
        (TenderKind.CASH, 1_500),
        (TenderKind.CARD, 2_000),
    ]
    assert (taken.total_cents, taken.change_cents) == (3_334, 166)
    at_desk.wait(lambda: "1,66" in page.notice.text)
