"""Something else than head office answers: the right words, nothing taken as sent, and the next sync works."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.domain.refusals import PosError, Refusal, Unavailable
from pos_app.i18n import gettext, use_language
from pos_app.office.authority import Authority, authority_in
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.sentences import SENTENCES, say
from pos_app.sync.wire import EnrolmentCode
from tests.clock import ManualClock
from tests.sync.bad_network import BadNetwork
from tests.sync.strangers import Answer, Stranger, endless, http, trickling
from tests.sync.syncing_till import SyncingTill, held_by

HOSTS = ("127.0.0.1", "localhost")
PAGE = b"<!doctype html><title>Wi-Fi gratuit</title><form action=/login>"
TWENTY_YEARS_S = 20 * 365 * 24 * 3600
OVER_TLS: dict[str, tuple[Answer, str]] = {
    "a portal's page": (http("200 OK", PAGE, "Content-Type: text/html"), "office_nonsense"),
    "a redirection": (http("302 Found", b"", "Location: https://127.0.0.1:1/login"), "office_nonsense"),
    "a proxy's error": (http("502 Bad Gateway", PAGE), "office_nonsense"),
    "nothing of HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "office_unreachable"),
    "an empty answer": (http("200 OK", b""), "office_nonsense"),
    "other JSON": (http("200 OK", b'{"status": "ok"}'), "office_nonsense"),
    "JSON with too much": (
        http("200 OK", b'{"action":"ok","challenge":"00","time_ms":1,"heads":[],"do":"wipe"}'), "office_nonsense"
    ),
    "JSON that is no UTF-8": (http("200 OK", b'{"action": "\xff"}'), "office_nonsense"),
    "an endless body": (endless, "office_nonsense"),
    "a body that was cut": (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "office_unreachable"),
    "nothing at all": (b"", "office_unreachable"),
    "busy": (
        http("503 Service Unavailable", b'{"type":"","title":"","status":503,"code":"unavailable"}'), "office_busy"
    ),
}  # fmt: skip


def assert_kept(till: SyncingTill, address: str, code: str) -> None:
    """The sync fails with `code`, in French; then nothing was taken as sent, and head office gets it all."""
    entries, acknowledged = till.entries, till.acknowledged
    with pytest.raises(Unavailable) as failed:
        till.sync(address=address)
    assert failed.value.code == code
    assert_said_in_french(failed.value)
    assert (till.entries, till.acknowledged) == (entries, acknowledged)
    assert till.sync().complete


def assert_said_in_french(error: PosError) -> None:
    use_language("fr")
    assert gettext(SENTENCES[error.code]) != SENTENCES[error.code]
    assert "{" not in say(error)


@pytest.fixture
def selling(till: SyncingTill) -> SyncingTill:
    till.sell(2)
    return till


@pytest.mark.parametrize("case", list(OVER_TLS))
def test_behind_a_genuine_certificate(case: str, selling: SyncingTill, authority: Authority) -> None:
    answer, code = OVER_TLS[case]
    with Stranger(answer, authority=authority) as stranger:
        assert_kept(selling, stranger.address, code)
        assert stranger.asked.is_set()


def test_nothing_listens(selling: SyncingTill) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = f"127.0.0.1:{gone.getsockname()[1]}"
    assert_kept(selling, address, "office_unreachable")


def test_what_answers_speaks_no_tls(selling: SyncingTill) -> None:
    with Stranger(http("200 OK", PAGE)) as portal:
        assert_kept(selling, portal.address, "office_nonsense")


def test_a_certificate_of_another_authority(selling: SyncingTill, tmp_path: Path) -> None:
    other = authority_in(tmp_path / "other", hosts=HOSTS, clock=SystemClock())
    with Stranger(http("200 OK", PAGE), authority=other) as stranger:
        assert_kept(selling, stranger.address, "office_not_genuine")
        assert not stranger.asked.is_set(), "it was told something before it was known"


def test_a_certificate_for_another_name(selling: SyncingTill, authority: Authority, tmp_path: Path) -> None:
    folder = Path(authority.server_key).parent
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("authority.key", "authority.pem"):
        (elsewhere / name).write_bytes((folder / name).read_bytes())
    named = authority_in(elsewhere, hosts=("siege.example.org",), clock=SystemClock())
    with Stranger(http("200 OK", PAGE), authority=named) as stranger:
        assert_kept(selling, stranger.address, "office_not_genuine")


@pytest.mark.parametrize("years", [-1, 1])
def test_a_certificate_out_of_date_means_that_the_clock_is_wrong(
    years: int, selling: SyncingTill, authority: Authority, tmp_path: Path
) -> None:
    folder = Path(authority.server_key).parent
    for name in ("authority.key", "authority.pem"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    when = ManualClock(SystemClock().now_ms())
    when.advance(seconds=years * TWENTY_YEARS_S // 2)
    dated = authority_in(tmp_path, hosts=HOSTS, clock=when)
    with Stranger(http("200 OK", PAGE), authority=dated) as stranger:
        assert_kept(selling, stranger.address, "clock_wrong")


def test_an_answer_that_never_comes_is_waited_for_no_longer_than_said(
    selling: SyncingTill, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.connection.ANSWER_TIMEOUT_S", 0.3)
    with BadNetwork(office.address, stall_after=2_500) as network:
        with pytest.raises(Unavailable) as failed:
            selling.sync(address=network.address)
        assert failed.value.code == "office_unreachable"
    assert selling.sync().complete


def test_an_answer_that_trickles_in_is_cut(
    selling: SyncingTill, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.connection.WHOLE_ANSWER_S", 1)
    with Stranger(trickling, authority=authority) as stranger:
        assert_kept(selling, stranger.address, "office_unreachable")


def test_a_till_that_closes_cuts_a_request_that_hangs(selling: SyncingTill, office: Office) -> None:
    closing = threading.Event()
    with BadNetwork(office.address, stall_after=2_500) as network:

        def close_when_stalled() -> None:
            network.stalled.wait(20)
            closing.set()

        watcher = threading.Thread(target=close_when_stalled)
        watcher.start()
        outcome = selling.sync(address=network.address, cancelled=closing.is_set)
        watcher.join()
    assert (outcome.cancelled, outcome.complete) == (True, False)
    assert selling.sync().complete


def code_with(code: EnrolmentCode, **changes: object) -> str:
    return str(replace(code, **changes))  # type: ignore[arg-type]  # fields of the code by name


JOINS: dict[str, tuple[Callable[[EnrolmentCode], str], type[PosError], str]] = {
    "half a code": (lambda code: str(code)[:20], Refusal, "enrolment_code_malformed"),
    "no address": (lambda code: str(code).partition("@")[0], Refusal, "enrolment_code_malformed"),
    "no port": (lambda code: str(code).rpartition(":")[0], Refusal, "office_address_malformed"),
    "never made": (lambda code: code_with(code, secret=bytes(15)), Refusal, "enrolment_code_refused"),
    "another authority": (lambda code: code_with(code, authority_fingerprint=bytes(20)), Unavailable,
                          "office_not_genuine"),
    "nobody there": (lambda code: code_with(code, address="127.0.0.1:1"), Unavailable, "office_unreachable"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(JOINS))
def test_a_code_that_joins_nothing_changes_nothing(
    case: str, alone: SyncingTill, office: Office, server: OfficeServer
) -> None:
    changed, family, code = JOINS[case]
    entries = alone.entries
    with pytest.raises(PosError) as refused:
        alone.join_with(changed(office.add_till(point="Marseille", till="Caisse 1").code))
    assert (type(refused.value), refused.value.code) == (family, code)
    assert_said_in_french(refused.value)
    assert alone.entries == entries
    alone.join(office)
    assert alone.sync().complete


@pytest.mark.parametrize(
    "answer", [http("200 OK", PAGE), http("200 OK", base64.b64encode(bytes(900))), http("404 Not Found", b"")]
)
def test_a_portal_met_while_joining_is_said_as_one(answer: bytes, alone: SyncingTill, authority: Authority) -> None:
    with Stranger(answer, authority=authority) as portal:
        code = EnrolmentCode(bytes(15), authority.fingerprint, portal.address)
        with pytest.raises(Unavailable) as failed:
            alone.join_with(str(code))
    assert failed.value.code == "office_nonsense"
    assert "till_enrolled" not in [entry.kind.partition(".")[0] for entry in alone.entries]


def test_a_code_is_used_once_and_the_same_till_may_ask_again(
    alone: SyncingTill, office: Office, server: OfficeServer
) -> None:
    """An answer that was lost costs no second code."""
    code = str(office.add_till(point="Marseille", till="Caisse 1").code)
    assert alone.join_with(code) == alone.join_with(f"  {code.lower()} ")
    assert alone.sync().complete
    assert held_by(office) == alone.entries


def test_joining_is_for_those_who_may(alone: SyncingTill, office: Office, server: OfficeServer) -> None:
    alone.template = replace(alone.template, coordinator=alone.template.volunteer)
    with pytest.raises(Refusal) as refused:
        alone.join(office)
    assert refused.value.code == "right_missing"
