"""python-escpos, imported where something prints (it costs 265 ms) and without what its import leaves behind."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any


@cache
def printers() -> ModuleType:
    """`escpos.printer`: a printer for each kind of port."""
    root = logging.getLogger()
    handlers = list(root.handlers)
    from escpos import capabilities
    from escpos import printer as found

    root.handlers[:] = handlers  # `logging.basicConfig()` stands at the top of `escpos.capabilities`
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)  # a new temporary folder at each start, never removed
    made: ModuleType = found
    return made


def capabilities_of(database: str) -> Mapping[str, Any]:
    """What escpos-printer-db says of a printer. Raises KeyError where it does not know it."""
    printers()
    from escpos.capabilities import CAPABILITIES

    known: Mapping[str, Any] = CAPABILITIES["profiles"][database]
    return known


def codec_of(code_page: str) -> str:
    """Python's name of a code page of escpos-printer-db. Raises KeyError where Python has none."""
    printers()
    from escpos.capabilities import CAPABILITIES

    return str(CAPABILITIES["encodings"][code_page]["python_encode"])
