"""The shelf: products in groups, filtered by what is typed above."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.counter.shelf import Shelf, ShelfItem
from pos_app.desktop.icons import icon_names
from pos_app.desktop.widgets.flow import FlowLayout
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.tile import Tile
from pos_app.i18n import gettext as _
from pos_app.i18n import money


def stock_note(item: ShelfItem) -> tuple[str, str]:
    """What a tile says of the stock, and in which tone."""
    if item.on_hand is None:
        return "", "plain"
    if item.sold_out:
        return (_("Sold out") if not item.on_hand else _("{count} by the count").format(count=item.on_hand)), "warn"
    if item.low:
        return _("⚠ {count} left").format(count=item.on_hand), "warn"
    return _("{count} in stock").format(count=item.on_hand), "plain"


def price_words(item: ShelfItem) -> str:
    if item.product.open_price:
        return _("from {price}").format(price=money(item.product.floor_cents).replace(",00", ""))
    return money(item.product.price_cents) if item.product.price_cents else _("Free")


def _own_icon(item: ShelfItem) -> str:
    """The article's own icon; none where head office names one that this version does not have."""
    return item.product.icon if item.product.icon in icon_names() else ""


def matching(shelf: Shelf, typed: str) -> tuple[ShelfItem, ...]:
    """Products of which every typed word begins a word of the name, the code or a barcode; accent-blind."""
    words = _plain(typed).split()
    return tuple(item for item in shelf.items if all(_has(item, word) for word in words))


def _has(item: ShelfItem, word: str) -> bool:
    product = item.product
    names = _names(product.label, product.code)
    return any(name.startswith(word) for name in names) or any(code.startswith(word) for code in product.barcodes)


@lru_cache(4096)
def _names(label: str, code: str) -> tuple[str, ...]:
    """The words that an article is looked for by; asked again with each letter."""
    return tuple(_plain(f"{label} {code}").replace("-", " ").split())


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


class ShelfView(QScrollArea):
    """Tiles by shelf; `chosen` carries the item of a tile that was clicked.

    Tiles are made once for the articles there are, then only changed, shown and hidden: to make them takes longer than
    a frame, and what is shown follows each letter.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tiles: dict[str, Tile] = {}
        self._groups: dict[str, QWidget] = {}
        self._none = label(_("No article has this name or code."), role="muted")

    @property
    def tiles(self) -> list[Tile]:
        """Those that are shown, in their order."""
        return [tile for tile in self._tiles.values() if not tile.isHidden()]

    def lay_out(self, items: tuple[ShelfItem, ...]) -> None:
        """Shows every article of the shelf as it is now; the tile that had the focus keeps it."""
        if [item.product.code for item in items] != list(self._tiles):
            self._make_tiles(items)
        for item in items:
            self._show_item(self._tiles[item.product.code], item)

    def show_only(self, items: tuple[ShelfItem, ...]) -> None:
        """Hides every article but these."""
        codes = {item.product.code for item in items}
        shelves = {item.family.shelf for item in items}
        for code, tile in self._tiles.items():
            tile.setHidden(code not in codes)
        for shelf, group in self._groups.items():
            group.setHidden(shelf not in shelves)
        self._none.setHidden(bool(items))

    def _make_tiles(self, items: tuple[ShelfItem, ...]) -> None:
        focused = next((tile.property("code") for tile in self._tiles.values() if tile.hasFocus()), None)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(0)
        self._tiles = {item.product.code: self._tile(item) for item in items}
        self._groups = {
            shelf: self._group(shelf, items) for shelf in dict.fromkeys(item.family.shelf for item in items)
        }
        self._none = label(_("No article has this name or code."), role="muted")
        for widget in (*self._groups.values(), self._none):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._none.hide()
        self.setWidget(content)
        if focused in self._tiles:
            self._tiles[focused].setFocus()

    def _group(self, shelf: str, items: tuple[ShelfItem, ...]) -> QWidget:
        group = QWidget()
        layout = QVBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 18)
        layout.setSpacing(6)
        layout.addWidget(label(shelf, size=13, semibold=True, role="muted"))
        row = QWidget()
        flow = FlowLayout(row)
        for item in items:
            if item.family.shelf == shelf:
                flow.addWidget(self._tiles[item.product.code])
        layout.addWidget(row)
        return group

    def _tile(self, item: ShelfItem) -> Tile:
        tile = Tile()
        tile.setProperty("code", item.product.code)
        tile.clicked.connect(lambda: self.chosen.emit(tile.property("item")))
        return tile

    def _show_item(self, tile: Tile, item: ShelfItem) -> None:
        note, tone = stock_note(item)
        if item.product.quick_key:
            note = f"Alt {item.product.quick_key} · {note}".rstrip(" ·")
        tile.setProperty("item", item)
        tile.show_words(title=item.product.label, note=note, price=price_words(item), tone=tone, icon=_own_icon(item))
        tile.setEnabled(item.sellable)
