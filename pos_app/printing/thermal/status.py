"""What a printer says of itself: the bytes that DLE EOT and GS r bring back, by Epson's command reference."""

from __future__ import annotations

import time
from collections.abc import Mapping

from pos_app.domain.refusals import Unavailable
from pos_app.printing.thermal.ports import Port

PRINTER, OFFLINE_CAUSE, PAPER = 1, 2, 4
"""The n of DLE EOT n."""
QUESTIONS = (PRINTER, OFFLINE_CAUSE, PAPER)

_OFFLINE = 0x08
_COVER_OPEN, _STOPPED_WITHOUT_PAPER = 0x04, 0x20
_PAPER_END = 0x60
_REAL_TIME_MASK, _REAL_TIME = 0x93, 0x12
"""Bits 0, 1, 4 and 7 of an answer to DLE EOT never change."""
_IN_ORDER_MASK, _IN_ORDER = 0x90, 0x00
"""Bits 4 and 7 of an answer to GS r: by them both kinds are told apart."""


def question(number: int) -> bytes:
    """DLE EOT n: answered at once, whatever waits to be printed, and offline too."""
    return b"\x10\x04" + bytes((number,))


def real_time_answer(data: bytes) -> int | None:
    """The first byte of `data` that answers DLE EOT."""
    return next((byte for byte in data if byte & _REAL_TIME_MASK == _REAL_TIME), None)


def answers_in_order(data: bytes) -> bool:
    """Whether `data` holds the answer to GS r."""
    return any(byte & _IN_ORDER_MASK == _IN_ORDER for byte in data)


def trouble(answers: Mapping[int, int]) -> Unavailable | None:
    """What keeps the printer from printing, by its answers; None where it is ready."""
    cause, paper = answers.get(OFFLINE_CAUSE, 0), answers.get(PAPER, 0)
    if paper & _PAPER_END or cause & _STOPPED_WITHOUT_PAPER:
        return Unavailable("printer_no_paper")
    if cause & _COVER_OPEN:
        return Unavailable("printer_cover_open")
    return Unavailable("printer_offline") if answers.get(PRINTER, 0) & _OFFLINE else None


class Conversation:
    """What is asked of a printer through an open port, and what it answers. `worked_off` once it answered GS r."""

    def __init__(self, port: Port, *, answer_s: float) -> None:
        self._port = port
        self._answer_s = answer_s
        self.worked_off = False

    def see_no_trouble(self) -> bool:
        """False where the printer does not tell. Raises Unavailable where it says that something is wrong."""
        answers = self._answers()
        if found := trouble(answers):
            raise found
        return bool(answers)

    def wait_until_worked_off(self, at_most_s: float) -> None:
        """Raises Unavailable where it says meanwhile that something is wrong."""
        until = time.monotonic() + at_most_s
        while not self.worked_off and time.monotonic() < until:
            if not self._hear():
                self.see_no_trouble()

    def _answers(self) -> dict[int, int]:
        """The printer's answers by question; none from the first that it leaves without one."""
        answers: dict[int, int] = {}
        for number in QUESTIONS:
            self._port.send(question(number))
            answer = self._real_time_answer()
            if answer is None:
                break
            answers[number] = answer
        return answers

    def _real_time_answer(self) -> int | None:
        while said := self._hear():
            if (answer := real_time_answer(said)) is not None:
                return answer
        return None

    def _hear(self) -> bytes:
        """What the printer says next, which may be answers of both kinds at once."""
        said = self._port.answer(within_s=self._answer_s)
        self.worked_off = self.worked_off or answers_in_order(said)
        return said
