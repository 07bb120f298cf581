"""A scanner adds its product wherever the focus is, and never types, pays or says yes."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from pos_app.desktop.scanner import LONGEST_GAP_MS, LONGEST_SCAN, Burst
from tests.desktop.desk_work import AtDesk


def test_a_scan_adds_wherever_the_focus_is(at_desk: AtDesk) -> None:
    for widget in (at_desk.sale.search, at_desk.sale.ticket.lines, at_desk.sale.shelf.tiles[0]):
        widget.setFocus()
        at_desk.scan("3760000000017")
        assert at_desk.sale.search.text() == ""
    assert [(line.product.code, line.quantity) for line in at_desk.desk.basket.lines] == [("CARTE-30", 3)]


def test_a_scan_while_paying_is_refused_and_types_nothing(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.press(Qt.Key.Key_F12)
    at_desk.scan("3760000000031")
    assert at_desk.payment.field.text() == ""
    assert at_desk.sale.payment is not None, "its Enter did not validate"
    assert at_desk.desk.basket.total_cents == 250
    at_desk.press(Qt.Key.Key_Escape)
    assert "scannez" in at_desk.sale.notice.text


def test_a_scan_never_types_into_the_pin(started: Callable[[], AtDesk]) -> None:
    at_desk = started()
    at_desk.click(at_desk.view.sign_in.people[at_desk.template.coordinator.code])
    at_desk.scan("3760000000017")
    assert at_desk.view.sign_in.pin.field.text() == ""
    at_desk.wait(lambda: "badge" in at_desk.view.sign_in.wrong.text())


def test_an_unknown_barcode_is_named(at_desk: AtDesk) -> None:
    at_desk.scan("0000000000000")
    at_desk.wait(lambda: "0000000000000" in at_desk.sale.notice.text)
    assert at_desk.desk.basket.lines == ()


def test_typing_at_a_person_s_pace_arrives(at_desk: AtDesk) -> None:
    at_desk.sale.search.setFocus()
    at_desk.keys_to_window(list("CARTE"), gap_ms=120)
    at_desk.wait(lambda: at_desk.sale.search.text() == "CARTE")


def test_a_few_quick_keys_and_enter_are_still_typing(at_desk: AtDesk) -> None:
    at_desk.sale.search.setFocus()
    at_desk.keys_to_window([*"500", "\r"], gap_ms=20)
    at_desk.wait(lambda: at_desk.desk.basket.lines)
    assert at_desk.desk.basket.lines[0].product.code == "NET-500M"


@given(st.text(alphabet="0123456789ABCxyz-", min_size=4, max_size=LONGEST_SCAN), st.integers(0, LONGEST_GAP_MS))
def test_every_accepted_burst_is_a_scan(text: str, gap_ms: int) -> None:
    burst = Burst()
    assert all(burst.takes(character, index * gap_ms) for index, character in enumerate(text))
    assert burst.ends(burst.last_ms + gap_ms)


@given(st.characters(exclude_characters="0123456789-", exclude_categories=["Lu", "Ll"]))
def test_no_other_character_is_part_of_a_scan(character: str) -> None:
    assert not Burst().takes(character, 0)


def test_a_burst_has_a_longest_length_and_a_longest_gap() -> None:
    burst = Burst()
    assert all(burst.takes("1", 0) for _ in range(LONGEST_SCAN))
    assert not burst.takes("1", 0)
    assert not burst.ends(LONGEST_GAP_MS + 1)
