"""This till: language, theme, folder of receipts, recovery sheet, catalogue, and what program this is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app import SOFTWARE
from pos_app.counter.late_sale import paper_sheet, write_paper_sheet
from pos_app.counter.load_catalogue import load_catalogue, read_catalogue_file
from pos_app.counter.preferences import Preferences
from pos_app.desktop.customer.display import ANY_OTHER, NONE
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.settings.retire_panel import RetirePanel
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.perimeter import perimeter
from pos_app.sentences import say

if TYPE_CHECKING:
    from pos_app.printing.documents.paper_sheet import PaperSheet

SHOWN_HASH = 8
"""As many digits as head office's page shows, to compare by eye."""


class ThisTillTab(QWidget):
    """Each choice takes effect at once."""

    def __init__(
        self, desk: Desk, notice: Notice, *, preferences: Preferences, remake: Callable[[Preferences], object]
    ) -> None:
        super().__init__()
        self._desk = desk
        self._notice = notice
        self._preferences = preferences
        self._remake = remake
        self.language = _choice(_("Language"), (("fr", "Français"), ("en", "English")), preferences.language)
        themes = (("light", _("Light")), ("dark", _("Dark")), ("contrast", _("High contrast")))
        self.theme = _choice(_("Colours"), themes, preferences.theme)
        self.customer = _choice(_("Screen of the person at the desk"), _screens(), preferences.customer_screen)
        self.receipts = QLineEdit(preferences.receipts)
        self.receipts.setAccessibleName(_("Folder of receipts"))
        self.receipts.editingFinished.connect(self._change)
        self.language.activated.connect(self._change)
        self.theme.activated.connect(self._change)
        self.customer.activated.connect(self._change)
        self.about = label(role="muted", wrap=True)
        self._build()

    def _build(self) -> None:
        form = QFormLayout()
        form.setSpacing(14)
        form.addRow(label(_("Language")), self.language)
        form.addRow(label(_("Colours")), self.theme)
        form.addRow(label(_("Screen of the person at the desk")), self.customer)
        folder = QHBoxLayout()
        folder.addWidget(self.receipts, 1)
        folder.addWidget(button(_("Choose…"), self._choose_folder))
        form.addRow(label(_("Folder of receipts")), folder)
        acts = QHBoxLayout()
        acts.addWidget(button(_("New recovery sheet"), self._new_sheet))
        acts.addWidget(button(_("Load a catalogue…"), self._choose_catalogue))
        acts.addWidget(button(_("Sheet for selling by hand"), self.write_sheet))
        self.retire = button(_("Close for good…"), self._retire)
        acts.addWidget(self.retire)
        acts.addStretch(1)
        help_acts = QHBoxLayout()
        help_acts.addWidget(button(_("Send a diagnosis to head office"), self.send_diagnosis))
        help_acts.addWidget(button(_("Save a diagnosis…"), self._choose_diagnosis))
        help_acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 18, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addLayout(acts)
        layout.addLayout(help_acts)
        layout.addStretch(1)
        layout.addWidget(self.about)

    def refresh(self) -> None:
        """Shows what program and what till this is: an inspector reads it here."""
        status = self._desk.status
        self.receipts.setPlaceholderText(str(self._desk.running.folder.receipts))
        operator = self._desk.operator
        self.retire.setVisible(operator is not None and operator.may(Right.JOIN_HEAD_OFFICE))
        if status is None:
            return
        issuer = status.issuer
        where = f"{issuer.legal_name} · {issuer.point} · {issuer.till} · {status.series}"
        office = status.office.address if status.enrolled else _("alone")
        self.about.setText(
            _(
                "{software} · fiscal perimeter {perimeter}\n{where}\nHead office: {office}\nData: {folder}\n"
                "Last entry: no. {seq}, {hash}"
            ).format(
                software=SOFTWARE,
                perimeter=perimeter()[:16],
                where=where,
                office=office,
                folder=self._desk.running.folder.data,
                seq=status.head.seq,
                hash=status.head.hash.hex()[:SHOWN_HASH],
            )
        )

    def load_catalogue_from(self, path: Path) -> None:
        """Takes a catalogue file into force, or says its line and what is wrong there."""
        operator = self._desk.operator
        if operator is None:
            return

        def loaded(catalogue: Catalogue) -> None:
            self._notice.show_text(
                _("Catalogue loaded: {count} articles.").format(count=len(catalogue.products)), "good"
            )

        def read(text: str) -> None:
            self._desk.ask(self._desk.running.run(load_catalogue, operator=operator, text=text), loaded, self._refused)

        self._desk.ask(
            self._desk.running.compute(lambda: read_catalogue_file(path)),
            read,
            self._refused,
        )

    def _change(self) -> None:
        chosen = msgspec.structs.replace(
            self._preferences,
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            receipts=self.receipts.text().strip(),
            customer_screen=self.customer.currentData(),
        )
        operator = self._desk.operator
        if chosen == self._preferences or operator is None:
            return
        future = self._desk.running.change_preferences(operator=operator, chosen=chosen)
        self._desk.ask(future, self._changed, self._refused)

    def _changed(self, kept: Preferences) -> None:
        before, self._preferences = self._preferences, kept
        if before.receipts == kept.receipts:
            self._remake(kept)
        else:
            self._notice.show_text(_("Receipts are written to the new folder from now on."), "good")

    def _choose_folder(self) -> None:
        """The system's own folder chooser, without blocking the till."""
        dialog = QFileDialog(self, _("Folder of receipts"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.open()

    def _folder_chosen(self, folder: str) -> None:
        self.receipts.setText(folder)
        self._change()

    def _choose_catalogue(self) -> None:
        dialog = QFileDialog(self, _("Load a catalogue"))
        dialog.setNameFilter(_("Catalogue (*.csv)"))
        dialog.fileSelected.connect(lambda path: self.load_catalogue_from(Path(path)))
        dialog.open()

    def _retire(self) -> None:
        if self._desk.status is not None:
            RetirePanel(self._desk, self._notice, self, series=self._desk.status.series)

    def _new_sheet(self) -> None:
        operator = self._desk.operator
        if operator is None:
            return

        def written(path: Path) -> None:
            self._notice.show_text(
                _(
                    "Print this sheet now and put it in the safe: the file is deleted when you sign out ({path})."
                ).format(path=path),
                "warn",
                action=_("Open"),
                on_action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            )

        self._desk.ask(self._desk.running.new_recovery_sheet(operator=operator), written, self._refused)

    def write_sheet(self) -> None:
        """A sheet for the day on which the computer is dead, to be printed while it is not."""

        def written(path: Path) -> None:
            text = _("Print this sheet now and keep it in the drawer. One more has another number ({path}).")
            self._notice.show_text(
                text.format(path=path),
                "good",
                action=_("Open"),
                on_action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            )

        running = self._desk.running
        folder = self._preferences.receipts_folder(running.folder.receipts)

        def write(sheet: PaperSheet) -> None:
            self._desk.ask(running.compute(lambda: write_paper_sheet(sheet, folder=folder)), written, self._refused)

        self._desk.ask(running.run(paper_sheet), write, self._refused)

    def send_diagnosis(self) -> None:
        """What this till is and what went wrong lately, without a name, a code or a PIN."""
        from pos_app.counter.diagnose import diagnose  # what verifies a journal is not loaded at the start

        running = self._desk.running
        self._notice.show_text(_("The diagnosis is being made; go on working."), "good")

        def sent(number: int) -> None:
            self._notice.show_text(_("Head office has the diagnosis: no. {number}.").format(number=number), "good")

        def made(sealed: bytes) -> None:
            self._desk.ask(running.sync.send_diagnosis(sealed), sent, self._refused)

        self._desk.ask(diagnose(running, screens=_sizes()), made, self._refused)

    def save_diagnosis_to(self, path: Path) -> None:
        """The same as a file, which only head office opens."""

        def saved(kept: Path) -> None:
            self._notice.show_text(
                _("Send this file to head office, which alone opens it: {path}").format(path=kept), "good"
            )

        from pos_app.counter.diagnose import save_diagnosis

        future = save_diagnosis(self._desk.running, screens=_sizes(), path=path)
        self._desk.ask(future, saved, self._refused)

    def _choose_diagnosis(self) -> None:
        dialog = QFileDialog(self, _("Save a diagnosis"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("diagnosis")
        dialog.fileSelected.connect(lambda path: self.save_diagnosis_to(Path(path)))
        dialog.open()

    def _refused(self, error: BaseException) -> None:
        self.receipts.setText(self._preferences.receipts)
        self._notice.show_text(say(error), "warn")


def _sizes() -> tuple[str, ...]:
    """The screens as a diagnosis tells them: "1366×768, 100 %"."""
    return tuple(
        f"{screen.size().width()}×{screen.size().height()}, {round(screen.devicePixelRatio() * 100)} %"
        for screen in QGuiApplication.screens()
    )


def _screens() -> tuple[tuple[str, str], ...]:
    names = tuple((screen.name(), f"{screen.name()} {screen.model()}".strip()) for screen in QGuiApplication.screens())
    return ((ANY_OTHER, _("The second one, if there is one")), *names, (NONE, _("No screen")))


def _choice(name: str, options: tuple[tuple[str, str], ...], chosen: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for value, text in options:
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
