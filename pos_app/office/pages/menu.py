"""The menu of head office's pages: one line a page, there for whoever has its right; None is for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.i18n import N_
from pos_app.office.accounts import Account
from pos_app.office.rights import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: where it is, what it is called, who sees it."""

    path: str
    words: str
    right: Right | None


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together."""

    words: str
    entries: tuple[Entry, ...]


MENU: tuple[Group, ...] = (
    Group(
        N_("Points"),
        (
            Entry("/", N_("Points and tills"), Right.POINTS_READ),
            Entry("/caisses/nouvelle", N_("New till"), Right.TILLS_MANAGE),
            Entry("/cles", N_("Sticks"), Right.TILLS_MANAGE),
        ),
    ),
    Group(
        N_("Tickets and accounts"),
        (
            Entry("/tickets", N_("Tickets"), Right.TICKETS_READ),
            Entry("/ecarts", N_("Overrides and differences"), Right.TICKETS_READ),
            Entry("/especes", N_("Cash at the points"), Right.TICKETS_READ),
            Entry("/cloture", N_("Code of a closing slip"), Right.TICKETS_READ),
            Entry("/exports", N_("Exports"), Right.EXPORTS_TAKE),
        ),
    ),
    Group(
        N_("Codes and stock"),
        (
            Entry("/codes", N_("Recharge codes"), Right.CODES_READ),
            Entry("/codes/rapprochement", N_("Reconciliation"), Right.CODES_READ),
            Entry("/materiel", N_("Computers and keys"), Right.STOCK_READ),
            Entry("/commandes", N_("Supply orders"), Right.STOCK_READ),
        ),
    ),
    Group(
        N_("People"),
        (
            Entry("/personnes", N_("People"), Right.PEOPLE_READ),
            Entry("/personnes/droits", N_("People by their right"), Right.PEOPLE_READ),
            Entry("/exceptions", N_("Exceptions"), Right.TICKETS_READ),
        ),
    ),
    Group(
        N_("Catalogue and rules"),
        (
            Entry("/catalogue", N_("Catalogue and prices"), Right.CATALOGUE_READ),
            Entry("/programmes", N_("Programmes and caps"), Right.CATALOGUE_READ),
            Entry("/operateurs", N_("Operators of the tills"), Right.OPERATORS_READ),
        ),
    ),
    Group(
        N_("Impact"),
        (Entry("/impact", N_("Impact"), Right.IMPACT_READ),),
    ),
    Group(
        N_("Administration"),
        (
            Entry("/diagnostics", N_("Diagnoses"), Right.DIAGNOSTICS_READ),
            Entry("/comptes", N_("Accounts"), Right.ACCOUNTS_READ),
            Entry("/audit", N_("Audit log"), Right.AUDIT_READ),
            Entry("/mon-compte", N_("My account"), None),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as one account sees it; `here` is the entry whose page is shown."""

    words: str
    entries: tuple[Entry, ...]
    here: Entry | None


def menu_of(account: Account, path: str) -> Sequence[Shown]:
    """What `account` may open, and where it is now: the entry with the longest path that `path` begins with."""
    seen = [(group, tuple(entry for entry in group.entries if _sees(account, entry))) for group in MENU]
    under = [entry for _group, entries in seen for entry in entries if _leads_to(entry.path, path)]
    here = max(under, key=lambda entry: len(entry.path), default=None)
    return [Shown(group.words, entries, here if here in entries else None) for group, entries in seen if entries]


def home_of(account: Account) -> str:
    """The first page that `account` may open."""
    return next(entry.path for group in MENU for entry in group.entries if _sees(account, entry))


def _sees(account: Account, entry: Entry) -> bool:
    return entry.right is None or account.may(entry.right)


def _leads_to(entry: str, path: str) -> bool:
    return (
        path == entry
        or (entry != "/" and path.startswith(f"{entry}/"))
        or (entry == "/" and path.startswith("/caisses/"))
    )
