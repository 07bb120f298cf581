"""The pages about people: how many have which right, who somebody is, what points said differently, and what is
reported the same evening."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.clock import local_now
from pos_app.domain.refusals import Refusal
from pos_app.office.office import Office
from pos_app.office.pages import people_figures as figures
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right
from pos_app.office.reviews import Settlement, open_reviews, settle_review
from pos_app.office.rights import Right
from pos_app.reasons import REFUND_WORDS, RULES

ReviewPath = Annotated[int, PathParameter(gt=0, lt=2**62)]
LONGEST_SEARCH = 80


class SearchForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody looks for: sent in a form's body, so that no name stands in an address or a log."""

    who: Annotated[str, msgspec.Meta(max_length=LONGEST_SEARCH)]
    _csrf_token: str = ""


class SettlementForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which value is right."""

    settlement: Settlement
    _csrf_token: str = ""


class People(Controller):
    """People by their right, and looking somebody up."""

    path = "/personnes"
    guards = [require_right(Right.PEOPLE_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        return _people(request, office)

    @post("/", sync_to_thread=True, status_code=200)
    def search(self, request: PageRequest, office: InOffice, data: URLEncodedBody[SearchForm]) -> Template:
        with office.database.transaction() as connection:
            record_act(request, connection, "people.searched")
        return _people(request, office, who=data.who)

    @get("/a-verifier", sync_to_thread=True)
    def reviews(self, request: PageRequest, office: InOffice) -> Template:
        with office.database.transaction() as connection:
            return page(request, office, "reviews.html", reviews=open_reviews(connection))

    @post("/a-verifier/{review:int}", guards=[require_right(Right.PEOPLE_MANAGE)], sync_to_thread=True)
    def settle(
        self, request: PageRequest, office: InOffice, review: ReviewPath, data: URLEncodedBody[SettlementForm]
    ) -> Redirect:
        try:
            with office.database.transaction() as connection:
                now_ms = office.clock.now_ms()
                settle_review(connection, review=review, settlement=data.settlement, now_ms=now_ms)
                record_act(request, connection, "people.review_settled", f"#{review}", data.settlement.value)
        except Refusal:
            raise NotFoundException from None
        return Redirect("/personnes/a-verifier", status_code=303)


class Exceptions(Controller):
    """Sales past a rule, renewals before the prescriber's word, sales to nobody: by point and day."""

    path = "/exceptions"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def of_day(
        self,
        request: PageRequest,
        office: InOffice,
        jour: Annotated[dt.date | None, QueryParameter()] = None,
    ) -> Template:
        with office.database.transaction() as connection:
            days = figures.noticed_days(connection)
            day = jour or (days[0].day if days else _today(office))
            noticed = figures.noticed_on(connection, day)
        points = [(point, tuple(of_point)) for point, of_point in groupby(noticed, key=lambda each: each.point)]
        shown = [(point, of_point, figures.to_nobody(of_point)) for point, of_point in points]
        return page(
            request,
            office,
            "exceptions.html",
            day=day,
            days=days,
            points=shown,
            rules=RULES,
            refund_reasons=REFUND_WORDS,
        )


def _people(request: PageRequest, office: Office, *, who: str = "") -> Template:
    with office.database.transaction() as connection:
        today = _today(office)
        return page(
            request,
            office,
            "people.html",
            counts=figures.people_counts(connection, today=today),
            programmes=figures.by_programme(connection, today=today),
            who=who,
            found=figures.find_people(connection, who) if who.strip() else None,
            at_most=figures.FOUND_AT_MOST,
        )


def _today(office: Office) -> dt.date:
    """The date at head office."""
    return local_now(office.clock).date()
