"""People at head office: each change once, conflicts asked about, nothing impossible passed on (SYNC.md § 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.facts import PersonErased, PersonsMerged, RightOpened
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.refusals import Refusal
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.sync.client import MalformedError
from pos_app.sync.people_messages import PeoplePush
from tests.office.people_told import fields_of, new_token, outcomes, somebody, tell, told
from tests.office.raw import Raw, code_of
from tests.office.remote_till import RemoteTill


@pytest.fixture
def other(office: Office, till: RemoteTill) -> Iterator[RemoteTill]:
    """A till of another point."""
    with RemoteTill(office, point="Grenoble") as remote:
        remote.enrol()
        remote.hello()
        yield remote


def reviews(office: Office) -> list[tuple[str, str]]:
    with office.database.transaction() as connection:
        return connection.execute("SELECT field, code FROM review ORDER BY id").fetchall()


def count(office: Office, table: str) -> int:
    with office.database.transaction() as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_changes_told_twice_are_taken_in_once_and_answered_alike(till: RemoteTill, office: Office) -> None:
    token, fields = new_token(), somebody()
    changes = told(token, fields)
    first = tell(till, *changes)
    assert outcomes(first) == ["applied"] * len(fields)
    assert tell(till, *changes) == first
    assert fields_of(office, token) == fields
    assert count(office, "person_change") == len(fields)


def test_each_outcome_says_what_stands_now(till: RemoteTill, other: RemoteTill) -> None:
    token = new_token()
    tell(till, *told(token, somebody()))
    tell(till, *told(token, {"phone": "+33611111111"}, base=1, at_ms=2_000_000_000_000))
    (phone,) = tell(other, *told(token, {"phone": "+33622222222"}, base=1, at_ms=1)).outcomes
    assert (phone.outcome, phone.value, phone.revision) == ("superseded", "+33611111111", 2)


def test_the_loser_stays_in_the_history(till: RemoteTill, other: RemoteTill, office: Office) -> None:
    token = new_token()
    tell(till, *told(token, somebody()))
    tell(other, *told(token, {"phone": "+33622222222"}, at_ms=1))
    with office.database.transaction() as connection:
        rows = connection.execute(
            "SELECT value, outcome FROM person_change WHERE token = %s AND field = 'phone' ORDER BY received_ms, at_ms",
            (token,),
        ).fetchall()
    assert sorted(rows) == [("+33612345678", "applied"), ("+33622222222", "superseded")]


def test_two_people_with_one_card_number_get_two_and_somebody_is_told(
    till: RemoteTill, other: RemoteTill, office: Office
) -> None:
    one, two, fields = new_token(), new_token(), somebody()
    tell(till, *told(one, fields))
    answer = tell(other, *told(two, somebody(card=fields["card"])))
    given_card = fields_of(office, two)["card"]
    assert given_card != fields["card"] == fields_of(office, one)["card"]
    assert (answer.outcomes[-1].outcome, answer.outcomes[-1].value) == ("review", given_card)
    assert reviews(office) == [("card", "card_taken")]


@pytest.mark.parametrize(("field", "value"), [("year_of_birth", "MCMLX"), ("state", "erased"), ("income", "1200")])
def test_what_no_desk_writes_is_kept_apart_and_blocks_nothing(
    till: RemoteTill, office: Office, field: str, value: str
) -> None:
    token = new_token()
    answer = tell(till, *told(token, {field: value, **somebody(**({field: value} if field != "income" else {}))}))
    assert outcomes(answer)[0] == "review"
    assert outcomes(answer)[-1] == "applied"
    assert value not in fields_of(office, token).values()
    assert (field, "impossible") in reviews(office)


def test_nothing_is_taken_in_of_who_was_erased(till: RemoteTill, office: Office) -> None:
    token = new_token()
    tell(till, *told(token, somebody()))
    till.write([PersonErased(person=token, basis="request")])
    till.push(till.entries)
    catch_up(office.database)
    late = tell(till, *told(token, {"phone": "+33699999999"}))
    assert (late.outcomes[0].outcome, late.outcomes[0].revision) == ("superseded", 0)
    assert [count(office, table) for table in ("person", "person_field", "person_change", "review")] == [0] * 4
    assert count(office, "tombstone") == 1


def test_a_fact_that_no_desk_can_have_written_is_parked_and_reaches_nobody(till: RemoteTill, office: Office) -> None:
    token = new_token()
    impossible = RightOpened(
        person=token, number=1, programme="CS", starts_on="2026-11-31", ends_on="soon", renewal=0, prescriber="x" * 999
    )
    possible = msgspec.structs.replace(impossible, starts_on="2026-11-30", ends_on="2027-08-30", prescriber="CCAS")
    till.write(
        [
            impossible,
            PersonErased(person=PersonToken("nobody"), basis="request"),
            PersonErased(person=new_token(), basis="b" * 99),
            PersonsMerged(kept=token, gone=PersonToken("")),
            possible,
        ]
    )
    till.push(till.entries)
    catch_up(office.database)
    with office.database.transaction() as connection:
        reasons = connection.execute("SELECT reason FROM parked").fetchall()
    assert reasons == [("value_out_of_range",)] * 4
    assert len(till.client.feed("rights", epoch="", after="").items) == 1
    assert till.client.feed("tombstones", epoch="", after="").items == ()


@pytest.mark.parametrize("merged_first", [True, False])
def test_of_two_joined_records_of_which_one_is_erased_both_are(
    till: RemoteTill, other: RemoteTill, office: Office, merged_first: bool
) -> None:
    kept, gone = new_token(), new_token()
    tell(till, *told(kept, somebody()), *told(gone, somebody()))
    till.write([PersonsMerged(kept=kept, gone=gone)])
    other.write([PersonErased(person=gone, basis="request")])
    for each in (till, other) if merged_first else (other, till):
        each.push(each.entries)
        catch_up(office.database)
    assert count(office, "person") == 0
    assert count(office, "tombstone") == 2


def test_a_revoked_till_is_believed_nothing_and_told_nothing(till: RemoteTill, office: Office) -> None:
    with office.database.transaction() as connection:
        connection.execute("UPDATE till SET revoked = true")
    with pytest.raises(Refusal, match="till_revoked"):
        tell(till, *told(new_token(), somebody()))
    with pytest.raises(Refusal, match="till_revoked"):
        till.client.feed("people", epoch="", after="")
    assert count(office, "person") == 0


def test_too_many_changes_at_once_are_refused_whole(till: RemoteTill, office: Office) -> None:
    changes = [change for _ in range(40) for change in told(new_token(), somebody())]
    with pytest.raises(MalformedError):
        tell(till, *changes)
    assert count(office, "person") == 0


GOOD = msgspec.json.encode(PeoplePush(changes=told(new_token(), {"phone": "+33612345678"})))


@given(
    st.one_of(
        st.binary(max_size=200),
        st.integers(0, len(GOOD) - 1).map(lambda cut: GOOD[:cut]),
        st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=1)).map(
            lambda change: GOOD[: change[0]] + change[1] + GOOD[change[0] + 1 :]
        ),
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_body_of_any_bytes_is_answered_with_a_problem_or_taken_in(till: RemoteTill, body: bytes) -> None:
    raw = Raw(till)
    try:
        answer = raw.post(f"/v1/incarnations/{till.signer.incarnation}/people", body)
    finally:
        raw.close()
    assert answer.status == 200 or code_of(answer) in {"malformed", "too_large"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/feeds/secrets?epoch=&after=&limit=10",
        "/v1/feeds/people?epoch=&after=&limit=0",
        "/v1/feeds/people?epoch=&after=&limit=100000",
        "/v1/feeds/people?epoch=&after=-1.2&limit=10",
        "/v1/feeds/people?epoch=&after=1&limit=10",
        "/v1/feeds/people?epoch=&after=99999999999999999999.1&limit=10",
        "/v1/feeds/people?epoch=&after=%27;DROP&limit=10",
        "/v1/feeds/people?epoch=&after=&limit=ten",
    ],
)
def test_a_feed_asked_for_wrongly_is_a_problem(till: RemoteTill, path: str) -> None:
    raw = Raw(till)
    try:
        answer = raw.get(path)
    finally:
        raw.close()
    assert code_of(answer) == "malformed"
