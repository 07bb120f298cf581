"""A paper on the screen, as it prints."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.counter.own_thread import in_a_thread
from pos_app.counter.print_documents import document_of
from pos_app.desktop.desk import Desk
from pos_app.desktop.print_words import paper_words
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.i18n import gettext as _
from pos_app.printing.jobs import PrintJob
from pos_app.printing.preview import preview
from pos_app.sentences import say

_STEP = 60


class PreviewPanel(Overlay):
    """Shows what `job` prints, or printed, from the journal as it stands; up and down scroll, Escape closes.

    It is made away from the window. A paper with a code is never shown here.
    """

    def __init__(self, desk: Desk, job: PrintJob, subject: str, parent: QWidget) -> None:
        super().__init__(parent, width=760, height=640)
        self.pages: list[QLabel] = []
        self.told = label(_("One moment…"), role="muted", wrap=True)
        self._column = QVBoxLayout()
        self._column.addWidget(self.told)
        inside = QWidget()
        inside.setLayout(self._column)
        self.room = QScrollArea()
        self.room.setWidgetResizable(True)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(inside)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.addWidget(label(paper_words(job.document, subject), size=22, bold=True, wrap=True))
        layout.addWidget(self.room, 1)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        running = desk.running
        desk.ask(in_a_thread(lambda: preview(running.run(document_of, job).result())), self._show, self._refused)
        self.open_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        steps = {Qt.Key.Key_Down: _STEP, Qt.Key.Key_Up: -_STEP}
        page = self.room.viewport().height() - _STEP
        steps |= {Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar = self.room.verticalScrollBar()
            bar.setValue(bar.value() + step)

    def _show(self, pages: tuple[bytes, ...]) -> None:
        self.told.hide()
        for content in pages:
            picture = QPixmap()
            picture.loadFromData(content, "PNG")
            page = QLabel()
            page.setPixmap(picture)
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.setAccessibleName(_("The paper as it prints"))
            self._column.addWidget(page)
            self.pages.append(page)
        self._column.addStretch(1)

    def _refused(self, error: BaseException) -> None:
        self.told.setText(say(error))
