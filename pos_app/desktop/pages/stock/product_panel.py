"""An article of the catalogue: everything that a coordinator may set of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from pos_app.counter.edit_catalogue import save_product
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.icon_choice import icon_choice
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.catalogue import Catalogue, Product
from pos_app.domain.catalogue_file import FOR_SUPPLIER, OWN_NAME
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount
from pos_app.i18n import gettext as _

_YES, _NO = "yes", "no"


class ProductPanel(FormPanel):
    """`saved` carries the Catalogue. The code of an article that is known stays what it is."""

    saved = Signal(object)

    def __init__(self, desk: Desk, catalogue: Catalogue, product: Product | None, parent: QWidget) -> None:
        title = product.label if product else _("New article")
        explained = _("Tickets that were sold stand as they are.") if product else ""
        if product and product.prices:
            explained = _("Its price follows days: change it with “Price from a day”.")
        super().__init__(title, explained, _("Keep"), parent, height=640)
        self._desk = desk
        self._product = product
        self.code = self.line(_("Code"), product.code if product else "", hint="CARTE-5H")
        self.code.setReadOnly(product is not None)
        self.label = self.line(_("Name"), product.label if product else "")
        families = [(family.code, family.label) for family in catalogue.families.values()]
        self.family = self._choice(_("Family"), families, product.family if product else "")
        vat = [(one.code, one.mention or one.code) for one in catalogue.vat.values()]
        self.vat = self._choice(_("VAT"), vat, product.vat if product else "")
        self._prices(product)
        self._supplier(product)
        self._desk_fields(product)
        self.wanted.connect(self._save)
        self.open_at(self.label if product else self.code)

    def _prices(self, product: Product | None) -> None:
        self.price = self.line(_("Price"), amount(product.price_cents) if product else "")
        public = amount(product.public_price_cents) if product and product.public_price_cents else ""
        self.public = self.line(_("Public price"), public, hint=_("empty: not known"))
        self.seen = self.line(_("Public price read on"), product.public_seen_on if product else "", hint="31/01/2027")
        floor = amount(product.floor_cents) if product and product.floor_cents else ""
        self.floor = self.line(_("Never under"), floor, hint="0,00")
        for field in (self.price, self.public, self.seen):
            field.setReadOnly(bool(product and product.prices))
        options = [(_NO, _("The price above")), (_YES, _("Keyed at each sale, from the floor"))]
        self.open_price = self._choice(_("At the sale"), options, _YES if product and product.open_price else _NO)

    def _supplier(self, product: Product | None) -> None:
        self.supplier = self.line(_("Supplier"), product.supplier if product else "", hint=_("operator, recycler…"))
        options = [(OWN_NAME, _("In our own name")), (FOR_SUPPLIER, _("For the supplier, whose money it is"))]
        sold = FOR_SUPPLIER if product and not product.own_name else OWN_NAME
        self.sold = self._choice(_("Sold"), options, sold)

    def _desk_fields(self, product: Product | None) -> None:
        barcodes = " ".join(product.barcodes) if product else ""
        self.barcodes = self.line(_("Barcodes"), barcodes, hint=_("scan them here"))
        self.low = self.line(_("Low from"), str(product.low_stock) if product else "", hint="0")
        self.key = self.line(_("Key on the sale page (with Alt)"), product.quick_key if product else "", hint="1")
        self.icon = icon_choice(product.icon if product else "")
        self.add(_("Icon"), self.icon)

    def scanned(self, text: str) -> None:
        """A barcode of the article."""
        self.barcodes.setText(f"{self.barcodes.text()} {text}".strip())

    def _choice(self, name: str, options: list[tuple[str, str]], chosen: str) -> QComboBox:
        made = combo(name, options, chosen=chosen)
        self.add(name, made)
        return made

    def _save(self) -> None:
        if self._desk.operator is None:
            return
        try:
            product = self._keyed()
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(save_product, operator=self._desk.operator, product=product)
        self._desk.ask(future, self._done, self.refused)

    def _keyed(self) -> Product:
        """Raises Refusal("amount_not_a_number", "date_wrong", "quantity_wrong"); keeping it checks the rest."""
        low = self.low.text().strip() or "0"
        if not (low.isascii() and low.isdigit() and len(low) <= 6):
            raise Refusal("quantity_wrong", most=999_999)
        return Product(
            code=ProductCode(self.code.text().strip().upper()),
            family=chosen_value(self.family),
            label=self.label.text().strip(),
            price_cents=parse_amount_cents(self.price.text()),
            public_price_cents=parse_amount_cents(self.public.text() or "0"),
            vat=chosen_value(self.vat),
            floor_cents=parse_amount_cents(self.floor.text() or "0"),
            open_price=chosen_value(self.open_price) == _YES,
            low_stock=int(low),
            barcodes=tuple(self.barcodes.text().split()),
            sample=False,
            public_seen_on=read_day(self.seen.text()).isoformat() if self.seen.text().strip() else "",
            own_name=chosen_value(self.sold) == OWN_NAME,
            supplier=self.supplier.text().strip(),
            icon=chosen_value(self.icon),
            quick_key=self.key.text().strip().upper(),
            prices=self._product.prices if self._product else (),
        )

    def _done(self, catalogue: Catalogue) -> None:
        self.close_overlay()
        self.saved.emit(catalogue)
