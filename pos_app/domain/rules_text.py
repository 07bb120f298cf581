"""Changing a programme in the text of the rules: its numbers, and nothing else, so that every comment stays."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from pos_app.domain.programme import Programme, Rules, read_rules
from pos_app.domain.refusals import Refusal


class ProgrammeChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is set of the programme `code`: how long a right lasts, how often it is renewed, for how many days a sale
    still passes after its end, and what it allows a month, in cents."""

    code: str
    months: int
    renewals: int
    grace_days: int
    monthly_cap_cents: int

    @property
    def is_possible(self) -> bool:
        return (
            1 <= self.months <= 120
            and 0 <= self.renewals <= 20
            and 0 <= self.grace_days <= 366
            and 0 <= self.monthly_cap_cents <= 1_000_000
        )


def changed_text(text: str, change: ProgrammeChange) -> str:
    """`text` with the programme as `change` says.

    Raises Refusal("rules_file_wrong", why) where it cannot be so: no such programme, or numbers out of bounds.
    """
    rules = read_rules(text)
    known = rules.of(change.code)
    if known is None or not change.is_possible:
        raise Refusal("rules_file_wrong", why=f"programme {change.code[:20]}")
    lines = text.splitlines(keepends=True)
    first, last = _block(lines, change.code)
    for field, value in _numbers(change).items():
        pattern = re.compile(rf"(\s*{field}\s*=\s*)[+0-9_]+(.*)", re.DOTALL)
        for place in range(first, last):
            lines[place] = pattern.sub(rf"\g<1>{value}\g<2>", lines[place], count=1)
    changed = "".join(lines)
    if read_rules(changed) != _expected(rules, known, change):
        raise Refusal("rules_file_wrong", why=f"programme {change.code[:20]}")
    return changed


def _numbers(change: ProgrammeChange) -> dict[str, int]:
    return {name: value for name, value in msgspec.structs.asdict(change).items() if name != "code"}


def _expected(rules: Rules, known: Programme, change: ProgrammeChange) -> Rules:
    changed = msgspec.structs.replace(known, **_numbers(change))
    programmes = tuple(changed if each is known else each for each in rules.programme)
    return msgspec.structs.replace(rules, programme=programmes)


def _block(lines: list[str], code: str) -> tuple[int, int]:
    """Where the programme's table begins and where the next table does."""
    heads = [place for place, line in enumerate(lines) if line.lstrip().startswith("[")] + [len(lines)]
    wanted = re.compile(rf"""\s*code\s*=\s*["']{re.escape(code)}["']""")
    for first, last in pairwise(heads):
        if lines[first].strip().startswith("[[programme]]") and any(map(wanted.match, lines[first:last])):
            return first, last
    raise Refusal("rules_file_wrong", why=f"programme {code[:20]}")
