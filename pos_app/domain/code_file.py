"""An operator's file of recharge codes: which column is which, and what each row says. No code is ever in a message."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pos_app.domain.catalogue import Product
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.programme import Rules
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherCode
from pos_app.domain.voucher_rule import CodeFault, read_code

Row = tuple[int, Sequence[str]]
"""The line of a row in its file, and its cells."""

_HEADINGS: Mapping[str, frozenset[str]] = {
    "code": frozenset({"code", "codes", "pin", "code de recharge", "code recharge", "voucher", "numero"}),
    "product": frozenset({"produit", "article", "product", "reference", "offre"}),
    "serial": frozenset(
        {"numero de serie", "n de serie", "serie", "serial", "serial number", "no de serie", "numero serie"}
    ),
    "expires": frozenset(
        {"valable jusqu au", "expiration", "date d expiration", "expire le", "validite", "fin de validite", "expires",
         "expiry", "valid until"}
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column, from 0, holds what; None where the file has no such column. `heading`: the first row names them.

    `serial` is the operator's number of each code, which is no secret: by it the operator tells what was activated.
    """

    code: int
    product: int | None = None
    expires: int | None = None
    heading: bool = True
    serial: int | None = None

    @property
    def width(self) -> int:
        """How many cells a row needs."""
        return max(self.code, self.product or 0, self.expires or 0, self.serial or 0) + 1


@dataclass(frozen=True, slots=True)
class Batch:
    """What the file's rows do not say themselves: the article and the last day, where they are the same for all."""

    product: ProductCode | None = None
    expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why the row at `line` cannot be taken: "code_length", "expired", ...; `other` is a line that says the same."""

    line: int
    reason: str
    other: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """The codes of one product with one last day (empty: none), which become a lot; `lines` are theirs in the file.

    `serials` are the operator's numbers of them in the same order, each empty where the file has none.
    """

    product: ProductCode
    supplier: str
    expires_on: str
    codes: tuple[VoucherCode, ...]
    lines: tuple[int, ...]
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a file holds. Where any row is at fault nothing is taken in."""

    deliveries: tuple[Delivery, ...]
    faults: tuple[RowFault, ...]

    @property
    def count(self) -> int:
        return sum(len(delivery.codes) for delivery in self.deliveries)


@dataclass(slots=True)
class _Collected:
    codes: list[VoucherCode] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    serials: list[str] = field(default_factory=list)


class _RowError(Exception):
    """What is wrong with one row."""

    def __init__(self, reason: str, other: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.other = reason, other


def matching_of(first: Sequence[str]) -> Matching:
    """The columns as the first row of a file names them; a file without headings has its codes in its first column."""
    found = columns_named(first)
    if found["code"] is None:
        return Matching(0, heading=False)
    return Matching(found["code"], found["product"], found["expires"], serial=found["serial"])


def columns_named(heading: Sequence[str]) -> dict[str, int | None]:
    """Which column, from 0, a heading calls "code", "product", "serial" and "expires"."""
    plain = [plain_heading(cell) for cell in heading]
    return {what: next((i for i, cell in enumerate(plain) if cell in names), None) for what, names in _HEADINGS.items()}


def plain_serial(text: str) -> str:
    """An operator's number of a code as it is compared: capitals and digits only."""
    return "".join(character for character in text.upper() if character.isalnum())


def plain_heading(text: str) -> str:
    """A heading as it is compared: in small letters, without accents, with single spaces between words."""
    letters = (c if c.isalnum() else " " for c in unicodedata.normalize("NFKD", text.lower()) if not _is_mark(c))
    return " ".join("".join(letters).split())


def check_rows(
    rows: Iterable[Row],
    matching: Matching,
    batch: Batch,
    *,
    products: Mapping[ProductCode, Product],
    rules: Rules,
    today: dt.date,
) -> CheckedFile:
    """The rows checked one by one. `products` are the articles that are codes."""
    reader = _Reader(matching, batch, products, rules, today)
    faults = []
    for line, cells in rows:
        try:
            reader.take(line, cells)
        except _RowError as error:
            faults.append(RowFault(line, error.reason, error.other))
    return CheckedFile(reader.deliveries(), tuple(faults))


class _Reader:
    """Takes one row after the other."""

    def __init__(
        self, matching: Matching, batch: Batch, products: Mapping[ProductCode, Product], rules: Rules, today: dt.date
    ) -> None:
        self._matching, self._batch, self._rules, self._today = matching, batch, rules, today
        self._suppliers = {code: product.supplier for code, product in products.items()}
        self._products = {plain_heading(name): one.code for one in products.values() for name in (one.code, one.label)}
        self._days: dict[str, dt.date] = {}
        self._first_line: dict[VoucherCode, int] = {}
        self._first_serial: dict[str, int] = {}
        self._collected: dict[tuple[ProductCode, str], _Collected] = {}

    def take(self, line: int, cells: Sequence[str]) -> None:
        if len(cells) < self._matching.width:
            raise _RowError("columns_missing")
        product, expires_on = self._product(cells), self._expiry(cells)
        code = read_code(cells[self._matching.code], self._rules.voucher_of(product))
        if isinstance(code, CodeFault):
            raise _RowError(code.value)
        first = self._first_line.setdefault(code, line)
        if first != line:
            raise _RowError("code_again", first)
        serial = self._serial(line, cells)
        group = self._collected.setdefault((product, expires_on), _Collected())
        group.codes.append(code)
        group.serials.append(serial)
        group.lines.append(line)

    def deliveries(self) -> tuple[Delivery, ...]:
        return tuple(
            Delivery(
                product,
                self._suppliers.get(product, ""),
                end,
                tuple(group.codes),
                tuple(group.lines),
                tuple(group.serials),
            )
            for (product, end), group in self._collected.items()
        )

    def _serial(self, line: int, cells: Sequence[str]) -> str:
        column = self._matching.serial
        serial = plain_serial(cells[column]) if column is not None else ""
        if serial and self._first_serial.setdefault(serial, line) != line:
            raise _RowError("serial_again", self._first_serial[serial])
        return serial

    def _product(self, cells: Sequence[str]) -> ProductCode:
        column = self._matching.product
        if column is None:
            if self._batch.product is None:
                raise _RowError("article_missing")
            return self._batch.product
        found = self._products.get(plain_heading(cells[column]))
        if found is None:
            raise _RowError("article_without_codes")
        return found

    def _expiry(self, cells: Sequence[str]) -> str:
        column = self._matching.expires
        text = cells[column].strip() if column is not None else ""
        day = self._day(text) if text else self._batch.expires_on
        if day is not None and day < self._today:
            raise _RowError("expired")
        return day.isoformat() if day else ""

    def _day(self, text: str) -> dt.date:
        """Files of one lot write the same day a hundred thousand times. A spreadsheet's day may have an hour."""
        if text not in self._days:
            try:
                self._days[text] = read_day(text.removesuffix(" 00:00:00").removesuffix("T00:00:00"))
            except Refusal:
                raise _RowError("expiry_not_a_date") from None
        return self._days[text]


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0
