"""Cards that come and go, and the drawer's own movements, counts and closings."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pos_app.counter.cash_reasons import MOVE_REASONS
from pos_app.counter.close_day import close_day
from pos_app.counter.close_period import close_period
from pos_app.counter.count_cash import accept_difference, count_cash
from pos_app.counter.move_cash import move_cash
from pos_app.counter.move_stock import count_stock, lose_stock, receive_transfer, send_stock
from pos_app.counter.open_day import open_day
from pos_app.counter.receive_stock import receive_stock
from pos_app.domain.facts import CashMove, Period
from pos_app.store.parameters import stock_on_hand
from tests.properties.at_counter import AtCounter, number
from tests.tills import STOCK

_MOVES = ("delivery", "loss", "sent", "arrived", "count")
_CASH_ACTS = ("move", "open", "count", "accept", "close", "period")
_counted = st.sampled_from(sorted(STOCK))
_INTO = {CashMove.IN: 1, CashMove.FROM_SAFE: 1, CashMove.OUT: -1, CashMove.TO_SAFE: -1, CashMove.TO_BANK: 0}
"""What a movement does to the drawer; money goes to the bank from the safe."""


class StockAndCash(AtCounter):
    """Cards by number, cash by hand. `unexplained_cents`: what the day's last count found too much, if nobody took
    note of it yet; a closing does."""

    unexplained_cents = 0

    @rule(code=_counted, quantity=st.integers(1, 20), how=st.sampled_from(_MOVES))
    def cards_move(self, code: str, quantity: int, how: str) -> None:
        till, who = self.till, self.who
        if how == "count":
            count_stock(till, operator=who, product=code, counted=quantity)
            self.book.taken[code] = STOCK[code] - quantity
            return
        if how == "delivery":
            receive_stock(till, operator=who, product=code, quantity=quantity)
        elif how == "loss":
            lose_stock(till, operator=who, product=code, quantity=quantity, reason="missing")
        elif how == "sent":
            send_stock(till, operator=who, to="PAR2", articles={code: quantity})
        else:
            arrive = partial(
                receive_transfer, till, operator=who, number=f"PAR2-T{next(self.numbers)}", articles={code: quantity}
            )
            arrive()
            assert self.attempt(arrive) is None, "a transfer arrived twice"
        self.book.taken[code] += -quantity if how in ("delivery", "arrived") else quantity

    @rule(
        act=st.sampled_from(["move", "open", "count", "accept", "close", "period"]),
        cents=st.integers(1, 20_000),
        number=number,
    )
    def cash_moves(self, act: str, cents: int, number: int) -> None:
        if act == "move":
            self._move(list(CashMove)[number % len(CashMove)], cents)
        elif act == "open":
            self._open(cents)
        elif act == "count" or act == "accept":
            self._count(notes=number % 10, coins=cents % 10, accepts=act == "accept")
        elif act == "close":
            self.close_the_day()
        else:
            period = list(Period)[number % len(Period)]
            self.attempt(lambda: close_period(self.till, operator=self.who, period=period))

    def close_the_day(self) -> None:
        closing = self.attempt(lambda: close_day(self.till, operator=self.who))
        if closing is not None:
            assert closing.perpetual_cents == self.book.turnover_cents
            assert closing.deposits_held_cents == self.book.deposits_cents
            self._explain()

    def _move(self, move: CashMove, cents: int) -> None:
        reason = MOVE_REASONS[move][0]
        if (
            self.attempt(lambda: move_cash(self.till, operator=self.who, move=move, amount_cents=cents, reason=reason))
            is not None
        ):
            self.book.cash_cents += _INTO[move] * cents

    def _open(self, cents: int) -> None:
        """Counted into the drawer; on a day that a sale had opened, laid into it."""
        day, before = self.till.store.state.day, self.book.cash_cents
        opening = partial(open_day, self.till, operator=self.who, float_cents=cents, reason="counted_again")
        if self.attempt(opening) is not None:
            self.book.cash_cents = before + cents if day else cents

    def _count(self, *, notes: int, coins: int, accepts: bool) -> None:
        """Once somebody took note of a difference, the drawer holds what was counted."""
        counted = count_cash(self.till, operator=self.who, counts={2000: notes, 50: coins})
        assert counted.expected_cents == self.book.cash_cents
        self.unexplained_cents = notes * 2000 + coins * 50 - self.book.cash_cents
        if (
            accepts
            and self.attempt(lambda: accept_difference(self.till, operator=self.who, reason="theft")) is not None
        ):
            self._explain()

    def _explain(self) -> None:
        self.book.cash_cents += self.unexplained_cents
        self.unexplained_cents = 0

    @invariant()
    def the_shelf_holds_the_cards_that_are_not_taken(self) -> None:
        on_hand = stock_on_hand(self.till.connection)
        assert {code: STOCK[code] - on_hand[code] for code in STOCK} == {code: self.book.taken[code] for code in STOCK}
