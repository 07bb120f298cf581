"""A doubted ticket at the window: its dossier on the screen, and printed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.counter.reprint import reprint
from pos_app.desktop.pages.dossier_panel import DossierPanel
from pos_app.desktop.pages.journal import JournalPage
from tests.desktop.desk_work import AtDesk
from tests.desktop.stock_work import panel as opened
from tests.desktop.test_fits import SMALLEST, cut, nameless

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_dossier_of_a_ticket_is_read_on_the_screen_and_printed(at_desk: AtDesk) -> None:
    at_desk.add("carte 30")
    at_desk.add("500")
    at_desk.pay("20")
    running = at_desk.desk.running
    at_desk.result(running.run(reprint, operator=at_desk.template.coordinator, ticket="1"))
    at_desk.desktop.window.resize(*SMALLEST)
    at_desk.press(Qt.Key.Key_5, CONTROL)
    page = at_desk.view.page("journal")
    assert isinstance(page, JournalPage)
    at_desk.wait(lambda: page.table.rowCount() == 1 and page.dossier.isVisible())
    at_desk.press(Qt.Key.Key_F9)
    panel = opened(at_desk, DossierPanel)
    at_desk.wait(panel.print.isEnabled)
    assert [one.kind for one in panel.table.rows.rows] == ["Vente", "Ticket réimprimé"]
    assert "Le siège ne l’a pas encore reçu." in panel.told.text()
    assert "Carte" in panel.told.text()
    at_desk.wait(lambda: not cut(panel) and not nameless(panel))
    at_desk.press(Qt.Key.Key_F6)
    at_desk.wait(lambda: list(running.folder.receipts.glob("MRS1-000001-dossier-*.pdf")))
    assert "dossier" in page.notice.text
