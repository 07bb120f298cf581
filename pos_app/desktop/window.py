"""What the window shows of an open till: rail, pages, strip. The sign-in page while nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from pos_app.counter.preferences import Preferences
from pos_app.desktop.customer.display import CustomerDisplay
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.sign_in import SignInPage
from pos_app.desktop.pages.turned.turning import Turning
from pos_app.desktop.pages.turned.visit_at_desk import VisitAtDesk
from pos_app.desktop.scanner import ScannerFilter
from pos_app.desktop.status_words import strip_words
from pos_app.desktop.theme import load_scripts
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.nav_rail import NavEntry, NavRail
from pos_app.desktop.widgets.overlay import Overlay, ScanPanel
from pos_app.desktop.widgets.status_strip import StatusStrip
from pos_app.domain.identifiers import TicketNumber, is_ticket_number, read_slip_number
from pos_app.domain.operator import Right
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.sync.outcome import Synced

if TYPE_CHECKING:
    from pos_app.counter.person_card import AtDesk
    from pos_app.counter.slips import SlipAtDesk
    from pos_app.printing.documents.voucher_slip import VoucherSlip

TURN_KEY = "F3"
_PAGES = {
    "sale": ("sale.page", "SalePage"),
    "people": ("people.page", "PeoplePage"),
    "support": ("support.page", "SupportPage"),
    "stock": ("stock.page", "StockPage"),
    "cash": ("cash.page", "CashPage"),
    "journal": ("journal", "JournalPage"),
    "audit": ("audit.page", "AuditPage"),
    "impact": ("impact.page", "ImpactPage"),
    "sync": ("sync", "SyncPage"),
    "settings": ("settings.page", "SettingsPage"),
}
"""Where each page is: the module below pos_app.desktop.pages, and its class."""
PREPARE_MS = 250
"""The sale page is made this long after the sign-in page is there: while the person keys the PIN."""


def nav_entries() -> tuple[NavEntry, ...]:
    return (
        NavEntry("sale", _("Sale"), "shopping-cart"),
        NavEntry("people", _("People"), "users"),
        NavEntry("stock", _("Stock"), "package"),
        NavEntry("cash", _("Till"), "cash-register"),
        NavEntry("journal", _("Journal"), "notebook"),
        NavEntry("support", _("Support"), "hand-heart"),
        NavEntry("impact", _("Impact"), "chart-line-up"),
        NavEntry("sync", _("Sync"), "arrows-clockwise", low=True),
        NavEntry("settings", _("Settings"), "gear-six", low=True),
    )


class TillView(QWidget):
    """Everything inside the window for one language and one theme; made anew when either changes."""

    def __init__(
        self,
        desk: Desk,
        scanner: ScannerFilter,
        *,
        preferences: Preferences,
        remake: Callable[[Preferences], object],
        train: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._preferences = preferences
        self._remake = remake
        self._train = train
        self._online: bool | None = None
        self.rail = NavRail(nav_entries())
        self.pages = QStackedWidget()
        self.strip = StatusStrip()
        visit = VisitAtDesk(desk, self)
        self.turning = Turning(desk, visit, self, shown=self._person_shown)
        self.customer = CustomerDisplay(visit, self, chosen=preferences.customer_screen)
        self.turn = key_button(_("Turn the screen"), TURN_KEY, self.turning.turn)
        self.strip.put_at_end(self.turn)
        self.sign_in = SignInPage(desk, train=train)
        self._made: dict[str, QWidget] = {"sign_in": self.sign_in}
        self.pages.addWidget(self.sign_in)
        self._build()
        desk.operator_changed.connect(self._operator_changed)
        desk.status_changed.connect(self._show_status)
        desk.sync_ended.connect(self._sync_ended)
        desk.slips.revealed.connect(self._show_code)
        scanner.scanned.connect(self._scanned)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._keyboard_moved)
        self._operator_changed()
        desk.accounts_changed.connect(self._prepare, Qt.ConnectionType.SingleShotConnection)

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.pages, 1)
        right.addWidget(self.strip)
        self._right = right
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        for name, made in self.rail.buttons.items():
            made.clicked.connect(lambda _checked=False, name=name: self.show_page(name))
        QShortcut(QKeySequence("F10"), self).activated.connect(self._desk.leave)
        QShortcut(QKeySequence(TURN_KEY), self).activated.connect(self.turning.turn)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._show_papers)

    def put_above(self, widget: QWidget) -> None:
        """Something that stands above every page."""
        self._right.insertWidget(0, widget)

    @property
    def shown(self) -> str:
        """The name of the page that is shown."""
        current = self.pages.currentWidget()
        return next((name for name, page in self._made.items() if page is current), "")

    def _prepare(self) -> None:
        """Once it is said who may sign in, however long that took."""
        QTimer.singleShot(PREPARE_MS, self, self._make_ready_to_sell)

    def _make_ready_to_sell(self) -> None:
        self._desk.refresh()
        self.page("sale")

    def show_page(self, name: str) -> None:
        """Shows a page; the sign-in page while nobody is signed in."""
        if self._desk.operator is None:
            name = "sign_in"
        page = self.page(name)
        refresh = getattr(page, "refresh", None)
        if refresh is not None:
            refresh()
        self.pages.setCurrentWidget(page)
        self.rail.show_page("journal" if name == "audit" else name)

    def _open_scan_panel(self) -> ScanPanel | None:
        """The panel that is open and wants scans for itself, such as a delivery's numbers."""
        overlays = self.window().findChildren(Overlay)
        return next((one for one in overlays if one.isVisible() and isinstance(one, ScanPanel)), None)

    def _person_shown(self) -> AtDesk | None:
        """Whose record is on the screen."""
        people = self._made.get("people")
        if people is None or self.pages.currentWidget() is not people:
            return None
        from pos_app.desktop.pages.people.page import PeoplePage

        return people.view.at_desk if isinstance(people, PeoplePage) else None

    def show_ticket(self, ticket: str) -> None:
        """The journal page, at the ticket whose number was scanned."""
        from pos_app.desktop.pages.journal import JournalPage

        page = self.page("journal")
        if isinstance(page, JournalPage):
            page.search.setText(ticket)
            self.show_page("journal")

    def _sell_to(self, whom: AtDesk) -> None:
        self._desk.people.choose(whom)
        self.show_page("sale")

    def page(self, name: str) -> QWidget:
        """The page of this name, made when it is first wanted."""
        if name not in self._made:
            self._made[name] = self._make(name)
            self.pages.addWidget(self._made[name])
        return self._made[name]

    def _make(self, name: str) -> QWidget:
        """What signing in does not need is imported here, after the window can be used."""
        if name == "sale":
            load_scripts()  # names are written as people write them
        module, page = _PAGES[name]
        made: Callable[..., QWidget] = getattr(import_module(f"pos_app.desktop.pages.{module}"), page)
        return made(self._desk, **self._needs.get(name, {}))

    @property
    def _needs(self) -> dict[str, dict[str, Any]]:
        """What some pages are given beside the desk."""
        return {
            "people": {"sell": self._sell_to},
            "cash": {"sell": partial(self.show_page, "sale")},
            "journal": {"look_closer": partial(self.show_page, "audit")},
            "settings": {"preferences": self._preferences, "remake": self._remake, "train": self._train},
        }

    def _operator_changed(self) -> None:
        signed_in = self._desk.operator is not None
        if not signed_in:
            self._close_panels()
        self.rail.setEnabled(signed_in)
        self.rail.setVisible(signed_in)
        self.turn.setVisible(signed_in)
        sells = self._desk.operator is not None and self._desk.operator.may(Right.SELL)
        self.show_page("sale" if sells else "audit" if signed_in else "sign_in")
        self._show_status()

    def _close_panels(self) -> None:
        """A locked screen shows nothing of what whoever left was doing, and takes no answer from whoever comes."""
        for panel in self.window().findChildren(Overlay):
            if panel.isVisible():
                panel.leave()
        for dialog in self.window().findChildren(QDialog):
            dialog.reject()

    def _keyboard_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Qt lets a page that is not shown take the keyboard, when an answer arrives that it asked for."""
        if now is None or before is None or not self.isAncestorOf(now) or now.isVisible():
            return
        if isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_status(self) -> None:
        if self._desk.status is not None:
            self.strip.show_words(
                strip_words(self._desk.status, self._desk.operator, online=self._online, clock=self._desk.clock)
            )

    def _sync_ended(self, outcome: object) -> None:
        self._online = isinstance(outcome, Synced) or (
            isinstance(outcome, PosError) and outcome.code not in ("office_unreachable", "office_nonsense")
        )
        self._show_status()

    def _show_code(self, shown: VoucherSlip, slip: SlipAtDesk) -> None:
        from pos_app.desktop.pages.codes.code_panel import CodePanel

        listed = self.window().focusWidget()
        panel = CodePanel(self._desk, shown, slip, self.window())
        if listed is not None:
            panel.closed.connect(listed.setFocus)

    def _show_papers(self) -> None:
        """What prints, waits or needs somebody; not over another panel, which keeps the keyboard."""
        from pos_app.desktop.pages.printing.paper_line import open_jobs

        if not any(one.isVisible() for one in self.window().findChildren(Overlay)):
            open_jobs(self._desk, self.window())

    def _show_slips(self, ticket: TicketNumber) -> None:
        from pos_app.desktop.pages.codes.slips_panel import SlipsPanel

        SlipsPanel.of_ticket(self._desk, ticket, self.window())

    def _scanned(self, text: str) -> None:
        slip = read_slip_number(text)
        if self._desk.operator is None:
            self.sign_in.scanned(text)
        elif (panel := self._open_scan_panel()) is not None:
            panel.scanned(text)
        elif slip is not None and not self._desk.paying:
            self._show_slips(slip[0])
        elif is_ticket_number(text) and not self._desk.paying:
            self.show_ticket(text)
        else:
            self._desk.scans.take(text)
