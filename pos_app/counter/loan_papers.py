"""The papers of loans, made from the ledger when they print; the name on them comes from the people store then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.person_card import AtDesk, PersonAtDesk, at_desk
from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import EquipmentLent, LoanEnded
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.language_file import Language
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.entry import Entry
from pos_app.printing.languages import FRENCH, languages_beside_french
from pos_app.store.days import entry_there, series_at
from pos_app.store.equipment import thing_of
from pos_app.store.operators import shown_name
from pos_app.store.people import kept_token
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.loan_slips import LentThing, LoanContract, LoanEndSlip


def loan_document(till: Till, position: int) -> LoanContract | LoanEndSlip:
    """The paper of the entry at `position`. Raises Bug("no_loan_document") where it is none that prints one."""
    entry = entry_there(till.connection, position)
    fact = entry.fact()
    if isinstance(fact, EquipmentLent):
        return _contract(till, position, entry, fact)
    if isinstance(fact, LoanEnded):
        return _end(till, position, entry, fact)
    raise Bug("no_loan_document", position=position)


def holder_of(till: Till, person: PersonToken) -> AtDesk | None:
    """The person or the structure, under the record that stands for it now; None where it was erased."""
    try:
        return at_desk(till, token=kept_token(till.connection, person))
    except Refusal:
        return None


def holder_name(whom: AtDesk | None) -> str:
    """As the desk and paper say it; empty where it was erased."""
    if whom is None:
        return ""
    return whom.person.identity.full_name if isinstance(whom, PersonAtDesk) else whom.structure.name


def _contract(till: Till, position: int, entry: Entry, lent: EquipmentLent) -> LoanContract:
    from pos_app.printing.documents.loan_slips import LoanContract
    from pos_app.printing.documents.receipt import control_of

    whom = holder_of(till, lent.person)
    return LoanContract(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        lent=lent,
        thing=_thing(till, lent.item),
        person=holder_name(whom),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        languages=_languages(whom),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _end(till: Till, position: int, entry: Entry, ended: LoanEnded) -> LoanEndSlip:
    from pos_app.printing.documents.loan_slips import LoanEndSlip
    from pos_app.printing.documents.receipt import control_of

    return LoanEndSlip(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        ended=ended,
        thing=_thing(till, ended.item),
        person=holder_name(holder_of(till, ended.person)),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _thing(till: Till, item: ItemId) -> LentThing:
    from pos_app.printing.documents.loan_slips import LentThing

    thing, products = thing_of(till.connection, item), till.catalogue.products
    product = products[thing.product].label if thing.product in products else thing.product
    return LentThing(product=product, number=label_of(item), end=thing.end)


def _languages(whom: AtDesk | None) -> tuple[Language, ...]:
    """A structure reads French."""
    return languages_beside_french(whom.person.identity.language if isinstance(whom, PersonAtDesk) else FRENCH)
