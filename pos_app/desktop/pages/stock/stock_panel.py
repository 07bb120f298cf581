"""What the panels that move one article's stock have in common: the article, and how quantities are read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.act_panel import ActPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _


class StockPanel(ActPanel):
    """About one article."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget, *, title: str, keep: str) -> None:
        known = _("{count} left by the count").format(count=item.on_hand)
        super().__init__(desk, notice, parent, title=f"{title} · {item.product.label}", explained=known, keep=keep)
        self.item = item


def keyed_quantity(text: str, *, most: int) -> int:
    """The whole number that was keyed. Raises Refusal("quantity_wrong")."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most))):
        raise Refusal("quantity_wrong", most=most)
    return int(digits)
