"""Choosing the accountant's own accounts: what may be chosen for what, by the classes of the French chart (PCG)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from pos_app.domain.accounting import Account, Accounts
from pos_app.domain.refusals import Refusal

LONGEST_LABEL = 60
OF_FAMILY, OF_SUPPLIER = "family:", "supplier:"
"""What the names of accounts begin with that a family of articles, or a supplier, has of its own."""
CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "drawer": "5", "safe": "5", "transfers": "5", "card": "5", "cheque": "5", "waiting": "4", "tax": "4",
        "on_behalf": "4", "on_account": "4", "customers": "4", "aid_voucher": "45", "deposits": "14", "gains": "7",
        "losses": "6", "sales": "7", "deposits_kept": "7", "kept": "7",
    }
)  # fmt: skip
"""The first digits that an account of each use may have: cash is of class 5, a debt or a claim of 4, ..."""
_FAMILY_CLASS, _SUPPLIER_CLASS = "7", "4"
_NUMBER = re.compile(r"[1-7][0-9]{2,11}[A-Z0-9]{0,8}")


def account_named(accounts: Accounts, name: str) -> Account:
    """The account in force for a use, a family or a supplier. Raises Refusal("account_unknown")."""
    if name.startswith(OF_FAMILY):
        return accounts.of_family(name.removeprefix(OF_FAMILY))
    if name.startswith(OF_SUPPLIER):
        return accounts.suppliers.get(name.removeprefix(OF_SUPPLIER), accounts.on_behalf)
    if name not in CLASSES:
        raise Refusal("account_unknown")
    found: Account = getattr(accounts, name)
    return found


def with_account(accounts: Accounts, name: str, account: Account) -> Accounts:
    """The accounts with another one for a use. Raises Refusal("account_unknown", "account_number_wrong",
    "account_label_wrong")."""
    first = account.number[:1]
    allowed = _classes(name)
    if not _NUMBER.fullmatch(account.number) or first not in allowed:
        raise Refusal("account_number_wrong", number=account.number[:24], classes=" / ".join(allowed))
    if not 0 < len(account.label) <= LONGEST_LABEL or not account.label.isprintable():
        raise Refusal("account_label_wrong", most=LONGEST_LABEL)
    if name.startswith(OF_FAMILY):
        families = {**accounts.families, name.removeprefix(OF_FAMILY): account}
        return msgspec.structs.replace(accounts, families=families)
    if name.startswith(OF_SUPPLIER):
        suppliers = {**accounts.suppliers, name.removeprefix(OF_SUPPLIER): account}
        return msgspec.structs.replace(accounts, suppliers=suppliers)
    return msgspec.structs.replace(accounts, **{name: account})


def _classes(name: str) -> str:
    if name.startswith(OF_FAMILY):
        return _FAMILY_CLASS
    if name.startswith(OF_SUPPLIER):
        return _SUPPLIER_CLASS
    if name not in CLASSES:
        raise Refusal("account_unknown")
    return CLASSES[name]
