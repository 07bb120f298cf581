"""Reading a catalogue file: CSV with semicolons, as French spreadsheets write it.

Four kinds of row share the file, told apart by the first column (`tva`, `famille`, `produit`, `prix`), each with its
own heading row before it (`#tva;code;taux;mention`); columns at the end of a row may be left out. Every error names
the line and the reason; nothing is taken in from a file with an error.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from pos_app.domain.article_codes import check_digit_holds, is_barcode, same_barcode
from pos_app.domain.catalogue import Catalogue, Family, PriceFrom, Product, Tracking, catalogue_of
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.domain.vat import VatTreatment

COLUMNS: dict[str, tuple[str, ...]] = {
    "tva": ("code", "taux", "mention"),
    "famille": ("code", "libelle", "rayon", "suivi", "durable", "icone"),
    "produit": (
        "code", "famille", "libelle", "prix", "prix_public", "tva", "plancher", "prix_libre",
        "seuil_stock", "codes_barres", "exemple", "prix_public_vu_le", "vente", "fournisseur", "icone", "touche",
    ),
    "prix": ("produit", "a_partir_du", "prix", "prix_public", "prix_public_vu_le"),
}  # fmt: skip
_FEWEST = {"produit": 11, "prix": 3}
"""Columns that a row must have, where not all of them."""
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
_ICON = re.compile(r"[a-z0-9-]{0,40}")
_KEY = re.compile(r"[A-Z0-9]?")
OWN_NAME, FOR_SUPPLIER = "propre", "mandat"
"""What the column `vente` says: in our own name, or for the supplier."""
_RATE = re.compile(r"(\d{1,2})(?:,(\d{1,2}))?")


@dataclass(slots=True)
class _Parts:
    vat: dict[str, VatTreatment] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    barcodes: set[str] = field(default_factory=set)


class _RowError(Exception):
    """What is wrong with one row; the reader adds its line."""


def read_catalogue(text: str) -> Catalogue:
    """The catalogue that a file's `text` describes.

    Raises Refusal("catalogue_file_wrong", line, reason), `reason` a code with the offending value behind a colon:
    "column_count:9", "code_wrong:x y", "price_under_floor:ORDI", ... or line 0 and "no_products".
    """
    parts = _Parts()
    if "\ufffd" in text:
        raise Refusal("catalogue_file_wrong", line=text[: text.index("\ufffd")].count("\n") + 1, reason="encoding")
    for line, row in _rows(text):
        try:
            _read_row(row, parts)
        except _RowError as error:
            raise Refusal("catalogue_file_wrong", line=line, reason=str(error)) from None
    if not parts.products:
        raise Refusal("catalogue_file_wrong", line=0, reason="no_products")
    return catalogue_of(products=parts.products.values(), families=parts.families.values(), vat=parts.vat.values())


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), delimiter=";", strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Refusal("catalogue_file_wrong", line=reader.line_num, reason=f"csv:{error}") from None


def _read_row(row: list[str], parts: _Parts) -> None:
    kind, cells = row[0], row[1:]
    if kind not in COLUMNS:
        raise _RowError(f"row_kind_unknown:{kind[:20]}")
    names = COLUMNS[kind]
    while len(cells) > len(names) and not cells[-1]:
        cells.pop()
    if not _FEWEST.get(kind, len(names)) <= len(cells) <= len(names):
        raise _RowError(f"column_count:{len(cells)}")
    cells += [""] * (len(names) - len(cells))
    _READERS[kind](dict(zip(names, cells, strict=True)), parts)


def _read_vat(cells: dict[str, str], parts: _Parts) -> None:
    rate = _RATE.fullmatch(cells["taux"])
    if rate is None:
        raise _RowError(f"rate_wrong:{cells['taux'][:20]}")
    rate_bp = int(rate[1]) * 100 + int((rate[2] or "0").ljust(2, "0"))
    if (rate_bp == 0) != bool(cells["mention"]):
        raise _RowError("exemption_and_mention_go_together")
    code = _new_code(cells, parts.vat)
    parts.vat[code] = VatTreatment(code=code, rate_bp=rate_bp, mention=cells["mention"])


def _read_family(cells: dict[str, str], parts: _Parts) -> None:
    code = _new_code(cells, parts.families)
    parts.families[code] = Family(
        code=code,
        label=_label(cells["libelle"]),
        shelf=_label(cells["rayon"]),
        tracking=_tracking(cells["suivi"]),
        durable=_yes(cells["durable"]),
        icon=cells["icone"],
    )


def _read_product(cells: dict[str, str], parts: _Parts) -> None:
    code = _new_code(cells, parts.products)
    if cells["famille"] not in parts.families:
        raise _RowError(f"family_unknown:{cells['famille'][:20]}")
    if cells["tva"] not in parts.vat:
        raise _RowError(f"vat_unknown:{cells['tva'][:20]}")
    product = Product(
        code=ProductCode(code),
        family=cells["famille"],
        label=_label(cells["libelle"]),
        price_cents=_cents(cells["prix"]),
        public_price_cents=_cents(cells["prix_public"] or "0"),
        vat=cells["tva"],
        floor_cents=_cents(cells["plancher"] or "0"),
        open_price=_yes(cells["prix_libre"]),
        low_stock=_count(cells["seuil_stock"] or "0"),
        barcodes=_barcodes(cells["codes_barres"], parts.barcodes),
        sample=_yes(cells["exemple"]),
        public_seen_on=_day(cells["prix_public_vu_le"], optional=True),
        own_name=_own_name(cells),
        supplier=_label(cells["fournisseur"]) if cells["fournisseur"] else "",
        icon=_matching(cells["icone"], _ICON, "icon_wrong"),
        quick_key=_quick_key(cells["touche"], parts),
    )
    if product.price_cents < product.floor_cents:
        raise _RowError(f"price_under_floor:{code}")
    parts.products[code] = product


def _read_price(cells: dict[str, str], parts: _Parts) -> None:
    code = cells["produit"]
    product = parts.products.get(code)
    if product is None:
        raise _RowError(f"product_unknown:{code[:40]}")
    price = PriceFrom(
        from_on=_day(cells["a_partir_du"]),
        price_cents=_cents(cells["prix"]),
        public_price_cents=_cents(cells["prix_public"] or "0"),
        public_seen_on=_day(cells["prix_public_vu_le"], optional=True),
    )
    if product.prices and product.prices[-1].from_on >= price.from_on:
        raise _RowError(f"prices_out_of_order:{code}")
    if price.price_cents < product.floor_cents:
        raise _RowError(f"price_under_floor:{code}")
    parts.products[code] = msgspec.structs.replace(product, prices=(*product.prices, price))


_READERS: dict[str, Callable[[dict[str, str], _Parts], None]] = {
    "tva": _read_vat,
    "famille": _read_family,
    "produit": _read_product,
    "prix": _read_price,
}


def _new_code(cells: dict[str, str], known: dict[str, VatTreatment] | dict[str, Family] | dict[str, Product]) -> str:
    code = cells["code"]
    if not _CODE.fullmatch(code):
        raise _RowError(f"code_wrong:{code[:40]}")
    if code in known:
        raise _RowError(f"code_twice:{code}")
    return code


def _label(text: str) -> str:
    if not 0 < len(text) <= 40 or not text.isprintable():
        raise _RowError(f"label_wrong:{text[:40]}")
    return text


def _yes(text: str) -> bool:
    if text.lower() not in ("oui", "non", ""):
        raise _RowError(f"yes_or_no:{text[:20]}")
    return text.lower() == "oui"


def _own_name(cells: dict[str, str]) -> bool:
    if cells["vente"] not in (OWN_NAME, FOR_SUPPLIER, ""):
        raise _RowError(f"sold_for_wrong:{cells['vente'][:20]}")
    if cells["vente"] == FOR_SUPPLIER and not cells["fournisseur"]:
        raise _RowError(f"supplier_missing:{cells['code']}")
    return cells["vente"] != FOR_SUPPLIER


def _matching(text: str, pattern: re.Pattern[str], reason: str) -> str:
    if not pattern.fullmatch(text):
        raise _RowError(f"{reason}:{text[:40]}")
    return text


def _quick_key(text: str, parts: _Parts) -> str:
    key = _matching(text.upper(), _KEY, "quick_key_wrong")
    if key and any(product.quick_key == key for product in parts.products.values()):
        raise _RowError(f"quick_key_twice:{key}")
    return key


def _day(text: str, *, optional: bool = False) -> str:
    if optional and not text:
        return ""
    try:
        return read_day(text).isoformat()
    except Refusal:
        raise _RowError(f"day_wrong:{text[:20]}") from None


def _tracking(text: str) -> Tracking:
    try:
        return Tracking(text)
    except ValueError:
        raise _RowError(f"tracking_unknown:{text[:20]}") from None


def _cents(text: str) -> int:
    try:
        return parse_amount_cents(text)
    except Refusal:
        raise _RowError(f"amount_wrong:{text[:20]}") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise _RowError(f"count_wrong:{text[:20]}")
    return int(text)


def _barcodes(text: str, taken: set[str]) -> tuple[str, ...]:
    codes = tuple(text.split())
    for code in codes:
        if not is_barcode(code):
            raise _RowError(f"barcode_wrong:{code[:40]}")
        if not check_digit_holds(code):
            raise _RowError(f"barcode_check_digit:{code}")
        if same_barcode(code) in taken:
            raise _RowError(f"barcode_twice:{code}")
        taken.add(same_barcode(code))
    return codes
