"""Lists: of structures; of people, for coordinators, taken in or written to a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.counter.people_lists.work import ListWork
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext

if TYPE_CHECKING:
    from pos_app.desktop.pages.people.page import PeoplePage


def open_structures(page: PeoplePage) -> None:
    """Shows who refers people and who buys for a house."""
    from pos_app.desktop.pages.people.structures.panel import StructuresPanel

    panel = StructuresPanel(page.desk, page.window())
    panel.sell_wanted.connect(page.sell_to)
    panel.closed.connect(page.search.setFocus)


def ask_lists(page: Page) -> None:
    """Asks which way, and goes on from there."""
    options = [("import", _("Take in a list of people")), ("export", _("Write everybody on file to a table"))]
    panel = ChoicePanel(_("Lists…"), "", options, back=_("Escape to go back"), parent=page.window())
    panel.chosen.connect(partial(_go_on, page))


def _go_on(page: Page, what: str) -> None:
    if what == "import":
        from pos_app.desktop.pages.people.import_list.panel import ImportPanel

        ImportPanel(page.desk, page.window())
    else:
        export_list(page.desk, ask_where(page), partial(page.notice.show_text, tone="good"), page.tell)


def ask_where(parent: QWidget) -> str:
    """The file's path; empty where the person thought better of it."""
    kinds = "Excel (*.xlsx);;CSV (*.csv)"
    path, _kind = QFileDialog.getSaveFileName(parent, _("Write everybody on file to a table"), "", kinds)
    return path


def export_list(
    desk: Desk, path: str, done: Callable[[str], object], failed: Callable[[BaseException], object]
) -> None:
    """Writes it in a thread of its own, then says how many, and what the file is worth."""
    if desk.operator is None or not path:
        return

    def say_so(people: int) -> None:
        written = ngettext("{count} person written.", "{count} people written.", people).format(count=people)
        done(written + " " + _("This file names people: keep it as you keep the safe's key, and delete it after use."))

    desk.ask(ListWork(desk.running.in_background).export(Path(path), operator=desk.operator), say_so, failed)
