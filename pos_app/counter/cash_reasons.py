"""Why cash moves, why a drawer opens, why a count differs: the codes that the ledger keeps (words: pos_app.reasons)."""

from __future__ import annotations

from pos_app.domain.facts import CashMove

UNEXPLAINED = "unexplained"
"""Is a reason too: closing never waits for an explanation."""

FLOAT_REASONS = ("change_brought", "taken_to_safe", "counted_again", UNEXPLAINED)
"""Why a day begins with another amount than the last closing had left."""

MOVE_REASONS: dict[CashMove, tuple[str, ...]] = {
    CashMove.IN: ("change_brought", "advance_returned", "found", "other"),
    CashMove.OUT: ("purchase", "expense_refunded", "change_fetched", "other"),
    CashMove.TO_SAFE: ("too_much_in_drawer", "evening"),
    CashMove.FROM_SAFE: ("change_needed", "float"),
    CashMove.TO_BANK: ("deposit",),
}

DRAWER_REASONS = ("change_money", "check", "stuck", "other")

DIFFERENCE_REASONS = ("change_error", "wrong_tender", "not_keyed", "earlier_count", "theft", UNEXPLAINED)

TENDER_REASONS = ("wrong_key", "card_refused", "changed_mind")
