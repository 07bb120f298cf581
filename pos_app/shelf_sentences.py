"""Errors about what is sold, given back and kept in stock, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

SHELF_SENTENCES: dict[str, str] = {
    "stock_short": N_(
        "“{product}”: {on_hand} left by the count, {wanted} on the ticket. It sells all the same: count the shelf."
    ),
    "article_wrong": N_("This cannot be kept: {reason}. Nothing was changed."),
    "price_day_past": N_("A price cannot begin on {day}, which is past: tickets of that day stand as they are."),
    "catalogue_of_office": N_("The catalogue comes from head office: ask head office for the change."),
    "campaign_code_wrong": N_("“{code}” is not a code: capitals, digits and hyphens."),
    "campaign_empty": N_("Choose at least one article that the campaign gives."),
    "campaign_days_wrong": N_("The campaign ends before it begins."),
    "campaign_unknown": N_("There is no campaign {campaign} here. Sell the line at its price."),
    "campaign_over": N_(
        "The campaign “{campaign}” does not run today (last day {ends_on}). Sell the line at its price."
    ),
    "campaign_spent": N_("The campaign “{campaign}” can give {left_cents} more. Sell the line at its price."),
    "not_in_campaign": N_("The campaign “{campaign}” does not give “{product}”."),
    "reason_of_loss": N_("Say why the articles are gone."),
    "transfer_known": N_("The transfer {number} already arrived here. Nothing was counted twice."),
    "transfer_number_wrong": N_("“{number}” is not the number of a transfer, such as MRS1-T12."),
    "transfer_to_itself": N_("A transfer goes to another till than this one."),
    "transfer_empty": N_("Choose at least one article to send or receive."),
    "range_wrong": N_("“{first}” to “{last}” is not a range of numbers of one box."),
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
