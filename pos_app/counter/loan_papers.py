"""The papers of loans, made from the ledger when they print; the name on them comes from the people store then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.holders import holder_name, person_behind
from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import EquipmentLent, LoanEnded, LoanReminded
from pos_app.domain.identifiers import ItemId
from pos_app.domain.language_file import Language
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry
from pos_app.printing.languages import FRENCH, languages_beside_french
from pos_app.store.days import entry_there, series_at
from pos_app.store.equipment import thing_of
from pos_app.store.loans import loan_with
from pos_app.store.operators import shown_name
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.loan_slips import LentThing, LoanContract, LoanEndSlip, LoanReminder


def loan_document(till: Till, position: int) -> LoanContract | LoanEndSlip | LoanReminder:
    """The paper of the entry at `position`. Raises Bug("no_loan_document") where it is none that prints one."""
    entry = entry_there(till.connection, position)
    fact = entry.fact()
    if isinstance(fact, EquipmentLent):
        return _contract(till, position, entry, fact)
    if isinstance(fact, LoanEnded):
        return _end(till, position, entry, fact)
    if isinstance(fact, LoanReminded):
        return _reminder(till, position, entry, fact)
    raise Bug("no_loan_document", position=position)


def _contract(till: Till, position: int, entry: Entry, lent: EquipmentLent) -> LoanContract:
    from pos_app.printing.documents.loan_slips import LoanContract
    from pos_app.printing.documents.receipt import control_of

    return LoanContract(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        lent=lent,
        thing=_thing(till, lent.item),
        person=holder_name(till, lent.person),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        languages=_languages(till, lent.person),
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
        person=holder_name(till, ended.person),
        at=local_datetime(entry.at_ms, entry.offset_min),
        operator_name=shown_name(till.connection, entry.operator),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _reminder(till: Till, position: int, entry: Entry, reminded: LoanReminded) -> LoanReminder:
    from pos_app.printing.documents.loan_slips import LoanReminder
    from pos_app.printing.documents.receipt import control_of

    return LoanReminder(
        issuer=issuer_at(till.connection, position),
        series=series_at(till.connection, entry),
        reminded=reminded,
        deposit_cents=loan_with(till.connection, reminded.loan).deposit_cents,
        thing=_thing(till, reminded.item),
        person=holder_name(till, reminded.person),
        operator_name=shown_name(till.connection, entry.operator),
        languages=_languages(till, reminded.person),
        control=control_of(entry),
        software=SOFTWARE,
    )


def _thing(till: Till, item: ItemId) -> LentThing:
    from pos_app.printing.documents.loan_slips import LentThing

    thing, products = thing_of(till.connection, item), till.catalogue.products
    product = products[thing.product].label if thing.product in products else thing.product
    return LentThing(product=product, number=label_of(item), end=thing.end)


def _languages(till: Till, token: str) -> tuple[Language, ...]:
    """A structure reads French."""
    person = person_behind(till, token)
    return languages_beside_french(person.identity.language if person else FRENCH)
