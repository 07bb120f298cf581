"""Every thing with a number, as the stock page lists it: what it is, where it is, who has it, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.counter.dates import today
from pos_app.counter.holders import holder_name
from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.store.equipment import Thing, things, things_held
from pos_app.store.loans import Loan, loans_held, open_loans
from pos_app.store.people import all_tokens


@dataclass(frozen=True, slots=True)
class ListedThing:
    """A thing with the name of its article; `number` is what its label says.

    `loan` is the one that lasts, `late` after its last day; `holder` the name of whoever has it on loan.
    """

    thing: Thing
    article: str
    number: str
    loan: Loan | None = None
    holder: str = ""
    late: bool = False


def equipment_list(till: Till) -> tuple[ListedThing, ...]:
    """Those that came last first."""
    return _listed(till, things(till.connection), open_loans(till.connection))


def equipment_held(till: Till, *, operator: Operator, token: PersonToken) -> tuple[ListedThing, ...]:
    """What a person or a structure has on loan and has bought, the newest first. Raises Refusal("right_missing")."""
    operator.require(Right.LOOK_UP)
    tokens = all_tokens(till.connection, token)
    return _listed(till, things_held(till.connection, tokens), loans_held(till.connection, tokens))


def _listed(till: Till, found: Iterable[Thing], loans: Iterable[Loan]) -> tuple[ListedThing, ...]:
    day, products = today(till), till.catalogue.products
    lent = {loan.item: loan for loan in loans}
    names = {loan.person: holder_name(till, loan.person) for loan in lent.values()}
    listed = []
    for thing in found:
        loan = lent.get(thing.item)
        listed.append(
            ListedThing(
                thing=thing,
                article=products[thing.product].label if thing.product in products else thing.product,
                number=label_of(thing.item),
                loan=loan,
                holder=names[loan.person] if loan else "",
                late=loan is not None and loan.is_late(day),
            )
        )
    return tuple(listed)
