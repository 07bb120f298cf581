"""A day of a till in a process of its own, from its set-up to its end, everything secret passing through it.

Run with a folder and an operator's file of recharge codes, and a code of head office on standard input. Writes the
secrets of the day, by name, as one line of JSON on standard output.
"""

from __future__ import annotations

import json
import queue
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from pos_app.counter.add_operator import AddedOperator, Newcomer, add_operators, check_newcomer
from pos_app.counter.close_day import close_day
from pos_app.counter.code_stock import code_stock
from pos_app.counter.contest_code import contest_code, contested_slips, replace_code
from pos_app.counter.export_accounts import export_accounts
from pos_app.counter.first_run import first_papers, make_first_till
from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.lend_equipment import lend_equipment, loan_terms
from pos_app.counter.make_archive import ClosedPeriod, make_archive
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.reprint import reprint
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import confirm_slips, slips_of_ticket, slips_to_collect
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.counter.till_events import JobChanged, SyncEnded, TillEvent
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Bug, Refusal, Unavailable
from pos_app.domain.voucher import VoucherCode
from pos_app.keys.key_file import open_with_passphrase
from pos_app.keys.recovery_words import key_of_words, new_recovery_words
from pos_app.logs import start_logging
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.jobs import Document, JobState
from pos_app.printing.writers import document_pdf
from pos_app.settings import TillFolder
from pos_app.store.backup import back_up
from pos_app.store.parameters import read_parameter
from pos_app.sync.outcome import Synced
from pos_app.tables.writing import write_table
from tests.clock import ManualClock
from tests.counter.code_work import Paper
from tests.keys.keyring_till import POINT
from tests.tills import basket_of, cash, folder_in

PATIENCE_S = 60
PINS = {"coordinator": "907351", "volunteer": "482960", "wrong": "716035", "recovered": "350972"}
PASSPHRASE = "la péniche bleue remonte le canal"


@dataclass
class InMemory(Paper):
    """A printer that is given a slip as a PDF in memory, as one over the network is."""

    def print(self, document: Document) -> None:
        super().print(document)
        assert document_pdf(document).startswith(b"%PDF")


class SecretDay:
    """One till: what happens to it, and what of it nobody may find anywhere."""

    def __init__(self, folder: TillFolder) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.secrets: dict[str, str] = {f"PIN {name}": pin for name, pin in PINS.items()} | {"passphrase": PASSPHRASE}
        self._events: queue.SimpleQueue[TillEvent] = queue.SimpleQueue()
        first = make_first_till(
            folder, point=POINT, first_name="Claire", pin=PINS["coordinator"], team=("Nadia",),
            passphrase=PASSPHRASE, clock=self.clock,
        )  # fmt: skip
        self.coordinator: Operator = first.set_up.coordinator.operator
        self.words = first.set_up.words
        self.badge: AddedOperator = first.team[0]
        first_papers(first, roles={role: role.value for role in Role}, clock=self.clock)
        self._keep_keys(first.set_up.opened.key_file.keys)
        self.running = RunningTill.of_opened(first.set_up.opened, listener=self._events.put)

    def _keep_keys(self, keys: Any) -> None:
        for field in msgspec.structs.fields(keys):
            self.secrets[f"key {field.name}"] = "hex:" + getattr(keys, field.name).hex()
        self.secrets["key of the recovery words"] = "hex:" + key_of_words(self.words).hex()
        self.secrets["badge"] = self.badge.badge
        for one, next_one in zip(self.words, self.words[1:], strict=False):
            self.secrets[f"words {one}"] = f"{one} {next_one}"
            self.secrets[f"words {one}, a line each"] = f"{one}\n{next_one}"

    def sign_in(self) -> None:
        """Wrong and right PINs, a badge, a PIN that was forgotten, wrong and right words of the sheet."""
        coordinator = self.coordinator.code
        _refused(self.running.sign_in(code=coordinator, pin=PINS["wrong"]))
        _done(self.running.sign_in(code=coordinator, pin=PINS["coordinator"]))
        _done(self.running.sign_in_with_badge(badge=self.badge.badge))
        other = " ".join(new_recovery_words())
        _refused(self.running.recover_pin(code=coordinator, words=other, new_pin=PINS["recovered"]))
        words = " ".join(self.words)
        _done(self.running.recover_pin(code=coordinator, words=words, new_pin=PINS["recovered"]))
        _refused(self.running.sign_in(code=coordinator, pin=PINS["coordinator"]))
        _done(self.running.sign_in(code=coordinator, pin=PINS["recovered"]))
        newcomer = check_newcomer(Newcomer("Youssef", Role.VOLUNTEER, pin=PINS["volunteer"]))
        (added,) = _done(self.running.run(add_operators, by=self.coordinator, newcomers=[newcomer]))
        _done(self.running.sign_in(code=added.operator.code, pin=PINS["volunteer"]))

    def sell_and_print(self) -> None:
        for number in (1, 2):
            ticket = _done(self.running.run(self._sale, number)).ticket
            self._printed()
            _done(self.running.run(reprint, operator=self.coordinator, ticket=ticket))
            self._printed()

    def _sale(self, till: Till, number: int) -> Sold:
        basket = basket_of(till, "ATELIER", number=number)
        return sell(till, operator=self.coordinator, basket=basket, tenders=cash(basket.total_cents), receipt=True)

    def _printed(self) -> None:
        self._job_ended(JobState.DONE)

    def _failed(self) -> None:
        self._job_ended(JobState.FAILED)

    def _job_ended(self, state: JobState) -> None:
        while True:
            event = self._events.get(timeout=PATIENCE_S)
            if isinstance(event, JobChanged) and event.job.state is state:
                return

    def lend_a_telephone(self) -> None:
        """Taken in by its IMEI, of which four digits are left, and lent with a contract."""
        imei = "490154203237518"
        self.secrets["serial of a telephone"] = imei
        run, operator = self.running.run, self.coordinator
        (item,) = _done(run(receive_equipment, operator=operator, product="MOBILE", serials=[f"49-015420-{imei[8:]}"]))
        person = _done(run(add_structure, operator=operator, name="Foyer du Lac")).token
        due_on = _done(run(loan_terms, item=item, person=person)).due_on
        _done(run(lend_equipment, operator=operator, item=item, person=person, due_on=due_on))
        self._printed()

    def take_codes_in(self, path: Path) -> None:
        """An operator's file with a bad row first, then without; wiped once its codes are in the vault."""
        codes = [line.split(";")[1] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        self.secrets |= {f"recharge {number}": code for number, code in enumerate(codes)}
        vault = self.running.vault
        bad = path.with_name("twice.csv")
        _refused(vault.receive(_done(vault.read(bad, operator=self.coordinator)), operator=self.coordinator, counted=8))
        shown = _done(vault.read(path, operator=self.coordinator))
        _done(vault.receive(shown, operator=self.coordinator, counted=len(codes)))
        for file in (path, bad):
            _done(vault.wipe(file))

    def sell_codes(self) -> None:
        """Shown on the screen, printed, jammed and printed again, contested and replaced, backed up."""
        (first,) = self._sell_code(31)
        self._must_be_one_of_ours(_done(self.running.vault.show(operator=self.coordinator, item=first)))
        printer = InMemory()
        self.running.printing.use_slip_printer(printer)
        (second,) = self._sell_code(32)
        self._printed()
        printer.fails = [Unavailable("printer_silent")]
        self._sell_code(33)
        self._failed()
        _done(self.running.printing.retry_all(operator=self.coordinator))
        self._printed()
        _done(self.running.run(confirm_slips, operator=self.coordinator, items=[second]))
        _done(self.running.run(contest_code, operator=self.coordinator, item=second, reason="already_used"))
        _done(self.running.run(replace_code, operator=self.coordinator, item=second))
        self._printed()
        for slip in printer.slips:
            self._must_be_one_of_ours(slip)
        _done(self.running.run(self._back_up))

    def _sell_code(self, number: int) -> list[ItemId]:
        def sale(till: Till) -> Sold:
            basket = basket_of(till, "NET-500M", number=number)
            return sell(
                till, operator=self.coordinator, basket=basket, tenders=cash(100), receipt=False, to_nobody="campaign"
            )

        sold = _done(self.running.run(sale))
        return [slip.item for slip in _done(self.running.run(slips_of_ticket, ticket=sold.ticket))]

    def _must_be_one_of_ours(self, slip: VoucherSlip) -> None:
        """What was revealed is what the file said: the search would find it."""
        assert slip.code.reveal() in self.secrets.values()

    def _back_up(self, till: Till) -> None:
        key = self.running.key_file.keys.database
        back_up(till.connection, key=key, folder=self.folder.backups, name="evening")

    def hand_out(self) -> None:
        """Whatever a day gives out of the till: the closing on paper, the year's archive, accounts, tables of codes."""
        _done(self.running.run(close_day, operator=self.coordinator))
        self._printed()
        out, period = self.folder.data.parent / "handed-out", ClosedPeriod("", 1, 1)
        out.mkdir()
        _done(make_archive(self.running, operator=self.coordinator, period=period, copy_to=out))
        _done(self.running.run(export_accounts, operator=self.coordinator, period=period, folder=out))
        for name, rows in _done(self.running.run(_tables)).items():
            write_table(out / f"{name}.csv", ["what"], [[row] for row in rows])
            write_table(out / f"{name}.xlsx", ["what"], [[row] for row in rows])

    def join_and_send(self, code: str) -> None:
        _done(self.running.join_head_office(operator=self.coordinator, code=code))
        while not isinstance(event := self._events.get(timeout=PATIENCE_S), SyncEnded):
            pass
        assert isinstance(event.outcome, Synced)
        known = _done(self.running.run(_office))
        self.secrets["code of head office"] = code
        self.secrets["secret of the till"] = f"hex:{known.till_secret}"

    def renew_the_sheet(self) -> None:
        _done(self.running.new_recovery_sheet(operator=self.coordinator))

    def break_down(self) -> None:
        """A mistake of ours while a PIN and a code are at hand: the log tells it with its trace."""

        code = VoucherCode(self.secrets["recharge 0"])

        def broken(_till: Till, pin: str) -> None:
            raise Bug("invariant_broken", length=len(pin), code=repr(code))

        _refused(self.running.run(broken, PINS["recovered"]))
        self.running.stop()

    def open_again(self) -> None:
        opened = RunningTill(self.folder, open_with_passphrase(self.folder.key_file, PASSPHRASE), clock=self.clock)
        opened.stop()


def _tables(till: Till) -> dict[str, list[str]]:
    """All that pages list about codes, in the widest words there are for it."""
    lots, slips = code_stock(till).lots, (*slips_to_collect(till), *contested_slips(till))
    assert lots
    assert slips
    return {"lots": list(map(repr, lots)), "slips": list(map(repr, slips))}


def _office(till: Till) -> OfficeKnown:
    return read_parameter(till.connection, OFFICE, type=OfficeKnown, default=OfficeKnown())


def _done(future: Future[Any]) -> Any:
    return future.result(PATIENCE_S)


def _refused(future: Future[Any]) -> None:
    error = future.exception(PATIENCE_S)
    assert isinstance(error, Refusal | Bug), error


def main() -> None:
    code = sys.stdin.readline().strip()
    folder = folder_in(Path(sys.argv[1]))
    start_logging(folder.logs, name="till")
    day = SecretDay(folder)
    day.sign_in()
    day.sell_and_print()
    day.lend_a_telephone()
    day.take_codes_in(Path(sys.argv[2]))
    day.sell_codes()
    day.hand_out()
    day.join_and_send(code)
    day.renew_the_sheet()
    day.break_down()
    day.open_again()
    print(json.dumps(day.secrets))


if __name__ == "__main__":
    main()
