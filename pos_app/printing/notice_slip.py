"""Writing the notice of data rights as an 80 mm slip, in the person's language, with French below it."""

from __future__ import annotations

from pos_app.domain.language_file import Language
from pos_app.i18n import gettext as _
from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.languages import FRENCH, language_of
from pos_app.printing.slip import Row, Rule, ScriptText, Space, paragraph, script_paragraph, slip_pdf


def notice_pdf(notice: DataNotice) -> bytes:
    """The notice as a PDF of 80 mm by its own length."""
    register_fonts()
    issuer, language = notice.issuer, notice.language
    rows: list[Row] = [
        *paragraph(issuer.legal_name, size=13, font=BOLD, centred=True),
        *paragraph(issuer.address, size=7.5, centred=True),
        *(paragraph(_("Tel. {phone}").format(phone=issuer.phone), size=7.5, centred=True) if issuer.phone else ()),
        Rule(),
        *_told_in(language, notice.sentences, size=9.5),
    ]
    french = language_of(FRENCH)
    if french and language.name != french.name:
        told = french.notice.sentences(organisation=issuer.legal_name, months=notice.months)
        rows += [Rule(), *_told_in(french, told, size=7.5)]
        if not language.read_by:
            unread = _("Nobody who grew up with this language has read this translation yet: the French text counts.")
            rows += paragraph(unread, size=7)
    return slip_pdf(rows, title=language.notice.title, author=issuer.legal_name, creator=issuer.legal_name)


def _told_in(language: Language, sentences: tuple[str, ...], *, size: float) -> list[Row]:
    backwards = language.right_to_left
    rows: list[Row] = [
        ScriptText(language.notice.title, size=size * 1.25, font=BOLD, right_to_left=backwards),
        Space(2),
    ]
    for sentence in sentences:
        rows += [*script_paragraph(sentence, size=size, right_to_left=backwards), Space(3)]
    return rows
