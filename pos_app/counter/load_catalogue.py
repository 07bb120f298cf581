"""Taking a catalogue into force: whole, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pos_app.counter.till import Till
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.facts import CatalogueLoaded
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.store.parameters import keep_catalogue
from pos_app.store.till_store import Act


def read_catalogue_file(path: Path) -> str:
    """The text of a catalogue file, which is UTF-8, with or without a byte order mark.

    Raises Unavailable("file_unreadable") and Refusal("catalogue_file_wrong") with the line that is not UTF-8: an
    article's label enters signed entries, so no letter of it is guessed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable("file_unreadable", file=path.name) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refusal("catalogue_file_wrong", line=line, reason="encoding") from None


def load_catalogue(till: Till, *, operator: Operator, text: str) -> Catalogue:
    """Replaces the catalogue in force by the one that `text` describes.

    Raises Refusal("catalogue_file_wrong", line, reason), the catalogue in force then staying.
    """
    operator.require(Right.LOAD_CATALOGUE)
    with till.store.transaction(operator.code) as act:
        catalogue = record_catalogue(act, text)
    till.catalogue = catalogue
    return catalogue


def record_catalogue(act: Act, text: str) -> Catalogue:
    """Keeps a catalogue's text and records that it took effect, inside the transaction of the caller."""
    catalogue = read_catalogue(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    keep_catalogue(act, sha256=sha256, text=text)
    act.append(CatalogueLoaded(sha256=sha256, products=len(catalogue.products)))
    return catalogue
