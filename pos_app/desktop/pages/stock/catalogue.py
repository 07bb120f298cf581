"""The catalogue as a table: every article with its price today and those to come, changed by a coordinator."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from operator import attrgetter

from pos_app.clock import local_now
from pos_app.counter.edit_catalogue import remove_product
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.family_panel import FamilyPanel, VatPanel
from pos_app.desktop.pages.stock.later_price_panel import LaterPricePanel
from pos_app.desktop.pages.stock.product_panel import ProductPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.catalogue import Catalogue, PriceFrom, Product
from pos_app.domain.operator import Right
from pos_app.i18n import date, money
from pos_app.i18n import gettext as _
from pos_app.sentences import say


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as it is listed, as it is today, and its prices that begin later."""

    listed: Product
    today: Product
    family: str
    later: tuple[PriceFrom, ...]


class CatalogueView(Listing[Listed]):
    """F6 adds an article, F7 changes the chosen one, F8 sets a price from a day on, F9 opens families and
    VAT, F4 removes the chosen one."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[Listed]] = [
            Column(_("Code"), lambda one: one.today.code),
            Column(_("Article"), lambda one: one.today.label),
            Column(_("Price"), _price_words, by=attrgetter("today.price_cents"), right=True),
            Column(_("Public price"), public_words, by=attrgetter("today.public_price_cents"), right=True),
            Column(_("From a day"), later_words, by=_later_days),
            Column(_("Supplier"), supplier_words),
            Column(_("Alt +"), lambda one: one.today.quick_key),
            Column(_("Family"), lambda one: one.family),
        ]  # fmt: skip
        super().__init__(
            desk, notice, RowTable(columns, name=_("Articles of the catalogue")), file_name="catalogue.csv"
        )
        self.new = key_button(_("New article"), "F6", self._add, kind="main", shortcut="F6")
        self.change = key_button(_("Change"), "F7", self._change_one, shortcut="F7")
        self.later = key_button(_("Price from a day"), "F8", self._set_price, shortcut="F8")
        self.remove = key_button(_("Remove"), "F4", self._ask_to_remove, shortcut="F4")
        self.tables = key_button(_("Families, VAT"), "F9", self._choose_table, shortcut="F9")
        for one in (self.new, self.change, self.later, self.tables, self.remove):
            self.acts.addWidget(one)
        self.acts.addStretch(1)
        self.table.opened.connect(self._change_one)
        desk.shelf_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Shows the catalogue as the desk knows it."""
        shelf, operator = self._desk.shelf, self._desk.operator
        may = operator is not None and operator.may(Right.LOAD_CATALOGUE)
        for one in (self.new, self.change, self.later, self.tables, self.remove):
            one.setEnabled(may)
        if shelf is None:
            return
        now, families = shelf.catalogue.products, shelf.listed.families
        clock = self._desk.clock
        today = local_now(clock).date().isoformat()
        self.table.show_rows(
            [
                Listed(
                    listed,
                    now[code],
                    families[listed.family].label,
                    tuple(price for price in listed.prices if price.from_on > today),
                )
                for code, listed in shelf.listed.products.items()
                if code in now
            ]
        )

    def _add(self) -> None:
        self._open_product(None)

    def _change_one(self) -> None:
        if self.table.chosen is not None:
            self._open_product(self.table.chosen.listed)

    def _open_product(self, product: Product | None) -> None:
        if self._desk.shelf is not None and self.new.isEnabled():
            panel = ProductPanel(self._desk, self._desk.shelf.listed, product, self.window())
            panel.saved.connect(self._saved)
            panel.closed.connect(self.table.setFocus)

    def _set_price(self) -> None:
        chosen = self.table.chosen
        if chosen is not None and self.later.isEnabled():
            panel = LaterPricePanel(self._desk, chosen.today, self.window())
            panel.saved.connect(self._saved)
            panel.closed.connect(self.table.setFocus)

    def _choose_table(self) -> None:
        options = [("family", _("Families")), ("vat", _("VAT"))]
        panel = ChoicePanel(_("What should change?"), "", options, back=_("Escape to go back"), parent=self.window())
        panel.chosen.connect(self._open_table)

    def _open_table(self, name: str) -> None:
        if self._desk.shelf is not None:
            kind = FamilyPanel if name == "family" else VatPanel
            panel = kind(self._desk, self._desk.shelf.listed, self.window())
            panel.saved.connect(self._saved)
            panel.closed.connect(self.table.setFocus)

    def _ask_to_remove(self) -> None:
        chosen = self.table.chosen
        if chosen is None:
            return
        title = _("Remove “{product}” from the catalogue?").format(product=chosen.today.label)
        explained = _("It is no longer sold here. Its tickets stay, and it can be added again.")
        options = [(chosen.today.code, _("Remove"))]
        panel = ChoicePanel(title, explained, options, back=_("Escape to go back"), parent=self.window())
        panel.chosen.connect(self._remove)

    def _remove(self, code: str) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(remove_product, operator=self._desk.operator, code=code)
            self._desk.ask(future, self._saved, self._refused)

    def _saved(self, _catalogue: Catalogue) -> None:
        self._notice.show_text(_("The catalogue is changed; the journal has it."), "good")

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")


def _price_words(one: Listed) -> str:
    return money(one.today.price_cents)


def _later_days(one: Listed) -> list[str]:
    return [price.from_on for price in one.later]


def public_words(one: Listed) -> str:
    """The public price, and when somebody read it."""
    if not one.today.public_price_cents:
        return "—"
    seen = _day(one.today.public_seen_on)
    return money(one.today.public_price_cents) + (f" ({seen})" if seen else "")


def later_words(one: Listed) -> str:
    """The prices that begin after today."""
    return ", ".join(f"{money(price.price_cents)} · {_day(price.from_on)}" for price in one.later)


def supplier_words(one: Listed) -> str:
    """Who supplies it, and whether it is sold in their name."""
    if one.today.own_name:
        return one.today.supplier
    return _("for {supplier}").format(supplier=one.today.supplier)


def _day(iso: str) -> str:
    return date(datetime.date.fromisoformat(iso)) if iso else ""
