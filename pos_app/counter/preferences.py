"""What a point chose: language, theme, where receipts are written. No part of the journal."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pos_app.counter.till import Till
from pos_app.domain.operator import Operator, Right
from pos_app.store.parameters import read_parameter, write_parameter

_NAME = "preferences"


class Preferences(msgspec.Struct, frozen=True):
    """`receipts` is a folder, empty for the till's own. `customer_screen` is the name of the screen turned to the
    person, "none" for no such screen, empty for whichever has not the window."""

    language: str = "fr"
    theme: str = "light"
    receipts: str = ""
    customer_screen: str = ""

    def receipts_folder(self, own: Path) -> Path:
        return Path(self.receipts) if self.receipts else own


def preferences(till: Till) -> Preferences:
    return read_parameter(till.connection, _NAME, type=Preferences, default=Preferences())


def change_preferences(till: Till, *, operator: Operator, chosen: Preferences) -> Preferences:
    """Language and theme are anybody's; the folder of receipts is a coordinator's to change."""
    if chosen.receipts != preferences(till).receipts:
        operator.require(Right.CHANGE_SETTINGS)
    with till.store.transaction(operator.code) as act:
        write_parameter(act, _NAME, chosen)
    return chosen
