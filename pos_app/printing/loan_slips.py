"""The contract of a loan, and the slip of its end: what is lent, against what, until when; signed by both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pos_app.domain.facts import TillSetUp
from pos_app.domain.language_file import Language
from pos_app.i18n import date, date_time, money
from pos_app.i18n import gettext as _
from pos_app.loan_words import CONDITIONS, KEEP_WORDS
from pos_app.printing.documents.loan_slips import LentThing, LoanContract, LoanEndSlip, LoanReminder
from pos_app.printing.slip import Barcode, Element, Pair, Role, Rule, Slip, Space, Text, centred
from pos_app.printing.tender_words import tender_label

_SIGNATURE_MM = 14


def loan_contract(contract: LoanContract) -> Slip:
    return Slip(list(_contract(contract)), contract.name, contract.issuer.legal_name, contract.software)


def loan_end_slip(slip: LoanEndSlip) -> Slip:
    return Slip(list(_end(slip)), slip.name, slip.issuer.legal_name, slip.software)


def loan_reminder(reminder: LoanReminder) -> Slip:
    return Slip(list(_reminder(reminder)), reminder.name, reminder.issuer.legal_name, reminder.software)


def _contract(contract: LoanContract) -> Iterator[Element]:
    lent = contract.lent
    yield from _heading(contract.issuer, _("Loan of equipment"))
    yield Pair(_("Contract no. {number}").format(number=f"{contract.series}-{lent.loan}"), date_time(contract.at))
    yield Pair(_("Lent by"), contract.operator_name)
    yield Pair(_("Borrowed by"), contract.person or _("(erased)"), Role.STRONG)
    yield Rule()
    yield from _thing(contract.thing)
    yield Pair(_("Condition"), _(CONDITIONS[lent.condition]))
    yield Pair(_("To be brought back by"), date(dt.date.fromisoformat(lent.due_on)), Role.STRONG)
    yield Pair(_("Deposit"), money(lent.deposit_cents), Role.DISPLAY)
    if lent.deposit_cents:
        yield Pair(_("Left by"), tender_label(lent.tender))
    yield Rule()
    for language in contract.languages:
        yield from _explained(contract, language)
    yield from _unread(contract.languages)
    yield Rule()
    yield from _signatures()
    yield from _foot(contract.thing, contract.control, contract.software)


def _explained(contract: LoanContract, language: Language) -> Iterator[Element]:
    """What the person agrees to, and what becomes of the deposit."""
    lent, texts = contract.lent, language.loan
    sentences = [texts.due.format(date=date(dt.date.fromisoformat(lent.due_on)))]
    if lent.deposit_cents:
        sentences += [texts.deposit.format(amount=money(lent.deposit_cents)), texts.kept]
    yield Text(texts.title, Role.STRONG, right_to_left=language.right_to_left)
    for sentence in sentences:
        yield Text(sentence, right_to_left=language.right_to_left)
    yield Space(1.4)


def _end(slip: LoanEndSlip) -> Iterator[Element]:
    ended = slip.ended
    yield from _heading(slip.issuer, _("End of a loan"))
    yield Pair(_("Contract no. {number}").format(number=f"{slip.series}-{ended.loan}"), date_time(slip.at))
    yield Pair(_("Taken back by"), slip.operator_name)
    yield Pair(_("Brought back by"), slip.person or _("(erased)"), Role.STRONG)
    yield Rule()
    yield from _thing(slip.thing)
    yield Pair(_("Condition"), _(CONDITIONS[ended.condition]))
    yield Pair(_("Deposit"), money(ended.deposit_cents))
    if ended.kept_cents:
        yield Pair(_("Kept: {reason}").format(reason=_(KEEP_WORDS[ended.reason])), money(ended.kept_cents))
    yield Pair(_("Given back"), money(ended.given_back_cents), Role.DISPLAY)
    if ended.given_back_cents:
        yield Pair(_("Given back by"), tender_label(ended.tender))
    yield Rule()
    yield from _signatures()
    yield from _foot(slip.thing, slip.control, slip.software)


def _reminder(reminder: LoanReminder) -> Iterator[Element]:
    told, due_on = reminder.reminded, date(dt.date.fromisoformat(reminder.reminded.due_on))
    yield from _heading(reminder.issuer, _("Reminder of a loan"))
    written_on = date(dt.date.fromisoformat(told.reminded_on))
    yield Pair(_("Contract no. {number}").format(number=f"{reminder.series}-{told.loan}"), written_on)
    yield Pair(_("For"), reminder.person or _("(erased)"), Role.STRONG)
    yield Rule()
    yield from _thing(reminder.thing)
    yield Pair(_("To be brought back by"), due_on, Role.STRONG)
    if reminder.deposit_cents:
        yield Pair(_("Deposit"), money(reminder.deposit_cents))
    yield Rule()
    for language in reminder.languages:
        texts = language.loan
        due = texts.was_due if reminder.is_late else texts.due
        yield Text(texts.reminder, Role.STRONG, right_to_left=language.right_to_left)
        for sentence in (due.format(date=due_on), texts.come):
            yield Text(sentence, right_to_left=language.right_to_left)
        yield Space(1.4)
    yield from _unread(reminder.languages)
    yield Rule()
    yield Barcode(reminder.thing.number)
    yield centred(_("Control {control}").format(control=reminder.control), Role.SMALL)
    yield centred(reminder.software, Role.SMALL)


def _unread(languages: Sequence[Language]) -> Iterator[Element]:
    if any(not language.read_by for language in languages[1:]):
        unread = _("Nobody who grew up with this language has read this translation yet: the French text counts.")
        yield centred(unread, Role.SMALL)


def _heading(issuer: TillSetUp, title: str) -> Iterator[Element]:
    yield centred(issuer.legal_name, Role.TITLE)
    yield centred(f"{issuer.point} · {issuer.till}")
    yield centred(issuer.address, Role.SMALL)
    yield Rule()
    yield centred(title, Role.HEADING)


def _thing(thing: LentThing) -> Iterator[Element]:
    yield Text(thing.product, Role.HEADING)
    yield Pair(_("Number on the label"), thing.number)
    yield Pair(_("Its own number ends with"), thing.end)


def _signatures() -> Iterator[Element]:
    for who in (_("Signature of the person:"), _("For the association:")):
        yield Text(who)
        yield Space(_SIGNATURE_MM)


def _foot(thing: LentThing, control: str, software: str) -> Iterator[Element]:
    yield Barcode(thing.number)
    yield centred(_("A deposit is given back: this is no receipt of a sale."), Role.SMALL)
    yield centred(_("Control {control}").format(control=control), Role.SMALL)
    yield centred(software, Role.SMALL)
