"""Practising at the window: the real till's desk is left, the window shows the till for practice, then goes back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from pos_app.clock import SystemClock
from pos_app.desktop.bridge import Bridge
from pos_app.desktop.desk import Desk
from pos_app.desktop.splash import Splash
from pos_app.domain.identifiers import OperatorCode
from pos_app.i18n import gettext as _

if TYPE_CHECKING:
    from pos_app.counter.preferences import Preferences
    from pos_app.counter.training_till import Training
    from pos_app.desktop.application import Desktop
    from pos_app.desktop.training_band import TrainingBand

_log = logging.getLogger(__name__)


class TrainingRoom(QObject):
    """`desk` is there while somebody practises. The real till goes on meanwhile: it prints, backs up, synchronises."""

    ended = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._bridge: Bridge | None = None
        self._session: Training | None = None
        self._who = OperatorCode("")
        self._busy = self._closing = False
        self.desk: Desk | None = None
        self._band: TrainingBand | None = None

    @property
    def occupied(self) -> bool:
        """Somebody practises, or is on the way in or out."""
        return self._busy or self._session is not None

    def enter(self) -> None:
        """Whoever is signed in goes to practise."""
        real, running = self._desktop.desk, self._desktop.running
        operator = real.operator
        if operator is None or running is None or self.occupied:
            return
        self._busy, self._who = True, operator.code
        self._desktop.show_widget(Splash(_("Preparing the training…")))
        bridge = self._bridge = Bridge(self)

        def begin() -> Training:
            from pos_app.counter.training_till import begin_training

            return begin_training(running, operator=operator, listener=bridge.tell, clock=SystemClock())

        self._desktop.in_background(begin, self._begun, self._not_begun)

    def close(self) -> None:
        """Ends it because the window closes; `ended` says when."""
        self._closing = True
        if self.desk is not None:
            self.desk.close()
        if self.desk is not None:
            self._end()

    def _begun(self, session: Training) -> None:
        assert self._bridge is not None
        self._busy, self._session = False, session
        self._desktop.desk.leave()
        self.desk = desk = Desk(session.running, self._bridge, clock=SystemClock())
        desk.signed_in(session.operator)
        desk.operator_changed.connect(self._operator_changed)
        self._desktop.idle_lock.idle.connect(desk.leave)
        if self._closing:
            self.close()
        else:
            self._show(msgspec.structs.replace(self._desktop.preferences, receipts=""))

    def _not_begun(self, error: BaseException) -> None:
        self._come_back(None, error)

    def _show(self, chosen: Preferences) -> None:
        from pos_app.desktop.training_band import TrainingBand

        session, desk = self._session, self.desk
        if session is None or desk is None:
            return
        self._stop_band()
        view = self._desktop.view_of(desk, chosen, remake=self._show)
        self._band = TrainingBand(desk, since=session.since, page=lambda: view.shown, leave=desk.leave)
        view.put_above(self._band)
        self._desktop.show_widget(view)
        desk.refresh()

    def _stop_band(self) -> None:
        band, self._band = self._band, None
        if band is not None:
            band.stop()

    def _operator_changed(self) -> None:
        if self.desk is not None and self.desk.operator is None:
            self._end()

    def _end(self) -> None:
        running, session = self._desktop.running, self._session
        if session is None or running is None:
            return
        self._stop_band()
        desk, self.desk, self._session, self._busy = self.desk, None, None, True
        self._desktop.show_widget(Splash(_("Back to the till…")))
        who = self._who

        def end() -> None:
            from pos_app.counter.training_till import end_training

            end_training(running, session, operator=who)

        def failed(error: BaseException) -> None:
            self._come_back(desk, error)

        self._desktop.in_background(end, lambda _done: self._come_back(desk, None), failed)

    def _come_back(self, desk: Desk | None, error: BaseException | None) -> None:
        """To the real till, of which nobody is signed in; unless the window closes."""
        if error is not None:
            _log.error("the training did not go well", exc_info=error)
        self._busy = False
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        if desk is not None:
            desk.deleteLater()
        if self._closing:
            self.ended.emit()
            return
        self._desktop.remake(self._desktop.preferences)
        if error is not None:
            self._desktop.desk.tell(error)
