"""Reference data of head office taken into force at the till: catalogue, rules, parameters, operators.

Each is an entry. What this version of the program cannot read is an entry too, and the one in force stays; a newer
version reads the feeds again from their beginning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from pos_app.counter.allocations import take_grant
from pos_app.counter.code_stock import take_recall
from pos_app.counter.load_catalogue import take_office_catalogue
from pos_app.counter.load_rules import RULES_OF_OFFICE, RULES_TEXT
from pos_app.counter.parameters_of_office import PARAMETERS_TEXT
from pos_app.counter.till import Till
from pos_app.counter.transfer_equipment import take_machine
from pos_app.domain.facts import (
    OperatorAdded,
    OperatorChanged,
    OperatorRemoved,
    ParametersLoaded,
    ReferenceRefused,
    RulesLoaded,
)
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.office_parameters import read_parameters
from pos_app.domain.operator import Operator, Role
from pos_app.domain.programme import read_rules, require_families
from pos_app.domain.refusals import Refusal
from pos_app.store.operators import account_on_file, accounts, add_account, change_account, remove_account
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.people_exchange import forget_feed_cursors
from pos_app.store.till_store import Act
from pos_app.sync.allocation_messages import GrantItem, MachineItem, RecallItem
from pos_app.sync.people_messages import Item
from pos_app.sync.reference_messages import (
    CATALOGUE,
    PARAMETERS,
    REFERENCE_FEEDS,
    RULES,
    DocumentItem,
    OperatorItem,
)


def take_reference(till: Till, act: Act, *, feed: str, item: Item) -> Callable[[], None]:
    """Takes an item in, inside the caller's transaction; what to do once that is committed."""
    if isinstance(item, OperatorItem):
        _take_operator(act, item)
        return _nothing
    if isinstance(item, RecallItem):
        take_recall(act, item.lot)
        return _nothing
    if isinstance(item, GrantItem):
        take_grant(till, act, item)
        return _nothing
    if isinstance(item, MachineItem):
        take_machine(act, item)
        return _nothing
    if not isinstance(item, DocumentItem):
        return _nothing
    try:
        return _TAKES[feed](till, act, item)
    except Refusal as refusal:
        act.append(ReferenceRefused(feed=feed, sha256=item.sha256, why=refusal.code))
        return _nothing


def read_again(act: Act) -> None:
    """Another version of the program may understand what this one did not."""
    forget_feed_cursors(act, tuple(REFERENCE_FEEDS))


def _take_catalogue(till: Till, act: Act, item: DocumentItem) -> Callable[[], None]:
    catalogue = take_office_catalogue(act, text=item.text)

    def show() -> None:
        till.listed = catalogue or till.listed

    return show


def _take_rules(till: Till, act: Act, item: DocumentItem) -> Callable[[], None]:
    """The catalogue came before: rules name its families."""
    known = read_parameter(act.connection, RULES_OF_OFFICE, type=bool, default=False)
    if known and read_parameter(act.connection, RULES_TEXT, type=str, default="") == item.text:
        return _nothing
    rules = read_rules(item.text)
    require_families(rules, till.catalogue)
    write_parameter(act, RULES_TEXT, item.text)
    write_parameter(act, RULES_OF_OFFICE, True)  # the value that is written
    act.append(RulesLoaded(sha256=_sha256(item.text), programmes=len(rules.programme), origin="office"))

    def follow() -> None:
        till.rules = rules

    return follow


def _take_parameters(_till: Till, act: Act, item: DocumentItem) -> Callable[[], None]:
    if read_parameter(act.connection, PARAMETERS_TEXT, type=str, default="") == item.text:
        return _nothing
    read_parameters(item.text)
    write_parameter(act, PARAMETERS_TEXT, item.text)
    act.append(ParametersLoaded(sha256=_sha256(item.text)))
    return _nothing


_TAKES: Mapping[str, Callable[[Till, Act, DocumentItem], Callable[[], None]]] = {
    CATALOGUE: _take_catalogue,
    RULES: _take_rules,
    PARAMETERS: _take_parameters,
}


def _take_operator(act: Act, item: OperatorItem) -> None:
    """Head office's word on who may sign in. Whoever was added here under a code of this till's own stays."""
    code = OperatorCode(item.code)
    known = account_on_file(act.connection, code)
    if item.removed:
        _remove(act, code)
        return
    try:
        role = Role(item.role)
    except ValueError:
        act.append(ReferenceRefused(feed="operators", sha256=_sha256(item.role), why="role_unknown"))
        return
    told = Operator(code, item.first_name, role, item.ends_on or None)
    if known is None:
        add_account(act, told)
        act.append(OperatorAdded(added=code, role=role, ends_on=item.ends_on))
    elif known.operator != told:
        change_account(act, told)
        act.append(OperatorChanged(changed=code, role=role, ends_on=item.ends_on))


def _remove(act: Act, code: OperatorCode) -> None:
    """But for the last coordinator: somebody must be able to manage the till."""
    here = [each.operator for each in accounts(act.connection)]
    if all(one.code != code for one in here):
        return
    if not any(one.role is Role.COORDINATOR and one.code != code for one in here):
        act.append(ReferenceRefused(feed="operators", sha256=_sha256(code), why="last_coordinator"))
        return
    remove_account(act, code)
    act.append(OperatorRemoved(removed=code))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _nothing() -> None:
    """Nothing changes in memory."""
