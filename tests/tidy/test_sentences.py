"""Every error that a person meets has its sentence, and every sentence its error. A Bug has one for all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pos_app.sentences import SENTENCES
from tests.tidy.tree import modules

FAMILIES = {"Refusal", "Unavailable"}
TABLES = re.compile(r"_?[A-Z_]*(?:REFUSALS|CODES|UNAVAILABLE)[A-Z_]*")
"""Tables that turn another party's code into ours, by their names."""


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    raised = {code for path, module in modules("pos_app") for code in _codes(path, module)}
    assert raised - set(SENTENCES) == set()
    assert set(SENTENCES) - raised == set()


def test_a_sentence_asks_for_no_more_than_its_error_tells() -> None:
    """Each place that raises a code gives every parameter that its sentence shows."""
    missing = [
        f"{path}:{call.lineno} {code} lacks {sorted(wanted)}"
        for path, module in modules("pos_app")
        for call, code in _raised(module)
        if (wanted := _fields(SENTENCES.get(code, "")) - {keyword.arg for keyword in call.keywords})
        and None not in {keyword.arg for keyword in call.keywords}
    ]
    assert not missing


def _codes(path: Path, module: ast.Module) -> Iterator[str]:
    yield from (code for _, code in _raised(module))
    yield from _passed_on(module)
    for node in ast.walk(module):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(values=values))
            ) if TABLES.fullmatch(name) and path != Path("pos_app/sentences.py"):
                yield from (
                    value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
                )


def _raised(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Each call that makes an error, with the codes it may have."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=family), args=[code, *_]) if family in FAMILIES:
                yield from ((node, text) for text in _texts(code))


def _passed_on(module: ast.Module) -> Iterator[str]:
    """Codes given to a function that raises them: `_open(..., refusal="passphrase_wrong")`."""
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg == "refusal":
            yield from _texts(node.value)
        if isinstance(node, ast.arguments):
            named = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            yield from (text for one, default in named if one.arg == "refusal" and default for text in _texts(default))


def _texts(expression: ast.expr) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=yes, orelse=no):
            yield from _texts(yes)
            yield from _texts(no)


def _fields(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", sentence))
