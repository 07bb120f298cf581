"""The page where a file that a stick brought is taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from pos_app.ledger.signing import Signer
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.sync.carried_file import Cover, Kind, read, written
from pos_app.sync.carried_messages import CarriedAnswer, CarriedRequest, Parcel
from pos_app.sync.requests import entries_body, entries_path
from pos_app.sync.wire import PROTOCOL, Hello, incarnation_proof
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def parcel_of(till: RemoteTill, *, to: Signer | None = None, number: int = 1) -> bytes:
    """A parcel with the whole journal, as a till writes it."""
    office = to or till.office.signer
    assert till.enrolled is not None
    hello = Hello(
        till=till.enrolled.till,
        software="pos-app test",
        series="MRS1",
        device_time_ms=till.office.clock.now_ms(),
        incarnations=till.known(),
        proof=incarnation_proof(bytes.fromhex(till.enrolled.till_secret), till.signer.incarnation),
        protocol=PROTOCOL,
    )
    incarnation = till.signer.incarnation
    body = entries_body(till.entries)
    parcel = Parcel(
        protocol=PROTOCOL,
        hello=msgspec.json.encode(hello),
        requests=(CarriedRequest(method="POST", path=entries_path(incarnation), body=body),),
    )
    cover = Cover(
        till="Marseille · Caisse 1",
        series="MRS1",
        number=number,
        made_ms=till.office.clock.now_ms(),
        by=till.signer.public_key.hex(),
        to=office.incarnation,
    )
    content = msgspec.msgpack.encode(parcel)
    return written(Kind.PARCEL, cover, content, signer=till.signer, to_key=office.public_key)


def test_nobody_hands_a_file_in_without_signing_in(office: Office, server: OfficeServer) -> None:
    browser = Browser(office)
    assert browser.get("/cles").status == 401
    assert browser.upload("/cles", "x.pos", b"x").status in (401, 403)
    browser.close()


def test_a_file_is_taken_in_and_its_answer_can_be_saved(inside: Browser, till: RemoteTill) -> None:
    till.sell(3)
    inside.get("/cles")
    shown = inside.upload("/cles", "pos-app-MRS1-00001.pos", parcel_of(till))
    assert shown.status == 200
    assert "Marseille · Caisse 1 est pris en compte" in shown.words
    assert "4 opérations nouvelles" in shown.words
    link = re.search(r'href="(/cles/reponse/[0-9a-f]{64})"', shown.text)
    assert link
    saved = inside.get(link[1])
    assert "du-siege.pos" in saved.headers["content-disposition"]
    answer = read(saved.content, Kind.ANSWER)
    inner = msgspec.msgpack.decode(till.signer.unseal(answer.box), type=CarriedAnswer)
    assert inner.heads[-1].seq == 4
    inside.get("/cles")
    again = inside.upload("/cles", "pos-app-MRS1-00001.pos", parcel_of(till, number=2))
    assert "0 opération nouvelle" in again.words
    assert inside.get(link[1]).status == 404, "the newest answer of a till takes the place of the one before"


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_taken_in(inside: Browser, till: RemoteTill) -> None:
    whole = parcel_of(till)
    changed = whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]
    other = parcel_of(till, to=Signer(bytes([9]) * 32))
    for content, words in (
        (whole[:-1], "incomplet"),
        (changed, "abîmé"),
        (b"%PDF-1.7", "pas un fichier de pos-app"),
        (other, "pour un autre siège"),
        (b"", "pas un fichier de pos-app"),
    ):
        inside.get("/cles")
        shown = inside.upload("/cles", "x.pos", content)
        assert (shown.status, words in shown.words) == (422, True), words
    with till.office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM carried").fetchone() == (0,)


def test_a_form_without_its_token_is_refused(inside: Browser, till: RemoteTill) -> None:
    assert inside.upload("/cles", "x.pos", parcel_of(till), token="wrong").status == 403


def test_the_page_is_said_in_english_too(inside: Browser, till: RemoteTill) -> None:
    inside.get("/cles?lang=en")
    assert "is taken in: 1 new operation" in inside.upload("/cles", "x.pos", parcel_of(till)).words
