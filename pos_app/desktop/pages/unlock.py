"""Opening the till where the computer's keyring cannot: a passphrase, or the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.counter.keyring_slot import Unlocked, unlock_with_words
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.keys.key_file import open_with_passphrase
from pos_app.keys.recovery_words import read_recovery_words
from pos_app.sentences import say
from pos_app.settings import TillFolder

Unlock = Callable[[Callable[[], Unlocked], Callable[[BaseException], object]], None]


class UnlockPage(QWidget):
    """`unlock(work, failed)` runs the slow part elsewhere and opens the till with what it gives."""

    def __init__(self, folder: TillFolder, error: BaseException, *, unlock: Unlock) -> None:
        super().__init__()
        self._folder = folder
        self._unlock = unlock
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(620)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(12)
        layout.addWidget(label(_("Open the till"), size=26, bold=True))
        self.sentence = label(say(error), size=15, wrap=True, role="warn", semibold=True)
        layout.addWidget(self.sentence)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("Opening passphrase"))
        self.passphrase.setAccessibleName(_("Opening passphrase"))
        self.passphrase.returnPressed.connect(self._by_passphrase)
        layout.addWidget(self.passphrase)
        self.open = key_button(_("Open"), pgettext("key", "Enter"), self._by_passphrase, kind="main")
        layout.addWidget(self.open)
        layout.addSpacing(12)
        layout.addWidget(label(_("Or the twelve words of the recovery sheet:"), role="muted"))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setMaximumHeight(90)
        self.words.setAccessibleName(_("The twelve words of the recovery sheet"))
        layout.addWidget(self.words)
        self.by_words = button(_("Open with the recovery sheet"), self._by_words)
        layout.addWidget(self.by_words)
        outer.addWidget(card)
        self.passphrase.setFocus()

    def _by_passphrase(self) -> None:
        path, phrase = self._folder.key_file, self.passphrase.text()
        self._try(lambda: Unlocked(open_with_passphrase(path, phrase)))

    def _by_words(self) -> None:
        folder, text = self._folder, self.words.toPlainText()
        self._try(lambda: unlock_with_words(folder, read_recovery_words(text)))

    def _try(self, work: Callable[[], Unlocked]) -> None:
        for one in (self.open, self.by_words):
            one.setEnabled(False)
        self._unlock(work, self._failed)

    def _failed(self, error: BaseException) -> None:
        for one in (self.open, self.by_words):
            one.setEnabled(True)
        self.sentence.setText(say(error))
