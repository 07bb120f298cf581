"""What the first exercise says: the step, and a hint that follows what the trainee has before them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.exercise import Step
from pos_app.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Doing:
    """Where the trainee is: the page, how many articles the ticket holds, whether they take a payment."""

    page: str
    articles: int = 0
    paying: bool = False


def step_words(step: Step) -> str:
    return {
        Step.SELL: _("Sell a card"),
        Step.REFUND: _("Take it back"),
        Step.REPRINT: _("Print a receipt again"),
        Step.CLOSE: _("Close the day"),
    }[step]


def hint_words(step: Step | None, doing: Doing) -> str:
    """What to do next; praise by facts where nothing is left to do."""
    if step is None:
        return _(
            "All four are done: you sold, took back, printed again and closed. Go on as you like, or F10 to leave."
        )
    if doing.paying:
        return _("Key what the person gives (no money is real here), then Enter.")
    if step is Step.SELL or doing.articles:
        return _selling(doing)
    if step is Step.CLOSE:
        return _closing(doing)
    return _in_journal(step, doing)


def _selling(doing: Doing) -> str:
    if doing.page != "sale":
        return _("Go to Sale: Ctrl+1.")
    if not doing.articles:
        return _("F2, write the beginning of “card”, Enter; or click on one.")
    return _("The card is in the ticket. F12 takes the payment; if it asks to whom you sell, one key answers.")


def _in_journal(step: Step, doing: Doing) -> str:
    if doing.page != "journal":
        if step is Step.REFUND:
            return _("The person brings the card back. Go to Journal: Ctrl+5.")
        return _("Somebody lost their receipt. Go to Journal: Ctrl+5.")
    if step is Step.REFUND:
        return _("Choose your ticket, then F7; T takes everything back, Enter gives the money back.")
    return _("Choose a ticket, then F6. The paper says DUPLICATA, and the journal that it was printed again.")


def _closing(doing: Doing) -> str:
    if doing.page != "cash":
        return _("It is the evening. Go to Till: Ctrl+4.")
    return _("F12 begins the evening: count what should be in the drawer, follow the steps, close.")
