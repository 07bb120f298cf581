"""Papers about a person: gathered on the storage thread, written off it, into the folder that sign-out empties."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.clock import local_datetime
from pos_app.counter.hand_over_data import hand_over_data
from pos_app.counter.paper import write_paper
from pos_app.counter.person_card import person_at_desk
from pos_app.counter.till import Till
from pos_app.domain.entitlement import last_day
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug
from pos_app.printing.documents.erasure import ErasureCertificate
from pos_app.printing.documents.member_card import MemberCard
from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.documents.pdf_paper import PdfPaper
from pos_app.printing.jobs import Document
from pos_app.printing.languages import ENGLISH, language_of
from pos_app.printing.printer_setup import PaperUse, PrinterSetUp
from pos_app.store.people import tombstone_of
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill


class CardForm(enum.Enum):
    """An A4 sheet to cut out of, a card printer's own page, or an 80 mm slip."""

    SHEET = "sheet"
    CARD = "card"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as a file. A printer that is chosen for `use` prints it too: as `slip` on a roll, else as the PDF that it
    is. `use` is None where only a printer of cards is of use."""

    path: Path
    content: bytes = field(repr=False)
    use: PaperUse | None = PaperUse.SHEETS
    slip: MemberCard | DataNotice | None = field(default=None, repr=False)

    def printed_by(self, printers: Sequence[PrinterSetUp]) -> PrinterSetUp | None:
        """The printer that was chosen for such paper; None where there is none."""
        return next((one for one in printers if self.use in one.prints), None)

    def document_for(self, printer: PrinterSetUp) -> Document:
        """What that printer takes. Its name, which a print queue shows, is nobody's."""
        if self.slip is not None and printer.is_thermal:
            return self.slip
        return PdfPaper(self.path.stem.split("-")[0], self.content)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The same data twice: for a program, and to be read."""

    json: Path
    pdf: Written


def hand_over(running: RunningTill, *, operator: Operator, token: PersonToken) -> Future[HandedOver]:
    """ "Hand me my data". Raises what `hand_over_data` raises, and Unavailable("print_folder_unavailable")."""

    def write() -> HandedOver:
        from pos_app.printing.documents.person_data import json_of
        from pos_app.printing.person_sheets import person_data_pdf

        data = running.run(hand_over_data, operator=operator, token=token).result()
        beside = running.folder.papers / data.file_name
        return HandedOver(
            json=write_paper(beside.with_suffix(".json"), json_of(data)),
            pdf=_written(beside.with_suffix(".pdf"), person_data_pdf(data)),
        )

    return running.compute(write)


def print_card(
    running: RunningTill, *, operator: Operator, token: PersonToken, form: CardForm, named: bool = False
) -> Future[Written]:
    """A member card on the paper that the point has; `named` only where the person asks for it."""

    def write() -> Written:
        from pos_app.printing.member_cards import card_pdf, card_sheet_pdf

        card = running.run(member_card, operator=operator, token=token, named=named).result()
        path = running.folder.papers / f"carte-{card.number}.pdf"
        match form:
            case CardForm.SHEET:
                return _written(path, card_sheet_pdf([card]))
            case CardForm.CARD:
                return _written(path, card_pdf(card), use=None)
            case CardForm.SLIP:
                return _slip(path, card)

    return running.compute(write)


def print_notice(running: RunningTill, *, operator: Operator, token: PersonToken) -> Future[Written]:
    """The notice of data rights in the person's language, as an 80 mm slip."""

    def write() -> Written:
        notice = running.run(data_notice, operator=operator, token=token).result()
        return _slip(running.folder.papers / f"notice-{token[:8]}.pdf", notice)

    return running.compute(write)


def print_certificate(running: RunningTill, *, operator: Operator, token: PersonToken) -> Future[Written]:
    """The certificate of an erasure, which names nobody. Raises Refusal("person_not_erased")."""

    def write() -> Written:
        from pos_app.printing.person_sheets import erasure_pdf

        certificate = running.run(erasure_certificate, operator=operator, token=token).result()
        path = running.folder.papers / f"effacement-{certificate.reference}.pdf"
        return _written(path, erasure_pdf(certificate))

    return running.compute(write)


def _slip(path: Path, slip: MemberCard | DataNotice) -> Written:
    from pos_app.printing.writers import document_pdf

    content = document_pdf(slip)
    return Written(write_paper(path, content), content, PaperUse.RECEIPTS, slip)


def _written(path: Path, content: bytes, *, use: PaperUse | None = PaperUse.SHEETS) -> Written:
    return Written(write_paper(path, content), content, use)


def member_card(till: Till, *, operator: Operator, token: PersonToken, named: bool = False) -> MemberCard:
    """The card of a person, with the last day of the right where one is open."""
    operator.require(Right.LOOK_UP)
    at_desk = person_at_desk(till, token=token)
    issuer = issuer_at(till.connection, till.store.position)
    opened = at_desk.right is not None and at_desk.standing.sells
    return MemberCard(
        number=at_desk.person.card,
        legal_name=issuer.legal_name,
        point=issuer.point,
        valid_until=last_day(at_desk.rights, at_desk.right) if opened and at_desk.right else None,
        name=at_desk.person.identity.full_name if named else "",
        training=issuer.training,
    )


def data_notice(till: Till, *, operator: Operator, token: PersonToken) -> DataNotice:
    """The notice in the person's language, in English where the program has no file for it."""
    operator.require(Right.LOOK_UP)
    spoken = person_at_desk(till, token=token).person.identity.language
    language = language_of(spoken) or language_of(ENGLISH)
    if language is None:
        raise Bug("language_missing", language=ENGLISH)
    months = till.rules.retention.months_after_contact
    return DataNotice(language, issuer_at(till.connection, till.store.position), months)


def erasure_certificate(till: Till, *, operator: Operator, token: PersonToken) -> ErasureCertificate:
    """Raises Refusal("person_not_erased")."""
    operator.require(Right.ERASE_PEOPLE)
    at_ms, basis = tombstone_of(till.connection, token)
    at = local_datetime(at_ms, till.clock.offset_min())
    return ErasureCertificate(token, at, basis, issuer_at(till.connection, till.store.position))
