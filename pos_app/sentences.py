"""Errors as sentences: what happened, that nothing is lost where that is true, and what to do.

The only place that turns a code into words; a test checks that every code raised anywhere has its sentence.
"""

from __future__ import annotations

import datetime

from pos_app.account_words import ACCOUNT_SENTENCES
from pos_app.cash_words import CASH_SENTENCES
from pos_app.domain.refusals import Bug, PosError
from pos_app.equipment_sentences import EQUIPMENT_SENTENCES, SERIAL_REASONS
from pos_app.i18n import N_, date, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.impact_words import IMPACT_SENTENCES
from pos_app.laptop_words import LAPTOP_SENTENCES
from pos_app.list_sentences import LIST_SENTENCES, TABLE_REASONS
from pos_app.loan_words import LOAN_SENTENCES
from pos_app.office_sentences import OFFICE_SENTENCES, ORDER_FIELDS
from pos_app.printer_sentences import PRINTER_SENTENCES
from pos_app.reasons import CATALOGUE_REASONS, FAULTS, RULES
from pos_app.shelf_sentences import SHELF_SENTENCES
from pos_app.stick_sentences import STICK_SENTENCES
from pos_app.support_words import SUPPORT_SENTENCES
from pos_app.sync_sentences import SYNC_SENTENCES
from pos_app.vault_sentences import VAULT_SENTENCES

SENTENCES: dict[str, str] = {
    **SHELF_SENTENCES,
    **EQUIPMENT_SENTENCES,
    **SUPPORT_SENTENCES,
    **LIST_SENTENCES,
    **LOAN_SENTENCES,
    **ACCOUNT_SENTENCES,
    **LAPTOP_SENTENCES,
    **OFFICE_SENTENCES,
    **STICK_SENTENCES,
    **SYNC_SENTENCES,
    **IMPACT_SENTENCES,
    **CASH_SENTENCES,
    "amount_not_a_number": N_("This is not an amount. Key it as 12.50."),
    "amount_too_large": N_("This amount is too large for a till: was a barcode scanned here? Nothing was recorded."),
    "quantity_too_large": N_("At most {most} of one article. The basket is as it was."),
    "quantity_wrong": N_("Key a quantity from 1 to {most}."),
    "not_counted": N_("No stock is kept of “{product}”."),
    "basket_empty": N_("The basket is empty: add an article first."),
    "basket_already_sold": N_("This basket is already recorded as ticket {ticket}. Nothing was counted twice."),
    "held_basket_gone": N_("Somebody already took this basket up again."),
    "price_needed": N_("Key the price of “{product}”."),
    "price_fixed": N_("The price of “{product}” is fixed."),
    "price_under_floor": N_("“{product}” is not sold under {floor_cents}. Key at least this price."),
    "price_changed": N_(
        "The price of “{product}” went from {was_cents} to {now_cents}. Remove the line and add it again."
    ),
    "product_unknown": N_("The article {product} is no longer in the catalogue. Remove its line."),
    "product_out_of_stock": N_(
        "“{product}”: {on_hand} left, {wanted} wanted. Lower the quantity or receive a delivery; the basket is kept."
    ),
    "barcode_unknown": N_("No article has the barcode {barcode}. Look it up by its name."),
    "scan_while_paying": N_("Finish or leave the payment first, then scan. Nothing was added."),
    "tender_not_positive": N_("Key an amount above zero."),
    "tender_over_total": N_(
        "No change is given on a card, a cheque or a voucher: {over_cents} too much. Lower the amount."
    ),
    "cash_not_needed": N_("The total is already paid: remove the cash."),
    "paid_too_little": N_("{missing_cents} still to be paid."),
    "day_already_open": N_("Day {day} is already open: you can sell."),
    "ticket_unknown": N_("There is no ticket {ticket} on this till."),
    "right_missing": N_("Your role does not allow this. Ask a coordinator."),
    "operator_unknown": N_("This person can no longer sign in here."),
    "pin_malformed": N_("A PIN has six digits."),
    "pin_too_simple": N_("This PIN is too easy to guess. Choose six other digits."),
    "pin_wrong": N_("Wrong PIN. Tries left before a wait: {left}."),
    "operator_locked": N_("Too many wrong PINs: wait {wait_s}, or ask a coordinator to unlock you."),
    "access_ended": N_("Access ended on {ends_on}. A coordinator can extend it."),
    "badge_unknown": N_("This badge opens nothing here. Sign in with a PIN or ask for a new badge."),
    "first_name_wrong": N_("Key a first name of at most {most} letters."),
    "date_wrong": N_("“{text}” is not a date. Key it as 31/01/2027."),
    "coordinator_needs_pin": N_("A coordinator signs in with a PIN: choose six digits."),
    "too_many_at_once": N_("At most {most} people at once. Nobody was added."),
    "last_coordinator": N_("This is the last coordinator: add another one first."),
    "recovery_for_coordinators": N_(
        "The recovery sheet gives a new PIN to coordinators only; they can then help everybody else."
    ),
    "recovery_word_count": N_("{found} words keyed, {wanted} are on the sheet."),
    "recovery_word_unknown": N_("Word {position}, “{word}”, is not on any sheet. Check its spelling."),
    "recovery_words_wrong": N_("Each word exists, but not together: check their order and the sheet's date."),
    "recovery_words_of_other_till": N_(
        "This recovery sheet is that of another till, or an older one. Nothing was changed."
    ),
    "passphrase_too_short": N_("The passphrase has at least {least} letters."),
    "passphrase_needed": N_(
        "This computer has no keyring that answers: choose an opening passphrase of at least {least} letters."
    ),
    "passphrase_wrong": N_("Wrong passphrase. Nothing is lost: try again, or use the recovery sheet."),
    "keyring_key_wrong": N_(
        "The computer's keyring no longer holds this till's key. Nothing is lost: use the recovery sheet."
    ),
    "keyring_missing": N_(
        "This computer's keyring does not answer. Nothing is lost: use the passphrase or the recovery sheet."
    ),
    "keyring_locked": N_(
        "The computer's keyring is locked: sign in to the computer's session again, or use the recovery sheet."
    ),
    "keyring_timeout": N_(
        "The computer's keyring did not answer within {timeout_s} seconds. Use the passphrase or the recovery sheet."
    ),
    "key_file_damaged": N_(
        "The key file {path} cannot be read. Do not sell on this computer; put its backup back or call head office."
    ),
    "key_file_newer": N_("The key file {path} was made by a newer program. Update pos-app."),
    "till_exists": N_("There is already a till in {path}. It was not touched."),
    "setup_incomplete": N_("Fill in the field “{field}”."),
    "series_malformed": N_("A series is two to six capitals and a number, such as MRS1; X begins those of practice."),
    "siret_malformed": N_("A SIRET number has 14 digits."),
    "till_already_open": N_("This till is already open in another window (process {pid}). Use that one."),
    "wrong_key": N_("The database does not open with this till's key. Nothing was changed: call head office."),
    "database_damaged": N_(
        "The database is damaged. Close the program and restore the last backup; head office holds what was sent."
    ),
    "database_missing": N_("The database {path} is not there. Restore the last backup."),
    "database_newer": N_(
        "This database was used by a newer program ({found}). Nothing was changed: update pos-app on this computer."
    ),
    "database_busy": N_("The database is busy. Nothing was recorded; try again."),
    "disk_full": N_("The disk is full: nothing was recorded, the basket is kept. Free some space and validate again."),
    "disk_read_only": N_(
        "The disk refuses to be written to: nothing was recorded, the basket is kept. Restart the computer."
    ),
    "disk_error": N_(
        "The disk does not answer: nothing was recorded, the basket is kept. Restart the computer; "
        "if it comes back, call head office."
    ),
    "till_stopped": N_(
        "The till stopped to protect its data. What was recorded is kept: close the program and open it again."
    ),
    "backup_failed": N_(
        "The backup to {folder} failed. The till's data is not touched: check the medium's space and try again."
    ),
    "print_folder_unavailable": N_(
        "The receipt could not be written to {folder}. The sale is recorded: check the folder and "
        "print again from the journal."
    ),
    "catalogue_file_wrong": N_("Catalogue, line {line}: {reason}. The catalogue in force stays."),
    "enrolment_code_malformed": N_("This is not an enrolment code. Copy it whole, with what follows the @."),
    "paper_line_wrong": N_("A line of a sheet is its four signs and its number up to {lines}, such as 7K3Q-04."),
    "late_day_wrong": N_(
        "The sheet's date is to come, or more than a year ago. Nothing was recorded: look at the sheet."
    ),
    "paper_line_known": N_("Line {paper} is keyed already: ticket {ticket}. Nothing was recorded twice."),
    "late_has_codes": N_("Recharge codes are not sold by hand: take them out of this ticket, sell them as usual."),
    "training_never_syncs": N_("This is a till for practice: it joins no head office. Nothing was sent."),
    "enrolment_code_refused": N_(
        "Head office does not know this code, or it was used, or it expired. Ask for a new one; the till goes on alone."
    ),
    "office_address_malformed": N_("“{address}” is not an address such as siege.example.org:8443."),
    "rules_file_wrong": N_("The rules cannot be used ({why}). The ones in force stay."),
    "person_unknown": N_("This person is not on file here."),
    "person_erased": N_("This person's data were erased: nothing about them is kept but the tickets."),
    "person_not_erased": N_("This person's data are not erased: there is nothing to certify."),
    "name_missing": N_("Key a first name or a family name."),
    "person_name_wrong": N_("A name has letters, {most} at most."),
    "year_wrong": N_("“{text}” is not a year of birth. Key four digits, such as 1984."),
    "phone_wrong": N_("“{text}” is not a telephone number. Leave the field empty if there is none."),
    "slip_used": N_("This slip has already opened or renewed a right. Ask for a new one."),
    "slip_date_wrong": N_("The slip's date must lie within the last {most} days."),
    "programme_unknown": N_("The programme {programme} is not in the rules in force."),
    "structure_unknown": N_("Choose a structure of the list, or add it."),
    "renewals_used": N_("The renewals of this right are used up. A coordinator may begin a new one."),
    "pending_already": N_("A renewal is already waiting for the prescriber's slip."),
    "no_right_to_renew": N_("This person has no right to renew: register an orientation slip."),
    "no_right_to_change": N_("This person has no right that could change."),
    "reason_unknown": N_("Choose a reason of the list."),
    "reason_needed": N_("Choose the person, or say why this is sold to nobody in particular."),
    "needs_approval": N_("A coordinator's word is needed: {rules}. The ticket is kept."),
    "exception_used_up": N_(
        "An employee alone may go past the rules for {allowed_cents} a month and person. Ask a coordinator; the "
        "ticket is kept."
    ),
    "structure_name_wrong": N_("Key the structure's name, {most} letters at most."),
    "structure_known": N_("{name} is already on the list."),
    "merge_with_itself": N_("These are the same record."),
    "language_file_wrong": N_("The language's file cannot be used ({why}). Nothing was changed."),
    "papers_left": N_("Sheets with secrets could not be deleted from {folder}. Delete them by hand."),
    "mark_failed": N_(
        "The till's mark cannot be written to {folder}. Sales are safe; call whoever looks after this computer."
    ),
    "file_unreadable": N_("{file} cannot be read. Nothing was changed."),
    "review_unknown": N_("This record was checked already, or the person was erased."),
    "till_unknown": N_("Head office has no till {till}."),
    "office_database_unavailable": N_("Head office's database cannot be reached ({why})."),
    "office_not_started": N_("Head office's web server did not start."),
    "postgres_not_started": N_("PostgreSQL did not start: {why}"),
    "path_taken": N_("{path} cannot be listened on ({why})."),
    "port_taken": N_("Port {port} is taken by another program. Choose another one with --address."),
    "folder_unavailable": N_(
        "{path} cannot be used. Check that it is a folder, that it may be written to and has space."
    ),
    "name_wrong": N_("Key a name of at most {most} letters."),
    "journal_faulty": N_(
        "The journal is not intact. First fault: chain {chain} ({incarnation}), entry {seq}: {fault}. "
        "Nothing was changed: leave everything as it is until this is explained."
    ),
    "journal_not_as_marked": N_(
        "The journal has {held} entries and is not the one that the mark outside it knows ({marked} entries): this is "
        "an older copy, or entries were removed. Nothing was changed."
    ),
    "figures_differ": N_(
        "The journal is intact, but figures kept beside it are not those that it gives ({tables}). "
        "To make them anew: {command}"
    ),
    "database_older": N_(
        "This database was last used by an older program. Nothing was changed: open the till once, then check it."
    ),
}

SENTENCES.update(PRINTER_SENTENCES)
SENTENCES.update(VAULT_SENTENCES)
SENTENCES.update(PRINTER_SENTENCES)

FIELDS: dict[str, str] = {
    "point": N_("Reception point"),
    "till": N_("Till"),
    "legal_name": N_("Legal name"),
    "address": N_("Address"),
    "phone": N_("Telephone (optional)"),
    "coordinator": N_("Who coordinates?"),
}
"""The fields that the first-run assistant may find wanting, as it names them."""


_CODED = {
    "reason": CATALOGUE_REASONS, "table_reason": TABLE_REASONS, "serial_reason": SERIAL_REASONS, "fault": FAULTS,
    "order_field": ORDER_FIELDS,
}  # fmt: skip
"""Parameters that are "code:detail"."""


def say(error: BaseException) -> str:
    """The sentence of `error` in the language in force."""
    if isinstance(error, PosError) and not isinstance(error, Bug) and error.code in SENTENCES:
        return _(SENTENCES[error.code]).format(**_shown(error.params))
    code = error.code if isinstance(error, PosError) else type(error).__name__
    return _(
        "The program made a mistake and stopped the act ({code}). What was recorded is kept. Close it, open it "
        "again, and tell head office."
    ).format(code=code)


def _shown(params: dict[str, str | int]) -> dict[str, str]:
    """Parameters as people read them: cents as money, reasons of a catalogue in words."""
    return {name: _shown_one(name, value) for name, value in params.items()}


def _shown_one(name: str, value: str | int) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return money(value)
    if name in _CODED:
        code, _colon, detail = str(value).partition(":")
        return _(_CODED[name][code]).format(value=detail)
    if name == "wait_s" and isinstance(value, int):
        return _duration(value)
    if (name in ("day", "until") or name.endswith("_on")) and isinstance(value, str):
        return date(datetime.date.fromisoformat(str(value)))
    if name == "rules":
        return ", ".join(_(RULES[rule]) for rule in str(value).split(","))
    if name == "field":
        return _(FIELDS[str(value)])
    return str(value)


def _duration(seconds: int) -> str:
    """Seconds up to two minutes, then minutes."""
    if seconds < 120:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
