"""The sale page (mocks/sale.png): search or scan above, the shelf below, the ticket at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.person_card import AtDesk
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import Sold
from pos_app.counter.sessions import ListedSession
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.slip_bar import SlipBar
from pos_app.desktop.pages.payment.panel import PaymentPanel
from pos_app.desktop.pages.printing.paper_line import PaperLine
from pos_app.desktop.pages.sale.approval_panel import ApprovalPanel
from pos_app.desktop.pages.sale.found_people import FoundPeople
from pos_app.desktop.pages.sale.held_list import HeldList
from pos_app.desktop.pages.sale.late_bar import LateBar
from pos_app.desktop.pages.sale.line_panel import LinePanel
from pos_app.desktop.pages.sale.person_bar import PersonBar
from pos_app.desktop.pages.sale.price_panel import PricePanel
from pos_app.desktop.pages.sale.shelf_view import ShelfView, matching
from pos_app.desktop.pages.sale.thing_panel import ThingPanel
from pos_app.desktop.pages.sale.ticket_panel import TicketPanel
from pos_app.desktop.person_words import nobody_reasons
from pos_app.desktop.session_choice import session_words
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.identifiers import ItemId
from pos_app.i18n import gettext as _
from pos_app.i18n import money

_LAST_ASCII_KEY = 0x7E


class SalePage(QWidget):
    """Everything a sale needs on one page."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = QLineEdit()
        self.search.setFont(font(17))
        self.search.setMinimumHeight(52)
        self.search.setPlaceholderText(_("name, telephone, card number, article, or scan"))
        self.search.setAccessibleName(_("Look for a person or an article"))
        self.search.textChanged.connect(self._filter)
        self.search.textChanged.connect(desk.people.search)
        self.search.returnPressed.connect(self._take_best)
        self.search.installEventFilter(self)
        self.found = FoundPeople()
        self.found.chosen.connect(self._choose_person)
        self.found.left.connect(self._focus_search)
        self.person = PersonBar(desk)
        self.person.leave.clicked.connect(self._focus_search)
        self.shelf = ShelfView()
        self.shelf.chosen.connect(self._choose)
        self.slips = SlipBar(desk)
        self.papers = PaperLine(desk)
        self.notice = Notice()
        self.ticket = TicketPanel(desk)
        self.ticket.pay_wanted.connect(self.open_payment)
        self.ticket.held_wanted.connect(self._open_held)
        self.ticket.line_wanted.connect(self._open_line)
        self.ticket.lines.activated.connect(self._open_line)
        self._payment: PaymentPanel | None = None
        self.asking: Overlay | None = None
        self._build()
        self._shortcut("F2", self._focus_search)
        self._shortcut("F4", self._open_line)
        self._listen(desk)
        self._show_shelf()

    def _listen(self, desk: Desk) -> None:
        desk.shelf_changed.connect(self._show_shelf)
        desk.people.found.connect(self._show_found)
        desk.price_wanted.connect(self._ask_price)
        desk.thing_wanted.connect(self._ask_thing)
        desk.sessions.wanted.connect(self._ask_session)
        desk.sold.connect(self._sold)
        desk.basket_changed.connect(self._basket_changed)
        desk.noticed.connect(self.notice.show_text)

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(18, 16, 18, 8)
        left.setSpacing(10)
        searching = QHBoxLayout()
        searching.setSpacing(16)
        searching.addWidget(self.search, 1)
        searching.addWidget(label("F2", size=12, role="muted"))
        left.addLayout(searching)
        left.addWidget(self.found)
        left.addWidget(self.person)
        left.addWidget(self.shelf, 1)
        self.late = LateBar(self._desk)
        left.addWidget(self.late)
        left.addWidget(self.slips)
        left.addWidget(self.papers)
        left.addWidget(self.notice)
        layout.addLayout(left, 7)
        layout.addWidget(self.ticket, 3)

    @property
    def payment(self) -> PaymentPanel | None:
        """The payment panel while it is open."""
        return self._payment if self._payment is not None and not self._payment.isHidden() else None

    def open_payment(self) -> None:
        """Opens the payment panel for the basket, after a reason or somebody's word where the sale needs one."""
        self._open_payment("")

    def _open_payment(self, to_nobody: str) -> None:
        if not self._desk.basket.lines or self.payment is not None or self.asking is not None:
            return
        check = self._desk.check_sale(to_nobody)
        if check is None:
            return
        if check.reason_needed:
            reason = ChoicePanel(
                _("For nobody in particular?"),
                _("Choosing the person keeps their right and their saving. Otherwise say why; it is counted."),
                nobody_reasons(),
                back=_("Escape to choose the person"),
                parent=self.window(),
            )
            reason.chosen.connect(self._open_payment)
            self._ask_with(reason)
        elif check.objections:
            approval = ApprovalPanel(self._desk, check, self.window())
            approval.approved.connect(lambda word: self._pay(to_nobody, word))
            self._ask_with(approval)
        else:
            self._pay(to_nobody, None)

    def _ask_with(self, panel: Overlay) -> None:
        self.asking = panel
        panel.closed.connect(self._asked)

    def _asked(self) -> None:
        self.asking = None
        self._focus_search()

    def _pay(self, to_nobody: str, approval: Approval | None) -> None:
        self._payment_panel().open_for(to_nobody=to_nobody, approval=approval)

    def _payment_panel(self) -> PaymentPanel:
        if self._payment is None:
            self._payment = PaymentPanel(self._desk, self.window())
            self._payment.closed.connect(self._focus_search)
            self.destroyed.connect(self._payment.deleteLater)
        return self._payment

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        self.search.setFocus()
        QTimer.singleShot(0, self, self._payment_panel)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """In the search field, an arrow down goes to the shelf; + - and Delete of an empty field go to the ticket."""
        if watched is not self.search or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._take_by_quick_key(event):
            return True
        if event.key() == Qt.Key.Key_Down and self.found.people:
            self.found.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() == Qt.Key.Key_Down and self.shelf.tiles:
            self.shelf.tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return not self.search.text() and self.ticket.lines.change_by_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if not self._take_by_quick_key(event):
            super().keyPressEvent(event)

    def _take_by_quick_key(self, event: QKeyEvent) -> bool:
        """Alt and an article's own key add it; whether it was one."""
        shelf = self._desk.shelf
        if shelf is None or event.modifiers() != Qt.KeyboardModifier.AltModifier or event.key() > _LAST_ASCII_KEY:
            return False
        key = chr(event.key()).upper()
        item = next((item for item in shelf.items if item.product.quick_key == key), None)
        if item is None:
            return False
        self._choose(item)
        return True

    def _show_found(self, people: tuple[AtDesk, ...]) -> None:
        if self.isVisible():
            self.found.show_people(people)

    def _show_shelf(self) -> None:
        if self._desk.shelf is not None:
            self.shelf.lay_out(self._desk.shelf.items)
            self._filter(self.search.text())

    def _filter(self, typed: str) -> None:
        if self._desk.shelf is not None:
            self.shelf.show_only(matching(self._desk.shelf, typed))

    def _take_best(self) -> None:
        """Enter takes the first article that is left, else the likeliest person; the field is then ready again."""
        if self._desk.shelf is None or not self.search.text().strip():
            return
        found = matching(self._desk.shelf, self.search.text())
        if found:
            self._choose(found[0])
        elif self.found.people:
            self._choose_person(self.found.people[0])
        else:
            self._desk.scans.take(self.search.text().strip())

    def _choose(self, item: ShelfItem) -> None:
        self.search.clear()
        self._desk.add(item)
        self.ticket.lines.select_last()

    def _choose_person(self, at_desk: AtDesk) -> None:
        self.search.clear()
        self._desk.people.choose(at_desk)
        self._focus_search()

    def _ask_thing(self, item: ShelfItem) -> None:
        """Which one of an article whose every one has its number."""
        panel = ThingPanel(self._desk, item, self.window())
        panel.chosen.connect(lambda thing: self._desk.add(item, thing=thing))
        panel.closed.connect(self._focus_search)

    def _ask_session(self, item: ShelfItem, sessions: tuple[ListedSession, ...]) -> None:
        """On which day, of a workshop that is planned."""
        panel = ChoicePanel(
            _("Which session of “{product}”?").format(product=item.product.label),
            _("Only those that have a place are shown."),
            [*((one.session.session, session_words(one)) for one in sessions[:8]), ("", _("On no day in particular"))],
            back=_("Escape to go back"),
            parent=self.window(),
        )

        def take(chosen: str) -> None:
            if chosen:
                self._desk.add(item, thing=ItemId(chosen))
            else:
                self._desk.sessions.on_no_day(item)

        panel.chosen.connect(take)
        self._ask_with(panel)

    def _ask_price(self, item: ShelfItem, thing: ItemId | None) -> None:
        panel = PricePanel(item, self.window())
        panel.accepted.connect(lambda cents: self._desk.add(item, unit_price_cents=cents, thing=thing))
        panel.closed.connect(self._focus_search)

    def _open_line(self) -> None:
        """Another price for the chosen line of the ticket, or a gift."""
        row = self.ticket.lines.currentIndex().row()
        if self.asking is None and 0 <= row < len(self._desk.basket.lines):
            self._ask_with(LinePanel(self._desk, row, self.window()))

    def _open_held(self) -> None:
        held = HeldList(self._desk, self.window())
        held.closed.connect(self._focus_search)

    def _sold(self, sold: Sold) -> None:
        if self.payment is not None:
            self.payment.close_overlay()
        text = _("Ticket {ticket} recorded.").format(ticket=sold.ticket)
        if sold.change_cents:
            text += " " + _("Give back {change}.").format(change=money(sold.change_cents))
        if sold.receipt:
            text += " " + _("The receipt is printing.")
        self.notice.show_text(text, "good")

    def _basket_changed(self) -> None:
        if self._desk.can_undo_void:
            self.notice.show_text(
                _("The ticket was emptied."), "warn", action=_("Undo"), on_action=self._desk.undo_void
            )

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _shortcut(self, key: str, act: object) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)
