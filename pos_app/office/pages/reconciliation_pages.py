"""The pages on which codes are reconciled with their operator: by lot and month, code by code, against what was
activated."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody, PathParameter, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template
from psycopg import Connection

from pos_app.domain.code_file import RowFault
from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.activations import (
    activated_not_sold,
    files_taken,
    sold_not_activated,
    suppliers,
    take_activations,
    unknown_activations,
)
from pos_app.office.code_history import code_known, find_code, history_of
from pos_app.office.code_uploads import LARGEST_FILE_BYTES
from pos_app.office.impact import Period
from pos_app.office.office import Office
from pos_app.office.pages.code_pages import LotPath, product_labels
from pos_app.office.pages.impact_pages import InPeriod
from pos_app.office.pages.refused import or_not_found
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    language_of,
    page,
    record_act,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.pages.tables import csv_of
from pos_app.office.reconciliation import COUNTED, months_of_codes, reconciled_lots, tills_with_codes_not_in
from pos_app.office.rights import Right
from pos_app.vault_sentences import ROW_FAULTS

_ROOM_FOR_FORM_BYTES = 4_096
FAULTS_SHOWN = 50
COLUMNS = {
    "received": N_("Received"),
    "allocated": N_("Given to tills"),
    "sold": N_("Sold"),
    "contested": N_("Contested"),
    "replaced": N_("Replaced"),
    "returned": N_("Sent back"),
    "expired": N_("Expired"),
    "void": N_("Void"),
    "suspect": N_("Suspect"),
    "owed": N_("Owed"),
    "activated": N_("Activated"),
    "activated_not_sold": N_("Activated, not sold"),
    "cents": N_("Paid at the desks"),
}
"""What each figure of a lot is called, in the order of the table."""
InSupplier = Annotated[str, QueryParameter(name="fournisseur", max_length=80)]


class WhatForm(msgspec.Struct, frozen=True, kw_only=True):
    """A serial number or a code: in a form's body, so that it stands in no address and no log."""

    what: Annotated[str, msgspec.Meta(max_length=80)]
    _csrf_token: str = ""


class ActivationForm(msgspec.Struct, frozen=True, kw_only=True):
    """An operator's file, and whose it is."""

    file: UploadFile
    supplier: str
    _csrf_token: str = ""


class Reconciliation(Controller):
    """What came, what was sold, what is owed; and where an operator says otherwise."""

    path = "/codes"
    guards = [require_right(Right.CODES_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/rapprochement", sync_to_thread=True)
    def by_lot(
        self, request: PageRequest, office: InOffice, period: InPeriod = "", supplier: InSupplier = ""
    ) -> Template:
        with office.database.transaction() as connection:
            offset_min = office.clock.offset_min()
            lots = reconciled_lots(connection, Period(period), supplier=supplier, offset_min=offset_min)
            return page(
                request,
                office,
                "reconciliation.html",
                period=Period(period),
                supplier=supplier,
                months=months_of_codes(connection),
                suppliers=suppliers(connection),
                lots=lots,
                sums={name: sum(getattr(lot, name) for lot in lots) for name in COUNTED},
                columns=COLUMNS,
                labels=product_labels(connection),
                late=tills_with_codes_not_in(
                    connection, Period(period), now_ms=office.clock.now_ms(), offset_min=offset_min
                ),
            )

    @get("/rapprochement.csv", sync_to_thread=True)
    def table(
        self, request: PageRequest, office: InOffice, period: InPeriod = "", supplier: InSupplier = ""
    ) -> Response[bytes]:
        say, language = language_of(request).gettext, language_of(request)
        with office.database.transaction() as connection:
            lots = reconciled_lots(connection, Period(period), supplier=supplier, offset_min=office.clock.offset_min())
            labels = product_labels(connection)
        headings = [say(N_("Supplier")), say(N_("Article")), say(N_("Delivery")), say(N_("Lot"))]
        rows = [
            [lot.supplier, labels.get(lot.product, lot.product), lot.note, lot.lot]
            + [language.money(lot.cents) if name == "cents" else getattr(lot, name) for name in COLUMNS]
            for lot in lots
        ]
        content = csv_of([*headings, *(say(words) for words in COLUMNS.values())], rows)
        return to_keep(content, f"codes-{period or 'total'}.csv", "text/csv; charset=utf-8")

    @post("/chercher", sync_to_thread=True, status_code=200)
    def find(self, request: PageRequest, office: InOffice, data: URLEncodedBody[WhatForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                lot, number = find_code(connection, office.codes, data.what)
                record_act(request, connection, "codes.looked_up", f"{lot} {number}")
        except Refusal as refusal:
            return page(request, office, "code_unknown.html", refused=sentence(request, refusal), status_code=404)
        return Redirect(f"/codes/suivi/{lot}/{number}", status_code=303)

    @get("/suivi/{lot:str}/{number:int}", sync_to_thread=True)
    def follow(
        self,
        request: PageRequest,
        office: InOffice,
        lot: LotPath,
        number: Annotated[int, PathParameter(ge=0, lt=2**31)],
    ) -> Template:
        with or_not_found(), office.database.transaction() as connection:
            return page(
                request,
                office,
                "code_history.html",
                code=code_known(connection, lot=lot, number=number),
                events=history_of(connection, lot=lot, number=number, offset_min=office.clock.offset_min()),
                labels=product_labels(connection),
            )

    @get("/activations", sync_to_thread=True)
    def activations(self, request: PageRequest, office: InOffice, supplier: InSupplier = "") -> Template:
        return _activations(request, office, supplier)

    @post(
        "/activations", guards=[require_right(Right.CODES_MANAGE)], sync_to_thread=True, status_code=200,
        request_max_body_size=LARGEST_FILE_BYTES + _ROOM_FOR_FORM_BYTES,
    )  # fmt: skip
    def take(self, request: PageRequest, office: InOffice, data: MultipartBody[ActivationForm]) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                read = take_activations(
                    connection,
                    office.codes,
                    content=data.file.file.read(),
                    name=data.file.filename[:80],
                    supplier=data.supplier,
                    now_ms=office.clock.now_ms(),
                )
                if not read.faults:
                    record_act(request, connection, "codes.activations", data.supplier, str(len(read.rows)))
        except Refusal as refusal:
            return _activations(request, office, data.supplier, refusal=refusal)
        if read.faults:
            return _activations(request, office, data.supplier, faults=read.faults)
        return Redirect(f"/codes/activations?{urlencode({'fournisseur': data.supplier})}", status_code=303)

    @get("/activations/{file:int}", sync_to_thread=True)
    def unknown(
        self, request: PageRequest, office: InOffice, file: Annotated[int, PathParameter(gt=0, lt=2**62)]
    ) -> Template:
        with office.database.transaction() as connection:
            rows = unknown_activations(connection, file=file)
            return page(request, office, "activations_unknown.html", rows=rows)


def _activations(
    request: PageRequest,
    office: Office,
    supplier: str,
    *,
    refusal: Refusal | None = None,
    faults: tuple[RowFault, ...] = (),
) -> Template:
    with office.database.transaction() as connection:
        known = suppliers(connection)
        chosen = supplier if supplier in known else known[0] if known else ""
        return page(
            request,
            office,
            "activations.html",
            suppliers=known,
            supplier=chosen,
            files=files_taken(connection),
            not_sold=activated_not_sold(connection, chosen),
            not_activated=sold_not_activated(connection, chosen, offset_min=office.clock.offset_min()),
            late=_late(connection, office),
            labels=product_labels(connection),
            faults=faults[:FAULTS_SHOWN],
            fault_words=ROW_FAULTS,
            refused=sentence(request, refusal),
            status_code=422 if refusal or faults else 200,
        )


def _late(connection: Connection, office: Office) -> object:
    return tills_with_codes_not_in(
        connection, Period(), now_ms=office.clock.now_ms(), offset_min=office.clock.offset_min()
    )
