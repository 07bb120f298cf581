"""Writing the dossier of a ticket as an A4 sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.i18n import amount, date_time
from pos_app.i18n import gettext as _
from pos_app.printing.a4 import Column, Pages
from pos_app.printing.documents.ticket_dossier import TicketDossier
from pos_app.printing.dossier_words import ticket_sentences
from pos_app.printing.pdf import pdf_of
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def ticket_dossier_pdf(dossier: TicketDossier) -> bytes:
    """The sheet: what was sold, everything that happened to it, and what verifies each entry."""
    title = _("Dossier of ticket {ticket}").format(ticket=dossier.ticket)
    issuer = dossier.issuer

    def draw(canvas: Canvas) -> None:
        pages = Pages(
            canvas, f"{issuer.legal_name} · {issuer.point} · {date_time(dossier.made_at)} · {dossier.software}"
        )
        pages.title(title)
        pages.text(f"{issuer.legal_name}, {issuer.address} · {issuer.point} · {issuer.till}")
        _tell_ticket(pages, dossier)
        _tell_entries(pages, dossier)
        _tell_proof(pages, dossier)

    return pdf_of(draw, page_size=A4, title=title, author=issuer.legal_name, creator=dossier.software)


def _tell_ticket(pages: Pages, dossier: TicketDossier) -> None:
    sale = dossier.sale
    pages.heading(_("What was sold"))
    columns = [Column(_("Article"), 0.6), Column(_("Quantity"), 0.2, right=True), Column(_("Amount"), 0.2, right=True)]
    pages.table(columns, [(line.label, str(line.quantity), amount(line.gross_cents)) for line in sale.lines])
    pages.space(4)
    for sentence in ticket_sentences(dossier):
        pages.text(sentence)


def _tell_entries(pages: Pages, dossier: TicketDossier) -> None:
    pages.heading(_("What happened"))
    columns = [Column(_("No."), 0.08), Column(_("Date"), 0.2), Column(_("What"), 0.24), Column(_("Detail"), 0.32),
               Column(_("Operator"), 0.16)]  # fmt: skip
    pages.table(
        columns,
        [(str(one.seq), date_time(one.at), one.kind, one.detail, one.operator_name) for one in dossier.entries],
    )


def _tell_proof(pages: Pages, dossier: TicketDossier) -> None:
    pages.heading(_("What verifies it"))
    text = _(
        "Each entry's signature (Ed25519) is that of its hash (SHA-256) by the chain's key. An archive of the day "
        "holds the entries whole, and its notice says how to verify them."
    )
    pages.text(text)
    for incarnation, key in dossier.public_keys.items():
        pages.space(4)
        pages.text(_("Chain {incarnation}, public key {key}").format(incarnation=incarnation[:16], key=key), size=7.5)
    for one in dossier.entries:
        pages.space(4)
        pages.text(f"{one.incarnation[:16]} · {one.seq} · {one.hash}", size=7.5)
        pages.text(one.signature, size=7.5)
