"""`make translations`: every text of the program is in every language's catalogue, whole and typeset as it should be.

Prints what is missing, fuzzy or no longer used, where a placeholder differs, and where French typography is broken.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from pos_app.i18n import DOMAIN, LANGUAGES, LOCALE
from tests.tidy.tree import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "pgettext": ((1, "c"), 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2")]
SOURCES = ("pos_app", "resources/office")
PLACEHOLDER = re.compile(r"\{\w+\}")
FRENCH_SPACE_MISSING = re.compile(r"(?<![\u00a0\u202f])[;!?»€%](?!\w)|(?<![\u00a0\u202f]):(?=\s|$)|«(?!\u00a0)|'")
"""Before ; ! ? : » € and after « stands a no-break space, and the apostrophe is ’."""


def main() -> int:
    wanted = dict(_extracted())
    troubles = [trouble for language in LANGUAGES if language != "en" for trouble in _troubles(language, wanted)]
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    print(f"{len(wanted)} texts, {len(troubles)} troubles")
    return 1 if troubles else 0


Key = tuple[str | None, str]


def _extracted() -> Iterator[tuple[Key, str]]:
    for source in SOURCES:
        for file, line, text, _comments, context in extract_from_dir(ROOT / source, METHODS, keywords=KEYWORDS):
            yield (context, text[0] if isinstance(text, tuple) else text), f"{source}/{file}:{line}"


def _troubles(language: str, wanted: dict[Key, str]) -> Iterator[str]:
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalogue = _read(path)
    there = {(message.context, _ids(message)[0]): message for message in catalogue if message.id}
    for key, where in wanted.items():
        if key not in there:
            yield f"{where}: not translated to {language}: {key[1]!r}"
    for key, message in there.items():
        place = f"{path.relative_to(ROOT)}:{message.lineno}"
        if key not in wanted:
            yield f"{place}: no longer used: {key[1]!r}"
        if message.fuzzy:
            yield f"{place}: fuzzy: {key[1]!r}"
        yield from (f"{place}: {trouble}" for trouble in flaws(message, language))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def flaws(message: Message, language: str) -> Iterator[str]:
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    asked = {name for text in _ids(message) for name in PLACEHOLDER.findall(text)}
    for text in translations:
        if not text:
            yield f"empty: {message.id!r}"
        elif extra := set(PLACEHOLDER.findall(text)) - asked:
            yield f"unknown placeholder {sorted(extra)}: {text!r}"
        elif language == "fr" and (flaw := FRENCH_SPACE_MISSING.search(PLACEHOLDER.sub("x", text))):
            yield f"typography at {flaw.group()!r}: {text!r}"
    lost = set(PLACEHOLDER.findall(_ids(message)[-1])) - set(PLACEHOLDER.findall(str(translations[-1])))
    if lost:
        yield f"lost placeholder {sorted(lost)}: {translations[-1]!r}"


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


if __name__ == "__main__":
    sys.exit(main())
