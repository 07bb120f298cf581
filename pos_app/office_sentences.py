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
    "ticket_number_wrong": N_("“{number}” is not the number of a ticket, such as MRS1-000482."),
    "search_too_wide": N_("This search takes too long. Add a till, a day or a number, and look up again."),
    "nothing_to_check": N_("No such entries are held here."),
    "operator_wrong": N_("A first name of at most 30 letters, and a code of letters and digits. Nothing was changed."),
}
