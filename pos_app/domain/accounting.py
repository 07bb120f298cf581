"""A closed day as one balanced piece of accounting, in the fields of the French FEC (LPF A. 47 A-1).

Accounts are parameters of the association's accountant; the defaults follow ANC 2018-06. Sales are credited net of tax
by family, payments debited by means. What was sold on behalf of a supplier is owed to them, tax and all (PCG art.
621-11: what an agent does for others is none of its turnover). What moved through the drawer is booked apart
too, and a deposit is a debt until it is given back or kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from pos_app.domain.facts import DayClosed
from pos_app.domain.instalments import CREDIT, KEPT, ON_ACCOUNT
from pos_app.domain.refusals import Bug
from pos_app.domain.tender import TenderKind

FEC_FIELDS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of the chart of accounts, and its label."""

    number: str
    label: str

    @property
    def is_possible(self) -> bool:
        """Three digits at least, and nothing that would break a line of the FEC."""
        digits = self.number.isascii() and self.number.isalnum() and self.number[:3].isdigit()
        return digits and 3 <= len(self.number) <= 20 and 0 < len(self.label) <= 60 and self.label.isprintable()


class Accounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which account takes what. `families` names those whose sales have one of their own, `suppliers` those for whom
    sales are made and who have one of theirs."""

    drawer: Account = Account("530000", "Caisse")
    safe: Account = Account("531000", "Coffre")
    transfers: Account = Account("580000", "Virements internes")
    waiting: Account = Account("471000", "Compte d'attente")
    gains: Account = Account("758000", "Produits divers de gestion courante")
    losses: Account = Account("658000", "Charges diverses de gestion courante")
    tax: Account = Account("445710", "TVA collectée")
    sales: Account = Account("707000", "Ventes")
    card: Account = Account("511500", "Cartes bancaires à encaisser")
    cheque: Account = Account("511200", "Chèques à encaisser")
    aid_voucher: Account = Account("467000", "Bons d'aide à recevoir")
    deposits: Account = Account("165500", "Cautionnements reçus")
    deposits_kept: Account = Account("758800", "Cautions conservées")
    on_behalf: Account = Account("467100", "Ventes pour le compte de tiers")
    on_account: Account = Account("419100", "Clients, acomptes reçus")
    customers: Account = Account("411000", "Clients")
    kept: Account = Account("708800", "Autres produits d'activités annexes")
    families: dict[str, Account] = {}
    suppliers: dict[str, Account] = {}

    @property
    def each(self) -> tuple[Account, ...]:
        """Every account, those of families and suppliers last."""
        fields = [getattr(self, name) for name in self.__struct_fields__]
        single = [field for field in fields if isinstance(field, Account)]
        return (*single, *self.families.values(), *self.suppliers.values())

    def of_family(self, family: str) -> Account:
        """What is paid in parts has accounts of its own: an advance is a debt until the machine is handed over."""
        own = {ON_ACCOUNT: self.on_account, CREDIT: self.customers, KEPT: self.kept}
        return self.families.get(family) or own.get(family, self.sales)

    def of_tender(self, kind: TenderKind) -> Account:
        return {
            TenderKind.CASH: self.drawer,
            TenderKind.CARD: self.card,
            TenderKind.CHEQUE: self.cheque,
            TenderKind.AID_VOUCHER: self.aid_voucher,
        }[kind]


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One line of a piece: one of the two amounts is nought, none is below."""

    account: Account
    debit_cents: int
    credit_cents: int


def piece_of(closed: DayClosed, accounts: Accounts) -> tuple[PieceLine, ...]:
    """The balanced piece of a closed day; empty where nothing moved. Raises Bug("piece_not_balanced")."""
    lines = tuple(
        PieceLine(account, max(cents, 0), max(-cents, 0))
        for account, cents in (*_sales(closed, accounts), *_drawer(closed, accounts), *_deposits(closed, accounts))
        if cents
    )
    if sum(line.debit_cents - line.credit_cents for line in lines):
        raise Bug("piece_not_balanced", day=closed.day)
    return lines


def _sales(closed: DayClosed, accounts: Accounts) -> Iterator[tuple[Account, int]]:
    """(account, cents to its debit): payments, and against them what was sold and its tax."""
    for tender in closed.totals.tenders:
        yield accounts.of_tender(tender.tender), tender.amount_cents
    totals = closed.totals
    owed_net_cents, owed_cents = Counter[str](), Counter[str]()
    for part in totals.suppliers:
        owed_net_cents[part.family] += part.net_cents
        owed_cents[part.supplier] += part.gross_cents
    for family in totals.families:
        yield accounts.of_family(family.family), owed_net_cents[family.family] - family.net_cents
    tax_cents = sum(vat.tax_cents for vat in totals.vat)
    yield accounts.tax, owed_cents.total() - owed_net_cents.total() - tax_cents
    for supplier, cents in owed_cents.items():
        yield accounts.suppliers.get(supplier, accounts.on_behalf), -cents


def _drawer(closed: DayClosed, accounts: Accounts) -> Iterator[tuple[Account, int]]:
    drawer = closed.drawer
    for cents, other in (
        (drawer.opened_gap_cents, accounts.transfers),
        (drawer.in_cents, accounts.waiting),
        (-drawer.out_cents, accounts.waiting),
        (-drawer.to_safe_cents, accounts.safe),
        (drawer.from_safe_cents, accounts.safe),
        (drawer.difference_cents, accounts.gains if drawer.difference_cents > 0 else accounts.losses),
    ):
        yield accounts.drawer, cents
        yield other, -cents
    yield accounts.transfers, drawer.to_bank_cents
    yield accounts.safe, -drawer.to_bank_cents


def _deposits(closed: DayClosed, accounts: Accounts) -> Iterator[tuple[Account, int]]:
    """What deposits brought and cost by means, against the debt; what was kept is owed no more."""
    for deposit in closed.totals.deposits:
        cents = deposit.taken_cents - deposit.given_back_cents
        yield accounts.of_tender(deposit.tender), cents
        yield accounts.deposits, -cents
    yield accounts.deposits, closed.totals.deposits_kept_cents
    yield accounts.deposits_kept, -closed.totals.deposits_kept_cents


def fec_row(line: PieceLine, *, series: str, day: int, date: str, label: str, journal: str = "CA") -> tuple[str, ...]:
    """A line in the eighteen fields; `date` is AAAAMMJJ. `journal` tells several tills' pieces apart, each numbered
    without a gap."""
    return (
        journal, f"Caisse {series}", str(day), date, line.account.number, line.account.label, "", "",
        f"{series}-Z-{day:04d}", date, label, _euros(line.debit_cents), _euros(line.credit_cents), "", "", date, "", "",
    )  # fmt: skip


def _euros(cents: int) -> str:
    """With a decimal comma and without a separator of thousands, as the FEC asks."""
    return f"{cents // 100},{cents % 100:02d}"
