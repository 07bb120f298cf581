"""Ending a session."""

from __future__ import annotations

from litestar import Controller, post
from litestar.response import Redirect

from pos_app.office.pages.shown import InOffice, PageRequest, record_act, require_session


class OwnSession(Controller):
    """The session of whoever is signed in."""

    path = "/"
    guards = [require_session]  # noqa: RUF012  # Litestar reads a list

    @post("/sortir", sync_to_thread=True)
    def sign_out(self, request: PageRequest, office: InOffice) -> Redirect:
        with office.database.transaction() as connection:
            record_act(request, connection, "sign_in.ended")
        request.clear_session()
        return Redirect("/acces", status_code=303)
