"""The frame of a plain page: a title, a quiet line, and room below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.sentences import say


class Page(QWidget):
    """`body` takes the page's widgets, `heading` what stands beside the title."""

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.notice = Notice()
        self.heading = QHBoxLayout()
        self.heading.addWidget(label(title, size=26, bold=True))
        self.heading.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(self.heading)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.notice)

    def tell(self, error: BaseException) -> None:
        """An error of this page's acts, beside them."""
        self.notice.show_text(say(error), "warn")
