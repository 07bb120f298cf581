"""What the panels that move one article's stock have in common: the article, who acts, and the word afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtWidgets import QWidget

from pos_app.counter.shelf import ShelfItem
from pos_app.counter.till import Till
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class StockPanel(FormPanel):
    """About one article; `record` runs the act and closes the panel."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget, *, title: str, keep: str) -> None:
        known = _("{count} left by the count").format(count=item.on_hand)
        super().__init__(f"{title} · {item.product.label}", known, keep, parent)
        self.desk = desk
        self.item = item
        self._notice = notice

    def record(
        self,
        said: Callable[[_Result], str],
        act: Callable[Concatenate[Till, _Arguments], _Result],
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> None:
        """Runs `act(till, ...)` once; what `said` makes of its result stands on the page."""
        self.save.setEnabled(False)

        def done(result: _Result) -> None:
            self.close_overlay()
            self._notice.show_text(said(result), "good")

        self.desk.ask(self.desk.running.run(act, *args, **kwargs), done, self.refused)


def keyed_quantity(text: str, *, most: int) -> int:
    """The whole number that was keyed. Raises Refusal("quantity_wrong")."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most))):
        raise Refusal("quantity_wrong", most=most)
    return int(digits)
