"""What is said of the drawer and of closings: reasons in words, and errors as sentences (pos_app.sentences)."""

from __future__ import annotations

from pos_app.i18n import N_

CASH_REASONS: dict[str, str] = {
    "change_brought": N_("change was brought"),
    "taken_to_safe": N_("the rest is in the safe"),
    "counted_again": N_("counted again this morning"),
    "unexplained": N_("not explained"),
    "advance_returned": N_("an advance came back"),
    "found": N_("money was found"),
    "other": N_("another reason"),
    "purchase": N_("a small purchase, with its invoice"),
    "expense_refunded": N_("an expense was paid back"),
    "change_fetched": N_("change is being fetched"),
    "too_much_in_drawer": N_("too much in the drawer"),
    "evening": N_("end of the day"),
    "change_needed": N_("change is needed"),
    "float": N_("for the float"),
    "deposit": N_("deposit at the bank"),
    "change_money": N_("to change money"),
    "check": N_("to check"),
    "stuck": N_("it was stuck"),
    "change_error": N_("wrong change was given"),
    "wrong_tender": N_("a payment was keyed under the wrong means"),
    "not_keyed": N_("a sale or a movement was not keyed"),
    "earlier_count": N_("an earlier count was wrong"),
    "theft": N_("theft or loss"),
    "wrong_key": N_("wrong key"),
    "card_refused": N_("the card was refused afterwards"),
    "changed_mind": N_("the person paid otherwise in the end"),
}
"""Why cash moves, a drawer opens or a count differs (pos_app.counter.cash_reasons)."""

CASH_MOVES: dict[str, str] = {
    "in": N_("Cash in"),
    "out": N_("Cash out"),
    "to_safe": N_("From the drawer to the safe"),
    "from_safe": N_("From the safe to the drawer"),
    "to_bank": N_("From the safe to the bank"),
}
"""Where cash goes (pos_app.domain.facts.CashMove)."""

CASH_SENTENCES: dict[str, str] = {
    "export_failed": N_("The files could not be written to {folder}. Check the folder and try again."),
    "no_backup_there": N_("There is no backup in {folder}, or no key file beside it. Choose another folder."),
    "office_has_nothing": N_("Head office holds nothing of this till: it never sent anything. Set it up as a new one."),
    "office_entries_wrong": N_(
        "What head office sent is not what the till had signed, from entry {seq} on. Nothing was made; tell head "
        "office."
    ),
    "restore_failed": N_("{path} could not be copied: the till's database is as it was. Check the disk and try again."),
    "archive_unreadable": N_("{file} is not an archive that this program reads, or it is damaged."),
    "archive_changed": N_("The archive was changed: {file} is not the one that was signed."),
    "archive_faulty": N_("The archive is not intact: entry {seq}: {fault}."),
    "archive_failed": N_(
        "The archive could not be written to {folder}. The journal is not touched: check the medium and try again."
    ),
    "period_not_closed": N_("This period is not closed: close its last day first."),
    "journal_not_as_acknowledged": N_(
        "Head office holds another entry {seq} than this journal: it was changed or put back. Nothing was changed: "
        "call head office."
    ),
    "float_differs": N_(
        "The last closing left {left_cents} in the drawer. Say why there is another amount, or key this one."
    ),
    "count_wrong": N_("A number from 0 to {most} for each note and coin. Nothing was recorded."),
    "no_difference": N_("The count shows no difference: there is nothing to explain."),
    "no_day_open": N_("No day is open: it is closed already. Nothing was changed."),
    "no_period_due": N_("No month or year is waiting to be closed."),
    "tender_not_paid": N_("{ticket} was not paid in this way, or was already put right. Nothing was changed."),
    "handed_to_oneself": N_("Choose who takes the drawer: somebody else than you."),
    "voucher_number_wrong": N_("Key the number on the voucher, {most} signs at most."),
    "voucher_twice": N_("A voucher no. {number} of this issuer was already taken. Check the number."),
    "voucher_expired": N_("This voucher ended on {ends_on}: its issuer may not pay it. Nothing was noted."),
    "voucher_not_expected": N_("No aid voucher is missing for ticket {ticket}."),
    "nothing_to_claim": N_("This issuer has no voucher waiting to be claimed."),
}
