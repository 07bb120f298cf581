"""Aid vouchers are claims: noting what one says, listing what is to be claimed, and claiming it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from pos_app.counter.correct_tender import payments_of
from pos_app.counter.day_report import paid_cents
from pos_app.counter.sign_in import local_date
from pos_app.counter.till import Till
from pos_app.domain.days import read_day
from pos_app.domain.facts import AidVoucherNoted, AidVouchersClaimed, SaleRecorded
from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.store.aid_vouchers import AidVoucher, keep_number, noted_cents, number_known, unclaimed
from pos_app.store.days import day_on_file, entries_of_day
from pos_app.store.structures import structure_of
from pos_app.store.tickets import find_ticket

LONGEST_NUMBER = 40
_ITEM_BYTES = 16


@dataclass(frozen=True, slots=True)
class UnnotedVoucher:
    """A ticket that an aid voucher paid and of which `missing_cents` are not yet explained by a voucher on file."""

    ticket: TicketNumber
    missing_cents: int


def note_voucher(
    till: Till, *, operator: Operator, ticket: str, issuer: str, number: str, expires_on: str = ""
) -> AidVoucherNoted:
    """Notes what the voucher says that paid `ticket`: the whole of what is still missing there.

    `expires_on` as people key days, or empty. Raises Refusal("ticket_unknown", "voucher_not_expected",
    "voucher_number_wrong", "voucher_twice", "voucher_expired", "structure_unknown", "date_wrong").
    """
    operator.require(Right.SELL)
    number = " ".join(number.split())
    if not number or len(number) > LONGEST_NUMBER:
        raise Refusal("voucher_number_wrong", most=LONGEST_NUMBER)
    expires = read_day(expires_on).isoformat() if expires_on.strip() else ""
    structure = structure_of(till.connection, issuer)
    if expires and expires < local_date(till):
        raise Refusal("voucher_expired", ends_on=expires)
    if number_known(till.connection, issuer=structure.code, number=number):
        raise Refusal("voucher_twice", number=number)
    with till.store.transaction(operator.code) as act:
        found = find_ticket(act.connection, ticket)
        paid = payments_of(act.connection, found).get(TenderKind.AID_VOUCHER, 0)
        missing_cents = paid - noted_cents(act.connection, found.ticket)
        if missing_cents <= 0:
            raise Refusal("voucher_not_expected", ticket=found.ticket)
        noted = AidVoucherNoted(
            item=ItemId(secrets.token_bytes(_ITEM_BYTES).hex()),
            ticket=found.ticket,
            issuer=structure.code,
            amount_cents=missing_cents,
            expires_on=expires,
        )
        act.append(noted)
        keep_number(act, noted.item, number)
    return noted


def unnoted_vouchers(till: Till) -> tuple[UnnotedVoucher, ...]:
    """The open day's tickets paid by an aid voucher that nobody has noted yet."""
    day = till.store.state.day
    if not day:
        return ()
    connection, found = till.connection, []
    for _, entry in entries_of_day(connection, day_on_file(connection, day)):
        fact = entry.fact() if entry.kind == SaleRecorded.kind else None
        if isinstance(fact, SaleRecorded) and paid_cents(fact, TenderKind.AID_VOUCHER):
            ticket = find_ticket(connection, fact.ticket)
            paid = payments_of(connection, ticket).get(TenderKind.AID_VOUCHER, 0)
            found.append(UnnotedVoucher(fact.ticket, paid - noted_cents(connection, fact.ticket)))
    return tuple(one for one in found if one.missing_cents > 0)


def vouchers_to_claim(till: Till) -> tuple[AidVoucher, ...]:
    """Every voucher that was noted and not claimed, by issuer."""
    return unclaimed(till.connection)


def claim_vouchers(till: Till, *, operator: Operator, issuer: str) -> AidVouchersClaimed:
    """Records that the list of an issuer's vouchers was sent. Raises Refusal("nothing_to_claim")."""
    operator.require(Right.CLAIM_VOUCHERS)
    with till.store.transaction(operator.code) as act:
        theirs = [voucher for voucher in unclaimed(act.connection) if voucher.issuer == issuer]
        if not theirs:
            raise Refusal("nothing_to_claim")
        claimed = AidVouchersClaimed(
            issuer=issuer,
            items=tuple(voucher.item for voucher in theirs),
            total_cents=sum(voucher.amount_cents for voucher in theirs),
        )
        act.append(claimed)
    return claimed
