"""The published vectors, checked with nothing of ours but the file: hashlib, struct and PyNaCl.

`python -m tests.ledger.test_vectors` writes the file anew; a change of it is a change of the format.
"""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey, VerifyKey

from pos_app.domain.facts import BasketVoided, DayOpened, Fact, SaleRecorded, SignedIn, SoldLine, TenderTaken, VatTotal
from pos_app.domain.identifiers import BasketId, ProductCode, TicketNumber
from pos_app.domain.tender import TenderKind
from pos_app.ledger.chain import first_fault
from pos_app.ledger.entry import ENTRY_TAG, Entry, Head
from pos_app.ledger.signing import Signer
from tests.ledger.chains import SEED, chain_of

FILE = Path(__file__).with_name("vectors.json")


def vector_facts() -> list[Fact]:
    line = SoldLine(
        product=ProductCode("CARTE-ILLIM"), family="CARTE", label="Carte illimitée « été » \t€", quantity=1,
        unit_cents=1300, gross_cents=1300, net_cents=1300, vat="EXO-261", rate_bp=0, saving_cents=1690,
    )  # fmt: skip
    sale = SaleRecorded(
        ticket=TicketNumber("MRS1-000001"), number=1, day=1, basket=BasketId("0" * 32), lines=(line,),
        vat=(VatTotal(vat="EXO-261", rate_bp=0, gross_cents=1300, net_cents=1300, tax_cents=0),),
        total_cents=1300, saving_cents=1690,
        tenders=(TenderTaken(tender=TenderKind.CASH, amount_cents=2000),), change_cents=700, receipt=True,
    )  # fmt: skip
    void = BasketVoided(basket=BasketId("f" * 32), lines=2, total_cents=250, reason="operator")
    return [SignedIn(how="pin"), DayOpened(day=1, float_cents=5000), sale, void]


def write_vectors() -> None:
    entries = [
        {name: value.hex() if isinstance(value, bytes) else value for name, value in fields.items()}
        | {"payload": fields["payload"].decode()}
        for fields in ({f: getattr(e, f) for f in Entry.__struct_fields__} for e in chain_of(vector_facts()))
    ]
    vectors = {"tag": ENTRY_TAG.decode(), "seed": SEED.hex(), "entries": entries}
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"entries": []}


@pytest.mark.parametrize("entry", VECTORS["entries"], ids=lambda entry: entry["kind"])
def test_each_vector_holds_for_an_independent_reader(entry: dict[str, Any]) -> None:
    def prefixed(field: bytes) -> bytes:
        return struct.pack(">I", len(field)) + field

    fields = [VECTORS["tag"].encode(), bytes.fromhex(entry["incarnation"])]
    fields += [struct.pack(">q", entry[name]) for name in ("seq", "at_ms", "offset_min")]
    fields += [entry[name].encode() for name in ("operator", "kind", "payload")]
    fields.append(bytes.fromhex(entry["previous"]))
    digest = hashlib.sha256(b"".join(map(prefixed, fields))).digest()
    public_key = SigningKey(bytes.fromhex(VECTORS["seed"])).verify_key
    assert digest.hex() == entry["hash"]
    assert hashlib.sha256(bytes(public_key)).hexdigest() == entry["incarnation"]
    VerifyKey(bytes(public_key)).verify(digest, bytes.fromhex(entry["signature"]))


def test_this_program_still_makes_the_published_bytes() -> None:
    made = chain_of(vector_facts())
    assert [entry.hash.hex() for entry in made] == [entry["hash"] for entry in VECTORS["entries"]]
    assert [entry.signature.hex() for entry in made] == [entry["signature"] for entry in VECTORS["entries"]]
    signer = Signer(SEED)
    assert first_fault(made, after=Head.before_first(signer.incarnation), public_key=signer.public_key) is None


if __name__ == "__main__":
    write_vectors()
