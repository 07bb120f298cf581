"""What an address asks for and is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from litestar.exceptions import NotFoundException

from pos_app.domain.refusals import Refusal


@contextmanager
def or_not_found() -> Iterator[None]:
    """What an address asks for that is refused is not there."""
    try:
        yield
    except Refusal:
        raise NotFoundException from None
