"""Long work beside every other thread: verifying, archiving, backing up while the till sells."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_Result = TypeVar("_Result")


def aside(work: Callable[[], _Result], *, name: str) -> Future[_Result]:
    """Runs `work` in a thread of its own, called `name`; what it returns or raises is in the future."""
    future: Future[_Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  # the edge of a thread: told through the future
            future.set_exception(error)

    Thread(target=run, name=name, daemon=True).start()
    return future
