"""How long work reaches the till: slice by slice, on the storage thread, between its other acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Protocol, TypeVar

from pos_app.counter.till import Till

_Result = TypeVar("_Result")


class Submit(Protocol):
    """Asks the storage thread for an act; never called from that thread."""

    def __call__(self, act: Callable[[Till], _Result], /) -> Future[_Result]: ...


def one_ahead(submit: Submit, acts: Iterable[Callable[[Till], _Result]]) -> Iterator[_Result]:
    """The results of the acts in order. One waits while one runs: what the till does when idle then comes after the
    last of them, not after each."""
    running: Future[_Result] | None = None
    for act in acts:
        waiting = submit(act)
        if running is not None:
            yield running.result()
        running = waiting
    if running is not None:
        yield running.result()
