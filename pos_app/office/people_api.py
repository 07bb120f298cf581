"""The HTTP interface for people: what tills changed of them, and the feeds that they read (SYNC.md § 2)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import zstandard
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, PathParameter, RawBody

from pos_app.office.api import IncarnationPath, decoded, signed_request
from pos_app.office.feeds import read_feed
from pos_app.office.incarnations import authenticate
from pos_app.office.office import Office
from pos_app.office.people import take_people
from pos_app.office.problems import ProblemError
from pos_app.sync.people_messages import FEED_TYPE, MOST_ITEMS, PeopleAnswer, PeoplePush
from pos_app.sync.wire import LARGEST_BODY_BYTES

FeedPath = Annotated[str, PathParameter(pattern="^[a-z_]{1,32}$")]


class PeopleApi(Controller):
    """What tills tell and ask of people. A revoked till is told nothing and believed nothing."""

    path = "/v1"
    request_max_body_size = LARGEST_BODY_BYTES

    @post("/incarnations/{incarnation:str}/people", sync_to_thread=True, status_code=200)
    def push(
        self,
        request: Request[Any, Any, State],
        incarnation: IncarnationPath,
        body: RawBody,
        office: NamedDependency[Office],
    ) -> PeopleAnswer:
        """Merges changes of identity, field by field."""
        message = decoded(body, PeoplePush)
        signed = signed_request(request, body)
        if signed.incarnation != incarnation:
            raise ProblemError("not_genuine")
        with office.database.transaction() as connection:
            now_ms = office.clock.now_ms()
            till = authenticate(connection, signed, now_ms=now_ms)
            if till.revoked:
                raise ProblemError("revoked")
            return take_people(connection, message, till=till.id, now_ms=now_ms)

    @get("/feeds/{name:str}", sync_to_thread=True)
    def feed(
        self,
        request: Request[Any, Any, State],
        name: FeedPath,
        office: NamedDependency[Office],
        epoch: FromQuery[str] = "",
        after: FromQuery[str] = "",
        limit: FromQuery[int] = MOST_ITEMS,
    ) -> Response[bytes]:
        """A page of a feed: JSON under zstd."""
        with office.database.transaction() as connection:
            till = authenticate(connection, signed_request(request, b""), now_ms=office.clock.now_ms())
            if till.revoked:
                raise ProblemError("revoked")
            connection.commit()  # the till's row is free; what is read below waits for nobody
            page = read_feed(connection, name, till=till.id, epoch=epoch, after=after, limit=limit)
        content = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(page))
        return Response(content, media_type=FEED_TYPE)
