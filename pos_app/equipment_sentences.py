"""Errors about things with a number of their own, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

EQUIPMENT_SENTENCES: dict[str, str] = {
    "item_in_basket": N_("This “{product}” is on the ticket already."),
    "item_is_one": N_("“{product}”: each has its own number. Choose the other one from the list, or scan it."),
    "item_needed": N_("Choose which “{product}” is sold: scan its number, or take it from the list."),
    "item_unknown": N_("This thing is not known here."),
    "item_not_free": N_("The “{product}” …{end} is not here for sale. Choose another one."),
    "item_reserved": N_("The “{product}” …{end} is kept for somebody else. Choose another one."),
    "item_not_here": N_("…{end} was sold or lent: it must come back first."),
    "item_not_gone": N_("…{end} was never withdrawn."),
    "item_sent_away": N_(
        "Head office had …{end} sent to another point, which may sell it: only its return brings it back here."
    ),
    "transfer_gone": N_("Head office took this transfer back, or it is done already. Nothing was changed."),
    "not_the_thing_sent": N_("This is not the thing that was sent: its number ends in {end}. Nothing was taken in."),
    "not_told_apart": N_("“{product}” is not kept by number: receive it by quantity."),
    "serials_missing": N_("Scan or key at least one number."),
    "too_many_things": N_("At most {most} at once: receive the rest afterwards."),
    "batch_too_long": N_("The name of a delivery has at most {most} letters."),
    "serial_column_unknown": N_(
        "Which column holds the numbers? Give it the heading IMEI or Numéro, or keep that column only. Nothing was "
        "taken in."
    ),
    "serial_malformed": N_("This is not a serial number: 4 to 40 letters and digits."),
    "serial_check_digit": N_("The last digit of …{end} does not fit the others: scan it again."),
    "serial_wrong": N_("Line {line}: {serial_reason}. Nothing was taken in."),
    "serial_twice": N_("Line {line}: …{end} stands in line {first} already. Nothing was taken in."),
    "serial_known": N_("Line {line}: …{end} came in before. Nothing was taken in."),
}

SERIAL_REASONS: dict[str, str] = {
    "serial_malformed": N_("not a serial number (4 to 40 letters and digits)"),
    "serial_check_digit": N_("the last digit does not fit the others; scan it again"),
}
"""Why a line of a list is no serial number."""

ITEM_REASONS: dict[str, str] = {
    "broken": N_("broken"),
    "stolen": N_("stolen"),
    "missing": N_("not found"),
    "sent_elsewhere": N_("sent to another point"),
    "back_to_supplier": N_("sent back to the supplier"),
    "recycled": N_("recycled"),
}
"""Why a thing was withdrawn (pos_app.domain.equipment.WITHDRAWAL_REASONS)."""

ITEM_STATES: dict[str, str] = {
    "in_stock": N_("in stock"),
    "reserved": N_("reserved"),
    "lent": N_("on loan"),
    "sold": N_("sold"),
    "gone": N_("withdrawn"),
}
"""Where a thing is (pos_app.domain.equipment.ItemState)."""
