"""What the panels that record one act have in common: who asks, the act itself, the word afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtWidgets import QWidget

from pos_app.counter.till import Till
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class ActPanel(FormPanel):
    """A form of a page with `notice`; `record` runs the act and closes the panel."""

    def __init__(
        self, desk: Desk, notice: Notice, parent: QWidget, *, title: str, explained: str, keep: str, height: int = 480
    ) -> None:
        super().__init__(title, explained, keep, parent, height=height)
        self.desk = desk
        self.notice = notice

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
            self.notice.show_text(said(result), "good")

        self.desk.ask(self.desk.running.run(act, *args, **kwargs), done, self.refused)
