"""Starting the desktop: the window first, then keys and database in threads, then the page that fits."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.clock import SystemClock
from pos_app.counter.own_thread import in_a_thread
from pos_app.desktop.bridge import Bridge
from pos_app.desktop.garbage import GuiGarbage
from pos_app.desktop.idle_lock import IdleLock
from pos_app.desktop.scanner import ScannerFilter
from pos_app.desktop.splash import Splash
from pos_app.desktop.theme import apply_theme, load_fonts
from pos_app.desktop.warm_up import WarmUp
from pos_app.desktop.window_frame import TillWindow
from pos_app.i18n import use_language
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.keyring_slot import Unlocked
    from pos_app.counter.preferences import Preferences
    from pos_app.counter.restore_till import Restored
    from pos_app.counter.running import RunningTill
    from pos_app.counter.set_up_till import SetUpTill
    from pos_app.counter.till_events import TillEvent
    from pos_app.desktop.desk import Desk
    from pos_app.desktop.training_room import TrainingRoom
    from pos_app.desktop.window import TillView

WATCH_NETWORK_MS = 2_000
"""The network's own library is loaded once the window works."""
SWITCH_S = 0.001
"""How long another thread keeps the interpreter from the GUI thread. With Python's own 5 ms, three waits in the course
of one repainting are a frame lost."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def run_desktop(folder: TillFolder, *, key: bytes | None = None) -> int:
    """Shows the window until it is closed. `key` opens the key file (the demo's parent hands it over)."""
    sys.setswitchinterval(SWITCH_S)
    application = QApplication(sys.argv[:1])
    QGuiApplication.setApplicationDisplayName("pos-app")
    load_fonts(application)
    apply_theme(application, "light")
    application.setQuitOnLastWindowClosed(False)
    GuiGarbage(application)
    desktop = Desktop(application, folder, key=key)
    desktop.stopped.connect(application.quit)
    desktop.start()
    ended = application.exec()
    desktop.bridge.close()
    return ended


class Desktop(QObject):
    """One window and the till behind it. `stopped`: the window is closed and the till has finished its work."""

    stopped = Signal()

    def __init__(self, application: QApplication, folder: TillFolder, *, key: bytes | None = None) -> None:
        super().__init__()
        self._application = application
        self._folder = folder
        self._key = key
        self._keyring_file_id: str | None = None
        self._said_first = ""
        self.bridge = Bridge(self)
        self.scanner = ScannerFilter(self)
        self.idle_lock = IdleLock(self)
        self.window = TillWindow(closing=self._close)
        self.running: RunningTill | None = None
        self.training: TrainingRoom | None = None
        self.view: QWidget | None = None
        self.warm_up: WarmUp | None = None

    def start(self) -> None:
        """The window at once, then whatever this computer holds: a till to open, or none yet."""
        self.window.setCentralWidget(Splash())
        self.window.show()
        self.window.activateWindow()
        self.scanner.watch(self.window.windowHandle())
        self.idle_lock.watch(self.window.windowHandle())
        if self._folder.exists:
            self.in_background(self._unlock, self._open, self._ask_to_unlock)
        else:
            self._set_up()

    def in_background(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Runs `work` in a thread of its own, which nobody waits for."""
        self.bridge.when_done(in_a_thread(work, name="start"), done, failed)

    # A till that exists

    def _unlock(self) -> Unlocked:
        from pos_app.counter.keyring_slot import Unlocked, unlock_with_keyring
        from pos_app.keys.key_file import open_with_keyring_key

        if self._key is not None:
            return Unlocked(open_with_keyring_key(self._folder.key_file, self._key))
        return unlock_with_keyring(self._folder)

    def _ask_to_unlock(self, error: BaseException) -> None:
        from pos_app.desktop.pages.unlock import UnlockPage

        page = UnlockPage(self._folder, error, unlock=self._unlock_by_hand)
        self.window.setCentralWidget(page)

    def _unlock_by_hand(self, work: Callable[[], Unlocked], failed: Callable[[BaseException], object]) -> None:
        self.in_background(work, self._open, failed)

    def _open(self, unlocked: Unlocked) -> None:
        self._keyring_file_id = unlocked.key_file.file_id if unlocked.in_keyring else None

        def open_now() -> tuple[RunningTill, Preferences]:
            from pos_app.counter.preferences import preferences
            from pos_app.counter.running import RunningTill

            running = RunningTill(
                self._folder,
                unlocked.key_file,
                clock=SystemClock(),
                listener=self._hear,
                keyring_mark=unlocked.keyring_mark,
            )
            return running, running.run(preferences).result()

        self.in_background(open_now, lambda opened: self._show(*opened), self._cannot_open)

    def _cannot_open(self, error: BaseException) -> None:
        from pos_app.desktop.pages.stopped import StoppedPage

        page = StoppedPage(error, self._folder, in_background=self.in_background, restored=self._restored)
        self.window.setCentralWidget(page)

    def _restored(self, restored: Restored) -> None:
        """A backup was put back: the till is opened as on any morning, and the first line says what came back."""
        from pos_app.counter.restore_till import say_restored

        self._said_first = " ".join(say_restored(restored))
        self.in_background(self._unlock, self._open, self._ask_to_unlock)

    # A till to set up

    def _set_up(self) -> None:
        from pos_app.desktop.pages.set_up.page import SetUpPage

        page = SetUpPage(self._folder, in_background=self.in_background, ready=self._ready, restored=self._restored)
        self.window.setCentralWidget(page)

    def _ready(self, made: SetUpTill, office_code: str) -> None:
        """Goes on with the till that was just set up, signed in as its coordinator; joins head office if asked."""

        def go_on() -> tuple[RunningTill, Preferences]:
            from pos_app.counter.preferences import preferences
            from pos_app.counter.running import RunningTill

            running = RunningTill.of_opened(made.opened, listener=self._hear)
            return running, running.run(preferences).result()

        def show(opened: tuple[RunningTill, Preferences]) -> None:
            self._show(*opened)
            if self.running is not None and office_code:
                coordinator = made.coordinator.operator
                self.desk.ask(self.running.join_head_office(operator=coordinator, code=office_code))
            elif self.running is not None:
                self.running.synchronise()
            self.desk.signed_in(made.coordinator.operator)

        self.in_background(go_on, show, self._cannot_open)

    # A till at work

    def _show(self, running: RunningTill, chosen: Preferences) -> None:
        from pos_app.desktop.desk import Desk

        self.running = running
        if self._keyring_file_id is not None:
            from pos_app.counter.keyring_slot import keep_mark_in_keyring

            running.vault.keep_copy = partial(keep_mark_in_keyring, self._keyring_file_id)
        self.desk = Desk(running, self.bridge, clock=SystemClock())
        self.idle_lock.idle.connect(self.desk.leave)
        QTimer.singleShot(WATCH_NETWORK_MS, self, self._watch_network)
        self.warm_up = WarmUp(self.desk)
        self.remake(chosen)
        self.desk.refresh_status()
        if self._said_first:
            self.desk.noticed.emit(self._said_first, "good")
            self._said_first = ""

    def _watch_network(self) -> None:
        from pos_app.desktop.backup_watch import BackupWatch
        from pos_app.desktop.network_watch import NetworkWatch

        self.network = NetworkWatch(self)
        self.network.came_back.connect(self._synchronise)
        self.backups = BackupWatch(self.desk)

    def _synchronise(self) -> None:
        if self.running is not None:
            self.running.synchronise()

    def remake(self, chosen: Preferences) -> None:
        """Makes everything inside the window anew, in another language or theme."""
        self.preferences, made_before = chosen, self.view is not None
        self.show_widget(self.view_of(self.desk, chosen, remake=self.remake, train=self._train))
        if made_before:
            self.desk.refresh()

    def view_of(
        self,
        desk: Desk,
        chosen: Preferences,
        *,
        remake: Callable[[Preferences], object],
        train: Callable[[], object] | None = None,
    ) -> TillView:
        """What the window shows of a till, in the language and theme that were chosen."""
        from pos_app.desktop.window import TillView

        use_language(chosen.language)
        apply_theme(self._application, chosen.theme)
        return TillView(desk, self.scanner, preferences=chosen, remake=remake, train=train)

    def show_widget(self, widget: QWidget) -> None:
        """Shows `widget` in the window, in the place of what is there."""
        old, self.view = self.view, widget
        self.window.setCentralWidget(widget)
        if old is not None:
            old.deleteLater()

    def _train(self) -> None:
        from pos_app.desktop.training_room import TrainingRoom

        self.training = self.training or TrainingRoom(self)
        self.training.enter()

    def _hear(self, event: TillEvent) -> None:
        """Called from the till's threads."""
        self.bridge.tell(event)

    def _close(self) -> None:
        """The window goes at once; the till finishes its work, and then the program ends."""
        if self.training is not None and self.training.occupied and self.running is not None:
            self.training.ended.connect(self._close)
            self.training.close()
            return
        running, self.running = self.running, None
        if running is None:
            self.stopped.emit()
            return
        self.desk.close()
        if self.warm_up is not None:
            self.warm_up.close()

        def stop() -> None:
            running.stop()
            if self._keyring_file_id is not None:
                from pos_app.counter.keyring_slot import keep_mark_in_keyring
                from pos_app.counter.open_till import saved_mark

                keep_mark_in_keyring(self._keyring_file_id, saved_mark(self._folder))

        self.in_background(stop, lambda _done: self.stopped.emit(), self._stopped_badly)

    def _stopped_badly(self, error: BaseException) -> None:
        _log.error("stopping the till failed", exc_info=error)
        self.stopped.emit()
