"""Operators: add one in a row of fields, several from a list, unlock, renew a PIN, end access."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.counter.add_operator import (
    AddedOperator,
    CheckedNewcomer,
    Newcomer,
    add_operators,
    check_newcomer,
)
from pos_app.counter.change_operator import change_pin, release_operator, remove_operator
from pos_app.counter.paper import write_badges
from pos_app.counter.pins import hash_pin
from pos_app.desktop.desk import Desk
from pos_app.desktop.status_words import role_words
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.table import Table
from pos_app.domain.operator import Role
from pos_app.i18n import date, ngettext, pgettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.store.operators import OperatorAccount


class OperatorsTab(QWidget):
    """A coordinator's page: offline, in seconds."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        super().__init__()
        self._desk = desk
        self._notice = notice
        self.table = Table(
            [_("Role"), _("First name"), _("Until"), _("Signs in with"), _("State")], name=_("Operators")
        )
        self.first_name = _field(_("First name"))
        self.role = QComboBox()
        self.role.setAccessibleName(_("Role"))
        for role in Role:
            self.role.addItem(role_words(role), role)
        self.pin = _field(_("PIN, or a badge"), _("PIN (empty: printed badge)"))
        self.pin.setMaxLength(6)
        self.ends_on = _field(_("Until, if ever"), _("Until (31/01/2027), or empty"))
        self.add = key_button(_("Add"), pgettext("key", "Enter"), self._add, kind="main")
        for one in (self.first_name, self.pin, self.ends_on):
            one.returnPressed.connect(self._add)
        self.several = QPlainTextEdit()
        self.several.setPlaceholderText(_("Several volunteers at once: one first name a line, badges are printed"))
        self.several.setAccessibleName(_("First names of several volunteers, one a line"))
        self.several.setTabChangesFocus(True)
        self.several.setMaximumHeight(84)
        self.add_list = button(_("Add the list"), self._add_list)
        self._build()
        desk.accounts_changed.connect(self._show)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 0)
        layout.setSpacing(10)
        row = QHBoxLayout()
        for one, stretch in ((self.first_name, 2), (self.role, 1), (self.pin, 2), (self.ends_on, 2), (self.add, 1)):
            row.addWidget(one, stretch)
        layout.addLayout(row)
        listed = QHBoxLayout()
        listed.addWidget(self.several, 1)
        listed.addWidget(self.add_list)
        layout.addLayout(listed)
        layout.addWidget(self.table, 1)
        acts = QHBoxLayout()
        acts.addWidget(label(_("The chosen person:"), role="muted"))
        self.new_pin = _field(_("New PIN"))
        self.new_pin.setMaxLength(6)
        self.new_pin.setFixedWidth(160)
        acts.addWidget(self.new_pin)
        for text, act in (
            (_("Change the PIN"), self._change_pin),
            (_("Unlock"), self._release),
            (_("End access"), self._remove),
        ):
            acts.addWidget(button(text, act))
        acts.addStretch(1)
        layout.addLayout(acts)

    def refresh(self) -> None:
        """Reads the operators again."""
        self._desk.refresh_operators()

    def _show(self) -> None:
        now_ms = self._desk.clock.now_ms()
        self.table.show_rows(
            [
                (
                    role_words(account.operator.role),
                    account.operator.first_name,
                    _day_words(account.operator.ends_on),
                    _("PIN") if account.pin_hash else _("badge"),
                    _("locked") if account.locked_until_ms > now_ms else "",
                )
                for account in self._desk.accounts
            ]
        )

    def _add(self) -> None:
        role: Role = self.role.currentData()
        self._add_newcomers([Newcomer(self.first_name.text(), Role(role), self.pin.text(), self.ends_on.text())])

    def _add_list(self) -> None:
        names = [line.strip() for line in self.several.toPlainText().splitlines() if line.strip()]
        self._add_newcomers([Newcomer(name, Role.VOLUNTEER, "", self.ends_on.text()) for name in names])

    def _add_newcomers(self, newcomers: Sequence[Newcomer]) -> None:
        """Checks and hashes off the GUI thread, adds all or none, then writes the badges."""
        if self._desk.operator is None or not newcomers:
            return
        by = self._desk.operator

        def checked(ready: list[CheckedNewcomer]) -> None:
            self._desk.ask(self._desk.running.run(add_operators, by=by, newcomers=ready), self._added, self._refused)

        future = self._desk.running.compute(lambda: [check_newcomer(one) for one in newcomers])
        self._desk.ask(future, checked, self._refused)

    def _added(self, added: tuple[AddedOperator, ...]) -> None:
        for field in (self.first_name, self.pin):
            field.clear()
        self.several.clear()
        self.refresh()
        names = ", ".join(one.operator.first_name for one in added)
        text = ngettext("{names} can sign in.", "{names} can sign in.", len(added)).format(names=names)
        self._notice.show_text(text, "good")
        self.first_name.setFocus()
        if any(one.badge for one in added):
            self._print_badges(added)

    def _print_badges(self, added: tuple[AddedOperator, ...]) -> None:
        status = self._desk.status
        point = status.issuer.point if status else ""
        path = self._desk.running.folder.papers / f"badges-{added[0].operator.code}.pdf"
        roles = {role.value: role_words(role) for role in Role}
        future = self._desk.running.compute(lambda: write_badges(path, added=added, point=point, roles=roles))

        def done(_path: object) -> None:
            self._notice.show_text(
                _("Badges to print now: the file is deleted when you sign out ({path}).").format(path=path),
                "good",
                action=_("Open"),
                on_action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            )

        self._desk.ask(future, done, self._refused)

    def _chosen(self) -> OperatorAccount | None:
        row = self.table.currentRow()
        return self._desk.accounts[row] if 0 <= row < len(self._desk.accounts) else None

    def _change_pin(self) -> None:
        account, by, pin = self._chosen(), self._desk.operator, self.new_pin.text()
        if account is None or by is None:
            return

        def hashed(pin_hash: bytes) -> None:
            self._run(change_pin, _("The PIN of {name} was changed."), account, by=by, pin_hash=pin_hash)

        self._desk.ask(self._desk.running.compute(lambda: hash_pin(pin)), hashed, self._refused)

    def _release(self) -> None:
        account, by = self._chosen(), self._desk.operator
        if account is not None and by is not None:
            self._run(release_operator, _("{name} can try again."), account, by=by)

    def _remove(self) -> None:
        account, by = self._chosen(), self._desk.operator
        if account is not None and by is not None:
            self._run(remove_operator, _("{name} can no longer sign in."), account, by=by)

    def _run(self, act: Callable[..., object], text: str, account: OperatorAccount, **more: object) -> None:
        def done(_result: object) -> None:
            self.new_pin.clear()
            self._notice.show_text(text.format(name=account.operator.first_name), "good")
            self.refresh()

        future = self._desk.running.run(act, code=account.operator.code, **more)
        self._desk.ask(future, done, self._refused)

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")


def _day_words(ends_on: str | None) -> str:
    return date(datetime.date.fromisoformat(ends_on)) if ends_on else "—"


def _field(hint: str, name: str = "") -> QLineEdit:
    """`name` says more than there is room for: to a screen reader, and under the mouse."""
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAccessibleName(name or hint)
    made.setToolTip(name)
    return made
