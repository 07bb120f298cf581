"""Tells when the network is back: what waits is then sent without anybody asking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_Reachability = QNetworkInformation.Reachability
_CONNECTED = (_Reachability.Online, _Reachability.Site)


class NetworkWatch(QObject):
    """Follows the operating system's own word; where it gives none, the timer of the sync thread has to do."""

    came_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connected = True
        if QNetworkInformation.loadDefaultBackend():
            information = QNetworkInformation.instance()
            self._connected = information.reachability() in _CONNECTED
            information.reachabilityChanged.connect(self.heard)

    def heard(self, reachability: QNetworkInformation.Reachability) -> None:
        """The system says how far the network reaches now."""
        was, self._connected = self._connected, reachability in _CONNECTED
        if self._connected and not was:
            self.came_back.emit()
