"""Money is integer cents (STYLE.md rule 13): where amounts are counted there is no float and no true division."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.tree import modules

COUNTS_MONEY = (
    "pos_app/domain",
    "pos_app/ledger",
    "pos_app/counter",
    "pos_app/store",
    "pos_app/sync",
    "pos_app/office",
)
TIMES = {"pos_app/office/projector.py", "pos_app/sync/client.py", "pos_app/sync/cuttable.py"}
"""Seconds to wait, no amounts."""
PURE = ("pos_app/domain", "pos_app/ledger")
"""They know no Path, whose `/` looks like a division."""


def test_no_float_near_money() -> None:
    found = [
        f"{path}:{line}: {what}"
        for path, module in modules(*COUNTS_MONEY)
        if str(path) not in TIMES
        for line, what in _floats(module, paths=not any(path.is_relative_to(pure) for pure in PURE))
    ]
    assert not found


@pytest.mark.parametrize(
    "wrong",
    [
        "price = 2.5",
        "total / 2",
        "float(text)",
        "total /= 3",
        "round(total)",
        "def half(cents: float) -> int: ...",
        "math.floor(cents)",
    ],
)
def test_each_way_to_a_float_is_seen(wrong: str) -> None:
    assert list(_floats(ast.parse(wrong), paths=False))


def _floats(module: ast.Module, *, paths: bool) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=float()):
                yield node.lineno, "a float"
            case ast.Name(id="float" | "round"):
                yield node.lineno, node.id
            case ast.Attribute(value=ast.Name(id="math")):
                yield node.lineno, "math"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if not paths:
                yield node.lineno, "a true division"
