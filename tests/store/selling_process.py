"""A process that sells until it is killed: one line on standard output for each ticket, once it is committed.

Before each sale it writes `BEGINS` to nowhere, which only somebody who traces its system calls sees.

`python -m tests.store.selling_process DATA MARKS KEY FIRST COUNT`; baskets are numbered from FIRST.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.open_till import OpenedTill, open_till, save_mark
from pos_app.counter.sell import sell
from pos_app.counter.sign_in import operators_on_file
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.settings import TillFolder
from tests.tills import basket_of, cash

BEGINS = b"a sale begins"


def main(data: str, marks: str, key: str, first: str, count: str) -> None:
    folder = TillFolder(Path(data), Path(marks))
    opened = open_till(folder, open_with_keyring_key(folder.key_file, bytes.fromhex(key)), clock=SystemClock())
    with Path(os.devnull).open("wb", buffering=0) as nowhere:
        for number in range(int(first), int(first) + int(count)):
            nowhere.write(BEGINS)
            print(_sell(opened, number), flush=True)
            opened.till.store.checkpoint()
            save_mark(opened)


def _sell(opened: OpenedTill, number: int) -> str:
    till = opened.till
    basket = basket_of(till, "CARTE-30", "CARTE-2H", "ATELIER", number=number)
    operator = operators_on_file(till)[0].operator
    return sell(till, operator=operator, basket=basket, tenders=cash(850), receipt=True).ticket


if __name__ == "__main__":
    main(*sys.argv[1:])
