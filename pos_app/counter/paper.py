"""Sheets that are printed outside the queue: the recovery sheet and badges, as PDF files the person opens.

They hold what opens the till or signs somebody in, so they lie in a folder of their own for as short as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import Clock, local_now
from pos_app.domain.refusals import Unavailable
from pos_app.durable_file import write_durably

if TYPE_CHECKING:
    from pos_app.counter.add_operator import AddedOperator
    from pos_app.domain.facts import TillSetUp
    from pos_app.keys.recovery_words import RecoveryWords
    from pos_app.printing.documents.trial_page import TrialPage


def write_recovery_sheet(path: Path, *, words: RecoveryWords, issuer: TillSetUp, series: str, clock: Clock) -> Path:
    """Writes the sheet to `path`; it is to be printed and deleted. Raises Unavailable("print_folder_unavailable")."""
    from pos_app.printing.documents.recovery_sheet import RecoverySheet
    from pos_app.printing.sheets import recovery_sheet_pdf

    today = local_now(clock).date()
    return write_paper(path, recovery_sheet_pdf(RecoverySheet(issuer.point, issuer.till, series, today, words)))


def write_badges(path: Path, *, added: Sequence[AddedOperator], point: str, roles: dict[str, str]) -> Path:
    """Writes the badges of those who were added with one; `roles` are the roles in words."""
    from pos_app.printing.documents.badges import Badge
    from pos_app.printing.sheets import badges_pdf

    badges = [
        Badge(one.operator.first_name, roles[one.operator.role], point, one.operator.ends_on or "", one.badge)
        for one in added
        if one.badge
    ]
    return write_paper(path, badges_pdf(badges))


def write_trial_page(folder: Path, *, issuer: TillSetUp, clock: Clock) -> Path:
    """Writes a trial page where receipts go. Raises Unavailable("print_folder_unavailable")."""
    from pos_app.printing.writers import document_pdf

    page = trial_page(issuer=issuer, clock=clock)
    return write_paper(folder / f"{page.name}.pdf", document_pdf(page))


def trial_page(*, issuer: TillSetUp, clock: Clock) -> TrialPage:
    """What shows whether a printer writes what receipts need."""
    from pos_app.printing.documents.trial_page import TrialPage

    return TrialPage(issuer, local_now(clock), SOFTWARE)


def clear_papers(folder: Path) -> None:
    """Deletes every sheet and every person's data in `folder`: once printed or copied, nobody needs the file.

    Raises Unavailable("papers_left").
    """
    try:
        for path in (*folder.glob("*.pdf"), *folder.glob("*.json")):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable("papers_left", folder=str(folder)) from error


def write_paper(path: Path, content: bytes) -> Path:
    """Writes a sheet whole, or not at all. Raises Unavailable("print_folder_unavailable", folder)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, content)
    except OSError as error:
        raise Unavailable("print_folder_unavailable", folder=str(path.parent)) from error
    return path
