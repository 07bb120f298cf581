"""What printers and their queue answer, as sentences (pos_app.sentences says them).

A job keeps the code only: what a printer raises needs no parameter.
"""

from __future__ import annotations

from pos_app.i18n import N_

PRINTER_SENTENCES: dict[str, str] = {
    "printer_unreachable": N_(
        "The printer does not answer. Nothing is lost: check that it is on and its cable in place, then print again."
    ),
    "printer_silent": N_(
        "The printer stopped taking what it is sent. Nothing is lost: switch it off and on, then print again."
    ),
    "printer_cut_off": N_(
        "The printer was cut off in the middle. Nothing is lost: look at what came out, then print again."
    ),
    "printer_no_paper": N_("The printer has no paper left. Nothing is lost: put a new roll in, then print again."),
    "printer_cover_open": N_("The printer's cover is open. Nothing is lost: close it, then print again."),
    "printer_offline": N_(
        "The printer says that it is not ready. Nothing is lost: look at its lamps and its roll, then print again."
    ),
    "printer_slips_only": N_("This paper is an A4 sheet, and this printer has a roll. Send it to another printer."),
    "printer_address_malformed": N_(
        "“{address}” is not where such a printer can be: 192.168.1.50, COM3 or 04b8:0e15 would do."
    ),
    "print_unconfirmed": N_(
        "The printer did not say whether the paper came out. Look at it and answer: nothing is printed again by itself."
    ),
    "printer_refused": N_(
        "The printer does not take this paper. Nothing is lost: check its address in the settings, then print again."
    ),
    "printer_jammed": N_("Paper is jammed in the printer. Nothing is lost: take it out, then print again."),
    "printer_paused": N_(
        "The computer's print queue is paused or held. Nothing is lost: start it again in the system's settings, "
        "then print again."
    ),
    "printer_aborted": N_("The printer gave this paper up. Nothing is lost: look at what came out, then print again."),
    "drawer_stuck": N_("The drawer did not open by itself. Nothing is lost: open it with its key."),
    "job_old": N_("This paper has waited for more than a day. Print it now, or take it off the list."),
    "job_over": N_("This paper is already settled."),
    "job_printing": N_("This paper is printing: wait for its end."),
    "printer_removed": N_(
        "Its printer was removed from the settings. Nothing is lost: send this paper to another one."
    ),
    "slip_not_cancelled": N_(
        "A voucher slip is the article itself: it cannot be taken off the list. Print it elsewhere, or show its "
        "code on the screen."
    ),
    "printer_name_missing": N_("Give the printer a name, as people call it."),
    "printer_name_taken": N_("Another printer is already called {name}."),
    "printer_address_missing": N_(
        "Say where the printer answers: its network address, its port or its name on this computer."
    ),
    "printer_width_unknown": N_("Paper rolls are 80 or 58 mm wide."),
    "printer_cannot_print": N_(
        "This printer cannot print such paper: codes and labels need a receipt printer, A4 sheets need one of the "
        "computer's."
    ),
    "printer_unknown": N_("This printer is no longer set up."),
}
