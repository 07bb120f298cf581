"""The notice of data rights as a slip, in the person's language, with French below it."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.language_file import Language
from pos_app.i18n import gettext as _
from pos_app.printing.documents.notice import DataNotice
from pos_app.printing.languages import FRENCH, language_of
from pos_app.printing.slip import Element, Role, Rule, Slip, Space, Text, centred


def notice_slip(notice: DataNotice) -> Slip:
    issuer, language = notice.issuer, notice.language
    elements: list[Element] = [
        centred(issuer.legal_name, Role.TITLE),
        centred(issuer.address, Role.SMALL),
        *([centred(_("Tel. {phone}").format(phone=issuer.phone), Role.SMALL)] if issuer.phone else ()),
        Rule(),
        *_told_in(language, notice.sentences, title=Role.HEADING, text=Role.BODY),
    ]
    french = language_of(FRENCH)
    if french and language.name != french.name:
        told = french.notice.sentences(organisation=issuer.legal_name, months=notice.months)
        elements += [Rule(), *_told_in(french, told, title=Role.STRONG, text=Role.SMALL)]
        if not language.read_by:
            unread = _("Nobody who grew up with this language has read this translation yet: the French text counts.")
            elements.append(Text(unread, Role.SMALL))
    return Slip(elements, language.notice.title, issuer.legal_name, issuer.legal_name)


def _told_in(language: Language, sentences: tuple[str, ...], *, title: Role, text: Role) -> Iterator[Element]:
    backwards = language.right_to_left
    yield Text(language.notice.title, title, right_to_left=backwards)
    yield Space(0.7)
    for sentence in sentences:
        yield Text(sentence, text, right_to_left=backwards)
        yield Space(1)
