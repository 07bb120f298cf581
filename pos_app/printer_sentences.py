"""What printers answer, as sentences (pos_app.sentences says them). The queue keeps codes: they need no parameter."""

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
    "printer_address_malformed": N_("“{address}” is not where a printer can be, such as tcp:192.168.1.50."),
    "print_unconfirmed": N_(
        "The printer did not say whether the paper came out. Look at it and answer: nothing is printed again by itself."
    ),
}
