"""Choosing a structure from those on file, by typing part of its name, or adding it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from pos_app.domain.names import folded
from pos_app.i18n import gettext as _
from pos_app.store.structures import Structure


class StructureField(QComboBox):
    """`code` is that of the structure chosen, or of the only one that what is typed can mean; else empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(_("Structure that referred the person"))
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def show_structures(self, structures: Sequence[Structure], *, chosen: str = "") -> None:
        typed = self.currentText()
        self.clear()
        for one in structures:
            if one.prescribes:
                self.addItem(f"{one.name} · {one.commune}" if one.commune else one.name, one.code)
        place = self.findData(chosen) if chosen else -1
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText(typed)

    @property
    def typed(self) -> str:
        return self.currentText().strip()

    @property
    def code(self) -> str:
        place = self.findText(self.typed, Qt.MatchFlag.MatchFixedString)
        if place >= 0:
            return str(self.itemData(place))
        wanted = folded(self.typed)
        places = [each for each in range(self.count()) if wanted and wanted in folded(self.itemText(each))]
        return str(self.itemData(places[0])) if len(places) == 1 else ""
