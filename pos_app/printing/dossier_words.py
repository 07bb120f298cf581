"""What the dossier of a ticket says in sentences, on paper and on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.ticket_dossier import ReceivedThere, TicketDossier
from pos_app.printing.tender_words import tender_label


def ticket_sentences(dossier: TicketDossier) -> Iterator[str]:
    """What the ticket came to, how it was paid, who approved it, and since when head office has it."""
    sale = dossier.sale
    paid = ", ".join(f"{tender_label(tender.tender)} {money(tender.amount_cents)}" for tender in sale.tenders)
    yield _("Total {total}. Paid: {paid}.").format(total=money(sale.total_cents), paid=paid)
    if dossier.approved_by:
        yield _("Approved by {names}.").format(names=", ".join(dossier.approved_by))
    yield _received_words(dossier.received)


def _received_words(received: ReceivedThere | None) -> str:
    if received is None:
        return _("Head office has not received it yet.")
    if received.at is None:
        return _("Head office has received it; when is not known.")
    words = (
        _("Head office received it on {at}.") if received.exact else _("Head office has it since {at} at the latest.")
    )
    return words.format(at=date_time(received.at))
