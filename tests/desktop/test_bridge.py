"""What threads tell the window; none of them is inside Qt when the program ends, which crashed one end in fifty."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from pos_app.desktop.bridge import Bridge

TIMEOUT_S = 10


def _in_thread(work: Future[int], bridge: Bridge) -> threading.Thread:
    def settle() -> None:
        work.set_result(7)
        bridge.tell("event")

    thread = threading.Thread(target=settle)
    thread.start()
    return thread


def test_results_and_events_of_other_threads_arrive_in_the_gui_thread(qtbot: QtBot) -> None:
    bridge, heard = Bridge(), list[object]()
    bridge.happened.connect(lambda event: heard.append((event, threading.current_thread())))
    work: Future[int] = Future()
    bridge.when_done(work, lambda result: heard.append((result, threading.current_thread())), heard.append)
    _in_thread(work, bridge).join(TIMEOUT_S)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert sorted(heard, key=str) == [("event", threading.main_thread()), (7, threading.main_thread())]


def test_after_its_end_nothing_arrives(qtbot: QtBot) -> None:
    bridge, heard = Bridge(), list[object]()
    bridge.happened.connect(heard.append)
    work: Future[int] = Future()
    bridge.when_done(work, heard.append, heard.append)
    bridge.close()
    _in_thread(work, bridge).join(TIMEOUT_S)
    turned = threading.Event()
    QTimer.singleShot(0, turned.set)
    qtbot.waitUntil(turned.is_set)
    assert heard == []


def test_the_end_waits_for_a_thread_that_is_inside(qtbot: QtBot) -> None:
    bridge, inside, let_go = Bridge(), threading.Event(), threading.Event()

    def stay(_event: object) -> None:
        inside.set()
        let_go.wait(TIMEOUT_S)

    bridge.happened.connect(stay, Qt.ConnectionType.DirectConnection)
    teller = threading.Thread(target=lambda: bridge.tell("event"))
    teller.start()
    assert inside.wait(TIMEOUT_S)
    closer = threading.Thread(target=bridge.close)
    closer.start()
    closer.join(0.05)
    assert closer.is_alive()
    let_go.set()
    closer.join(TIMEOUT_S)
    assert not closer.is_alive()
    teller.join(TIMEOUT_S)
