"""The code of a closing slip at head office: whether everything up to it is here, without a word of the till."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from pos_app.domain.facts import DayClosed, DrawerReport, EntryRange
from pos_app.domain.refusals import Refusal
from pos_app.domain.tally import totals_of
from pos_app.ledger.closing_proof import closing_proof, read_closing_proof
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def closed(till: RemoteTill, **said: int) -> str:
    """The code of the slip that the till prints once two sales are closed; `said` is what somebody made of it."""
    facts = [(entry.operator, entry.fact()) for entry in till.sell(2)]
    drawer = DrawerReport(
        opened_cents=0, opened_gap_cents=0, sales_cents=500, in_cents=0, out_cents=0, to_safe_cents=0,
        from_safe_cents=0, difference_cents=0, left_cents=500, counted=False,
    )  # fmt: skip
    covered = EntryRange(incarnation=till.head.incarnation, first_seq=1, last_seq=till.head.seq)
    closing = DayClosed(
        day=1, entries=(covered,), totals=totals_of(facts), drawer=drawer, perpetual_cents=500,
        perpetual_absolute_cents=500, software="pos-app",
    )  # fmt: skip
    till.write([closing])
    return closing_proof(till.entries[-1], replace(closing, **said), series="MRS1")


def told(inside: Browser, code: str) -> str:
    return inside.get(f"/cloture?code={quote(code)}").words.replace("\xa0", " ")


def test_a_closing_whose_entries_are_all_here_is_said_so(inside: Browser, till: RemoteTill) -> None:
    code = closed(till)
    till.push(till.entries)
    words = told(inside, code)
    assert "Il ne manque rien." in words
    assert f"Les {till.head.seq} écritures" in words
    assert "5,00 €" in words
    assert "Marseille · Caisse 1" in words


def test_a_code_that_was_scanned_in_small_letters_with_line_breaks_is_read(inside: Browser, till: RemoteTill) -> None:
    code = closed(till)
    till.push(till.entries)
    assert "Il ne manque rien." in told(inside, f" {code[:40].lower()}\r\n{code[40:].lower()} ")


def test_what_is_still_on_the_till_is_counted(inside: Browser, till: RemoteTill) -> None:
    till.push(till.entries)
    held = till.head.seq
    code = closed(till)
    words = told(inside, code)
    assert f"{till.head.seq - held} écritures ne sont pas encore arrivées." in words
    assert "rien n’est perdu" in words


def test_a_slip_of_another_journal_and_one_with_other_figures_are_named(inside: Browser, till: RemoteTill) -> None:
    other = closed(till, perpetual_cents=900)
    code = closed(till)
    till.push(till.entries)
    assert "ne sont pas ceux de l’écriture" in told(inside, other)
    digest = code.split(":")[4]
    assert "Une autre écriture est détenue" in told(inside, code.replace(digest, "AB" * 32))
    chain = code.split(":")[2]
    assert "Aucune caisse n’a cette chaîne" in told(inside, code.replace(chain, "0" * 16))


@pytest.mark.parametrize("text", ["", "POS-Z1", "POS-Z1:MRS1:0123456789ABCDEF:1:00:1:1:1:1:1", "12345678"])
def test_what_is_no_such_code_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="closing_code_wrong"):
        read_closing_proof(text)


def test_the_page_says_what_is_no_such_code(inside: Browser) -> None:
    assert "POS-Z1" in told(inside, "3760123456789")
    assert "Scannez le code carré" in inside.get("/cloture").words
