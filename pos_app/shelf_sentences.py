"""Errors about what is sold, given back and kept in stock, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

SHELF_SENTENCES: dict[str, str] = {
    "refund_empty": N_("Choose at least one article to give back."),
    "refund_line_unknown": N_("This line is not on the ticket. Nothing was given back."),
    "more_than_sold": N_("“{product}”: only {left} of them can still come back. Nothing was given back."),
    "items_not_of_line": N_("“{product}”: what comes back is not what this ticket sold. Nothing was given back."),
    "refund_of_refund": N_("{ticket} is itself a refund of {first}. Look up the first ticket."),
    "nothing_to_refund": N_("Everything on ticket {ticket} was already given back."),
    "refund_not_exact": N_("What is given back must come to {amount_cents}. Nothing was recorded."),
    "refund_over_paid": N_("Only {left_cents} of what was paid this way can still be given back."),
    "refund_tender_not_allowed": N_("What was paid this way is not given back by that means. Choose another one."),
    "goods_not_returnable": N_("“{product}” cannot come back like this. Nothing was given back."),
    "needs_second_person": N_(
        "You may still give back {left_cents} alone today: a second person, a coordinator, must approve this."
    ),
}
