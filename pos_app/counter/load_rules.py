"""Taking rules into force: programmes, caps, exceptions. Whole, or not at all."""

from __future__ import annotations

import hashlib

from pos_app.counter.till import Till
from pos_app.domain.facts import RulesLoaded
from pos_app.domain.operator import Operator, Right
from pos_app.domain.programme import Rules, read_rules, require_families
from pos_app.domain.refusals import Refusal
from pos_app.settings import RESOURCES
from pos_app.store.opening import Connection
from pos_app.store.parameters import read_parameter, write_parameter

SHIPPED_RULES = RESOURCES / "programmes" / "connexions-solidaires-2013.toml"
RULES_TEXT = "rules"
RULES_OF_OFFICE = "rules_of_office"
"""True where head office set the rules in force: they are its to change."""


def load_rules(till: Till, *, operator: Operator, text: str) -> Rules:
    """Replaces the rules in force. Raises Refusal("rules_file_wrong", "rules_of_office"), and they stay."""
    operator.require(Right.CHANGE_SETTINGS)
    if read_parameter(till.connection, RULES_OF_OFFICE, type=bool, default=False):
        raise Refusal("rules_of_office")
    rules = read_rules(text)
    require_families(rules, till.catalogue)
    with till.store.transaction(operator.code) as act:
        write_parameter(act, RULES_TEXT, text)
        act.append(RulesLoaded(sha256=hashlib.sha256(text.encode()).hexdigest(), programmes=len(rules.programme)))
    till.rules = rules
    return rules


def rules_in_force(connection: Connection) -> Rules:
    """Those that were loaded last, or those that the program came with."""
    text = read_parameter(connection, RULES_TEXT, type=str, default="")
    return read_rules(text or SHIPPED_RULES.read_text(encoding="utf-8"))
