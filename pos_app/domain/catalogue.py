"""The catalogue: what a point sells, at what price, under which rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from pos_app.domain.article_codes import same_barcode
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.domain.vat import VatTreatment


class Tracking(StrEnum):
    """How a family's stock is kept; the value is what a catalogue file says."""

    NONE = "aucun"
    COUNTED = "quantite"
    CODE = "code"
    SERIAL = "numero"


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family of products: the shelf it stands on and how its members behave.

    `shelf` groups families on the sale page; `tracking` says whether stock is kept, and how; `durable`
    means that the receipt must be handed over (C. conso. D. 211-6); `icon` names a file of resources/icons.
    """

    code: str
    label: str
    shelf: str
    tracking: Tracking
    durable: bool
    icon: str


class PriceFrom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A price that begins on a day (ISO date), at midnight by the till's clock. In cents, tax included.

    `public_seen_on` is the day on which the public price was read, empty where nobody wrote it down.
    """

    from_on: str
    price_cents: int
    public_price_cents: int
    public_seen_on: str = ""


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product and its price in cents, tax included.

    `public_price_cents` is what an operator's shop asks for the same (0 where unknown): the difference is what
    the person saves. `open_price` products are priced at the sale, never under `floor_cents`.
    `sample` marks a price that is not known for certain. `prices` begin later, in the order of their days: what holds
    before the first of them is `price_cents`. `own_name` tells a sale of ours from one made for `supplier` (an
    operator, a recycler, a refurbisher), whose money it then is. `icon` is a file of resources/icons, empty where it
    is the family's; `quick_key` a letter or digit that adds the article on the sale page.
    """

    code: ProductCode
    family: str
    label: str
    price_cents: int
    public_price_cents: int
    vat: str
    floor_cents: int
    open_price: bool
    low_stock: int
    barcodes: tuple[str, ...]
    sample: bool
    public_seen_on: str = ""
    own_name: bool = True
    supplier: str = ""
    icon: str = ""
    quick_key: str = ""
    prices: tuple[PriceFrom, ...] = ()

    def on(self, day: datetime.date) -> Product:
        """The article at the price of `day`: an earlier ticket is not moved by it."""
        begun = [price for price in self.prices if price.from_on <= day.isoformat()]
        if not begun:
            return self
        return msgspec.structs.replace(
            self,
            price_cents=begun[-1].price_cents,
            public_price_cents=begun[-1].public_price_cents,
            public_seen_on=begun[-1].public_seen_on,
        )


class Catalogue(msgspec.Struct, frozen=True):
    """Products, families and VAT treatments that fit together, in the order of the shelf."""

    products: Mapping[ProductCode, Product]
    families: Mapping[str, Family]
    vat: Mapping[str, VatTreatment]
    by_barcode: Mapping[str, ProductCode]

    def product(self, code: str) -> Product:
        """The product with this code. Raises Refusal("product_unknown")."""
        try:
            return self.products[ProductCode(code)]
        except KeyError:
            raise Refusal("product_unknown", product=code[:40]) from None

    def scanned(self, barcode: str) -> Product:
        """The product whose barcode or code was scanned. Raises Refusal("barcode_unknown")."""
        code = self.by_barcode.get(same_barcode(barcode)) or ProductCode(barcode.upper())
        if code not in self.products:
            raise Refusal("barcode_unknown", barcode=barcode[:64])
        return self.products[code]

    def on(self, day: datetime.date) -> Catalogue:
        """The catalogue at the prices of `day`."""
        if not any(product.prices for product in self.products.values()):
            return self
        products = {code: product.on(day) for code, product in self.products.items()}
        return replace(self, products=MappingProxyType(products))

    def family_of(self, product: Product) -> Family:
        return self.families[product.family]

    def vat_of(self, product: Product) -> VatTreatment:
        return self.vat[product.vat]


def catalogue_of(*, products: Iterable[Product], families: Iterable[Family], vat: Iterable[VatTreatment]) -> Catalogue:
    """A catalogue of parts that were already checked against each other."""
    kept = {product.code: product for product in products}
    return Catalogue(
        products=MappingProxyType(kept),
        families=MappingProxyType({family.code: family for family in families}),
        vat=MappingProxyType({treatment.code: treatment for treatment in vat}),
        by_barcode=MappingProxyType(
            {same_barcode(barcode): product.code for product in kept.values() for barcode in product.barcodes}
        ),
    )
