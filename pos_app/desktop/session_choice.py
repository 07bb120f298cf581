"""Which session a workshop on the ticket is for, where some are planned; and how sessions are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.i18n import date_time, ngettext

if TYPE_CHECKING:
    from pos_app.counter.sessions import ListedSession
    from pos_app.counter.shelf import ShelfItem
    from pos_app.desktop.desk import Desk


class SessionChoice(QObject):
    """`wanted` carries a ShelfItem and its sessions that have a place; with none, the workshop is on no day."""

    wanted = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def apply_to(self, item: ShelfItem) -> bool:
        """Whether the article is a workshop."""
        shelf = self._desk.shelf
        return shelf is not None and item.family.code in shelf.rules.impact.workshop_families

    def ask(self, item: ShelfItem) -> None:
        """Asks for a session where one can be chosen."""
        shelf = self._desk.shelf
        found = tuple(one for one in shelf.sessions if one.session.product == item.product.code) if shelf else ()
        if found:
            self.wanted.emit(item, found)
        else:
            self.on_no_day(item)

    def on_no_day(self, item: ShelfItem) -> None:
        """A workshop on no day in particular."""
        self._desk.change(lambda: self._desk.basket.add(item.product))


def session_words(listed: ListedSession) -> str:
    """ "03/12/2026 14:00 · 5 places"."""
    left = listed.session.left
    places = ngettext("{count} place", "{count} places", left).format(count=left)
    return f"{date_time(listed.starts)} · {places}"
