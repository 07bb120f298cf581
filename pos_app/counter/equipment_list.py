"""Every thing with a number, as the stock page lists it: what it is, where it is, who has it, until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pos_app.counter.dates import today
from pos_app.counter.holders import holder_name
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.store.equipment import Thing, things_before, things_held
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


_PART = 300
"""Things read at once: some milliseconds of the storage thread."""


def equipment_list(submit: Submit) -> tuple[ListedThing, ...]:
    """Those that came last first; read in parts, so that a sale never waits for a long list."""
    loans = submit(lambda till: open_loans(till.connection)).result()
    names: dict[PersonToken, str] = {}
    listed: list[ListedThing] = []
    last: Thing | None = None
    while part := submit(partial(_part, last=last, loans={loan.item: loan for loan in loans}, names=names)).result():
        listed += part
        last = part[-1].thing
    return tuple(listed)


def equipment_held(till: Till, *, operator: Operator, token: PersonToken) -> tuple[ListedThing, ...]:
    """What a person or a structure has on loan and has bought, the newest first. Raises Refusal("right_missing")."""
    operator.require(Right.LOOK_UP)
    tokens = all_tokens(till.connection, token)
    loans = {loan.item: loan for loan in loans_held(till.connection, tokens)}
    return _listed(till, things_held(till.connection, tokens), loans, {})


def _part(
    till: Till, *, last: Thing | None, loans: Mapping[ItemId, Loan], names: dict[PersonToken, str]
) -> tuple[ListedThing, ...]:
    return _listed(till, things_before(till.connection, last, limit=_PART), loans, names)


def _listed(
    till: Till, found: Iterable[Thing], loans: Mapping[ItemId, Loan], names: dict[PersonToken, str]
) -> tuple[ListedThing, ...]:
    """`names` are those that were read already; it takes those that were not."""
    day, products = today(till), till.catalogue.products
    listed = []
    for thing in found:
        loan = loans.get(thing.item)
        if loan is not None and loan.person not in names:
            names[loan.person] = holder_name(till, loan.person)
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
