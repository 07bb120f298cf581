"""The first-run assistant: the point, the coordinator, the recovery sheet, receipts, head office or alone for now.

Nothing is made until the second step is complete; from then on the till exists, and leaving the assistant leaves a
till that works alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pos_app.clock import SystemClock
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.set_up_till import SetUpTill

InBackground = Callable[[Callable[[], Any], Callable[[Any], object], Callable[[BaseException], object]], None]


class SetUpPage(QWidget):
    """`ready(made, office_code)` goes on with the till; `office_code` is empty for "alone for now"."""

    def __init__(
        self,
        folder: TillFolder,
        *,
        in_background: InBackground,
        ready: Callable[[SetUpTill, str], object],
    ) -> None:
        super().__init__()
        self._folder = folder
        self._in_background = in_background
        self._ready = ready
        self._made: SetUpTill | None = None
        self._asked_word = 0
        self.fields: dict[str, QLineEdit] = {}
        self.steps = QStackedWidget()
        self.wrong = label(role="bad", semibold=True, wrap=True)
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(680)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(36, 28, 36, 28)
        layout.setSpacing(10)
        layout.addWidget(self.steps)
        layout.addWidget(self.wrong)
        outer.addWidget(card)
        for step in (self._point_step(), self._coordinator_step(), self._sheet_step(), self._office_step()):
            self.steps.addWidget(step)
        self._go_to(0)

    # Steps

    def _point_step(self) -> QWidget:
        step, form = self._step(_("Welcome. Where is this till?"), _("As receipts will say it."))
        self._field(form, "point", _("Reception point"), "Marseille")
        self._field(form, "till", _("Till"), "Caisse 1").setText("Caisse 1")
        self._field(form, "series", _("Series of tickets"), "MRS1")
        self._field(form, "legal_name", _("Legal name"), "Connexions Solidaires").setText("Connexions Solidaires")
        self._field(form, "address", _("Address"), "12 rue de l'Exemple, 13003 Marseille, France")
        self._field(form, "siret", "SIRET", "000 000 000 00000")
        self._field(form, "phone", _("Telephone (optional)"), "")
        self._next(step, _("Continue"), self._check_point)
        return step

    def _coordinator_step(self) -> QWidget:
        step, form = self._step(_("Who coordinates?"), _("This person adds the others, with or without a network."))
        self._field(form, "first_name", _("First name"), "")
        self._field(form, "pin", _("PIN, six digits"), "").setEchoMode(QLineEdit.EchoMode.Password)
        self._field(form, "pin_again", _("The same again"), "").setEchoMode(QLineEdit.EchoMode.Password)
        phrase = self._field(form, "passphrase", _("Opening passphrase"), _("only if the computer has no keyring"))
        phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.make = self._next(step, _("Make the till"), self._make)
        return step

    def _sheet_step(self) -> QWidget:
        step, form = self._step(
            _("Print the recovery sheet"),
            _("Its twelve words open the till if the computer's keyring is lost. Put it in the safe."),
        )
        self.words = label(size=17, semibold=True, wrap=True)
        form.addRow(self.words)
        self.sheet = button(_("Open the sheet to print it"), self._open_sheet)
        form.addRow(self.sheet)
        self.word = self._field(form, "word", "", "")
        self.word_asked = form.labelForField(self.word)
        self._next(step, _("It is printed"), self._check_word)
        return step

    def _office_step(self) -> QWidget:
        step, form = self._step(
            _("Head office, or alone for now?"),
            _("A till alone can join later with everything it has. Receipts are written to its folder meanwhile."),
        )
        self._field(form, "code", _("Code given by head office"), "ABCDE-…@siege.example.org:8443")
        self._next(step, _("Join and begin"), self._join)
        self.alone = button(_("Alone for now"), lambda: self._finish(""))
        inside = step.layout()
        assert inside is not None
        inside.addWidget(self.alone)
        return step

    # What each step does

    def _check_point(self) -> None:
        from pos_app.counter.set_up_till import check_point

        try:
            check_point(**self._point_values())
        except PosError as error:
            self._say(error)
        else:
            self._go_to(1)

    def _make(self) -> None:
        values = {name: field.text() for name, field in self.fields.items()}
        if values["pin"] != values["pin_again"]:
            self.wrong.setText(_("The two PINs are not the same."))
            return
        self.wrong.setText("")
        self.make.setEnabled(False)
        folder = self._folder
        point = self._point_values()

        def make() -> SetUpTill:
            from pos_app.counter.first_run import make_first_till

            return make_first_till(
                folder,
                point=point,
                first_name=values["first_name"],
                pin=values["pin"],
                passphrase=values["passphrase"],
                clock=SystemClock(),
            )

        self._in_background(make, self._made_it, self._not_made)

    def _made_it(self, made: SetUpTill) -> None:
        self._made = made
        self._asked_word = secrets.randbelow(len(made.words))
        self.words.setText("   ".join(f"{n}. {word}" for n, word in enumerate(made.words, start=1)))
        asked = _("To check, copy word {number} from the paper").format(number=self._asked_word + 1)
        self.word.setAccessibleName(asked)
        self.word.setPlaceholderText(asked)
        self._go_to(2)

    def _not_made(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        self._say(error)

    def _open_sheet(self) -> None:
        made = self._made
        if made is None:
            return

        def write() -> str:
            from pos_app.counter.paper import write_recovery_sheet
            from pos_app.store.tickets import issuer_at

            store = made.opened.till.store
            path = self._folder.receipts / f"feuille-de-secours-{store.state.series}.pdf"
            issuer = issuer_at(store.connection, store.position)
            return str(
                write_recovery_sheet(
                    path, words=made.words, issuer=issuer, series=store.state.series, clock=SystemClock()
                )
            )

        self._in_background(write, lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)), self._say)

    def _check_word(self) -> None:
        from pos_app.keys.recovery_words import same_word

        if self._made is not None and same_word(self.word.text(), self._made.words[self._asked_word]):
            self._go_to(3)
        else:
            self.wrong.setText(_("This is not word {number} of the sheet.").format(number=self._asked_word + 1))

    def _join(self) -> None:
        from pos_app.sync.wire import EnrolmentCode

        try:
            EnrolmentCode.parse(self.fields["code"].text())
        except PosError as error:
            self._say(error)
        else:
            self._finish(self.fields["code"].text())

    def _finish(self, code: str) -> None:
        if self._made is not None:
            self._ready(self._made, code)

    # Inside

    def _point_values(self) -> dict[str, str]:
        names = ("point", "till", "series", "legal_name", "address", "siret", "phone")
        return {name: self.fields[name].text() for name in names}

    def _go_to(self, step: int) -> None:
        self.wrong.setText("")
        self.steps.setCurrentIndex(step)
        shown = self.steps.currentWidget()
        first = shown.findChild(QLineEdit) if shown is not None else None
        if isinstance(first, QLineEdit):
            first.setFocus()

    def _say(self, error: BaseException) -> None:
        self.wrong.setText(say(error))

    def _step(self, title: str, explained: str) -> tuple[QWidget, QFormLayout]:
        step = QWidget()
        layout = QVBoxLayout(step)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label(title, size=26, bold=True, wrap=True))
        layout.addWidget(label(explained, role="muted", wrap=True))
        form = QFormLayout()
        form.setSpacing(10)
        layout.addLayout(form)
        layout.addStretch(1)
        return step, form

    def _field(self, form: QFormLayout, name: str, text: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(hint)
        made.setAccessibleName(text)
        form.addRow(label(text), made)
        self.fields[name] = made
        return made

    def _next(self, step: QWidget, text: str, act: Callable[[], object]) -> QWidget:
        made = key_button(text, pgettext("key", "Enter"), act, kind="main")
        layout = step.layout()
        assert layout is not None
        layout.addWidget(made)
        for field in step.findChildren(QLineEdit):
            field.returnPressed.connect(act)
        return made
