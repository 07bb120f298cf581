"""A new recovery sheet: the old one then opens nothing."""

from __future__ import annotations

from pos_app.domain.operator import Operator, Right
from pos_app.keys.key_file import OpenKeyFile
from pos_app.keys.recovery_words import RecoveryWords, new_recovery_words


def new_recovery_sheet(key_file: OpenKeyFile, *, operator: Operator) -> tuple[OpenKeyFile, RecoveryWords]:
    """The key file with its new recovery slot, and the words to print. Raises Refusal("right_missing")."""
    operator.require(Right.CHANGE_SETTINGS)
    words = new_recovery_words()
    return key_file.with_recovery_slot(words), words
