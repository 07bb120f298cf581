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
from pos_app.store.parameters import CatalogueOrigin, catalogue_origin, catalogue_text, keep_catalogue
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

    Raises Refusal("catalogue_file_wrong", line, reason), Refusal("catalogue_of_office"), the catalogue in force then
    staying.
    """
    operator.require(Right.LOAD_CATALOGUE)
    require_own_catalogue(till)
    with till.store.transaction(operator.code) as act:
        catalogue = record_catalogue(act, text)
    till.listed = catalogue
    return catalogue


def take_office_catalogue(act: Act, *, text: str) -> Catalogue | None:
    """Takes head office's catalogue into force: from then on it is head office's to change. None: it is in force.

    Raises Refusal("catalogue_file_wrong", line, reason), the catalogue in force then staying.
    """
    if catalogue_text(act.connection) == text and catalogue_origin(act.connection) is CatalogueOrigin.OFFICE:
        return None
    return record_catalogue(act, text, origin=CatalogueOrigin.OFFICE)


def require_own_catalogue(till: Till) -> None:
    """Raises Refusal("catalogue_of_office") where head office's catalogue is in force."""
    if catalogue_origin(till.connection) is CatalogueOrigin.OFFICE:
        raise Refusal("catalogue_of_office")


def record_catalogue(act: Act, text: str, *, origin: CatalogueOrigin = CatalogueOrigin.TILL) -> Catalogue:
    """Keeps a catalogue's text and records that it took effect, inside the transaction of the caller."""
    catalogue = read_catalogue(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    keep_catalogue(act, sha256=sha256, text=text, origin=origin)
    act.append(CatalogueLoaded(sha256=sha256, products=len(catalogue.products), origin=origin.value))
    return catalogue
