"""Everything that can happen to recharge codes after their sale (SYNC.md I4, I5 and I7)."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pos_app.counter.code_stock import code_stock, codes_on_hand, lot_is_whole, withdraw_lot
from pos_app.counter.contest_code import contest_code, replace_code
from pos_app.counter.reveal_code import reveal_on_paper, reveal_on_screen
from pos_app.counter.slips import confirm_slips, order_reprint
from pos_app.domain.facts import CodeShown, LotReceived, SlipPrinted
from pos_app.domain.identifiers import ItemId
from pos_app.domain.voucher import CONTEST_REASONS, REVEAL_REASONS, WITHDRAWAL_REASONS, VoucherState
from tests.counter.code_work import THERMAL, code_in_clear, facts_of
from tests.properties.at_counter import AtCounter, number
from tests.tills import CODES, LAST_DAY, fake_code, receive_fake_codes

_PRODUCTS = tuple(sorted(CODES))
_DAYS = ("", LAST_DAY, "2026-12-24", "2027-12-31")
_reveals = st.sampled_from(["", *REVEAL_REASONS])


class Codes(AtCounter):
    """A code is cash: it is in one ticket's hands, and whoever sees it is known. `seen` says by which ticket each
    code in clear was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.made = itertools.count(1_000)
        self.seen: dict[str, str] = {}

    @rule(
        product=st.sampled_from(_PRODUCTS),
        count=st.integers(1, 4),
        day=st.sampled_from(_DAYS),
        act=st.sampled_from(["receive", "receive", "receive twice", "withdraw"]),
        reason=st.sampled_from(WITHDRAWAL_REASONS),
    )
    def lots(self, product: str, count: int, day: str, act: str, reason: str) -> None:
        """The same file again brings nothing."""
        if act == "withdraw":
            lot = code_stock(self.till).lots[-1].lot.lot
            self.attempt(lambda: withdraw_lot(self.till, operator=self.who, lot=lot, reason=reason))
            return
        rows = [(product, fake_code(product, next(self.made)), day) for _ in range(count)]
        for _ in range(1 + (act == "receive twice")):
            self.attempt(lambda: receive_fake_codes(self.till, self.who, rows))

    @rule(act=st.sampled_from(["print all", "print all", "print", "show", "order again"]), at=number, reason=_reveals)
    def slips(self, act: str, at: int, reason: str) -> None:
        """All that were just sold, as mostly; or one, whatever copy the till believes is next."""
        item = self._code(at, VoucherState.SOLD, VoucherState.PRINTED)
        if act == "order again":
            self.till.slip_printer = THERMAL
            self.attempt(lambda: order_reprint(self.till, operator=self.who, item=item, reason=reason))
            self.till.slip_printer = ""
        elif act == "show":
            reveal = partial(reveal_on_screen, operator=self.who, item=item, reason=reason)
            self.attempt(lambda: self._see(item, reveal(self.till).open()))
        else:
            for each in self._unseen() if act == "print all" else [item]:
                self.attempt(partial(self._print, each))

    @rule(act=st.sampled_from(["confirm", "contest", "replace"]), at=number, reason=st.sampled_from(CONTEST_REASONS))
    def readers(self, act: str, at: int, reason: str) -> None:
        """Whoever has a slip says that it can be read, or comes back because it does not work."""
        item = self._code(at, VoucherState.PRINTED)
        if act == "confirm":
            self.attempt(lambda: confirm_slips(self.till, operator=self.template.volunteer, items=[item]))
        if act == "contest":
            item = self._code(at, VoucherState.PRINTED, VoucherState.CONFIRMED)
            self.attempt(lambda: contest_code(self.till, operator=self.who, item=item, reason=reason))
        if act == "replace" or at % 2:
            item = self._code(at, VoucherState.CONTESTED)
            slip = self.attempt(lambda: replace_code(self.till, operator=self.who, item=item))
            if slip is not None:
                self.book.hand_over(slip.item, self.book.hands[item])

    @invariant()
    def i4_a_code_is_in_one_hand(self) -> None:
        """Out of the vault are those that a ticket has, and those that came back unseen."""
        rows = self.till.connection.execute("SELECT item, state, series, number FROM voucher").fetchall()
        back = {"in_stock", "expired", "returned"}
        out = {ItemId(item): f"{series}-{number:06d}" for item, state, series, number in rows if state not in back}
        assert out == {item: ticket for item, ticket in self.book.hands.items() if item in out}
        assert not any(ItemId(item) in self.book.hands for item, state, *_ in rows if state in back)

    @invariant()
    def i5_every_reveal_is_recorded_and_each_copy_once(self) -> None:
        told = facts_of(self.till, SlipPrinted, CodeShown)
        reveals = [(fact.item, fact.copy) for fact in told if isinstance(fact, SlipPrinted | CodeShown)]
        assert len(reveals) == len(set(reveals))
        counted = dict(self.till.connection.execute("SELECT item, reveals FROM voucher WHERE reveals > 0").fetchall())
        assert Counter(item for item, _copy in reveals) == Counter(counted)

    @invariant()
    def i7_received_is_in_stock_and_out_and_withdrawn(self) -> None:
        received = sum(fact.count for fact in facts_of(self.till, LotReceived) if isinstance(fact, LotReceived))
        out = self.till.connection.execute("SELECT count(*) FROM voucher").fetchone()[0]
        unsold = self.till.connection.execute("SELECT coalesce(sum(count - drawn), 0) FROM voucher_lot").fetchone()[0]
        assert received == unsold + out
        left = sum(one.lot.left for one in code_stock(self.till).lots if one.lot.state is VoucherState.IN_STOCK)
        assert sum(codes_on_hand(self.till).values()) <= left

    def look_back(self) -> None:
        super().look_back()
        assert all(lot_is_whole(self.till, one.lot.lot) for one in code_stock(self.till).lots)

    def _print(self, item: ItemId) -> None:
        self._see(item, reveal_on_paper(self.till, item=item, copy=self._ordered(item), printer=THERMAL).open())

    def _see(self, item: ItemId, slip: object) -> None:
        """Whoever holds this paper holds the code that was paid with that ticket, always the same."""
        code, ticket = code_in_clear(self.till, item), self.book.hands[item]
        assert code not in repr(slip)
        assert self.seen.setdefault(code, ticket) == ticket, "a code was shown to two"

    def _code(self, which: int, *states: VoucherState) -> ItemId:
        """A code that left its lot, mostly one in these states; before there is one, an id that is nobody's."""
        rows = self.till.connection.execute("SELECT item, state FROM voucher ORDER BY position, place").fetchall()
        wanted = [row for row in rows if row[1] in states and which % 8]
        among = wanted or rows
        return ItemId(among[which % len(among)][0]) if among else ItemId("0" * 32)

    def _unseen(self) -> list[ItemId]:
        rows = self.till.connection.execute("SELECT item FROM voucher WHERE state = 'sold' ORDER BY item")
        return [ItemId(item) for (item,) in rows]

    def _ordered(self, item: ItemId) -> int:
        row = self.till.connection.execute("SELECT ordered FROM voucher WHERE item = ?", (item,)).fetchone()
        return int(row[0]) if row else 0
