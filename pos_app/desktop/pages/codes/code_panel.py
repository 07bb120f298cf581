"""A code on the screen, once, where no printer can print it: to be copied now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.counter.slips import SlipAtDesk
from pos_app.desktop.desk import Desk
from pos_app.desktop.theme import font, theme
from pos_app.desktop.voucher_words import slip_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.language_file import Language
from pos_app.domain.voucher import VoucherCode
from pos_app.i18n import date, pgettext
from pos_app.i18n import gettext as _
from pos_app.printing.documents.voucher_slip import VoucherSlip

_CODE_SIZE = 34
_GROUP_GAP = "   "


class CodePanel(Overlay):
    """Enter: it was copied. Escape leaves it to collect; whoever signs out takes the code off the screen."""

    def __init__(self, desk: Desk, shown: VoucherSlip, slip: SlipAtDesk, parent: QWidget) -> None:
        super().__init__(parent, width=640, height=520)
        self._desk = desk
        self._slip = slip
        self.code = CodeView(shown.code)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(8)
        layout.addWidget(label(slip_words(slip), size=22, bold=True, wrap=True))
        once = _("To be copied now: the code is shown once, and this is written in the journal.")
        layout.addWidget(label(once, role="muted", wrap=True))
        layout.addWidget(self.code)
        for language in shown.languages:
            layout.addWidget(_steps(shown, language))
        if shown.expires_on is not None:
            layout.addWidget(label(_("Valid until {day}").format(day=date(shown.expires_on)), semibold=True))
        layout.addStretch(1)
        self.copied = key_button(_("Copied"), pgettext("key", "Enter"), self._copied, kind="main")
        self.copied.setDefault(True)
        layout.addWidget(self.copied)
        layout.addWidget(label(_("Escape: not copied yet, the same code stays to collect"), role="muted"))
        self.open_at(self.copied)

    def _copied(self) -> None:
        self.close_overlay()
        self._desk.slips.confirm([self._slip.item])


class CodeView(QWidget):
    """Paints a code in its frame. It is no text of a widget, which tools that read screens could keep."""

    def __init__(self, code: VoucherCode) -> None:
        super().__init__()
        self.code = code
        self.setAccessibleName(_("The code, to be read on the screen"))
        self.setMinimumHeight(84)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("ink"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        painter.setFont(font(_CODE_SIZE, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _GROUP_GAP.join(self.code.groups))
        painter.end()


def _steps(shown: VoucherSlip, language: Language) -> QLabel:
    code = shown.code.reveal()
    steps = language.voucher.steps(dial=shown.dial, page=shown.page, count=len(code), digits_only=code.isdigit())
    lines = [f"{language.voucher.number(number)}. {text}" for number, (_pictogram, text) in enumerate(steps, start=1)]
    made = label("\n".join(lines), wrap=True)
    if language.right_to_left:
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return made
