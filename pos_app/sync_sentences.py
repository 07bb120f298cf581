"""Errors between a till and head office as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

SYNC_SENTENCES: dict[str, str] = {
    "office_unreachable": N_(
        "Head office does not answer at {address}. Nothing is lost: everything is kept here and will be sent later."
    ),
    "office_not_genuine": N_(
        "What answers at {address} is not our head office. Nothing was sent. Check the address, or tell head office."
    ),
    "office_nonsense": N_(
        "{address} answers something else than head office, perhaps a Wi-Fi sign-in page. Nothing "
        "is lost: it will be sent later."
    ),
    "office_asks_to_wait": N_(
        "Many tills are sending at once and head office asks this one to come back. Nothing is lost: it does so by "
        "itself within a few minutes."
    ),
    "till_retired": N_("This till closed for good: nothing is sold here any more. Its journal stays and can be read."),
    "day_to_close_first": N_("Day {day} is still open: close it first. Nothing was changed."),
    "codes_to_hand_over": N_("{count} codes that were paid wait to be handed over: settle them first."),
    "deposits_to_give_back": N_(
        "{deposits_cents} of deposits are owed to people who have something on loan: end the loans first."
    ),
    "series_not_confirmed": N_("Key the till's series, {series}, to confirm. Nothing was changed."),
    "office_busy": N_("Head office is busy. Nothing is lost: the till tries again by itself."),
    "office_not_joined": N_("This till works alone: there is no head office to send to yet. Join one in the settings."),
    "office_does_not_know_till": N_(
        "Head office does not recognise this till. Nothing is lost, selling goes on: ask head office for a new code."
    ),
    "office_holds_other_branch": N_(
        "Head office holds other entries under this till's numbers: was its disk copied or "
        "restored? Selling goes on; call head office."
    ),
    "till_revoked": N_("Head office has revoked this till. What is recorded stays here: call head office."),
    "people_want_contact": N_(
        "Names are hidden: head office was last heard of {days} days ago. Nothing is lost, selling goes on: connect "
        "this till and sync."
    ),
    "people_want_contact_by_clock": N_(
        "Names are hidden: by this computer's clock head office was last heard of {days} days ago, {off_days} of them "
        "while it was switched off. Nothing is lost: sync. If the date is wrong, set it first."
    ),
    "people_not_accepted": N_(
        "Head office could not read what was changed of people. Nothing is lost: call head office."
    ),
    "entry_not_accepted": N_("Head office could not read entry {seq}. Nothing is lost: call head office."),
    "clock_wrong": N_(
        "This computer's date is wrong: head office cannot be reached safely. Right-click the clock of the screen and "
        "set date and time, then sync; if the date is wrong again tomorrow, the computer's battery is dead. Nothing is "
        "lost and selling goes on."
    ),
}
