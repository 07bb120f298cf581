"""The turned screen: large phrases with pictograms, in the person's language, for desks with one screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from pos_app.desktop.pages.turned.phrase_card import PhraseCard
from pos_app.desktop.pages.turned.visit import Visit, languages_of, said, spoken
from pos_app.desktop.theme import load_scripts
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.flow import FlowLayout
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.printing.languages import FRENCH, language_codes, language_of

_KEYS = "1234567890ABCDEFGH"
_COLUMNS = 4
_WHOLE_WINDOW = 100_000


class TurnedScreen(Overlay):
    """A key or a click shows one phrase alone, as large as the window; Escape goes back, and then closes."""

    def __init__(self, visit: Visit, *, language: str, parent: QWidget) -> None:
        super().__init__(parent, width=_WHOLE_WINDOW, height=_WHOLE_WINDOW)
        load_scripts()
        self._visit = visit
        self.language = language
        self.cards: list[PhraseCard] = []
        self.languages: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._remark = label(role="muted", size=12)
        self._remark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = key_button(_("Turn back"), pgettext("key", "Esc"), self.close_overlay)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(12)
        layout.addLayout(self._heading())
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._remark)
        self.speak(language)
        self.open_at(self.cards[0])

    @property
    def alone(self) -> PhraseCard | None:
        """The phrase that fills the screen; None while all of them are shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, PhraseCard) else None

    def _heading(self) -> QHBoxLayout:
        heading = QHBoxLayout()
        names = QWidget()
        flow = FlowLayout(names, gap=8)
        for code in language_codes():
            known = language_of(code)
            if known is None:
                continue
            self.languages[code] = button(known.name, partial(self.speak, code), kind="chip")
            self.languages[code].setCheckable(True)
            flow.addWidget(self.languages[code])
        heading.addWidget(names, 1)
        heading.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        return heading

    def speak(self, code: str) -> None:
        """Says everything in another language."""
        self.language = code
        codes = spoken(code)
        for name, chip in self.languages.items():
            chip.setChecked(name in codes)
        self._show_phrases()
        read = [language for language in languages_of(codes) if language.read_by]
        unread = codes != (FRENCH,) and len(read) < len(codes)
        self._remark.setText(
            _("Nobody who grew up with this language has read this translation yet.") if unread else ""
        )

    def show_visit(self, visit: Visit) -> None:
        """The basket changed meanwhile."""
        if visit != self._visit:
            self._visit = visit
            self._show_phrases()

    def show_alone(self, card: PhraseCard) -> None:
        large = PhraseCard(card.said, right_to_left=self._right_to_left, parent=self._stack)
        large.clicked.connect(self.show_all)
        self._stack.addWidget(large)
        self._stack.setCurrentWidget(large)
        large.setFocus()

    def show_all(self) -> None:
        """Back to the list of phrases."""
        large = self.alone
        if large is not None:
            self._stack.removeWidget(large)
            large.deleteLater()
            self.cards[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Escape and self.alone is not None:
            self.show_all()
            return
        letter = event.text().upper()
        place = _KEYS.find(letter) if letter else -1
        if self.alone is None and 0 <= place < len(self.cards):
            self.show_alone(self.cards[place])
        else:
            super().keyPressEvent(event)

    @property
    def _right_to_left(self) -> bool:
        return any(language.right_to_left for language in languages_of(spoken(self.language)))

    def _show_phrases(self) -> None:
        """Makes every card anew; the phrase that somebody is reading, alone or under the keyboard, stays that one."""
        alone = self.alone
        read = alone or next((card for card in self.cards if card.hasFocus()), None)
        self._make_cards()
        same = next((card for card in self.cards if read and card.said.phrase.code == read.said.phrase.code), None)
        (same or self.cards[0]).setFocus()
        if alone is not None and same is not None:
            self.show_alone(same)

    def _make_cards(self) -> None:
        while (old := self._stack.widget(0)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        sheet = QWidget()
        backwards = self._right_to_left
        direction = Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
        sheet.setLayoutDirection(direction)
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        self.cards = []
        phrases = said(languages_of(spoken(self.language)), self._visit)
        for place, (key, phrase) in enumerate(zip(_KEYS, phrases, strict=False)):
            card = PhraseCard(phrase, key=key, right_to_left=backwards)
            card.clicked.connect(partial(self.show_alone, card))
            grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            self.cards.append(card)
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
