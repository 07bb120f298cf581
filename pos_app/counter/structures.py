"""Structures as the desk keeps them: those who write slips, those who buy for a house."""

from __future__ import annotations

import re
import secrets

from pos_app.counter.till import Till
from pos_app.domain.identifiers import person_token
from pos_app.domain.names import folded
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import LONGEST_NAME, e164
from pos_app.domain.refusals import Refusal
from pos_app.store.structures import Structure, keep_structure
from pos_app.store.structures import structures as on_file

LONGEST_CODE = 24


def structures(till: Till) -> tuple[Structure, ...]:
    """Those that are open, by name."""
    return on_file(till.connection)


def add_structure(
    till: Till,
    *,
    operator: Operator,
    name: str,
    commune: str = "",
    funder: str = "",
    contact: str = "",
    phone: str = "",
    email: str = "",
    buys: bool = False,
    cap_cents: int = 0,
) -> Structure:
    """Adds a structure that writes slips; `buys` lets it be a customer with its own monthly cap (0: none).

    Raises Refusal("structure_name_wrong", "structure_known", "phone_wrong").
    """
    operator.require(Right.REGISTER)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refusal("structure_name_wrong", most=LONGEST_NAME)
    known = {(folded(each.name), folded(each.commune)) for each in on_file(till.connection)}
    if (folded(name), folded(commune.strip())) in known:
        raise Refusal("structure_known", name=name)
    structure = Structure(
        code=_code(name),
        name=name,
        commune=commune.strip(),
        funder=funder.strip(),
        contact=contact.strip(),
        phone=e164(phone),
        email=email.strip(),
        prescribes=True,
        buys=buys,
        cap_cents=cap_cents,
        token=person_token(secrets.token_bytes(16)),
    )
    with till.store.transaction(operator.code) as act:
        keep_structure(act, structure, at_ms=till.clock.now_ms())
    return structure


def _code(name: str) -> str:
    """Says what it is to whoever reads the journal, and is made twice by no two tills."""
    letters = re.sub(r"[^A-Z0-9]+", "-", folded(name).upper()).strip("-")[: LONGEST_CODE - 7]
    return f"{letters}-{secrets.token_hex(3).upper()}"
