"""Work that takes long, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


def in_a_thread(work: Callable[[], _Result], *, name: str = "long work") -> Future[_Result]:
    """The result of work that may ask the storage thread for slices; nobody waits for it when the program ends."""
    future: Future[_Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  # the edge of a thread: told through the future
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
