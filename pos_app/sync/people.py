"""People between a till and head office: first what was changed here, then what all the others changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app.domain.refusals import Unavailable
from pos_app.sync.client import EpochGoneError, MalformedError, OfficeClient
from pos_app.sync.feeds import FEEDS
from pos_app.sync.outbox import Outbox
from pos_app.sync.wire import FeedEnd


def exchange_people(
    client: OfficeClient, outbox: Outbox, *, ends: Sequence[FeedEnd], cancelled: Callable[[], bool]
) -> None:
    """Tells head office every change and reads every feed to its end; each page is kept before the next is asked for.

    `ends` are those of feeds, where nothing was sent since they were told: who stands there need not ask.

    Comes after the journal, so that nobody is told of a person of whom head office knows no right. Stops between two
    requests where `cancelled` says so; the next sync goes on there. Raises Refusal and Unavailable.
    """
    told = _push(client, outbox, cancelled)
    told_ends = {} if told else {end.feed: (end.epoch, end.place) for end in ends}
    for feed in FEEDS:
        if not _is_at_end(outbox.feed_cursor(feed), told_ends.get(feed)):
            _pull(client, outbox, feed, cancelled)


def _is_at_end(cursor: tuple[str, str], end: tuple[str, str] | None) -> bool:
    """A feed that is empty ends where nobody has begun."""
    return end is not None and (cursor == end or cursor[1] == end[1] == "")


def _push(client: OfficeClient, outbox: Outbox, cancelled: Callable[[], bool]) -> bool:
    """Whether anything was told."""
    told = False
    while not cancelled():
        push = outbox.unsent_people()
        if not push.changes and not push.structures:
            break
        told = True
        try:
            answer = client.push_people(push)
        except MalformedError as error:
            raise Unavailable("people_not_accepted", why=str(error)) from error
        if [each.id for each in answer.outcomes] != [each.id for each in push.changes]:
            raise Unavailable("people_not_accepted", why="outcomes")
        outbox.people_acknowledged(push, answer)
    return told


def _pull(client: OfficeClient, outbox: Outbox, feed: str, cancelled: Callable[[], bool]) -> None:
    epoch, after = outbox.feed_cursor(feed)
    while not cancelled():
        try:
            page = client.feed(feed, epoch=epoch, after=after)
        except EpochGoneError:
            if not after:
                raise Unavailable("office_busy", retry_after_s=60) from None
            epoch = after = ""
            continue
        except MalformedError:
            return  # an older head office, which has no such feed
        if page.items:
            outbox.take_items(feed, epoch=page.epoch, items=page.items)
            after = page.items[-1].place
        epoch = page.epoch
        if not page.has_more:
            return
