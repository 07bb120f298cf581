"""The archive of a closed period: what its files are called, what stands in each row, and how an entry is written down.

An open format (CSV and JSON, in UTF-8) that `sha256sum` and `openssl` alone can check (BOFiP § 220 to 260; the notice
that goes with it says how). Amounts are in cents, so that no reader has to round.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from pos_app.domain.facts import (
    CashMoved,
    DayClosed,
    Fact,
    PeriodClosed,
    RefundRecorded,
    SaleRecorded,
    TenderCorrected,
    TicketRecorded,
)
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.refusals import Refusal
from pos_app.ledger import canonical
from pos_app.ledger.entry import Entry

NOTICE, MANIFEST, SIGNATURE, PUBLIC_KEY = "LISEZ-MOI.txt", "manifeste.sha256", "manifeste.sig", "cle-publique.pem"
ENTRIES, ABOUT = "ecritures.jsonl", "archive.json"
TABLES: dict[str, tuple[str, ...]] = {
    "tickets.csv": (
        "ticket", "date_heure", "jour", "operateur", "total_ttc_centimes", "nombre_lignes", "annule_ou_rembourse",
        "chaine", "ecriture",
    ),
    "lignes.csv": (
        "ticket", "ligne", "article", "famille", "libelle", "quantite", "prix_unitaire_centimes", "total_ttc_centimes",
        "total_ht_centimes", "code_tva", "taux_tva_points_de_base",
    ),
    "tva.csv": ("ticket", "code_tva", "taux_tva_points_de_base", "ttc_centimes", "ht_centimes", "tva_centimes"),
    "paiements.csv": ("ticket", "moyen", "montant_centimes", "rendu_centimes"),
    "corrections_de_paiement.csv": (
        "ticket", "date_heure", "moyen_retire", "moyen_ajoute", "montant_centimes", "motif",
    ),
    "mouvements_de_caisse.csv": ("numero", "date_heure", "jour", "mouvement", "montant_centimes", "motif", "operateur"),
    "clotures.csv": (
        "periode", "date_heure", "total_ttc_centimes", "total_absolu_centimes", "nombre_tickets",
        "nombre_remboursements",
        "cumul_perpetuel_centimes", "cumul_perpetuel_absolu_centimes", "chaine", "ecriture",
    ),
}  # fmt: skip
"""Each table's columns. Events of every kind are in `ENTRIES`, which holds all there is."""

_SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What RFC 8410 puts before the 32 bytes of a public key."""

Row = tuple[str | int, ...]


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`ABOUT`: what the archive covers. `perpetual_before` are the perpetual totals (algebraic, absolute) before it."""

    format: str
    software: str
    series: str
    point: str
    till: str
    siret: str
    first_day: int
    last_day: int
    entries: int
    made_at: str
    perpetual_before: tuple[int, int]
    public_keys: dict[str, str]


FORMAT = "pos-app archive 1"


def public_key_pem(public_key: bytes) -> bytes:
    """The key as `openssl` reads it."""
    text = base64.b64encode(_SPKI_ED25519 + public_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n".encode()


def public_key_of_pem(pem: bytes) -> bytes:
    """Raises Refusal("archive_unreadable")."""
    lines = pem.decode("ascii", "replace").split("\n")
    try:
        der = base64.b64decode(lines[1], validate=True)
    except (IndexError, ValueError):
        raise Refusal("archive_unreadable", file=PUBLIC_KEY) from None
    if not der.startswith(_SPKI_ED25519):
        raise Refusal("archive_unreadable", file=PUBLIC_KEY)
    return der.removeprefix(_SPKI_ED25519)


def entry_line(entry: Entry) -> bytes:
    """An entry as a line of `ENTRIES`: its payload as JSON, bytes in hexadecimal."""
    return msgspec.json.encode(
        {
            "incarnation": entry.incarnation,
            "seq": entry.seq,
            "at_ms": entry.at_ms,
            "offset_min": entry.offset_min,
            "operator": entry.operator,
            "kind": entry.kind,
            "payload": msgspec.Raw(entry.payload),
            "previous": entry.previous.hex(),
            "hash": entry.hash.hex(),
            "signature": entry.signature.hex(),
        }
    )


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    incarnation: str
    seq: int
    at_ms: int
    offset_min: int
    operator: str
    kind: str
    payload: dict[str, Any]
    previous: str
    hash: str
    signature: str


def entry_of_line(line: bytes) -> Entry:
    """The entry that a line of `ENTRIES` holds. Raises Refusal("archive_unreadable")."""
    try:
        said = msgspec.json.decode(line, type=_Line)
        return Entry(
            incarnation=IncarnationId(said.incarnation),
            seq=said.seq,
            at_ms=said.at_ms,
            offset_min=said.offset_min,
            operator=OperatorCode(said.operator),
            kind=said.kind,
            payload=canonical.encode(said.payload),
            previous=bytes.fromhex(said.previous),
            hash=bytes.fromhex(said.hash),
            signature=bytes.fromhex(said.signature),
        )
    except (msgspec.DecodeError, ValueError):
        raise Refusal("archive_unreadable", file=ENTRIES) from None


def rows_of(entry: Entry, fact: Fact, *, at: str) -> Iterator[tuple[str, Row]]:
    """(table, row) of what an entry puts into the tables; `at` is its local date and time."""
    rows = _ROWS.get(type(fact))
    if rows is not None:
        yield from rows(entry, fact, at)


def _ticket(entry: Entry, fact: TicketRecorded, at: str) -> Iterator[tuple[str, Row]]:
    first = fact.first.ticket if isinstance(fact, RefundRecorded) else ""
    place = (entry.incarnation[:16], entry.seq)
    ticket = (fact.ticket, at, fact.day, entry.operator, fact.total_cents, len(fact.lines), first, *place)
    yield "tickets.csv", ticket
    for number, line in enumerate(fact.lines, start=1):
        amounts = (line.unit_cents, line.gross_cents, line.net_cents)
        named = (fact.ticket, number, line.product, line.family, line.label, line.quantity)
        yield "lignes.csv", (*named, *amounts, line.vat, line.rate_bp)
    for vat in fact.vat:
        yield "tva.csv", (fact.ticket, vat.vat, vat.rate_bp, vat.gross_cents, vat.net_cents, vat.tax_cents)
    for tender in fact.tenders:
        change_cents = fact.change_cents if tender.tender == "cash" else 0
        yield "paiements.csv", (fact.ticket, tender.tender.value, tender.amount_cents, change_cents)


def _correction(_entry: Entry, fact: TenderCorrected, at: str) -> Iterator[tuple[str, Row]]:
    kinds = (fact.taken_back.tender.value, fact.taken.tender.value)
    yield "corrections_de_paiement.csv", (fact.ticket, at, *kinds, fact.taken.amount_cents, fact.reason)


def _movement(entry: Entry, fact: CashMoved, at: str) -> Iterator[tuple[str, Row]]:
    row = (fact.number, at, fact.day, fact.move.value, fact.amount_cents, fact.reason, entry.operator)
    yield "mouvements_de_caisse.csv", row


def _closing(entry: Entry, fact: DayClosed | PeriodClosed, at: str) -> Iterator[tuple[str, Row]]:
    name = f"jour {fact.day}" if isinstance(fact, DayClosed) else fact.name
    totals = fact.totals
    sums = (totals.total_cents, totals.absolute_cents, totals.tickets, totals.refunds)
    perpetual = (fact.perpetual_cents, fact.perpetual_absolute_cents)
    yield "clotures.csv", (name, at, *sums, *perpetual, entry.incarnation[:16], entry.seq)


_ROWS: dict[type[Fact], Callable[[Entry, Any, str], Iterator[tuple[str, Row]]]] = {
    SaleRecorded: _ticket,
    RefundRecorded: _ticket,
    TenderCorrected: _correction,
    CashMoved: _movement,
    DayClosed: _closing,
    PeriodClosed: _closing,
}
