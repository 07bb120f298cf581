"""Writing A4 sheets about a person: all that is kept, and the certificate that it was erased."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pos_app.domain.languages import OWN_NAMES
from pos_app.i18n import amount, date, date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.a4 import Column, Pages
from pos_app.printing.documents.erasure import ErasureCertificate
from pos_app.printing.documents.person_data import PersonData
from pos_app.printing.pdf import pdf_of
from pos_app.printing.person_words import field_words, person_state_words, right_state_words
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def person_data_pdf(data: PersonData) -> bytes:
    """All of `data`, to be read on paper; the JSON file beside it says the same to a program."""
    title = _("Data kept about you")

    def draw(canvas: Canvas) -> None:
        foot = f"{data.keeper.legal_name} · {data.keeper.point} · {_day_and_time(data.made_at)}"
        pages = Pages(canvas, foot)
        pages.title(title)
        _introduce(pages, data)
        _tell_identity(pages, data)
        _tell_rights(pages, data)
        _tell_spending(pages, data)
        _tell_past(pages, data)

    return pdf_of(draw, page_size=A4, title=title, author=data.keeper.legal_name)


def erasure_pdf(certificate: ErasureCertificate) -> bytes:
    """One page that names nobody: who erased, when, why, and the digits that find the entry."""
    title = _("Certificate of erasure")
    issuer = certificate.issuer

    def draw(canvas: Canvas) -> None:
        pages = Pages(canvas, f"{issuer.legal_name} · {issuer.point} · {issuer.till}")
        pages.title(title)
        pages.text(f"{issuer.legal_name}, {issuer.address}", size=11)
        pages.text(_("Reception point of {point}").format(point=issuer.point), size=11)
        pages.space(14)
        for text in (*_certified(certificate), *_what_remains()):
            pages.text(text, size=11)
            pages.space(8)
        pages.space(30)
        pages.text(_("Signature and stamp:"), size=11)

    return pdf_of(draw, page_size=A4, title=title, author=issuer.legal_name)


def _certified(certificate: ErasureCertificate) -> tuple[str, str, str]:
    basis = {
        "request": _("at the request of the person (GDPR, article 17)"),
        "retention": _("at the end of the time of retention after the last contact"),
    }[certificate.basis]
    return (
        _("The identity kept under the reference {reference} was erased on {at}.").format(
            reference=certificate.reference, at=date_time(certificate.at)
        ),
        _("Basis: {basis}.").format(basis=basis),
        _("Erased: names, year of birth, language, telephone, card, who referred the person, their earlier values."),
    )


def _what_remains() -> tuple[str, str]:
    return (
        _("The tickets remain, without a name, as the law on accounts asks; nothing kept here ties them to anybody."),
        _("Where other tills of the organisation know the person, they erase the same at their next connection."),
    )


def _introduce(pages: Pages, data: PersonData) -> None:
    keeper = data.keeper
    pages.text(f"{keeper.legal_name}, {keeper.address}")
    if keeper.phone:
        pages.text(_("Tel. {phone}").format(phone=keeper.phone))
    pages.space(4)
    pages.text(
        _(
            "This is everything that this till keeps about you on {at} (GDPR, article 15). You may ask to have it "
            "corrected or erased at the desk, and complain to the CNIL (www.cnil.fr)."
        ).format(at=_day_and_time(data.made_at))
    )


def _tell_identity(pages: Pages, data: PersonData) -> None:
    identity = data.identity
    pages.heading(_("Who you are"))
    shown = {
        "family_name": identity.family_name,
        "given_name": identity.given_name,
        "year_of_birth": str(identity.year_of_birth),
        "language": OWN_NAMES.get(identity.language, identity.language),
        "phone": identity.phone or "–",
        "card": identity.card,
        "prescriber": identity.prescriber or "–",
        "state": person_state_words(identity.state),
    }
    rows = [(field_words(name).capitalize(), value) for name, value in shown.items()]
    rows += [
        (_("Registered on"), _day_and_time(identity.registered_at)),
        (_("Last contact"), _day_and_time(identity.last_contact_at)),
        (_("Numbers that stand for you in the journal"), ", ".join(data.records)),
    ]
    pages.table([Column("", 0.36), Column("", 0.64)], rows)


def _tell_rights(pages: Pages, data: PersonData) -> None:
    pages.heading(_("Your right"))
    pages.table(
        [Column(_("No."), 0.08), Column(_("From"), 0.15), Column(_("To"), 0.15), Column(_("State"), 0.22),
         Column(_("Referred by"), 0.4)],
        [
            (str(one.number), _day(one.starts_on), _day(one.ends_on), right_state_words(one.state), one.prescriber)
            for one in data.rights
        ],
    )  # fmt: skip
    if data.slips:
        pages.heading(_("Orientation slips used"))
        pages.table(
            [Column(_("Written on"), 0.2), Column(_("No."), 0.3), Column(_("Structure"), 0.5)],
            [(_day(slip.written_on), slip.number or "–", slip.prescriber) for slip in data.slips],
        )


def _tell_spending(pages: Pages, data: PersonData) -> None:
    pages.heading(_("Your purchases"))
    if not data.purchases:
        pages.text(_("None at this till."))
        return
    saved = money(sum(one.saving_cents for one in data.purchases))
    pages.text(_("You saved {amount} in all.").format(amount=saved))
    pages.space(4)
    pages.table(
        [Column(_("Date"), 0.2), Column(_("Ticket"), 0.18), Column(_("Articles"), 0.34),
         Column(_("Paid"), 0.14, right=True), Column(_("Saved"), 0.14, right=True)],
        [
            (_day_and_time(one.at), one.ticket, ", ".join(f"{line.quantity} × {line.label}" for line in one.lines),
             amount(one.total_cents), amount(one.saving_cents))
            for one in data.purchases
        ],
    )  # fmt: skip
    pages.heading(_("By month"))
    pages.table(
        [Column(_("Month"), 0.2), Column(_("Paid here"), 0.2, right=True), Column(_("Saved here"), 0.2, right=True),
         Column(_("Counted here"), 0.2, right=True), Column(_("Counted elsewhere"), 0.2, right=True)],
        [
            (f"{one.month[5:]}/{one.month[:4]}", amount(one.paid_cents), amount(one.saved_cents),
             amount(one.counted_cents), amount(one.elsewhere_cents))
            for one in data.months
        ],
    )  # fmt: skip


def _tell_past(pages: Pages, data: PersonData) -> None:
    pages.heading(_("What happened"))
    pages.table(
        [Column(_("Date"), 0.24), Column(_("Event"), 0.76)],
        [(_day_and_time(event.at), event.said) for event in data.events],
    )
    if data.notes:
        pages.heading(_("What was written about cases"))
        for note in data.notes:
            pages.text(note)
    pages.heading(_("What was keyed, and corrected since"))
    pages.table(
        [Column(_("Date"), 0.24), Column(_("Field"), 0.26), Column(_("Value"), 0.5)],
        [(_day_and_time(one.at), field_words(one.field), one.value or "–") for one in data.changes],
    )


def _day(text: str) -> str:
    return date(dt.date.fromisoformat(text))


def _day_and_time(text: str) -> str:
    return date_time(dt.datetime.fromisoformat(text))
