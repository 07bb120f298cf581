"""Errors about recharge codes as sentences (pos_app.sentences says them). None of them holds a code."""

from __future__ import annotations

from pos_app.i18n import N_

VAULT_SENTENCES: dict[str, str] = {
    "codes_not_guarded": N_(
        "Recharge codes are switched off: this till's keys are guarded by nothing but the recovery sheet. Nothing is "
        "lost: give the till a keyring or a passphrase, then open it again."
    ),
    "slip_unknown": N_("There is no such voucher slip on this till."),
    "slip_already_sent": N_(
        "Slip {slip} was already sent to the printer. The code is kept: have the same one printed again, with a reason."
    ),
    "slip_prints_on_paper": N_("This till prints its voucher slips: have the slip printed again instead."),
    "slip_not_revealable": N_("Slip {slip} can no longer be printed: its code was contested or replaced."),
    "slip_not_printed": N_("Slip {slip} has not come out yet."),
    "slip_not_contestable": N_("Only a code that was handed over can be contested, and only once (slip {slip})."),
    "slip_not_contested": N_("The code of slip {slip} is not contested: there is nothing to replace."),
    "no_slip_printer": N_("No printer here prints voucher slips. The code is kept: show it once on the screen."),
    "lot_unknown": N_("This lot is not in the vault."),
    "lot_codes_lost": N_(
        "The codes of this lot are not on this computer: they stayed with the one that was lost. Ask the operator to "
        "block them, and send the lot back."
    ),
    "lot_empty": N_("Nothing is left of this lot."),
    "lot_of_office": N_("These codes are head office's: it says what becomes of them. Sync to receive others."),
    "codes_want_contact": N_(
        "Codes cannot be sold: head office was last heard of {days} days ago. Nothing is lost: connect this till and "
        "sync."
    ),
    "codes_want_contact_by_clock": N_(
        "Codes cannot be sold: by this computer's clock head office was last heard of {days} days ago, {off_days} of "
        "them while it was switched off. Nothing is lost: sync. If the date is wrong, set it first."
    ),
    "catalogue_missing": N_("Head office has no catalogue yet: load it first. Nothing was taken in."),
    "lot_not_expired": N_("This lot has not expired yet. Send it back instead."),
    "file_not_wiped": N_("The codes were taken in, but {file} could not be wiped. Delete it by hand."),
    "file_without_codes": N_("There are no codes in this file. Nothing was taken in."),
    "too_many_codes": N_("At most {most} codes at once: split the file. Nothing was taken in."),
    "codes_at_fault": N_("{count} rows of the file are wrong. Nothing was taken in: have the file mended."),
    "lot_count_differs": N_(
        "The file holds {found} codes and the delivery note says {counted}. Nothing was taken in: was the file cut?"
    ),
    "codes_received_before": N_("Some of these codes were already received here. Nothing was taken in."),
    "import_interrupted": N_("This till began a new chain meanwhile. Nothing was taken in: import the file again."),
    "lot_recalled": N_("This lot is called back: nothing more of it is given."),
    "lot_expired": N_("This lot has ended: nothing more of it is given."),
    "lot_has_fewer": N_("Head office has {available} codes of this lot left. Nothing was given."),
    "till_not_joined": N_("This till was never joined, or is revoked. Nothing was given."),
    "upload_gone": N_("This file is no longer kept here: send it again. Nothing was taken in."),
    "code_unknown": N_("No code with this number ever came in here."),
    "supplier_unknown": N_("No codes of this supplier ever came in here."),
    "activation_columns": N_(
        "The first row must name the columns: “serial number” or “code”, and “activation date”. Nothing was taken in."
    ),
    "activations_missing": N_("There is no row in this file. Nothing was taken in."),
    "activations_taken": N_("This very file was taken in before."),
    "month_already_stated": N_("A statement was made for {month} already: it stands. What came later is in the next."),
    "nothing_to_state": N_("Nothing is owed for {month}, and nothing is to be corrected: no statement was made."),
    "statement_unknown": N_("There is no such statement."),
}

ROW_FAULTS: dict[str, str] = {
    "columns_missing": N_("columns are missing: was the file cut here?"),
    "code_length": N_("the code has the wrong length"),
    "code_alphabet": N_("the code has characters that this article's codes do not have"),
    "code_check": N_("the code's check digit is wrong"),
    "code_rounded": N_("a spreadsheet rounded this code: have its column kept as text"),
    "code_again": N_("the same code as on line {other}"),
    "serial_again": N_("the same serial number as on line {other}"),
    "serial_before": N_("this serial number was already received here"),
    "received_before": N_("this code was already received here"),
    "article_missing": N_("no article: choose one for the whole file"),
    "article_without_codes": N_("this article is not sold as a code here"),
    "expiry_not_a_date": N_("the last day is not a date"),
    "expired": N_("expired"),
    "nothing_activated": N_("neither a serial number nor a code"),
    "activated_again": N_("the same as on line {other}"),
    "day_not_a_date": N_("the day of activation is not a date"),
}
"""Why a row of an operator's file is refused (pos_app.domain.code_file, activation_file)."""
