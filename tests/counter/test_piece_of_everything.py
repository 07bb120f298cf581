"""One day with all that an accountant asks about: a single balanced piece, each amount under its own account."""

from __future__ import annotations

from collections import Counter

import msgspec

from pos_app.counter.close_day import close_day
from pos_app.counter.count_cash import count_cash
from pos_app.counter.edit_catalogue import save_product
from pos_app.counter.open_day import open_day
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.accounting import Accounts, piece_of
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.tender import Tender, TenderKind
from tests.counter.laptop_work import machine, pay, planned
from tests.counter.test_close_day import sold
from tests.counter.test_loans import lent
from tests.tills import basket_of, receive_things

FLOAT_CENTS, DEPOSIT_CENTS, INSTALMENT_CENTS, CARD_CENTS, SFR_CENTS = 5_000, 2_000, 5_000, 1_300, 250


def test_deposits_are_debts_advances_too_vouchers_are_claims_and_what_is_sold_for_an_operator_is_held_for_them(
    till: Till, coordinator: Operator, person: PersonToken
) -> None:
    open_day(till, operator=coordinator, float_cents=FLOAT_CENTS)
    (key,) = receive_things(till, coordinator, "HOTSPOT-3G", 1, first=31)
    lent(till, coordinator, key, person)
    pay(till, coordinator, planned(till, coordinator, machine(till, coordinator), person), INSTALMENT_CENTS)
    product = msgspec.structs.replace(till.listed.product("CARTE-30"), own_name=False, supplier="SFR")
    save_product(till, operator=coordinator, product=product)
    sold(till, coordinator, "CARTE-30")
    basket = basket_of(till, "CARTE-ILLIM", number=900)
    tenders = [Tender(TenderKind.AID_VOUCHER, CARD_CENTS)]
    sell(till, operator=coordinator, basket=basket, tenders=tenders, receipt=False)
    held = FLOAT_CENTS + DEPOSIT_CENTS + INSTALMENT_CENTS + SFR_CENTS
    count_cash(till, operator=coordinator, counts={5_000: 2, 2_000: 1, 200: 1})
    closed = close_day(till, operator=coordinator)

    used = Accounts()
    lines = piece_of(closed, used)
    assert sum(line.debit_cents for line in lines) == sum(line.credit_cents for line in lines) > 0
    balance = Counter[str]()
    for line in lines:
        balance[line.account.number] += line.debit_cents - line.credit_cents
    short = held - 12_200
    assert {number: cents for number, cents in balance.items() if cents} == {
        used.drawer.number: held - short,
        used.transfers.number: -FLOAT_CENTS,
        used.losses.number: short,
        used.aid_voucher.number: CARD_CENTS,
        used.on_behalf.number: -SFR_CENTS,
        used.deposits.number: -DEPOSIT_CENTS,
        used.on_account.number: -INSTALMENT_CENTS,
        used.sales.number: -CARD_CENTS,
    }
