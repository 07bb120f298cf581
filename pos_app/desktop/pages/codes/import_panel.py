"""Taking an operator's file into the vault: choose it, see what it holds, say how many were delivered, wipe it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from pos_app.counter.import_codes import ReceivedLot
from pos_app.counter.vault_desk import ShownFile
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.file_view import FileView
from pos_app.desktop.voucher_words import count_words
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say

_LOOK_MS = 100


class ImportPanel(Overlay):
    """`received` carries how many codes were taken in. Escape leaves everything as it is, until they are."""

    received = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=900, height=620)
        self._desk = desk
        self._shown: ShownFile | None = None
        self._taking = False
        self._sealed = 0
        self.path = QLineEdit()
        self.path.setPlaceholderText(_("the operator's file, CSV or XLSX"))
        self.path.setAccessibleName(_("The operator's file"))
        self.path.returnPressed.connect(self._read)
        self.choose = button(_("Choose a file…"), self._choose)
        self.file = FileView(desk)
        self.file.changed.connect(self._check_again)
        self.file.taken.connect(self._receive)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Codes being sealed"))
        self.progress.hide()
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.wipe = key_button(_("Wipe the file"), pgettext("key", "Enter"), self._wipe, kind="main")
        self.wipe.setDefault(True)
        self.parts = QStackedWidget()
        self._build()
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK_MS)
        self._looks.timeout.connect(self._show_progress)
        self.open_at(self.path)

    def _build(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Import recharge codes"), size=22, bold=True))
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        layout.addLayout(row)
        waiting = label(
            _("Each code is checked first, then sealed under the till's voucher key. Nothing is taken in from a file "
              "with an error."),
            role="muted",
            wrap=True,
        )  # fmt: skip
        for part in (waiting, self.file, self._wiping()):
            self.parts.addWidget(part)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.wrong)
        layout.addWidget(label(_("Escape to go back"), role="muted"))

    def _wiping(self) -> QWidget:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        self.taken_in = label(size=18, bold=True, role="good", wrap=True)
        layout.addWidget(self.taken_in)
        honest = _(
            "The file still holds every code in clear. Wiping overwrites and deletes it. On an SSD or a USB stick a "
            "trace may stay that no program can reach, and copies elsewhere (mail, backups, recycle bin) are not "
            "touched: delete those too."
        )
        layout.addWidget(label(honest, wrap=True))
        layout.addStretch(1)
        layout.addWidget(self.wipe)
        layout.addWidget(button(_("Keep the file"), self.close_overlay))
        return part

    def close_overlay(self) -> None:
        """Not while codes are being sealed: a moment later they are received, or refused."""
        if not self._taking:
            super().close_overlay()

    def leave(self) -> None:
        """Whoever signs out leaves no file of codes on the screen; one being sealed is still offered for wiping."""
        self.close_overlay()

    def _choose(self) -> None:
        kinds = _("Codes (*.csv *.txt *.xlsx)")
        name, _kind = QFileDialog.getOpenFileName(self, _("The operator's file"), self.path.text(), kinds)
        if name:
            self.path.setText(name)
            self._read()

    def _read(self) -> None:
        operator = self._desk.operator
        if operator is None or not self.path.text().strip():
            return
        self.wrong.setText("")
        future = self._desk.running.vault.read(Path(self.path.text().strip()), operator=operator)
        self._desk.ask(future, self._show, self._refused)

    def _show(self, shown: ShownFile) -> None:
        self._shown = shown
        self.wrong.setText("")
        self.file.show_file(shown)
        self.parts.setCurrentWidget(self.file)
        self.file.begin()

    def _check_again(self) -> None:
        """Other columns, or an article and a last day for the whole file."""
        operator, shown = self._desk.operator, self._shown
        if operator is None or shown is None:
            return
        future = self._desk.running.vault.check_again(
            shown, operator=operator, matching=self.file.matching, batch=self.file.batch
        )
        self._desk.ask(future, self._show, self._refused)

    def _receive(self, counted: int) -> None:
        operator, shown = self._desk.operator, self._shown
        if operator is None or shown is None or self._taking:
            return
        self._taking = True
        self.file.setEnabled(False)
        self.progress.setRange(0, shown.checked.count)
        self.progress.show()
        self._looks.start()
        future = self._desk.running.vault.receive(
            shown, operator=operator, counted=counted, progress=self._sealed_so_far
        )
        self._desk.ask(future, self._received, self._not_received)

    def _sealed_so_far(self, count: int) -> None:
        """Called from the thread that seals, which does not enter Qt: the timer looks."""
        self._sealed = count

    def _show_progress(self) -> None:
        self.progress.setValue(self._sealed)

    def _received(self, lots: tuple[ReceivedLot, ...]) -> None:
        self._settled()
        count = sum(len(one.delivery.codes) for one in lots)
        self.received.emit(count)
        self.taken_in.setText(_("{codes} taken in.").format(codes=count_words(count)))
        for one in (self.path, self.choose):
            one.setEnabled(False)
        self.parts.setCurrentIndex(self.parts.count() - 1)
        self.wipe.setFocus()

    def _not_received(self, error: BaseException) -> None:
        self._settled()
        self._refused(error)

    def _settled(self) -> None:
        self._taking = False
        self._looks.stop()
        self.file.setEnabled(True)
        self.progress.hide()
        self.wrong.setText("")

    def _wipe(self) -> None:
        if self._shown is not None:
            future = self._desk.running.vault.wipe(self._shown.table.path)
            self._desk.ask(future, self._wiped, self._refused)

    def _wiped(self, _nothing: object) -> None:
        self.close_overlay()

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
