"""The voucher slip (mocks/slip.png): the code in its frame, then how to use it.

The barcode is the slip's number, never the code: a scan must not type a code into a field.
"""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.language_file import Language
from pos_app.domain.voucher import VoucherCode
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.slip import Banner, Barcode, Element, Frame, Pair, Role, Rule, Slip, Space, Step, Text, centred

_GROUPS_A_LINE = 2


def voucher_slip(slip: VoucherSlip) -> Slip:
    """For a printer, never for a file."""
    return Slip(list(_elements(slip)), slip.name, slip.issuer.legal_name, slip.software)


def _elements(slip: VoucherSlip) -> Iterator[Element]:
    yield from _heading(slip)
    yield _framed(slip.code)
    yield Space(2.1)
    yield Barcode(slip.number)
    for number, language in enumerate(slip.languages):
        yield from (Rule(),) if number else (Space(1.8),)
        yield from _told_in(slip, language)
    yield Rule()
    yield from _foot(slip)


def _heading(slip: VoucherSlip) -> Iterator[Element]:
    yield centred(slip.languages[0].voucher.title.upper(), Role.TITLE)
    for language in slip.languages[1:]:
        yield Text(language.voucher.title, Role.HEADING, centred=True, right_to_left=language.right_to_left)
    yield centred(slip.product, Role.STRONG)
    if slip.copy:
        yield Space(1)
        yield Banner(_("Same code, reprint no. {number}").format(number=slip.copy))
    if slip.replaces:
        yield centred(_("Replaces a code that was refused"), Role.SMALL)
    yield Space(1.8)


def _told_in(slip: VoucherSlip, language: Language) -> Iterator[Element]:
    code = slip.code.reveal()
    steps = language.voucher.steps(dial=slip.dial, page=slip.page, count=len(code), digits_only=code.isdigit())
    for number, (pictogram, text) in enumerate(steps, start=1):
        numbered = f"{language.voucher.number(number)}. {text}"
        yield Step(pictogram, numbered, right_to_left=language.right_to_left)


def _foot(slip: VoucherSlip) -> Iterator[Element]:
    if slip.expires_on is not None:
        yield Pair(_("Valid until"), date(slip.expires_on), Role.STRONG)
    place = _("{ticket} · slip {place}/{slips}").format(ticket=slip.ticket, place=slip.place, slips=slip.slips)
    yield Pair(_("Ticket"), place)
    yield Space(1)
    for language in slip.languages:
        yield Text(language.voucher.trouble, Role.SMALL, centred=True, right_to_left=language.right_to_left)
    if any(not language.read_by for language in slip.languages[1:]):
        unread = _("Nobody who grew up with this language has read this translation yet: the French text counts.")
        yield centred(unread, Role.SMALL)


def _framed(code: VoucherCode) -> Frame:
    groups = code.groups
    lines = ("  ".join(groups[i : i + _GROUPS_A_LINE]) for i in range(0, len(groups), _GROUPS_A_LINE))
    return Frame(tuple(lines))
