"""The page of the accounts that the FEC uses: the accountant's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.accounting import Account, Accounts
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.office import Office
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    page,
    record_act,
    require_right,
    sentence,
)
from pos_app.office.reference import accounts_set, catalogue_set, set_accounts
from pos_app.office.rights import Right

NAMES = {
    "drawer": N_("Cash in the drawer"),
    "safe": N_("Cash in the safe"),
    "transfers": N_("Cash on its way"),
    "waiting": N_("Cash in and out, until it is sorted"),
    "gains": N_("Too much in the drawer"),
    "losses": N_("Too little in the drawer"),
    "tax": N_("VAT"),
    "sales": N_("Sales"),
    "card": N_("Bank card"),
    "cheque": N_("Cheque"),
    "aid_voucher": N_("Social-aid voucher"),
    "deposits": N_("Deposits of loans"),
    "deposits_kept": N_("Deposits that were kept"),
    "on_behalf": N_("Sales for suppliers"),
    "on_account": N_("Instalments before the machine"),
    "customers": N_("Instalments after the machine"),
    "kept": N_("Instalments that were kept"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """An account of the form: `field` names its two fields; `words` says for what, or `of` whose sales."""

    field: str
    words: str
    of: str
    account: Account


class FecAccounts(Controller):
    """Accounts of the FEC."""

    path = "/exports/comptes"
    guards = [require_right(Right.EXPORTS_TAKE)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def accounts(self, request: PageRequest, office: InOffice) -> Template:
        return _shown(request, office)

    @post("/", guards=[require_right(Right.CATALOGUE_MANAGE)], sync_to_thread=True, status_code=200)
    def save(self, request: PageRequest, office: InOffice, data: URLEncodedBody[dict[str, str]]) -> Redirect | Template:
        chosen = _chosen(data)
        try:
            with office.database.transaction() as connection:
                by = account_of(request).login
                document = set_accounts(connection, accounts=chosen, by=by, now_ms=office.clock.now_ms())
                record_act(request, connection, "accounts_of_fec.changed", str(document.version))
        except Refusal as refusal:
            return _shown(request, office, refusal=refusal, typed=chosen)
        return Redirect("/exports/comptes", status_code=303)


def _chosen(data: Mapping[str, str]) -> Accounts:
    """The accounts as they are typed; a family or a supplier with an empty number has none of its own."""

    def typed(field: str) -> Account:
        return Account(data.get(f"{field}.number", "").strip(), data.get(f"{field}.label", "").strip())

    def several(kind: str) -> dict[str, Account]:
        fields = [name.removesuffix(".number") for name in data if name.startswith(f"{kind}.")]
        named = {field.partition(".")[2]: typed(field) for field in fields if not field.endswith(".label")}
        return {name: account for name, account in named.items() if account.number}

    single = {name: typed(name) for name in NAMES}
    return Accounts(**single, families=several("families"), suppliers=several("suppliers"))


def _shown(
    request: PageRequest, office: Office, *, refusal: Refusal | None = None, typed: Accounts | None = None
) -> Template:
    with office.database.transaction() as connection:
        accounts = typed or accounts_set(connection)
        catalogue = catalogue_set(connection)
    none = Account("", "")
    families = dict.fromkeys(catalogue.families if catalogue else (), none) | accounts.families
    named = {product.supplier for product in catalogue.products.values() if product.supplier} if catalogue else set()
    suppliers = dict.fromkeys(sorted(named), none) | accounts.suppliers
    rows = [_Row(name, words, "", getattr(accounts, name)) for name, words in NAMES.items()]
    rows += [_Row(f"families.{name}", "", name, account) for name, account in families.items()]
    rows += [_Row(f"suppliers.{name}", "", name, account) for name, account in suppliers.items()]
    return page(
        request,
        office,
        "fec_accounts.html",
        rows=rows,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
