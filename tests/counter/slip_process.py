"""A till that sells codes in a process of its own, until it is killed: before its printer begins, or while it prints.

`python -m tests.counter.slip_process DATA MARKS KEY before|during`; a line on standard output says what was reached.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.print_book import use_slip_printer
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import Sold, sell
from pos_app.counter.sign_in import operators_on_file
from pos_app.counter.till import Till
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.printing.jobs import Document
from pos_app.settings import TillFolder
from tests.counter.code_work import Paper
from tests.tills import basket_of, cash


class Stuck(Paper):
    """A printer that takes a slip and never comes back."""

    def print(self, document: Document) -> None:
        print("printing", flush=True)
        threading.Event().wait()


def main(data: str, marks: str, key: str, moment: str) -> None:
    folder = TillFolder(Path(data), Path(marks))
    running = RunningTill(folder, open_with_keyring_key(folder.key_file, bytes.fromhex(key)), clock=SystemClock())
    if moment == "during":
        running.printing.use_slip_printer(Stuck())
    else:
        running.run(use_slip_printer, Stuck()).result()  # its queue does not run: nothing comes out
    print(running.run(_sell).result().ticket, flush=True)
    threading.Event().wait()


def _sell(till: Till) -> Sold:
    operator = operators_on_file(till)[0].operator
    return sell(till, operator=operator, basket=basket_of(till, "NET-2G"), tenders=cash(500), receipt=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
