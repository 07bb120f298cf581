"""A new recovery sheet: once it can be printed, the old one opens nothing."""

from __future__ import annotations

from pathlib import Path

from pos_app.clock import Clock
from pos_app.counter.paper import write_recovery_sheet
from pos_app.counter.till import Till
from pos_app.domain.facts import RecoverySheetRenewed, TillSetUp
from pos_app.domain.operator import Operator, Right
from pos_app.keys.key_file import OpenKeyFile
from pos_app.keys.recovery_words import new_recovery_words
from pos_app.ledger.entry import Entry


def new_recovery_sheet(
    key_file: OpenKeyFile, *, operator: Operator, papers: Path, issuer: TillSetUp, series: str, clock: Clock
) -> tuple[OpenKeyFile, Path]:
    """Writes the new sheet into `papers`, and only then lets its words open the key file instead of the old ones.

    Raises Refusal("right_missing") and Unavailable("print_folder_unavailable"): the old sheet stays good then.
    """
    operator.require(Right.CHANGE_SETTINGS)
    words = new_recovery_words()
    path = papers / f"fiche-de-secours-{series}.pdf"
    write_recovery_sheet(path, words=words, issuer=issuer, series=series, clock=clock)
    return key_file.with_recovery_slot(words), path


def record_renewal(till: Till, *, operator: Operator) -> Entry:
    with till.store.transaction(operator.code) as act:
        return act.append(RecoverySheetRenewed())
