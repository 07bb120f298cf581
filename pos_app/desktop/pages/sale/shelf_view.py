"""The shelf: products in groups, filtered by what is typed above."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.counter.shelf import Shelf, ShelfItem
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
        return _("Sold out"), "plain"
    if item.low:
        return _("⚠ {count} left").format(count=item.on_hand), "warn"
    return _("{count} in stock").format(count=item.on_hand), "plain"


def price_words(item: ShelfItem) -> str:
    if item.product.open_price:
        return _("from {price}").format(price=money(item.product.floor_cents).replace(",00", ""))
    return money(item.product.price_cents) if item.product.price_cents else _("Free")


def matching(shelf: Shelf, typed: str) -> tuple[ShelfItem, ...]:
    """Products of which every typed word begins a word of the name, the code or a barcode; accent-blind."""
    words = _plain(typed).split()
    return tuple(item for item in shelf.items if all(_has(item, word) for word in words))


def _has(item: ShelfItem, word: str) -> bool:
    product = item.product
    names = _plain(f"{product.label} {product.code}").replace("-", " ").split()
    return any(name.startswith(word) for name in names) or any(code.startswith(word) for code in product.barcodes)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


class ShelfView(QScrollArea):
    """Tiles by shelf; `chosen` carries the item of a tile that was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tiles: list[Tile] = []
        self._shown: tuple[ShelfItem, ...] | None = None

    def show_items(self, items: tuple[ShelfItem, ...]) -> None:
        """Makes the tiles anew where they are others; the one that had the focus keeps it."""
        if items == self._shown:
            return
        self._shown = items
        focused = next((tile.property("code") for tile in self.tiles if tile.hasFocus()), None)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(6)
        self.tiles = []
        for shelf in dict.fromkeys(item.family.shelf for item in items):
            layout.addWidget(label(shelf, size=13, semibold=True, role="muted"))
            row = QWidget()
            flow = FlowLayout(row)
            for item in items:
                if item.family.shelf == shelf:
                    flow.addWidget(self._tile(item))
            layout.addWidget(row)
            layout.addSpacing(6)
        if not items:
            layout.addWidget(label(_("No article has this name or code."), role="muted"))
        layout.addStretch(1)
        self.setWidget(content)
        for tile in self.tiles:
            if focused and tile.property("code") == focused:
                tile.setFocus()

    def _tile(self, item: ShelfItem) -> Tile:
        note, tone = stock_note(item)
        tile = Tile(title=item.product.label, note=note, price=price_words(item), tone=tone)
        tile.setProperty("code", item.product.code)
        tile.setEnabled(not item.sold_out)
        tile.clicked.connect(lambda: self.chosen.emit(item))
        self.tiles.append(tile)
        return tile
