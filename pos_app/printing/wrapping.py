"""Breaking text into lines, whatever measures it: points of a page, dots of a thermal head."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]
"""The width of a text."""

_LEAST_ROOM = 0.3
"""The part of a line below which nothing is put beside a text: it goes under it."""


def wrapped(text: str, *, width: float, measure: Measure) -> list[str]:
    """`text` in lines of at most `width`, broken at spaces, or inside a word that is wider alone."""
    if measure(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if measure(candidate) <= width:
            lines[-1] = candidate
        elif measure(word) <= width:
            lines.append(word)
        else:
            lines += _broken(word, width=width, measure=measure)
    return [line for line in lines if line]


def paired(left: str, right: str, *, width: float, gap: float, measure: Measure) -> list[tuple[str, str]]:
    """`left` on as many lines as it needs with `right` beside the last, at least `gap` apart; below it where too
    little of the line would remain, or a word would be broken for it."""
    room = width - measure(right) - gap
    if measure(left) > room and (
        room < width * _LEAST_ROOM or any(room < measure(word) <= width for word in left.split())
    ):
        below = wrapped(right, width=width, measure=measure)
        return [*((line, "") for line in wrapped(left, width=width, measure=measure)), *(("", line) for line in below)]
    lines = wrapped(left, width=room, measure=measure)
    return [*((line, "") for line in lines[:-1]), (lines[-1], right)]


def _broken(word: str, *, width: float, measure: Measure) -> list[str]:
    lines = [""]
    for letter in word:
        if lines[-1] and measure(lines[-1] + letter) > width:
            lines.append("")
        lines[-1] += letter
    return lines
