"""The pages on which an operator's file of codes comes in: sent, its columns matched, checked, counted, taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody, PathParameter, URLEncodedBody
from litestar.response import Redirect, Template

from pos_app.domain.catalogue import Product
from pos_app.domain.code_file import Batch, CheckedFile, Matching
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.office.code_lots import check_lot, products_with_codes, receive_lots
from pos_app.office.code_uploads import LARGEST_FILE_BYTES, Upload, forget_upload, keep_upload, read_upload
from pos_app.office.office import Office
from pos_app.office.pages.code_pages import product_labels
from pos_app.office.pages.shown import InOffice, PageRequest, page, record_act, require_right, sentence
from pos_app.office.rights import Right
from pos_app.vault_sentences import ROW_FAULTS

UploadPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{32}$")]
FAULTS_SHOWN = 50
_ROOM_FOR_FORM_BYTES = 4_096
_MOST_COLUMNS = 200


class FileForm(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a browser sends it."""

    file: UploadFile
    _csrf_token: str = ""


Column = Annotated[int, msgspec.Meta(ge=-1, le=_MOST_COLUMNS)]


class ImportForm(msgspec.Struct, frozen=True, kw_only=True):
    """What each column holds (-1: there is none), what all rows have in common, and what the delivery note says."""

    act: Literal["check", "take"]
    code: Annotated[int, msgspec.Meta(ge=0, le=_MOST_COLUMNS)] = 0
    product: Column = -1
    expires: Column = -1
    serial: Column = -1
    heading: bool = False
    article: str = ""
    last_day: str = ""
    counted: str = ""
    note: Annotated[str, msgspec.Meta(max_length=80)] = ""
    _csrf_token: str = ""

    @property
    def matching(self) -> Matching:
        columns = [None if column < 0 else column for column in (self.product, self.expires, self.serial)]
        return Matching(self.code, columns[0], columns[1], self.heading, columns[2])

    @property
    def batch(self) -> Batch:
        """Raises Refusal("date_wrong")."""
        day = read_day(self.last_day) if self.last_day.strip() else None
        return Batch(ProductCode(self.article) if self.article else None, day)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What is known of a file as it is matched now; `file` is None where the form itself was wrong."""

    upload: Upload
    form: ImportForm
    file: CheckedFile | None
    products: dict[ProductCode, Product]
    labels: dict[str, str]


class CodeImport(Controller):
    """A file of codes, from the browser into the pool. Nothing of it is shown but its shape."""

    path = "/codes/fichier"
    guards = [require_right(Right.CODES_MANAGE)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def form(self, request: PageRequest, office: InOffice) -> Template:
        return page(request, office, "code_file.html", refused="", largest=LARGEST_FILE_BYTES)

    @post("/", sync_to_thread=True, status_code=200, request_max_body_size=LARGEST_FILE_BYTES + _ROOM_FOR_FORM_BYTES)
    def send(self, request: PageRequest, office: InOffice, data: MultipartBody[FileForm]) -> Redirect | Template:
        content = data.file.file.read()
        try:
            with office.database.transaction() as connection:
                upload = keep_upload(
                    connection,
                    office.codes,
                    content=content,
                    name=data.file.filename,
                    now_ms=office.clock.now_ms(),
                )
                record_act(request, connection, "codes.file_sent", upload)
        except Refusal as refusal:
            refused = sentence(request, refusal)
            return page(request, office, "code_file.html", refused=refused, largest=LARGEST_FILE_BYTES, status_code=422)
        return Redirect(f"/codes/fichier/{upload}", status_code=303)

    @get("/{upload:str}", sync_to_thread=True)
    def look(self, request: PageRequest, office: InOffice, upload: UploadPath) -> Redirect | Template:
        return _shown(request, office, upload)

    @post("/{upload:str}", sync_to_thread=True, status_code=200)
    def decide(
        self, request: PageRequest, office: InOffice, upload: UploadPath, data: URLEncodedBody[ImportForm]
    ) -> Redirect | Template:
        if data.act == "check":
            return _shown(request, office, upload, form=data)
        try:
            with office.database.transaction() as connection:
                now_ms = office.clock.now_ms()
                file = read_upload(connection, office.codes, upload=upload, now_ms=now_ms)
                checked = check_lot(
                    connection, office.codes, rows=file.rows, matching=data.matching, batch=data.batch, now_ms=now_ms
                )
                lots = receive_lots(
                    connection,
                    office.codes,
                    checked=checked,
                    counted=int(data.counted) if data.counted.isdecimal() else 0,
                    note=data.note or file.name,
                    now_ms=now_ms,
                )
                forget_upload(connection, upload)
                record_act(request, connection, "codes.received", ", ".join(lots), str(checked.count))
        except Refusal as refusal:
            return _shown(request, office, upload, form=data, refusal=refusal)
        return Redirect(f"/codes/lots/{lots[0]}", status_code=303)


def _shown(
    request: PageRequest,
    office: Office,
    upload: str,
    *,
    form: ImportForm | None = None,
    refusal: Refusal | None = None,
) -> Redirect | Template:
    """The file as it is matched; back to the beginning where it is no longer kept."""
    try:
        checked, wrong = _check(office, upload, form)
    except Refusal:
        return Redirect("/codes/fichier", status_code=303)
    refusal = refusal or wrong
    upload_now, form_now = checked.upload, checked.form
    faults = checked.file.faults if checked.file else ()
    return page(
        request,
        office,
        "code_file_check.html",
        upload=upload_now,
        form=form_now,
        shapes=upload_now.shapes(heading=form_now.heading),
        products=checked.products,
        labels=checked.labels,
        checked=checked.file,
        faults=faults[:FAULTS_SHOWN],
        fault_words=ROW_FAULTS,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _check(office: Office, upload: str, form: ImportForm | None) -> tuple[_Checked, Refusal | None]:
    """Raises Refusal("upload_gone")."""
    with office.database.transaction() as connection:
        now_ms = office.clock.now_ms()
        file = read_upload(connection, office.codes, upload=upload, now_ms=now_ms)
        form = form or _form_of(file.guess)
        products, labels = {}, product_labels(connection)
        try:
            products = products_with_codes(connection)
            found = check_lot(
                connection, office.codes, rows=file.rows, matching=form.matching, batch=form.batch, now_ms=now_ms
            )
        except Refusal as refusal:
            return _Checked(file, form, None, products, labels), refusal
    return _Checked(file, form, found, products, labels), None


def _form_of(guess: Matching) -> ImportForm:
    product, expires, serial = (-1 if at is None else at for at in (guess.product, guess.expires, guess.serial))
    return ImportForm(
        act="check", code=guess.code, product=product, expires=expires, serial=serial, heading=guess.heading
    )
