"""The requests of one parcel, done one after the other, and what the answer will say of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs

import msgspec
import zstandard

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.entry import Entry
from pos_app.office.allocations import allocate
from pos_app.office.api import decoded, entries_of
from pos_app.office.closing import close_incarnation
from pos_app.office.feeds import read_feed
from pos_app.office.hello import heads_of
from pos_app.office.incarnations import KnownTill
from pos_app.office.ingest import ingest
from pos_app.office.manifests import compare_manifest
from pos_app.office.office import Office
from pos_app.office.people import take_people
from pos_app.office.problems import ProblemError
from pos_app.office.projections import project_till
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.carried_messages import CarriedRequest, FeedTold, RequestProblem
from pos_app.sync.people_messages import ChangeOutcome, PeoplePush, StructureTold
from pos_app.sync.wire import Closing, HeldHead, Manifest, Parked

MOST_FEED_BYTES = 24 * 1024 * 1024
"""Of all feeds in one answer, compressed; the next answer goes on after them."""
_PATH = re.compile(
    r"/v1/(?:incarnations/(?P<incarnation>[0-9a-f]{64})/(?P<verb>entries|people|manifest|close)"
    r"|(?P<codes>allocations)|feeds/(?P<feed>[a-z_]{1,32})\?(?P<query>.{0,200}))"
)
_APART = ("fork", "stale_incarnation")


class Answering:
    """What was done so far of the parcel of `till`, signed by `incarnation`."""

    def __init__(self, office: Office, till: KnownTill, incarnation: IncarnationId, *, now_ms: int) -> None:
        self._office, self.till, self._incarnation, self._now_ms = office, till, incarnation, now_ms
        self.new_entries = 0
        self.apart: dict[IncarnationId, HeldHead] = {}
        self.parked: list[Parked] = []
        self.outcomes: list[ChangeOutcome] = []
        self.structures: list[StructureTold] = []
        self.allocations: list[AllocationAnswer] = []
        self.feeds: list[FeedTold] = []
        self.differences: tuple[str, ...] = ()
        self.problems: dict[tuple[str, str], RequestProblem] = {}
        self.closed = False
        self._journal_is_here = True
        self._feed_bytes = 0

    @property
    def forked(self) -> bool:
        """Whether the key that signed the parcel writes another branch than the one held here."""
        return self._incarnation in self.apart

    def do(self, request: CarriedRequest) -> None:
        """Does one request; what cannot be done is noted and stops no other."""
        try:
            self._done(_PATH.fullmatch(request.path), request.body)
        except ProblemError as error:
            problem = error.problem
            told = RequestProblem(path=request.path[:300], code=problem.code, detail=problem.detail)
            self.problems.setdefault((request.path, problem.code), told)

    def _done(self, found: re.Match[str] | None, body: bytes) -> None:
        """A revoked till is told nothing and believed nothing; its journal is taken as evidence."""
        if found is None:
            raise ProblemError("malformed", "path")
        if found["verb"] == "entries":
            self._entries(IncarnationId(found["incarnation"]), body)
        elif self.till.revoked:
            return
        elif found["verb"] == "people":
            self._people(decoded(body, PeoplePush))
        elif found["verb"] == "manifest":
            self._manifest(IncarnationId(found["incarnation"]), decoded(body, Manifest))
        elif found["verb"] == "close":
            self._close(IncarnationId(found["incarnation"]), decoded(body, Closing))
        elif found["codes"]:
            self._codes(decoded(body, AllocationRequest))
        else:
            self._feed(found["feed"], found["query"])

    def _entries(self, incarnation: IncarnationId, body: bytes) -> None:
        try:
            self._take(incarnation, entries_of(body))
        except ProblemError:
            self._journal_is_here = False
            raise

    def _take(self, incarnation: IncarnationId, entries: Sequence[Entry]) -> None:
        """Takes a batch in; one that cannot be taken whole in halves, as its till would send it again."""
        try:
            with self._office.database.transaction() as connection:
                connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (self.till.id,))
                before = _head(heads_of(connection, self.till.id), incarnation)
                done = ingest(connection, till=self.till, incarnation=incarnation, entries=entries, now_ms=self._now_ms)
        except ProblemError as error:
            if error.problem.code not in ("chain_broken", "malformed") or len(entries) < 2:
                raise
            half = len(entries) // 2
            self._take(incarnation, entries[:half])
            self._take(incarnation, entries[half:])
            return
        self.new_entries += done.answer.acknowledged_seq - before
        self.parked.extend(done.answer.parked)
        if done.refusal in _APART:
            last = entries[-1]
            self.apart[incarnation] = HeldHead(incarnation=incarnation, seq=last.seq, hash=last.hash.hex())
        if done.refusal and not (incarnation in self.apart and incarnation != self._incarnation):
            raise ProblemError(done.refusal)  # evidence of a chain that its till ended long ago is no problem of it

    def _people(self, push: PeoplePush) -> None:
        with self._office.database.transaction() as connection:
            connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (self.till.id,))
            answer = take_people(connection, push, till=self.till.id, now_ms=self._now_ms)
        self.outcomes.extend(answer.outcomes)
        self.structures.extend(push.structures)

    def _manifest(self, incarnation: IncarnationId, manifest: Manifest) -> None:
        """Compared once the journal that it counts is here: an earlier file of it may still be on its way."""
        if not self._journal_is_here:
            return
        with self._office.database.transaction() as connection:
            self.differences = compare_manifest(
                connection, manifest, till=self.till.id, incarnation=incarnation, now_ms=self._now_ms
            ).differences

    def _close(self, incarnation: IncarnationId, closing: Closing) -> None:
        with self._office.database.transaction() as connection:
            close_incarnation(connection, closing, till=self.till.id, incarnation=incarnation, now_ms=self._now_ms)
        self.closed = True

    def _codes(self, request: AllocationRequest) -> None:
        with self._office.database.transaction() as connection:
            project_till(connection, till=self.till.id)  # what it sold is no longer on its hands
        with self._office.database.transaction() as connection:
            connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (self.till.id,))
            answer = allocate(
                connection,
                self._office.codes,
                request,
                till=self.till,
                incarnation=self._incarnation,
                now_ms=self._now_ms,
            )
        self.allocations.append(answer)

    def _feed(self, name: str, query: str) -> None:
        """The feed after the place asked for, to its end or as far as an answer may go."""
        asked = {key: values[0] for key, values in parse_qs(query, keep_blank_values=True).items()}
        epoch, after = first = (asked.get("epoch", ""), asked.get("after", ""))
        pages: list[bytes] = []
        more = True
        while more and self._feed_bytes < MOST_FEED_BYTES:
            with self._office.database.transaction() as connection:
                try:
                    page = read_feed(connection, name, till=self.till.id, epoch=epoch, after=after)
                except ProblemError as error:
                    if error.problem.code != "epoch_gone" or not after:
                        raise
                    epoch = after = ""
                    pages.clear()
                    continue
            content = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(page))
            self._feed_bytes += len(content)
            more = page.has_more
            if page.items:
                pages.append(content)
                epoch, after = page.epoch, page.items[-1].place
        if pages or more:
            self.feeds.append(FeedTold(name=name, epoch=first[0], after=first[1], pages=tuple(pages), more=more))


def _head(heads: Sequence[HeldHead], incarnation: IncarnationId) -> int:
    return next((head.seq for head in heads if head.incarnation == incarnation), 0)
