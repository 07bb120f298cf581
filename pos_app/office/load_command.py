"""What `pos-app office load-...` does: a file of head office's taken into force for every till."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.i18n import gettext as _
from pos_app.office.audit import COMMAND_LINE, record
from pos_app.office.command import opened
from pos_app.office.reference import Document, set_catalogue, set_parameters, set_rules
from pos_app.sync.reference_messages import CATALOGUE, PARAMETERS, RULES

_SETS: Mapping[str, Callable[..., Document]] = {
    CATALOGUE: set_catalogue,
    RULES: set_rules,
    PARAMETERS: set_parameters,
}


def load_document(data: Path, *, address: str, database_url: str | None, name: str, file: Path) -> int:
    """Sets the document `name` to what is in `file`. Raises what `pos_app.office.reference` raises, and
    Unavailable("file_unreadable")."""
    text = read_text(file)
    with (
        opened(data, address=address, database_url=database_url) as office,
        office.database.transaction() as connection,
    ):
        now_ms = office.clock.now_ms()
        document = _SETS[name](connection, text=text, by=COMMAND_LINE, now_ms=now_ms)
        act = "catalogue.changed" if name == CATALOGUE else "rules.changed"
        record(connection, account=COMMAND_LINE, now_ms=now_ms, act=act, subject=name, detail=str(document.version))
    print(_("Version {version} is in force: each till takes it in at its next sync.").format(version=document.version))
    return 0


def read_text(file: Path) -> str:
    """The UTF-8 text of a file. Raises Unavailable("file_unreadable"), Refusal("file_not_utf8")."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unavailable("file_unreadable", file=file.name) from error
    except UnicodeDecodeError:
        raise Refusal("file_not_utf8", file=file.name) from None
