"""Errors about what head office sets and tills receive of it, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

OFFICE_SENTENCES: dict[str, str] = {
    "rules_of_office": N_("The rules come from head office: ask head office for the change."),
    "parameters_wrong": N_("The parameters cannot be used ({why}). The ones in force stay."),
    "document_too_large": N_("The file is too large: at most {most} characters. The one in force stays."),
    "file_not_utf8": N_("{file} is not written in UTF-8. Nothing was taken in."),
    "point_unknown": N_("There is no point called “{point}”."),
    "ticket_number_wrong": N_("“{number}” is not the number of a ticket, such as MRS1-000482."),
    "search_too_wide": N_("This search takes too long. Add a till, a day or a number, and look up again."),
    "nothing_to_check": N_("No such entries are held here."),
    "operator_wrong": N_("A first name of at most 30 letters, and a code of letters and digits. Nothing was changed."),
}
