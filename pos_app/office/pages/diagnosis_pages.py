"""The page of diagnoses: reading what a till sent, or what its file brought, and deleting it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, PathParameter
from litestar.response import Redirect, Template

from pos_app.domain.refusals import Refusal
from pos_app.office.diagnoses import delete_diagnosis, keep_diagnosis, kept_diagnoses, read_diagnosis
from pos_app.office.office import Office
from pos_app.office.pages.lost_pages import GUARDS
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.pages.uploads import Uploads
from pos_app.office.rights import Right
from pos_app.sync.diagnosis import LARGEST_DIAGNOSIS_BYTES

NumberPath = Annotated[int, PathParameter(gt=0, lt=2**62)]
_MANAGE = [require_right(Right.DIAGNOSTICS_MANAGE)]


class FileForm(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnosis in a file, as the browser sends it."""

    file: UploadFile
    _csrf_token: str = ""


UploadedForm = Annotated[FileForm, Body(media_type=RequestEncodingType.MULTI_PART)]


class Diagnoses(Controller):
    """What tills say of themselves when something is wrong."""

    path = "/diagnostics"
    guards = [require_right(Right.DIAGNOSTICS_READ)]  # noqa: RUF012  # Litestar reads a list
    request_max_body_size = 2 * LARGEST_DIAGNOSIS_BYTES
    middleware = [Uploads()]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def kept(self, request: PageRequest, office: InOffice) -> Template:
        return _kept(request, office)

    @get("/{number:int}", sync_to_thread=True)
    def one(self, request: PageRequest, office: InOffice, number: NumberPath) -> Template:
        try:
            with office.database.transaction() as connection:
                kept, said = read_diagnosis(connection, number, office=office.signer)
                record_act(request, connection, "diagnosis.read", kept.name, f"#{number}")
        except Refusal:
            raise NotFoundException from None
        return page(request, office, "diagnosis.html", kept=kept, said=said, guards=GUARDS)

    @post("/", guards=_MANAGE, sync_to_thread=True, status_code=200)
    def take(self, request: PageRequest, office: InOffice, data: UploadedForm) -> Redirect | Template:
        content = data.file.file.read(LARGEST_DIAGNOSIS_BYTES + 1)
        try:
            with office.database.transaction() as connection:
                now_ms = office.clock.now_ms()
                number = keep_diagnosis(connection, content, office=office.signer, now_ms=now_ms)
                record_act(request, connection, "diagnosis.taken_in", f"#{number}")
        except Refusal as refusal:
            return _kept(request, office, refusal)
        return Redirect(f"/diagnostics/{number}", status_code=303)

    @post("/{number:int}/suppression", guards=_MANAGE, sync_to_thread=True)
    def delete(self, request: PageRequest, office: InOffice, number: NumberPath) -> Redirect:
        with office.database.transaction() as connection:
            delete_diagnosis(connection, number)
            record_act(request, connection, "diagnosis.deleted", f"#{number}")
        return Redirect("/diagnostics", status_code=303)


def _kept(request: PageRequest, office: Office, refusal: Refusal | None = None) -> Template:
    with office.database.transaction() as connection:
        rows = kept_diagnoses(connection)
    return page(
        request,
        office,
        "diagnoses.html",
        rows=rows,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )
