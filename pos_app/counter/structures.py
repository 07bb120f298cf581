"""Structures as the desk keeps them: those who write slips, those who buy for a house."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from pos_app.counter.till import Till
from pos_app.domain.facts import StructureKept
from pos_app.domain.identifiers import person_token
from pos_app.domain.names import folded
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import LONGEST_NAME, e164
from pos_app.domain.refusals import Refusal
from pos_app.store.structures import Structure, keep_structure, structure_of
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
    prescribes: bool = True,
    buys: bool = False,
    cap_cents: int = 0,
) -> Structure:
    """Adds a structure that writes slips; `buys` lets it be a customer with its own monthly cap (0: none).

    Raises Refusal("structure_name_wrong", "structure_known", "phone_wrong").
    """
    operator.require(Right.REGISTER)
    structure = Structure(
        code=_code(name),
        name=name,
        commune=commune,
        funder=funder,
        contact=contact,
        phone=phone,
        email=email,
        prescribes=prescribes,
        buys=buys,
        cap_cents=cap_cents,
        token=person_token(secrets.token_bytes(16)),
    )
    return _kept(till, operator, structure)


def change_structure(till: Till, *, operator: Operator, structure: Structure) -> Structure:
    """Writes over what is known of the structure with this code; its token stays, whatever is said here.

    Raises Refusal("structure_unknown") and what `add_structure` raises.
    """
    operator.require(Right.CHANGE_RIGHTS)
    known = structure_of(till.connection, structure.code)
    return _kept(till, operator, replace(structure, token=known.token))


def _kept(till: Till, operator: Operator, structure: Structure) -> Structure:
    """Tidied, written with its entry, and waiting to be sent."""
    name = " ".join(structure.name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refusal("structure_name_wrong", most=LONGEST_NAME)
    tidied = replace(
        structure,
        name=name,
        commune=structure.commune.strip(),
        funder=structure.funder.strip(),
        contact=structure.contact.strip(),
        phone=e164(structure.phone),
        email=structure.email.strip(),
        cap_cents=structure.cap_cents if structure.buys else 0,
    )
    others = {(folded(one.name), folded(one.commune)) for one in on_file(till.connection) if one.code != tidied.code}
    if (folded(name), folded(tidied.commune)) in others:
        raise Refusal("structure_known", name=name)
    with till.store.transaction(operator.code) as act:
        keep_structure(act, tidied, at_ms=till.clock.now_ms())
        act.append(
            StructureKept(
                structure=tidied.token,
                prescribes=tidied.prescribes,
                buys=tidied.buys,
                cap_cents=tidied.cap_cents,
                closed=tidied.closed,
            )
        )
    return tidied


def _code(name: str) -> str:
    """Says what it is to whoever reads the journal, and is made twice by no two tills."""
    letters = re.sub(r"[^A-Z0-9]+", "-", folded(name).upper()).strip("-")[: LONGEST_CODE - 7]
    return f"{letters}-{secrets.token_hex(3).upper()}"
