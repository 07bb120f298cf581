"""Sentences about tables and lists of people: part of pos_app/sentences.py."""

from __future__ import annotations

from pos_app.i18n import N_

LIST_SENTENCES: dict[str, str] = {
    "table_file_unusable": N_("This file cannot be read as a list: {table_reason}. Nothing was changed."),
    "table_file_wrong": N_("Line {line} of the file cannot be read: {table_reason}. Nothing was changed."),
    "table_file_changed": N_("The file {name} changed while it was read. Choose it again."),
    "table_file_unreadable": N_(
        "The file {name} can no longer be read: is its medium still there? What was taken in is kept. Choose it again."
    ),
    "table_kind_unknown": N_("Give the file a name that ends in .csv or .xlsx."),
    "table_not_written": N_("The file {name} could not be written: disk full, or medium gone. Nothing else is lost."),
    "columns_not_matched": N_("Say which column holds the name and which one the year of birth."),
    "cancelled": N_("Stopped. What was taken in until then is kept; choose the file again to go on with the rest."),
    "language_unknown": N_("“{text}” is no language of the list."),
    "dates_swapped": N_("The right begins in the future, or ends before it begins."),
    "card_wrong": N_("“{text}” is no card number of ours."),
    "card_taken": N_("The card {card} is somebody else's."),
    "prescriber_missing": N_("Who referred the person is not said, and a right needs it."),
    "person_on_file": N_("The person is on file already."),
    "person_twice": N_("The same name and year as in line {line}."),
    "person_alike": N_("Will be registered; the name sounds like that of line {line}, of the same year."),
    "person_alike_on_file": N_("Will be registered; the name sounds like somebody's on file, of the same year."),
    "slip_twice": N_("The same slip as in line {line}."),
}

TABLE_REASONS: dict[str, str] = {
    "empty": N_("it is empty"),
    "encrypted": N_("it is protected by a password, or of an old Excel format: save it as .xlsx without a password"),
    "binary": N_("it is no table: save it as .csv or .xlsx"),
    "too_large": N_("it is too large once unpacked"),
    "workbook": N_("it is no workbook that can be read: save it as .xlsx again"),
    "csv": N_("the quotation marks do not match"),
    "nul": N_("it holds characters of no text"),
    "cell_too_long": N_("a cell is longer than any name"),
}
"""Why a file is no table (pos_app/tables)."""
