"""A till in a process of its own that says hello and sends its journal until it is killed: one line on standard output
for each entry number that is acknowledged and on its disk, then "done".

`python -m tests.sync.syncing_process DATA MARKS KEY ADDRESS`; small batches, so that a kill finds it between two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.known_office import office_known
from pos_app.counter.open_till import OpenedTill, abandon_till, open_till
from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.counter.till import Till
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.ledger.entry import Head
from pos_app.ledger.signing import Signer
from pos_app.settings import TillFolder
from pos_app.store.storage_thread import StorageThread
from pos_app.sync import push
from pos_app.sync.run import synchronise

BATCH = 8


class Telling(SyncOutbox):
    """Says what it was told, once it is durable."""

    def acknowledge(self, head: Head, *, just_sent: bool = False) -> None:
        super().acknowledge(head, just_sent=just_sent)
        print(head.seq, flush=True)


def main(data: str, marks: str, key: str, address: str) -> None:
    push.MOST_ENTRIES = BATCH  # type: ignore[attr-defined]  # smaller, in this process
    folder = TillFolder(Path(data), Path(marks))
    opened: list[OpenedTill] = []

    def open_owned() -> Till:
        key_file = open_with_keyring_key(folder.key_file, bytes.fromhex(key))
        opened.append(open_till(folder, key_file, clock=SystemClock()))
        return opened[0].till

    storage = StorageThread(open_owned, close_owned=lambda _till: abandon_till(opened[0]))
    storage.opened.result()
    office = storage.submit(office_known).result().as_called()
    synchronise(
        type(office)(address, office.authority_pem, office.till, office.till_secret, office.office_key),
        Telling(storage),
        sign=Signer(opened[0].key_file.keys.signing_seed).sign,
        series="MRS1",
        now_ms=SystemClock().now_ms(),
    )
    print("done", flush=True)
    storage.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
