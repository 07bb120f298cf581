"""Text in the code pages that a printer has: exactly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pos_app.printing.thermal.profiles import CodePage

_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
"""Spaces that keep words together: lines are broken before this, and a code page's own may print as a blank box."""


def code_page_of(text: str, code_pages: Sequence[CodePage]) -> CodePage | None:
    """The first code page that has every character of `text`, None where none does or a character moves the paper."""
    spaced = _spaced(text)
    if not spaced.isprintable():
        return None
    return next((page for page in code_pages if _writes(page.codec, spaced)), None)


def encoded(text: str, page: CodePage) -> bytes:
    return _spaced(text).encode(page.codec)


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text)


def _writes(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
