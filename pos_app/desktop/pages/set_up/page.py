"""The first-run assistant: the point, the team, the recovery sheet, the printer, head office or alone for now.

Nothing is made until the second step is complete; from then on the till exists, and leaving the assistant leaves a
till that works alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pos_app.clock import SystemClock
from pos_app.desktop.pages.set_up.again import BackupAgain, InBackground, OfficeAgain
from pos_app.desktop.pages.set_up.printer_step import PrinterStep
from pos_app.desktop.pages.set_up.step import Step
from pos_app.desktop.status_words import role_words
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.labels import label
from pos_app.domain.operator import Role
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.first_run import FirstTill
    from pos_app.counter.restore_till import Restored
    from pos_app.counter.set_up_till import SetUpTill
    from pos_app.printing.printer_setup import SystemPrinterFound

FROM_OFFICE, FROM_BACKUP = 5, 6
"""The places of the steps that find a till again."""
_POINT = ("point", "till", "series", "legal_name", "address", "siret", "phone")


class SetUpPage(QWidget):
    """`ready(made, office_code)` goes on with the till; `office_code` is empty for "alone for now"."""

    def __init__(
        self,
        folder: TillFolder,
        *,
        in_background: InBackground,
        ready: Callable[[SetUpTill, str], object],
        restored: Callable[[Restored], object] = lambda _restored: None,
    ) -> None:
        super().__init__()
        self._folder = folder
        self._in_background = in_background
        self._ready = ready
        self._first: FirstTill | None = None
        self._joined = False
        self.office_again = OfficeAgain(
            folder, in_background=in_background, made=self._found_it, said=self._tell, failed=self._say
        )
        self.backup_again = BackupAgain(
            folder, in_background=in_background, restored=restored, said=self._tell, failed=self._say
        )
        self._asked_word = 0
        self.steps = QStackedWidget()
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self._lay_out()
        made = (
            self._point_step(), self._team_step(), self._sheet_step(), self._printer_step(), self._office_step(),
            self.office_again, self.backup_again,
        )  # fmt: skip
        self.fields: dict[str, QLineEdit] = {}
        for step in made:
            self.steps.addWidget(step)
            self.fields |= step.fields
        self._go_to(0)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(680)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(36, 22, 36, 20)
        layout.setSpacing(10)
        layout.addWidget(self.steps)
        layout.addWidget(self.wrong)
        outer.addWidget(card)

    # Steps

    def _point_step(self) -> Step:
        step = Step(_("Welcome. Where is this till?"), _("Receipts will say all this."))
        step.field("point", _("Reception point"), hint="Marseille")
        step.field("till", _("Till"), value="Caisse 1")
        step.field("series", _("Series of tickets"), hint="MRS1")
        step.field("legal_name", _("Legal name"), value="Connexions Solidaires")
        step.field("address", _("Address"), hint="12 rue de l’Exemple, 13003 Marseille, France")
        step.field("siret", "SIRET", hint="000 000 000 00000")
        step.field("phone", _("Telephone (optional)"))
        step.main(_("Continue"), self._check_point)
        step.other(_("Find a lost till again from head office"), lambda: self._go_to(FROM_OFFICE))
        step.other(_("Put a backup back"), lambda: self._go_to(FROM_BACKUP))
        return step

    def _team_step(self) -> Step:
        step = Step(_("Who coordinates?"), _("This person adds the others, with or without a network."))
        step.field("first_name", _("First name"))
        step.field("pin", _("PIN, six digits"), hidden=True)
        step.field("pin_again", _("The same again"), hidden=True)
        step.field("team", _("Volunteers (optional)"), hint=_("first names, between commas: each gets a badge"))
        step.field("passphrase", _("Opening passphrase"), hint=_("only if the computer has no keyring"), hidden=True)
        self.make = step.main(_("Make the till"), self._make)
        return step

    def _sheet_step(self) -> Step:
        step = Step(
            _("Print the recovery sheet"),
            _("Its twelve words open the till if the computer's keyring is lost. Put it in the safe."),
        )
        self.words = label(size=17, semibold=True, wrap=True)
        step.add(self.words)
        self.sheet = button(_("Open what is to print"), self._open_papers)
        step.add(self.sheet)
        step.add(label(_("The files are deleted from this computer at the next step."), role="muted", wrap=True))
        self.word = step.field("word", _("Check"))
        step.main(_("It is printed"), self._check_word)
        return step

    def _printer_step(self) -> PrinterStep:
        self.printer = PrinterStep(own_folder=str(self._folder.receipts), go_on=self._choose_receipts)
        return self.printer

    def _office_step(self) -> Step:
        step = Step(
            _("Head office, or alone for now?"),
            _("A till alone can join later with everything it has. Receipts are written to its folder meanwhile."),
        )
        step.field("code", _("Code given by head office"), hint="ABCDE-…@siege.example.org:8443")
        step.main(_("Join and begin"), self._join)
        self.alone = button(_("Alone for now"), lambda: self._finish(""))
        step.add(self.alone)
        self.trial = button(_("Look at the trial page"), self._open_trial)
        step.add(self.trial)
        return step

    # What each step does

    def _check_point(self) -> None:
        from pos_app.counter.set_up_till import check_point

        try:
            check_point(**self._values(_POINT))
        except PosError as error:
            self._say(error)
        else:
            self._go_to(1)

    def _make(self) -> None:
        values = self._values(("first_name", "pin", "pin_again", "team", "passphrase"))
        if values["pin"] != values["pin_again"]:
            self.wrong.setText(_("The two PINs are not the same."))
            return
        self.wrong.setText("")
        self.make.setEnabled(False)
        folder, point = self._folder, self._values(_POINT)

        def make() -> FirstTill:
            from pos_app.counter.first_run import make_first_till

            return make_first_till(
                folder,
                point=point,
                first_name=values["first_name"],
                pin=values["pin"],
                team=[name.strip() for name in values["team"].split(",") if name.strip()],
                passphrase=values["passphrase"],
                clock=SystemClock(),
            )

        self._in_background(make, self._made_it, self._not_made)

    def _made_it(self, first: FirstTill) -> None:
        self._first = first
        words = first.set_up.words
        self._asked_word = secrets.randbelow(len(words))
        self.words.setText("   ".join(f"{n}. {word}" for n, word in enumerate(words, start=1)))
        asked = _("To check, copy word {number} from the paper").format(number=self._asked_word + 1)
        self.word.setAccessibleName(asked)
        self.word.setPlaceholderText(asked)
        self._go_to(2)

    def _found_it(self, first: FirstTill) -> None:
        """The till is joined already: head office is not asked about again."""
        self._joined = True
        self._made_it(first)

    def _not_made(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        self._say(error)

    def _open_papers(self) -> None:
        first = self._first
        if first is None:
            return
        roles = {role.value: role_words(role) for role in Role}

        def write() -> tuple[Path, ...]:
            from pos_app.counter.first_run import first_papers

            return first_papers(first, roles=roles, clock=SystemClock())

        self._in_background(write, _open_all, self._say)

    def _check_word(self) -> None:
        from pos_app.counter.paper import clear_papers
        from pos_app.keys.recovery_words import same_word

        if self._first is None or not same_word(self.word.text(), self._first.set_up.words[self._asked_word]):
            self.wrong.setText(_("This is not word {number} of the sheet.").format(number=self._asked_word + 1))
            return
        papers = self._folder.papers
        self._in_background(lambda: clear_papers(papers), lambda _done: self._go_to(3), self._say)
        self._in_background(_system_printers, self.printer.offer, lambda _error: None)

    def _choose_receipts(self) -> None:
        first, folder, printer = self._first, self.fields["receipts"].text(), self.printer.set_up()
        if first is None:
            return
        self.wrong.setText("")

        def choose() -> Path:
            from pos_app.counter.first_run import choose_receipts

            return choose_receipts(first, folder, printer=printer, clock=SystemClock())

        self._in_background(choose, self._receipts_chosen, self._say)

    def _receipts_chosen(self, page: Path) -> None:
        self._trial_page = page
        if self._joined:
            self._finish("")
        else:
            self._go_to(4)

    def _open_trial(self) -> None:
        _open(self._trial_page)

    def _join(self) -> None:
        from pos_app.sync.wire import EnrolmentCode

        try:
            EnrolmentCode.parse(self.fields["code"].text())
        except PosError as error:
            self._say(error)
        else:
            self._finish(self.fields["code"].text())

    def _finish(self, code: str) -> None:
        if self._first is not None:
            self._ready(self._first.set_up, code)

    # Inside

    def _values(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self.fields[name].text() for name in names}

    def _go_to(self, number: int) -> None:
        self.wrong.setText("")
        self.steps.setCurrentIndex(number)
        step = self.steps.currentWidget()
        if isinstance(step, Step):
            step.begin()

    def _tell(self, text: str) -> None:
        self.wrong.setText(text)

    def _say(self, error: BaseException) -> None:
        self.wrong.setText(say(error))


def _system_printers() -> tuple[SystemPrinterFound, ...]:
    from pos_app.printing.system_printer import system_printers

    return system_printers()


def _open_all(paths: tuple[Path, ...]) -> None:
    for path in paths:
        _open(path)


def _open(path: Path) -> None:
    """In whatever this computer opens PDF files with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
