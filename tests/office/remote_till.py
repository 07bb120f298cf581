"""A till as head office meets it: a signing key, a journal, and the real client over TLS."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from types import TracebackType

from msgspec.structs import replace

from pos_app.domain.facts import (
    Fact,
    FirstTicket,
    Goods,
    RefundedLine,
    RefundRecorded,
    SaleRecorded,
    SoldLine,
    TenderReturned,
    TenderTaken,
    VatTotal,
)
from pos_app.domain.identifiers import BasketId, ProductCode, TicketNumber
from pos_app.domain.tender import TenderKind
from pos_app.ledger.chain import next_entry
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import Signer
from pos_app.office.office import Office
from pos_app.office.tills import NewTill
from pos_app.sync.client import OfficeClient
from pos_app.sync.wire import (
    Enrolled,
    Enrolment,
    Hello,
    HelloAnswer,
    KnownIncarnation,
    PushAnswer,
    enrolment_bytes,
    incarnation_proof,
)
from tests.ledger.chains import START_MS, chain_of


class RemoteTill:
    """Its journal is `entries`; `enrol` and `hello` come before `push`."""

    def __init__(self, office: Office, *, point: str = "Marseille", till: str = "Caisse 1") -> None:
        self.office = office
        self.signer = Signer(secrets.token_bytes(32))
        self.entries: list[Entry] = chain_of([], signer=self.signer)
        self.new: NewTill = office.add_till(point=point, till=till)
        self.enrolled: Enrolled | None = None
        self.earlier: tuple[KnownIncarnation, ...] = ()
        self.client = self._client()

    @property
    def head(self) -> Head:
        return self.entries[-1].head

    @property
    def id(self) -> int:
        assert self.enrolled is not None
        return int(self.enrolled.till)

    def sell(self, count: int, *, cents: int = 250) -> list[Entry]:
        """Adds `count` sales to the journal and returns their entries."""
        before = len(self.entries)
        facts = [sale(number=before + n, cents=cents) for n in range(count)]
        self.write(facts)
        return self.entries[before:]

    def write(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.entries.append(
                next_entry(
                    fact,
                    after=self.head,
                    at_ms=START_MS + len(self.entries),
                    offset_min=60,
                    operator=self.entries[-1].operator,
                    signer=self.signer,
                )
            )

    def known(self) -> tuple[KnownIncarnation, ...]:
        current = KnownIncarnation(
            incarnation=self.signer.incarnation,
            public_key=self.signer.public_key.hex(),
            seq=self.head.seq,
            hash=self.head.hash.hex(),
        )
        return (*self.earlier, current)

    def begin_again(self, *, keeping: int) -> None:
        """Restored from a copy with `keeping` entries: goes on under another key."""
        ended = replace(self.known()[-1], seq=keeping, hash=self.entries[keeping - 1].hash.hex())
        self.earlier = (*self.earlier, ended)
        self.signer = Signer(secrets.token_bytes(32))
        self.entries = chain_of([], signer=self.signer)
        self.client.close()
        self.client = self._client()

    def _client(self) -> OfficeClient:
        return OfficeClient(
            address=self.office.address,
            authority_pem=self.office.authority.certificate_pem,
            incarnation=self.signer.incarnation,
            sign=self.signer.sign,
        )

    def enrolment(self, *, secret: bytes | None = None) -> Enrolment:
        unsigned = Enrolment(
            secret=(secret or self.new.code.secret).hex(),
            software="pos-app test",
            series="MRS1",
            incarnations=self.known(),
        )
        return replace(unsigned, signature=self.signer.sign(enrolment_bytes(unsigned)).hex())

    def enrol(self) -> Enrolled:
        self.enrolled = self.client.enrol(self.enrolment())
        return self.enrolled

    def hello(self) -> HelloAnswer:
        assert self.enrolled is not None
        return self.client.hello(
            Hello(
                till=self.enrolled.till,
                software="pos-app test",
                series="MRS1",
                device_time_ms=self.office.clock.now_ms(),
                incarnations=self.known(),
                proof=incarnation_proof(bytes.fromhex(self.enrolled.till_secret), self.signer.incarnation),
            )
        )

    def push(self, entries: Sequence[Entry]) -> PushAnswer:
        return self.client.push(self.signer.incarnation, entries)

    def __enter__(self) -> RemoteTill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()


def sale(*, number: int, cents: int) -> SaleRecorded:
    """A card sold to a walk-in who pays cash, exactly."""
    return SaleRecorded(
        ticket=TicketNumber(f"MRS1-{number:06d}"),
        number=number,
        day=1,
        basket=BasketId(f"{number:032x}"),
        lines=(
            SoldLine(
                product=ProductCode("CARTE-30"),
                family="phone_cards",
                label="Carte 30 minutes",
                quantity=1,
                unit_cents=cents,
                gross_cents=cents,
                net_cents=cents,
                vat="EXO-261-7",
                rate_bp=0,
                saving_cents=100,
            ),
        ),
        vat=(VatTotal(vat="EXO-261-7", rate_bp=0, gross_cents=cents, net_cents=cents, tax_cents=0),),
        total_cents=cents,
        saving_cents=100,
        tenders=(TenderTaken(tender=TenderKind.CASH, amount_cents=cents),),
        change_cents=0,
        receipt=False,
    )


def refund_of(sold: Entry, *, number: int, quantity: int = 1) -> RefundRecorded:
    """The refund, in cash, of `quantity` cards of a sale of one; below zero no till can make it."""
    fact = sold.fact()
    assert isinstance(fact, SaleRecorded)
    (line,) = fact.lines
    cents = -quantity * line.unit_cents
    given = {name: getattr(line, name) for name in ("product", "family", "label", "unit_cents", "vat", "rate_bp")}
    return RefundRecorded(
        ticket=TicketNumber(f"MRS1-{number:06d}"),
        number=number,
        day=1,
        first=FirstTicket(ticket=fact.ticket, incarnation=sold.incarnation, seq=sold.seq),
        reason="mistake",
        lines=(
            RefundedLine(
                **given, line=0, goods=Goods.SHELF, quantity=-quantity, gross_cents=cents, net_cents=cents,
                saving_cents=0,
            ),
        ),
        vat=(VatTotal(vat=line.vat, rate_bp=0, gross_cents=cents, net_cents=cents, tax_cents=0),),
        total_cents=cents,
        saving_cents=0,
        tenders=(TenderReturned(tender=TenderKind.CASH, amount_cents=cents, paid_by=TenderKind.CASH),),
    )  # fmt: skip
