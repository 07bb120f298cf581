"""`make screenshots`: the pictures of the README, of the real window, paper and pages, on the demo's Marseille till."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.clock import SystemClock
from pos_app.counter.preferences import Preferences
from pos_app.demo.organisation import DEMO_PIN, DemoOffice, DemoTill, build_tills, demo_office
from pos_app.demo.papers import write_demo_papers
from pos_app.desktop.application import Desktop
from pos_app.desktop.customer.screen import CustomerScreen
from pos_app.desktop.customer.sheet import sheet_of
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.code_panel import CodePanel
from pos_app.desktop.pages.people.page import PeoplePage
from pos_app.desktop.pages.people.registration import RegistrationPanel
from pos_app.desktop.pages.sale.page import SalePage
from pos_app.desktop.pages.settings.page import SettingsPage
from pos_app.desktop.theme import apply_theme, load_fonts
from pos_app.desktop.window import TillView
from pos_app.domain.identifiers import ProductCode
from pos_app.i18n import use_language
from pos_app.settings import RESOURCES, TillFolder
from tests.computers_picture import show_computers
from tests.gallery import PRINTERS, gallery
from tests.loans_picture import show_loans
from tests.office.page_picture import pictures_of_pages
from tests.qt_pause import pause
from tests.sessions_picture import show_sessions

OUT = RESOURCES / "screenshots"
PAGES = ("stock", "cash", "journal", "impact", "sync", "settings")
WEB_PAGES = {"/": "head-office.png", "/tickets": "head-office-tickets.png"}
WINDOW = (1366, 768)
SMALLEST = (1024, 600)
COLOURS, GREYS = 160, 12
TIMEOUT_MS = 20_000
STEP_MS = 20
SETTLE_MS = 300
"""For what is on its way to a page: these are pictures, no test waits like this."""
SLIP_SCALE = 2.2
"""Pixels for each point of the paper."""


def main() -> int:
    OUT.mkdir(exist_ok=True)
    use_language("fr")
    application = QApplication([])
    load_fonts(application)
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as name, demo_office(Path(name) / "office", clock=SystemClock()) as office:
        root = Path(name)
        till, *_others, last = build_tills(root / "points", office, clock=SystemClock())
        Sitting(application, till).take_all()
        gallery(write_demo_papers(last, root / "papers")).save(OUT / "papers.png")
        _shrink(OUT / "papers.png", colours=GREYS)
        slip = next(till.folder.receipts.glob("*.pdf"))
        _paper(slip, "receipt")
        _web_pages(office, root)
        _first_run(application, TillFolder(data=root / "new", marks=root / "new-marks"))
    print(*sorted(path.name for path in OUT.glob("*.png")))
    return 0


class Sitting:
    """Somebody at the window, who stops at each page for a picture."""

    def __init__(self, application: QApplication, till: DemoTill) -> None:
        self._till = till
        self._desktop = Desktop(application, till.folder, key=till.key)
        self._desktop.start()
        self._desktop.window.resize(*WINDOW)
        _wait(lambda: isinstance(self._desktop.view, TillView) and self._view.sign_in.people)

    @property
    def _view(self) -> TillView:
        assert isinstance(self._desktop.view, TillView)
        return self._desktop.view

    @property
    def _desk(self) -> Desk:
        return self._desktop.desk

    @property
    def _sale(self) -> SalePage:
        page = self._view.page("sale")
        assert isinstance(page, SalePage)
        return page

    def take_all(self) -> None:
        self._picture("sign-in")
        self._sign_in()
        self._sell()
        self._people()
        self._turned()
        self._synchronise()
        for page in PAGES:
            self._view.show_page(page)
            self._picture(page)
        self._support()
        self._computers()
        self._printers()
        self._small_and_dark()
        self._desktop.window.close()
        _wait(lambda: not self._desktop.window.isVisible())

    def _sign_in(self) -> None:
        running = self._desktop.running
        assert running is not None
        self._desk.ask(running.sign_in(code=self._till.coordinator.code, pin=DEMO_PIN), self._desk.signed_in)
        _wait(lambda: self._desk.operator is not None and self._desk.shelf is not None and self._sale.shelf.tiles)

    def _sell(self) -> None:
        self._choose_person()
        self._add("CARTE-ILLIM", "NET-500M", "NET-500M", "ATELIER")
        self._picture("sale")
        self._second_screen()
        self._sale.open_payment()
        assert self._sale.payment is not None
        self._sale.payment.field.setText("20")
        self._sale.payment.receipt.setChecked(True)
        self._picture("payment")
        self._sale.payment.validate()
        _wait(lambda: any(self._till.folder.receipts.glob("*.pdf")))
        self._picture("sold")
        self._show_code()

    def _show_code(self) -> None:
        """Without a printer for codes the screen shows each once; here the first, which says that it is fake."""
        bar = self._sale.slips
        _wait(bar.yes.isVisible)
        bar.yes.click()
        _wait(lambda: any(one.isVisible() for one in self._desktop.window.findChildren(CodePanel)))
        panel = next(one for one in self._desktop.window.findChildren(CodePanel) if one.isVisible())
        self._picture("code-on-screen")
        panel.close_overlay()
        self._desk.slips.leave()

    def _choose_person(self) -> None:
        """Finds somebody by a part of the name, as a volunteer does."""
        self._sale.search.setText("ben ali sam")
        _wait(lambda: self._sale.found.people)
        self._picture("found")
        self._sale.found.chosen.emit(self._sale.found.people[0])
        _wait(self._sale.person.isVisible)

    def _people(self) -> None:
        """A record on its page, and the form of a new one."""
        self._view.show_page("people")
        page = self._view.page("people")
        assert isinstance(page, PeoplePage)
        page.search.setText("traore")
        _wait(lambda: page.found.people)
        page.found.chosen.emit(page.found.people[0])
        self._picture("people")
        page.register.click()
        self._picture("registration")
        panel = self._desktop.window.findChild(RegistrationPanel)
        assert isinstance(panel, RegistrationPanel)
        panel.close_overlay()

    def _second_screen(self) -> None:
        """What the person reads meanwhile, where the desk has a screen for them."""
        visit = self._view.customer.visit
        screen = CustomerScreen()
        screen.resize(*SMALLEST)
        screen.show_sheet(sheet_of(visit.visit(), visit.language()))
        _picture(screen, "customer")
        screen.deleteLater()

    def _turned(self) -> None:
        """What the person whose record is shown reads, in Arabic."""
        self._view.turning.turn()
        screen = self._view.turning.screen
        assert screen is not None
        screen.speak("ar")
        self._picture("turned")
        self._view.turning.turn()

    def _synchronise(self) -> None:
        arrived: list[object] = []
        self._desk.sync_ended.connect(arrived.append)
        running = self._desktop.running
        assert running is not None
        running.synchronise()
        _wait(lambda: arrived)

    def _support(self) -> None:
        running = self._desktop.running
        assert running is not None
        self._view.show_page("support")
        show_sessions(self._view.page("support"), running, self._till.coordinator, _wait)
        self._picture("support")

    def _computers(self) -> None:
        running = self._desktop.running
        assert running is not None
        self._view.show_page("stock")
        show_computers(self._view.page("stock"), running, self._till.coordinator, _wait)
        self._picture("computers")
        show_loans(self._view.page("stock"), running, self._till.coordinator, _wait)
        self._picture("equipment")

    def _printers(self) -> None:
        """Three printers that a point may have, none of which is asked for anything."""
        running, operator, page = self._desktop.running, self._desk.operator, self._view.page("settings")
        assert running is not None
        assert operator is not None
        assert isinstance(page, SettingsPage)
        for setup in PRINTERS:
            running.printing.keep(operator=operator, setup=setup).result()
        self._view.show_page("settings")
        page.tabs.setCurrentWidget(page.printers)
        _wait(lambda: page.printers.table.rows.rowCount() == len(PRINTERS) + 1)
        self._picture("printers")

    def _small_and_dark(self) -> None:
        self._add("CARTE-30", "CARTE-2H")
        self._view.show_page("sale")
        self._desktop.window.resize(*SMALLEST)
        self._picture("sale-small")
        self._desktop.window.resize(*WINDOW)
        self._desktop.remake(Preferences(theme="dark"))
        _wait(lambda: self._sale.shelf.tiles)
        self._view.show_page("sale")
        self._picture("sale-dark")

    def _add(self, *codes: str) -> None:
        assert self._desk.shelf is not None
        items = {item.product.code: item for item in self._desk.shelf.items}
        for code in codes:
            self._desk.add(items[ProductCode(code)])

    def _picture(self, name: str) -> None:
        """Once the storage thread has answered what the page asked."""
        running = self._desktop.running
        assert running is not None
        _wait(running.run(lambda _till: None).done)
        _picture(self._desktop.window, name)


def _first_run(application: QApplication, folder: TillFolder) -> None:
    """The assistant that a new computer shows."""
    apply_theme(application, "light")
    desktop = Desktop(application, folder)
    desktop.start()
    desktop.window.resize(*WINDOW)
    _picture(desktop.window, "set-up")
    desktop.window.close()


def _paper(pdf: Path, name: str) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=SLIP_SCALE).to_pil().save(OUT / f"{name}.png")
    _shrink(OUT / f"{name}.png")


def _web_pages(office: DemoOffice, root: Path) -> None:
    files = {path: OUT / name for path, name in WEB_PAGES.items()}
    if pictures_of_pages(office, root, files):
        for file in files.values():
            _shrink(file)
    else:
        print("Chromium is not installed: head office's pictures stay as they are.", file=sys.stderr)


def _picture(window: QWidget, name: str) -> None:
    pause(SETTLE_MS)
    file = OUT / f"{name}.png"
    window.grab().save(str(file))
    _shrink(file)


def _shrink(file: Path, *, colours: int = COLOURS) -> None:
    """Flat pictures need few colours: a third of the size, the same to the eye."""
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(colors=colours, dither=Image.Dither.NONE).save(file, optimize=True)


def _wait(condition: Callable[[], object]) -> None:
    for _ in range(TIMEOUT_MS // STEP_MS):
        if condition():
            return
        pause(STEP_MS)
    raise TimeoutError


if __name__ == "__main__":
    sys.exit(main())
