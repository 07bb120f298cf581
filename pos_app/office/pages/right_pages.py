"""The page of people by their right: whose right is open, ends soon, waits, is suspended or over. Each look is in the
audit log."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Controller, get
from litestar.response import Template

from pos_app.clock import local_now
from pos_app.domain.refusals import Refusal
from pos_app.office.pages import figures
from pos_app.office.pages.asking import asked, query_of
from pos_app.office.pages.right_figures import STANDINGS, PersonRight, Wanted, choices, people_by_right
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.rights import Right


class PeopleByRight(Controller):
    """People by their right."""

    path = "/personnes/droits"
    guards = [require_right(Right.PEOPLE_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def people(self, request: PageRequest, office: InOffice) -> Template:
        wanted = asked(request, Wanted)
        people: Sequence[PersonRight] = ()
        following, refused = "", ""
        with office.database.transaction() as connection:
            tills = figures.till_names(connection)
            to_choose = choices(connection)
        try:
            with office.database.transaction() as connection:
                today = local_now(office.clock).date()
                people, following = people_by_right(connection, wanted, today=today)
                record_act(request, connection, "people.listed", wanted.standing.value, query_of(wanted, after=""))
        except Refusal as refusal:
            refused = sentence(request, refusal)
        return page(
            request,
            office,
            "people_rights.html",
            wanted=wanted,
            people=people,
            tills=tills,
            choices=to_choose,
            standings=STANDINGS,
            first_page=not wanted.after,
            first=query_of(wanted, after=""),
            following=query_of(wanted, after=following) if following else "",
            refused=refused,
            status_code=422 if refused else 200,
        )
