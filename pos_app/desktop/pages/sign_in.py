"""Signing in: who are you, then six digits; or a badge, scanned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.status_words import role_words
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.pin_pad import PinPad
from pos_app.domain.operator import Operator, Role
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.store.operators import OperatorAccount


class SignInPage(QWidget):
    """The basket in progress, if any, waits for whoever signs in."""

    def __init__(self, desk: Desk, *, train: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._train = train
        self._desk = desk
        self._chosen: OperatorAccount | None = None
        self._listed: tuple[OperatorAccount, ...] = ()
        self.people: dict[str, QPushButton] = {}
        self.pin = PinPad()
        self.pin.entered.connect(self._try)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.kept = label(role="good", semibold=True, wrap=True)
        self.who = label(_("Choose your name, or scan your badge"), size=16, wrap=True)
        self._forgotten = button(_("Forgotten PIN"), self._recover)
        self._list = QVBoxLayout()
        self.train = key_button(_("Train without selling"), "F9", self._want_training, shortcut="F9")
        self.train.setCheckable(True)
        if train is None:
            self.train.hide()
        self._build()
        desk.accounts_changed.connect(self._show)

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setMaximumSize(860, 620)
        inside = QHBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(32)
        left = QVBoxLayout()
        left.addWidget(label(_("Hello"), size=30, bold=True))
        left.addWidget(self.who)
        left.addSpacing(8)
        holder = QWidget()
        holder.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea()
        # Of its own and plain, so nothing is filled; asking Qt for its viewport loads every class that it could be.
        scroll.setViewport(QWidget())
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder.setAutoFillBackground(False)
        left.addWidget(scroll, 1)
        left.addWidget(self.kept)
        inside.addLayout(left, 3)
        right = QVBoxLayout()
        right.addWidget(self.pin)
        right.addWidget(self.wrong)
        right.addStretch(1)
        right.addWidget(self._forgotten)
        right.addWidget(self.train)
        inside.addLayout(right, 2)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addWidget(card, 1)

    def refresh(self) -> None:
        """Lists who may sign in, nobody chosen yet, and says what waits."""
        self._chosen = None
        self._listed = ()
        self._desk.refresh_operators()
        count = self._desk.basket.quantity
        self.kept.setText(
            ngettext("{count} article waits in the ticket.", "{count} articles wait in the ticket.", count).format(
                count=count
            )
            if count
            else ""
        )

    def scanned(self, text: str) -> None:
        """A badge."""
        self.wrong.setText("")
        self._desk.ask(self._desk.running.sign_in_with_badge(badge=text), self._welcome, self._refused)

    def _show(self) -> None:
        """The same people again change nothing: somebody may be keying a PIN."""
        if self._desk.accounts == self._listed:
            return
        self._listed = self._desk.accounts
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.people = {}
        for account in self._desk.accounts:
            made = button(
                f"{account.operator.first_name}  ·  {role_words(account.operator.role)}",
                partial(self._choose, account),
            )
            made.setCheckable(True)
            made.setFont(font(16, semibold=True))
            made.setMinimumHeight(50)
            self.people[account.operator.code] = made
            self._list.addWidget(made)
        self._list.addStretch(1)
        self._choose(self._still_chosen())
        if self._chosen is None and self.people:
            next(iter(self.people.values())).setFocus()

    def _still_chosen(self) -> OperatorAccount | None:
        """Whoever stands alone in the list, or was chosen before it was read again."""
        accounts = self._desk.accounts
        code = self._chosen.operator.code if self._chosen is not None else ""
        return accounts[0] if len(accounts) == 1 else next((one for one in accounts if one.operator.code == code), None)

    def _choose(self, account: OperatorAccount | None) -> None:
        self._chosen = account
        for code, made in self.people.items():
            made.setChecked(account is not None and code == account.operator.code)
        self.pin.setEnabled(account is not None and bool(account.pin_hash))
        self._forgotten.setVisible(account is not None and account.operator.role is Role.COORDINATOR)
        self.wrong.setText(_("This person signs in with a badge: scan it.") if account and not account.pin_hash else "")
        self.pin.clear()
        if account is not None:
            self.pin.setFocus()

    def _try(self, pin: str) -> None:
        if self._chosen is None:
            return
        self.pin.setEnabled(False)
        self.wrong.setText("")
        code = self._chosen.operator.code
        self._desk.ask(self._desk.running.sign_in(code=code, pin=pin), self._welcome, self._refused)

    def _welcome(self, operator: Operator) -> None:
        self.pin.clear()
        self.pin.setEnabled(True)
        wanted = self.train.isChecked()
        self._desk.signed_in(operator)
        if wanted and self._train is not None:
            self._train()

    def _want_training(self) -> None:
        """Who practises says so with their own PIN or badge: it is in the journal who did."""
        told = _("Who trains? Choose your name, or scan your badge. Nothing will be sold.")
        self.who.setText(told if self.train.isChecked() else _("Choose your name, or scan your badge"))

    def _refused(self, error: BaseException) -> None:
        self.pin.clear()
        self.pin.setEnabled(self._chosen is not None)
        from pos_app.sentences import say

        self.wrong.setText(say(error))
        self.pin.setFocus()

    def _recover(self) -> None:
        from pos_app.desktop.pages.forgotten_pin import ForgottenPin

        if self._chosen is not None:
            ForgottenPin(self._desk, self._chosen.operator, self.window()).closed.connect(self.pin.setFocus)
