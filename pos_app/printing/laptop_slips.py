"""The papers of a machine as slips: its label, its delivery, its plan of instalments."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.facts import TillSetUp
from pos_app.domain.laptop import Passport
from pos_app.domain.plan_paper import paper_text
from pos_app.i18n import amount, date, date_time, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.laptop_words import GRADE_WORDS, TEST_WORDS
from pos_app.printing.documents.laptop_papers import DeliverySlip, LaptopLabel, PlanContract
from pos_app.printing.slip import Barcode, Element, Pair, Qr, Role, Rule, Slip, Space, Text, centred

_SIGNATURE_MM = 14


def label_slip(label: LaptopLabel) -> Slip:
    """What the price tag says, and the barcode that the sale page scans."""
    passport = label.passport
    elements: list[Element] = [
        centred(label.issuer.legal_name, Role.SMALL),
        centred(passport.model, Role.TITLE),
        centred(_(GRADE_WORDS[passport.grade])),
        centred(money(passport.price_cents), Role.DISPLAY),
        Space(1),
        Barcode(label.number),
        centred(label.number, Role.STRONG),
        centred(_serial(label.serial_end), Role.SMALL),
        centred(_warranty_months(passport), Role.SMALL),
    ]
    return Slip(elements, label.name, label.issuer.legal_name, label.software)


def delivery_slip(slip: DeliverySlip) -> Slip:
    """Handed over against a signature; one stays with the person, one at the point."""
    return Slip(list(_delivery(slip)), slip.name, slip.issuer.legal_name, slip.software)


def contract_slip(contract: PlanContract) -> Slip:
    """What both sides agreed on; its QR code lets any till of the house take a payment."""
    return Slip(list(_contract(contract)), contract.name, contract.issuer.legal_name, contract.software)


def _delivery(slip: DeliverySlip) -> Iterator[Element]:
    yield from _heading(slip.issuer, _("Delivery slip"))
    yield Pair(_("Ticket {ticket}").format(ticket=slip.ticket), date_time(slip.at))
    yield Text(f"{slip.issuer.till} · {slip.operator_name}")
    if slip.person:
        yield Text(_("Handed over to {person}").format(person=slip.person), Role.STRONG)
    if slip.instead_of:
        yield Text(_("In exchange for the machine {serial}, under its warranty").format(serial=slip.instead_of))
    yield Rule()
    yield from _machine(slip.product, slip.passport, slip.serial_end)
    yield from _wiped_and_tested(slip.passport)
    yield Rule()
    if slip.warranty_until is not None:
        yield Text(_("Under warranty until {day}").format(day=date(slip.warranty_until)), Role.HEADING)
        yield Text(_warranty_text(), Role.SMALL)
    yield Rule()
    yield Text(_("I have received this machine; I saw it start and work."))
    yield from _signature()
    yield Barcode(slip.number)
    yield centred(slip.software, Role.SMALL)


def _contract(contract: PlanContract) -> Iterator[Element]:
    paper = contract.paper
    yield from _heading(contract.issuer, _("Payment in instalments"))
    yield Text(_("Plan {plan}").format(plan=paper.plan), Role.STRONG)
    yield Pair(f"{contract.issuer.till} · {contract.operator_name}", date_time(contract.at))
    if contract.person:
        yield Text(contract.person, Role.STRONG)
    yield Rule()
    yield from _machine(contract.product, contract.passport, contract.serial_end)
    yield Pair(_("Price"), money(paper.price_cents), Role.DISPLAY)
    yield Rule()
    for number, due in enumerate(contract.due, start=1):
        yield Pair(_("{number}. Before {day}").format(number=number, day=date(due.due_on)), amount(due.amount_cents))
    yield Rule()
    yield Text(_when_handed_over(contract))
    yield Text(_given_up(contract.refund_percent), Role.SMALL)
    yield Text(_("Each payment has its receipt. Bring the last one when you pay, at any of our points."), Role.SMALL)
    yield Space(2)
    yield Qr(paper_text(paper))
    yield from _signature()
    yield centred(contract.software, Role.SMALL)


def _heading(issuer: TillSetUp, title: str) -> Iterator[Element]:
    yield centred(issuer.legal_name, Role.TITLE)
    yield centred(_("Reception point of {point}").format(point=issuer.point))
    yield Rule()
    yield centred(title, Role.HEADING)


def _machine(product: str, passport: Passport, serial_end: str) -> Iterator[Element]:
    yield Text(passport.model, Role.HEADING)
    yield Text(product)
    yield Pair(_("Serial number"), _ending(serial_end))
    yield Pair(_("Grade"), _(GRADE_WORDS[passport.grade]))
    if passport.refurbisher:
        yield Pair(_("Refurbished by"), passport.refurbisher)


def _wiped_and_tested(passport: Passport) -> Iterator[Element]:
    if passport.passed:
        tested = ", ".join(_(TEST_WORDS[one]) for one in passport.passed)
        yield Text(_("Tested: {tests}").format(tests=tested), Role.SMALL)
    if passport.failed:
        failed = ", ".join(_(TEST_WORDS[one]) for one in passport.failed)
        yield Text(_("Does not work: {tests}").format(tests=failed), Role.SMALL_STRONG)
    if passport.certificate:
        wiped = _("Data wiped, certificate {certificate}").format(certificate=passport.certificate)
        yield Text(wiped, Role.SMALL)


def _signature() -> Iterator[Element]:
    yield Text(_("Signature of the person:"))
    yield Space(_SIGNATURE_MM)


def _when_handed_over(contract: PlanContract) -> str:
    if contract.after_first:
        return _("The machine is handed over with the first payment.")
    return _("The machine is kept for you here and handed over with the last payment.")


def _given_up(percent: int) -> str:
    if percent == 100:
        return _("If you give up, all that you paid is given back to you.")
    share = f"{percent}\N{NO-BREAK SPACE}%"
    return _("If you give up, {share} of what you paid is given back to you.").format(share=share)


def _serial(end: str) -> str:
    return _("Serial number {end}").format(end=_ending(end))


def _ending(end: str) -> str:
    return f"…{end}" if end else "—"


def _warranty_months(passport: Passport) -> str:
    months = passport.warranty_months
    return ngettext("{count} month of warranty", "{count} months of warranty", months).format(count=months)


def _warranty_text() -> str:
    return _(
        "Legal guarantee of conformity (Code de la consommation, art. L. 217-3 and following). Bring the machine back "
        "with your receipt: it is repaired, exchanged or paid back."
    )
