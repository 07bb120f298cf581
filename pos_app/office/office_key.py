"""Head office's own key, pinned by each till when it joins.

It signs what must be head office's whatever carried it (the time of a hello), and opens what was sealed for it.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from pos_app.domain.refusals import Bug
from pos_app.durable_file import write_durably
from pos_app.ledger.signing import SEED_BYTES, Signer

KEY_FILE = "office.key"


def office_signer_in(folder: Path) -> Signer:
    """The key kept in `folder`, made at the first call. Each process of one head office has the same file: tills of
    another key are asked to join again."""
    path = folder / KEY_FILE
    if not path.exists():
        write_durably(path, secrets.token_bytes(SEED_BYTES))
    seed = path.read_bytes()
    if len(seed) != SEED_BYTES:
        raise Bug("office_key_wrong")
    return Signer(seed)
