"""The page for files that came on a stick: taking one in, and its answer to bring back."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, PathParameter
from litestar.response import Template

from pos_app.domain.refusals import Refusal
from pos_app.office.carried_answers import answer_named, last_carried
from pos_app.office.office import Office
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    language_of,
    page,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.pages.stick_words import problems_of, said_of
from pos_app.office.pages.uploads import Uploads
from pos_app.office.rights import Right
from pos_app.office.take_in import TakenIn, take_in
from pos_app.sync.carried_file import LARGEST_PARCEL_BYTES
from pos_app.sync.carried_messages import CARRIED_TYPE

LARGEST_UPLOAD_BYTES = 3 * LARGEST_PARCEL_BYTES
"""A file, and what a form puts round it; a file that is too large is told so, not cut off."""
AnswerPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$")]


class StickForm(msgspec.Struct, frozen=True, kw_only=True):
    """The file of a till, as the browser sends it."""

    file: UploadFile
    _csrf_token: str = ""


UploadedForm = Annotated[StickForm, Body(media_type=RequestEncodingType.MULTI_PART)]


class Sticks(Controller):
    """A file comes in, an answer goes out; the answer opens at its till only."""

    path = "/cles"
    guards = [require_right(Right.TILLS_MANAGE)]  # noqa: RUF012  # Litestar reads a list
    request_max_body_size = LARGEST_UPLOAD_BYTES
    middleware = [Uploads()]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def shown(self, request: PageRequest, office: InOffice) -> Template:
        return _sticks(request, office)

    @post("/", sync_to_thread=True, status_code=200)
    def take_in(self, request: PageRequest, office: InOffice, data: UploadedForm) -> Template:
        content = data.file.file.read(LARGEST_UPLOAD_BYTES)
        try:
            done = take_in(office, content, carrier=account_of(request).login)
        except Refusal as refusal:
            return _sticks(request, office, refusal=refusal)
        return _sticks(request, office, done=done)

    @get("/reponse/{answer:str}", sync_to_thread=True)
    def answer(self, office: InOffice, answer: AnswerPath) -> Response[bytes]:
        """The file to put on the stick."""
        with office.database.transaction() as connection:
            found = answer_named(connection, answer)
        if found is None:
            raise NotFoundException
        series, number, content = found
        name = f"pos-app-{''.join(filter(str.isalnum, series))}-{number:05d}-du-siege.pos"
        return to_keep(content, name, CARRIED_TYPE)


def _sticks(
    request: PageRequest, office: Office, *, done: TakenIn | None = None, refusal: Refusal | None = None
) -> Template:
    language = language_of(request)
    with office.database.transaction() as connection:
        rows = last_carried(connection)
    return page(
        request,
        office,
        "sticks.html",
        rows=rows,
        done=done,
        said=said_of(done, language) if done else "",
        problems=problems_of(done, language) if done else (),
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
