"""Papers about the person on the page: member card, notice, data handed over, certificate of erasure."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.person_papers import CardForm, Written, hand_over, print_card
from pos_app.desktop.person_words import card_forms
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _
from pos_app.printing.printer_setup import PrinterSetUp


class PersonPapers:
    """Each is written, offered to be opened, and to be printed now: sign-out deletes it."""

    def __init__(self, page: Page, shown: Callable[[], PersonAtDesk | None]) -> None:
        self._page = page
        self._shown = shown

    def print(self, paper: Callable[..., Future[Written]], token: str) -> None:
        """Writes a paper about the person with this token."""
        operator = self._page.desk.operator
        if operator is not None:
            future = paper(self._page.desk.running, operator=operator, token=token)
            self._page.desk.ask(future, self._written, self._page.tell)

    def ask_card(self, *, named: bool) -> None:
        """On what the member card is printed; `named` where the person asks for the name on it."""
        back, window = _("Escape to go back"), self._page.window()
        panel = ChoicePanel(_("A member card on what?"), "", card_forms(), back=back, parent=window)
        panel.chosen.connect(partial(self._print_card, named=named))

    def hand_over(self, at_desk: PersonAtDesk) -> None:
        """Everything that is kept about the person, for the person."""
        desk = self._page.desk
        if desk.operator is not None:
            future = hand_over(desk.running, operator=desk.operator, token=at_desk.token)
            desk.ask(future, lambda files: self._written(files.pdf), self._page.tell)

    def _print_card(self, form: str, *, named: bool) -> None:
        at_desk = self._shown()
        if at_desk is not None:
            self.print(partial(print_card, form=CardForm(form), named=named), at_desk.token)

    def _written(self, written: Written) -> None:
        """A printer that was chosen for such paper prints it; without one the file is opened and printed from there."""
        status = self._page.desk.status
        printer = written.printed_by(status.printers) if status else None
        text = _("To print now: the file is deleted when you sign out ({path}).").format(path=written.path)
        opened = QUrl.fromLocalFile(str(written.path))
        action = _("Print: {name}").format(name=printer.name) if printer else _("Open")

        def act() -> None:
            if printer is None:
                QDesktopServices.openUrl(opened)
            else:
                self._print_on(printer, written)

        self._page.notice.show_text(text, "good", action=action, on_action=act)

    def _print_on(self, printer: PrinterSetUp, written: Written) -> None:
        desk, notice = self._page.desk, self._page.notice
        notice.show_text(_("{name} is printing.").format(name=printer.name), "good")
        future = desk.running.printing.print_now(printer.id, written.document_for(printer))
        done = _("It came out of {name}.").format(name=printer.name)
        desk.ask(future, lambda _done: notice.show_text(done, "good"), self._page.tell)
