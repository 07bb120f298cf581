"""Errors about what head office sets and tills receive of it, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

OFFICE_SENTENCES: dict[str, str] = {
    "rules_of_office": N_("The rules come from head office: ask head office for the change."),
    "parameters_wrong": N_("The parameters cannot be used ({why}). The ones in force stay."),
    "document_too_large": N_("The file is too large: at most {most} characters. The one in force stays."),
    "file_not_utf8": N_("{file} is not written in UTF-8. Nothing was taken in."),
    "point_unknown": N_("There is no point called “{point}”."),
    "sign_in_wrong": N_(
        "Login, password or code is wrong. Each code of the telephone works once: wait for the next one."
    ),
    "sign_in_wait": N_("Too many wrong attempts: try again in {wait_s} seconds."),
    "link_used": N_("This link was already used, or its time is over. Ask an administrator for another one."),
    "login_wrong": N_("A login has 2 to 40 small letters, digits, points or hyphens. Nothing was made."),
    "login_taken": N_("Somebody already signs in as “{login}”. Nothing was made."),
    "account_name_wrong": N_("A name needs 1 to {most} visible characters. Nothing was made."),
    "account_unknown": N_("There is no such account."),
    "password_short": N_("A password has at least {least} characters. Nothing was changed."),
    "password_long": N_("A password has at most {most} characters. Nothing was changed."),
    "password_simple": N_("This password is too easy to guess: put several words together. Nothing was changed."),
    "passwords_differ": N_("The two passwords are not the same. Nothing was changed."),
    "factor_code_wrong": N_("These are not the six digits of now: wait for the next ones and type them."),
    "last_administrator": N_("One administrator must remain who can sign in. Nothing was changed."),
    "closing_code_wrong": N_(
        "This is not the code of a closing slip, which begins with POS-Z1: scan it again, or paste all of it."
    ),
    "ticket_number_wrong": N_("“{number}” is not the number of a ticket, such as MRS1-000482."),
    "search_too_wide": N_("This search takes too long. Add a till, a day or a number, and look up again."),
    "nothing_to_check": N_("No such entries are held here."),
    "diagnosis_not_ours": N_("This is no diagnosis that a till of this head office sealed. Nothing was kept."),
    "diagnosis_not_saved": N_("The diagnosis could not be written to {path}. Choose another place."),
    "office_takes_no_diagnosis": N_("Head office does not take diagnoses yet: save it to a file and send that."),
    "paper_ticket_known": N_("{ticket} is entered already. Nothing was added."),
    "paper_ticket_later": N_("This day is still to come. Nothing was added."),
    "catalogue_not_set": N_("Head office has no catalogue yet: each till has its own."),
    "catalogue_already_set": N_("Head office has a catalogue already. Nothing was changed."),
    "operators_file_wrong": N_("Line {line} of the list of operators cannot be used ({why}). Nothing was taken in."),
    "account_wrong": N_("“{number}” is not an account: three digits at least, and a label. Nothing was changed."),
    "dates_reversed": N_("The first day comes after the last one."),
    "nothing_closed": N_("No day of these tills was closed in this time: there is nothing to export."),
    "siren_differs": N_("These tills sell for more than one legal entity ({sirens}): export them apart."),
    "issuer_unknown": N_("The beginning of this till's journal has not arrived: wait for its next sync."),
    "change_day_past": N_("This day is over: choose today or a later day. Nothing was changed."),
    "change_unknown": N_("This change began, or was taken back already."),
    "operator_wrong": N_("A first name of at most 30 letters, and a code of letters and digits. Nothing was changed."),
    "machine_unknown": N_("No entry ever told of this machine or key."),
    "machine_not_in_stock": N_("It is not in stock: reserved, lent, sold or withdrawn. Nothing was asked."),
    "machine_moves_already": N_("It is on its way to {other} already."),
    "transfer_not_withdrawn": N_("It was sent already, or the transfer is over: nothing can be taken back."),
    "order_wrong": N_("{order_field} cannot be so. Nothing was kept; mend it and try again."),
    "order_unknown": N_("There is no such order, or it was cancelled."),
    "arrival_unknown": N_("This delivery belongs to an order already, or is of another article."),
}

ORDER_FIELDS: dict[str, str] = {
    "supplier": N_("The supplier (1 to 80 letters)"),
    "note": N_("The reference (at most 80 letters)"),
    "product": N_("The article of a line"),
    "quantity": N_("A quantity (1 to 1,000,000)"),
    "lines": N_("The number of lines (1 to 20)"),
    "expected_on": N_("The expected day (not before the order)"),
}
"""What may be wrong with an order (pos_app.office.supply)."""
