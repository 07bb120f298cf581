"""Finding a till again whose computer is gone or whose database is damaged: from head office, or from a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from pos_app.clock import SystemClock
from pos_app.desktop.pages.set_up.step import Step
from pos_app.desktop.widgets.buttons import button
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.first_run import FirstTill
    from pos_app.counter.restore_till import Restored

InBackground = Callable[[Callable[[], Any], Callable[[Any], object], Callable[[BaseException], object]], None]


class OfficeAgain(Step):
    """The whole journal comes back from head office; `made` goes on with the till that follows it."""

    def __init__(
        self,
        folder: TillFolder,
        *,
        in_background: InBackground,
        made: Callable[[FirstTill], object],
        said: Callable[[str], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        super().__init__(
            _("Find a till again from head office"),
            _(
                "Head office gives a code for that till. Its journal comes back as it was signed; it goes on in a new "
                "chain."
            ),
        )
        self._folder, self._in_background = folder, in_background
        self._made, self._said, self._failed = made, said, failed
        self.field("found_code", _("Code given by head office"), hint="ABCDE-…@siege.example.org:8443")
        self.field("found_name", _("Who coordinates?"), hint=_("First name"))
        self.field("found_pin", _("PIN, six digits"), hidden=True)
        self.field("found_pin_again", _("The same again"), hidden=True)
        self.field(
            "found_passphrase", _("Opening passphrase"), hint=_("only if the computer has no keyring"), hidden=True
        )
        self.finding = self.main(_("Find the till again"), self._find)

    def _find(self) -> None:
        values = {name: field.text() for name, field in self.fields.items()}
        if values["found_pin"] != values["found_pin_again"]:
            self._said(_("The two PINs are not the same."))
            return
        self._said(_("Asking head office…"))
        self.finding.setEnabled(False)
        folder = self._folder

        def work() -> FirstTill:
            from pos_app.counter.first_run import find_till_again

            return find_till_again(
                folder,
                code=values["found_code"],
                first_name=values["found_name"],
                pin=values["found_pin"],
                passphrase=values["found_passphrase"],
                clock=SystemClock(),
            )

        self._in_background(work, self._made, self._not_found)

    def _not_found(self, error: BaseException) -> None:
        self.finding.setEnabled(True)
        self._failed(error)


class BackupAgain(Step):
    """The newest backup of a medium is put back; `restored` hears what was done."""

    def __init__(
        self,
        folder: TillFolder,
        *,
        in_background: InBackground,
        restored: Callable[[Restored], object],
        said: Callable[[str], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        super().__init__(
            _("Put a backup back"),
            _(
                "The newest one of the folder is checked and put back; what head office holds beyond it comes too. "
                "What is there now is kept aside."
            ),
        )
        self._folder, self._in_background = folder, in_background
        self._restored, self._said, self._failed = restored, said, failed
        self.field("restore_folder", _("Folder or stick"), value=str(folder.backups) if folder.exists else "")
        self.add(button(_("Choose…"), self._choose))
        self.field("restore_words", _("The twelve words of the recovery sheet"))
        self.restore = self.main(_("Put it back"), self._restore)

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Folder or stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.fields["restore_folder"].setText)
        dialog.open()

    def _restore(self) -> None:
        from pos_app.keys.recovery_words import read_recovery_words

        try:
            words = read_recovery_words(self.fields["restore_words"].text())
        except PosError as error:
            self._failed(error)
            return
        folder, medium = self._folder, Path(self.fields["restore_folder"].text().strip())
        self._said(_("Checking the backup…"))
        self.restore.setEnabled(False)

        def work() -> Restored:
            from pos_app.counter.restore_medium import restore_newest

            return restore_newest(folder, medium, words, clock=SystemClock())

        self._in_background(work, self._restored, self._not_restored)

    def _not_restored(self, error: BaseException) -> None:
        self.restore.setEnabled(True)
        self._failed(error)
