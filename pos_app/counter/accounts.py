"""The accounts that exports use: the usual ones, until a coordinator chooses the accountant's own."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.till import Till
from pos_app.domain.account_choice import CLASSES, OF_FAMILY, OF_SUPPLIER, account_named, with_account
from pos_app.domain.accounting import Account, Accounts
from pos_app.domain.facts import AccountChosen
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.store.parameters import read_parameter, write_parameter

_ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """What an account is for: a use by its name, or a family or supplier, which `label` then calls by theirs."""

    name: str
    label: str
    account: Account


def accounts(till: Till) -> Accounts:
    return read_parameter(till.connection, _ACCOUNTS, type=Accounts, default=Accounts())


def listed_accounts(till: Till, *, operator: Operator) -> tuple[ListedAccount, ...]:
    """Every use with its account, then the catalogue's families and suppliers with theirs."""
    operator.require(Right.CHANGE_SETTINGS)
    used, catalogue = accounts(till), till.catalogue
    suppliers = sorted({product.supplier for product in catalogue.products.values() if product.supplier})
    named = [
        *((name, "") for name in CLASSES),
        *((f"{OF_FAMILY}{family.code}", family.label) for family in catalogue.families.values()),
        *((f"{OF_SUPPLIER}{supplier}", supplier) for supplier in suppliers),
    ]
    return tuple(ListedAccount(name, label, account_named(used, name)) for name, label in named)


def choose_account(till: Till, *, operator: Operator, name: str, number: str, label: str) -> AccountChosen:
    """From now on exports book what `name` is for to this account; closed days that were exported stay as they are.

    Raises Refusal("account_unknown", "account_number_wrong", "account_label_wrong", "account_unchanged").
    """
    operator.require(Right.CHANGE_SETTINGS)
    before = accounts(till)
    previous = account_named(before, name)
    account = Account(number.strip().upper(), " ".join(label.split()))
    chosen = with_account(before, name, account)
    if previous == account:
        raise Refusal("account_unchanged")
    fact = AccountChosen(account=name, number=account.number, previous=previous.number)
    with till.store.transaction(operator.code) as act:
        act.append(fact)
        write_parameter(act, _ACCOUNTS, chosen)
    return fact
