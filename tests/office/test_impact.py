"""Head office's figures of impact: over every point, each person once, and frozen once published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from msgspec.structs import replace

from pos_app.counter.load_rules import SHIPPED_RULES
from pos_app.domain.facts import Beneficiary, PersonsMerged, RefundRecorded, RightOpened
from pos_app.domain.impact import Figures
from pos_app.domain.programme import read_rules
from pos_app.domain.refusals import Refusal
from pos_app.office.funds import Fund, FundKind, add_fund, funds_of
from pos_app.office.impact import ImpactReport, Period, impact_report, months_known, publish_month
from pos_app.office.office import Office
from pos_app.office.projections import differing_figures, rebuild_till
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.impact_told import MONTH, sale_to
from tests.office.people_told import new_token
from tests.office.remote_till import RemoteTill, refund_of

RULES = read_rules(SHIPPED_RULES.read_text(encoding="utf-8")).impact
DECEMBER_MS = int(datetime.fromisoformat("2026-12-05T10:00:00+01:00").timestamp()) * 1000


@pytest.fixture
def other(office: Office, till: RemoteTill) -> Iterator[RemoteTill]:
    with RemoteTill(office, point="Grenoble") as remote:
        remote.enrol()
        remote.hello()
        yield remote


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


def report(office: Office, period: str = MONTH) -> ImpactReport:
    with office.database.transaction() as connection:
        return impact_report(
            connection, Period(period), RULES, now_ms=office.clock.now_ms(), offset_min=office.clock.offset_min()
        )


def publish(office: Office, month: str = MONTH, *, although_late: bool = False) -> None:
    with office.database.transaction() as connection:
        publish_month(
            connection, month, RULES, now_ms=office.clock.now_ms(), offset_min=60, although_late=although_late
        )


def test_a_person_who_bought_at_two_points_is_one_person_of_the_whole(
    office: Office, server: OfficeServer, till: RemoteTill, other: RemoteTill
) -> None:
    samira, moussa = new_token(), new_token()
    till.write([sale_to(samira, number=1), sale_to(moussa, number=2, product="NET-2G", family="RECHARGE")])
    other.write([sale_to(samira, number=1, quantity=2), sale_to(None, number=2)])
    push(till, office)
    push(other, office)
    shown = report(office)
    assert shown.whole == Figures(people=2, new=2, tickets=4, minutes=30 + 60 + 30, megabytes=2000, saved_cents=500)
    assert {row.name: (row.figures.people, row.figures.tickets) for row in shown.by_point} == {
        "Marseille": (2, 2),
        "Grenoble": (1, 2),
    }
    assert {row.name: row.figures.people for row in shown.by_programme} == {"": 0, "CS": 2}


def test_new_and_returning_by_month_and_over_a_year(office: Office, server: OfficeServer, till: RemoteTill) -> None:
    samira, moussa = new_token(), new_token()
    till.write(
        [
            sale_to(samira, number=1, month="2025-12"),
            sale_to(samira, number=2, month="2026-10"),
            sale_to(samira, number=3),
            sale_to(moussa, number=4),
        ]
    )
    push(till, office)
    year = report(office, "2026")
    assert (year.whole.people, year.whole.new) == (2, 1)
    assert {row.name: (row.figures.new, row.figures.returning) for row in year.by_month} == {
        "2026-10": (0, 1),
        "2026-11": (1, 1),
    }
    assert report(office, "").whole.new == 2
    with office.database.transaction() as connection:
        assert months_known(connection) == ["2026-11", "2026-10", "2025-12"]


def test_joined_records_are_one_person_and_their_prescriber_is_named(
    office: Office, server: OfficeServer, till: RemoteTill
) -> None:
    kept, gone = new_token(), new_token()
    opened = RightOpened(
        person=kept, number=1, programme="CS", starts_on="2026-11-01", ends_on="2027-07-31", renewal=0,
        prescriber="CCAS",
    )  # fmt: skip
    till.write([opened, sale_to(kept, number=1), sale_to(gone, number=2), PersonsMerged(kept=kept, gone=gone)])
    push(till, office)
    shown = report(office)
    assert shown.whole.people == 1
    assert {row.name: row.figures.people for row in shown.by_prescriber} == {"CCAS": 1, "": 1}


def test_what_is_given_back_is_taken_off_in_the_month_of_its_ticket(
    office: Office, server: OfficeServer, till: RemoteTill
) -> None:
    samira = new_token()
    till.write([sale_to(samira, number=1, month="2026-10")])
    sold = till.entries[-1]
    refund = refund_of(sold, number=2)
    of = sold.fact().beneficiary  # type: ignore[attr-defined]  # a sale's
    assert isinstance(refund, RefundRecorded)
    assert isinstance(of, Beneficiary)
    till.write([replace(refund, beneficiary=of)])
    push(till, office)
    assert report(office, "2026-10").whole == Figures(tickets=1, saved_cents=100)


def test_the_figures_are_made_again_from_the_entries(office: Office, server: OfficeServer, till: RemoteTill) -> None:
    till.write([sale_to(new_token(), number=n) for n in range(1, 6)])
    push(till, office)
    before = report(office)
    with office.database.transaction() as connection:
        assert differing_figures(connection, till=till.id) == ()
        connection.execute("UPDATE impact_line SET quantity = 9")
        assert differing_figures(connection, till=till.id) == ("impact_line",)
        rebuild_till(connection, till=till.id)
    assert report(office) == before


def test_a_till_that_was_not_heard_of_since_the_month_ended_is_named(
    office: Office, server: OfficeServer, till: RemoteTill, other: RemoteTill, clock: ManualClock
) -> None:
    push(till, office)
    clock.at_ms = DECEMBER_MS
    till.hello()
    assert report(office).late == ("Grenoble · Caisse 1",)
    other.hello()
    assert report(office).late == ("Grenoble · Caisse 1",)  # it said hello, and what it holds is not here yet
    push(other, office)
    assert report(office).late == ()


def test_a_published_month_stands_whatever_arrives_later(
    office: Office, server: OfficeServer, till: RemoteTill, clock: ManualClock
) -> None:
    till.write([sale_to(new_token(), number=1)])
    push(till, office)
    with pytest.raises(Refusal, match="month_not_over"):
        publish(office)
    clock.at_ms = DECEMBER_MS
    with pytest.raises(Refusal, match="tills_not_in"):
        publish(office)
    publish(office, although_late=True)
    till.hello()
    till.write([sale_to(new_token(), number=2)])
    till.push(till.entries[-1:])
    catch_up(office.database)
    shown = report(office)
    assert (shown.whole.people, shown.published_ms, shown.late) == (1, DECEMBER_MS, ("Marseille · Caisse 1",))
    assert report(office, "2026").whole.people == 2
    with pytest.raises(Refusal, match="month_already_published"):
        publish(office, although_late=True)


def test_funds_are_summed_by_funder_and_month_and_a_wrong_one_is_taken_back(office: Office) -> None:
    with office.database.transaction() as connection:
        for fund in (
            Fund("2026-10", "Ville de Marseille", FundKind.CITY, 500_000),
            Fund("2026-11", "Option solidaire", FundKind.OPTION, 1_234_500),
            Fund("2026-11", "Option solidaire", FundKind.OPTION, -34_500),
            Fund("2026-11", "Erreur", FundKind.DONOR, 100),
            Fund("2026-11", "Erreur", FundKind.DONOR, -100),
        ):
            add_fund(connection, fund, now_ms=office.clock.now_ms())
        assert funds_of(connection, Period("2026-11")) == [
            Fund("2026-11", "Option solidaire", FundKind.OPTION, 1_200_000)
        ]
        assert len(funds_of(connection, Period("2026"))) == 2


@pytest.mark.parametrize(
    ("month", "funder", "cents", "field"),
    [
        ("2026-13", "Ville", 1, "month"),
        ("", "Ville", 1, "month"),
        ("2026-11", "  ", 1, "funder"),
        ("2026-11", "x" * 81, 1, "funder"),
        ("2026-11", "Ville\0", 1, "funder"),
        ("2026-11", "Ville", 0, "amount"),
        ("2026-11", "Ville", 10**13, "amount"),
    ],
)
def test_a_fund_that_cannot_be_is_refused(month: str, funder: str, cents: int, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        Fund(month, funder, FundKind.CITY, cents)
    assert (refused.value.code, refused.value.params) == ("fund_wrong", {"field": field})
