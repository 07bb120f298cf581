"""What each account is for, in words, and what is wrong with a number (pos_app.sentences)."""

from __future__ import annotations

from pos_app.domain.account_choice import OF_FAMILY, OF_SUPPLIER
from pos_app.i18n import N_
from pos_app.i18n import gettext as _

ACCOUNT_USES: dict[str, str] = {
    "drawer": N_("The drawer"),
    "safe": N_("The safe"),
    "transfers": N_("Transfers, the bank"),
    "card": N_("Payments by card"),
    "cheque": N_("Payments by cheque"),
    "aid_voucher": N_("Aid vouchers to claim"),
    "waiting": N_("Cash in and out, to be explained"),
    "gains": N_("Too much in the drawer"),
    "losses": N_("Too little in the drawer"),
    "tax": N_("VAT"),
    "sales": N_("Sales"),
    "on_behalf": N_("Sales on behalf of others"),
    "on_account": N_("Instalments before delivery"),
    "customers": N_("Instalments after delivery"),
    "kept": N_("What is kept of a plan given up"),
    "deposits": N_("Deposits owed back"),
    "deposits_kept": N_("Deposits kept"),
}

ACCOUNT_SENTENCES: dict[str, str] = {
    "account_unknown": N_("This account is for nothing that the till books. Nothing was changed."),
    "account_number_wrong": N_(
        "“{number}” is not such an account: at least three digits, the first one {classes}. Nothing was changed."
    ),
    "account_label_wrong": N_("Give the account a label of up to {most} characters. Nothing was changed."),
    "account_unchanged": N_("This is already the account. Nothing was changed."),
}


def use_words(name: str, label: str = "") -> str:
    """What an account is for; of a family or a supplier by its `label`, its code where none is given."""
    if name.startswith(OF_FAMILY):
        return _("Sales: {family}").format(family=label or name.removeprefix(OF_FAMILY))
    if name.startswith(OF_SUPPLIER):
        return _("Owed to {supplier}").format(supplier=label or name.removeprefix(OF_SUPPLIER))
    return _(ACCOUNT_USES[name]) if name in ACCOUNT_USES else name
