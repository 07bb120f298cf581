"""The pages of the catalogue: what is sold and at what price, now and from which day; changing it for every till."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec.structs import replace

from pos_app.clock import local_now
from pos_app.domain.catalogue import PriceFrom, Product
from pos_app.domain.days import read_day
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.office.catalogue_work import (
    Edit,
    article_after,
    begin_with_shipped,
    change_article,
    edited,
    no_price_from,
    price_from,
)
from pos_app.office.office import Office
from pos_app.office.pages.reference_figures import reach_of
from pos_app.office.pages.shown import (
    InOffice,
    PageRequest,
    account_of,
    page,
    record_act,
    require_right,
    sentence,
    to_keep,
)
from pos_app.office.reference import catalogue_set, document_of, versions_of
from pos_app.office.rights import Right
from pos_app.sync.reference_messages import CATALOGUE

CodePath = Annotated[str, PathParameter(pattern=r"^[A-Z0-9][A-Z0-9-]{0,31}$")]
VersionPath = Annotated[int, PathParameter(gt=0, lt=2**31)]
MANAGES = require_right(Right.CATALOGUE_MANAGE)


class ArticleForm(msgspec.Struct, frozen=True, kw_only=True):
    """A change of an article as it is typed. With `from_on` a price that begins then; with `gone` a price to come that
    is taken back; else what the article is. `confirmed` once somebody has seen who gets it when."""

    from_on: str = ""
    price: str = ""
    public_price: str = ""
    seen_on: str = ""
    gone: str = ""
    label: str = ""
    vat: str = ""
    floor: str = ""
    low_stock: Annotated[int, msgspec.Meta(ge=0, le=999_999)] = 0
    confirmed: bool = False
    _csrf_token: str = ""


class Catalogue(Controller):
    """The catalogue of every till."""

    path = "/catalogue"
    guards = [require_right(Right.CATALOGUE_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def catalogue(self, request: PageRequest, office: InOffice) -> Template:
        return _catalogue(request, office)

    @post("/debut", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def begin(self, request: PageRequest, office: InOffice) -> Redirect | Template:
        try:
            with office.database.transaction() as connection:
                begin_with_shipped(connection, by=account_of(request).login, now_ms=office.clock.now_ms())
                record_act(request, connection, "catalogue.changed", "1")
        except Refusal as refusal:
            return _catalogue(request, office, refusal=refusal)
        return Redirect("/catalogue", status_code=303)

    @get("/versions/{version:int}", sync_to_thread=True)
    def version(self, office: InOffice, version: VersionPath) -> Response[bytes]:
        with office.database.transaction() as connection:
            document = document_of(connection, CATALOGUE, version=version)
        if document is None:
            raise NotFoundException
        return to_keep(document.text.encode(), f"catalogue-{version}.csv", "text/csv; charset=utf-8")

    @get("/{code:str}", sync_to_thread=True)
    def article(self, request: PageRequest, office: InOffice, code: CodePath) -> Template:
        return _article(request, office, code)

    @post("/{code:str}", guards=[MANAGES], sync_to_thread=True, status_code=200)
    def change(
        self, request: PageRequest, office: InOffice, code: CodePath, data: URLEncodedBody[ArticleForm]
    ) -> Redirect | Template:
        try:
            edit = _edit_of(data, today=_today(office))
            with office.database.transaction() as connection:
                if not data.confirmed:
                    after = article_after(edited(connection, code, edit), code)
                    return _preview(request, office, code, data, after)
                change_article(connection, code, edit, by=account_of(request).login, now_ms=office.clock.now_ms())
                record_act(request, connection, "catalogue.changed", code, _told(data))
        except Refusal as refusal:
            return _article(request, office, code, refusal=refusal, typed=data)
        return Redirect(f"/catalogue/{code}", status_code=303)


def _edit_of(data: ArticleForm, *, today: dt.date) -> Edit:
    """What the form asks for. Raises Refusal where an amount or a day is none."""
    if data.gone:
        return no_price_from(read_day(data.gone).isoformat(), today=today)
    if data.from_on:
        price = PriceFrom(
            from_on=read_day(data.from_on).isoformat(),
            price_cents=parse_amount_cents(data.price),
            public_price_cents=parse_amount_cents(data.public_price or "0"),
            public_seen_on=read_day(data.seen_on).isoformat() if data.seen_on else "",
        )
        return price_from(price, today=today)
    floor_cents = parse_amount_cents(data.floor or "0")
    return lambda product: replace(
        product, label=data.label.strip(), vat=data.vat, floor_cents=floor_cents, low_stock=data.low_stock
    )


def _told(data: ArticleForm) -> str:
    """What the audit log says of a change."""
    if data.gone:
        return f"-{data.gone}"
    return f"{data.from_on} {data.price}" if data.from_on else data.label


def _catalogue(request: PageRequest, office: Office, *, refusal: Refusal | None = None) -> Template:
    today = _today(office)
    with office.database.transaction() as connection:
        document = document_of(connection, CATALOGUE)
        catalogue = catalogue_set(connection)
        versions = versions_of(connection, CATALOGUE)
        reach = reach_of(connection, CATALOGUE, document) if document else ()
    products = list(catalogue.products.values()) if catalogue else []
    families = [
        (catalogue.families[family].label, [(one, one.on(today), _next_price(one, today)) for one in of])
        for family, of in groupby(products, key=lambda one: one.family)
        if catalogue
    ]
    return page(
        request,
        office,
        "catalogue.html",
        families=families,
        document=document,
        versions=versions,
        reach=reach,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _article(
    request: PageRequest,
    office: Office,
    code: str,
    *,
    refusal: Refusal | None = None,
    typed: ArticleForm | None = None,
) -> Template:
    with office.database.transaction() as connection:
        catalogue = catalogue_set(connection)
    if catalogue is None or code not in catalogue.products:
        raise NotFoundException
    product = catalogue.product(code)
    today = _today(office)
    return page(
        request,
        office,
        "article.html",
        product=product,
        now=product.on(today),
        family=catalogue.family_of(product),
        treatments=catalogue.vat,
        today=today.isoformat(),
        tomorrow=(today + dt.timedelta(days=1)).isoformat(),
        typed=typed,
        refused=sentence(request, refusal),
        status_code=422 if refusal else 200,
    )


def _preview(request: PageRequest, office: Office, code: str, data: ArticleForm, after: Product) -> Template:
    with office.database.transaction() as connection:
        catalogue = catalogue_set(connection)
        document = document_of(connection, CATALOGUE)
        reach = reach_of(connection, CATALOGUE, document) if document else ()
    if catalogue is None:
        raise NotFoundException
    today = _today(office)
    before = catalogue.product(code)
    day = read_day(data.from_on) if data.from_on else today
    return page(
        request,
        office,
        "article_preview.html",
        code=code,
        data=data,
        before=before,
        after=after,
        day=day,
        was=before.on(day),
        becomes=after.on(day),
        at_once=day <= today,
        reach=reach,
    )


def _next_price(product: Product, today: dt.date) -> PriceFrom | None:
    return next((price for price in product.prices if price.from_on > today.isoformat()), None)


def _today(office: Office) -> dt.date:
    """The date at head office."""
    return local_now(office.clock).date()
