"""The first run on a computer: a till, and a way to open it tomorrow without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pos_app.clock import Clock
from pos_app.counter.add_operator import AddedOperator, Newcomer, add_operators, check_newcomer
from pos_app.counter.keyring_slot import keep_in_keyring
from pos_app.counter.open_till import with_key_file
from pos_app.counter.paper import trial_page, write_badges, write_recovery_sheet, write_trial_page
from pos_app.counter.preferences import Preferences, change_preferences
from pos_app.counter.printers import keep_printer, remove_printer
from pos_app.counter.set_up_till import SetUpTill, TillSetup, set_up_till
from pos_app.counter.status import status
from pos_app.domain.operator import Role
from pos_app.domain.refusals import PosError, Refusal, Unavailable
from pos_app.keys.key_file import PASSPHRASE_SHORTEST, OpenKeyFile
from pos_app.printing.documents.trial_page import TrialPage
from pos_app.printing.printer_setup import PrinterSetUp
from pos_app.settings import TillFolder


@dataclass(frozen=True, slots=True)
class FirstTill:
    """A till that was just set up, and those who were added with it: their badges are still to print."""

    set_up: SetUpTill
    team: tuple[AddedOperator, ...]


def make_first_till(
    folder: TillFolder,
    *,
    point: Mapping[str, str],
    first_name: str,
    pin: str,
    team: Sequence[str],
    passphrase: str,
    clock: Clock,
) -> FirstTill:
    """Sets a till up, adds the volunteers of `team` (first names, each with a badge), and gives its key file a
    keyring slot, or, where the computer has no keyring, a passphrase's.

    Slow (Argon2id, the keyring's prompt): never on the GUI thread. Raises what `set_up_till` raises, and
    Refusal("passphrase_too_short", "passphrase_needed") before anything is made.
    """
    _require_daily_slot(passphrase)
    coordinator = check_newcomer(Newcomer(first_name, Role.COORDINATOR, pin))
    newcomers = [check_newcomer(Newcomer(name, Role.VOLUNTEER, "")) for name in team]
    made = set_up_till(folder, TillSetup(coordinator=coordinator, **point), clock=clock)
    key_file = _with_daily_slot(made.opened.key_file, passphrase)
    made = replace(made, opened=with_key_file(made.opened, key_file))
    added = add_operators(made.opened.till, by=made.coordinator.operator, newcomers=newcomers) if newcomers else ()
    return FirstTill(made, added)


def find_till_again(
    folder: TillFolder, *, code: str, first_name: str, pin: str, passphrase: str, clock: Clock
) -> FirstTill:
    """Builds a till whose computer is gone anew from head office, with a new coordinator and a daily key slot.

    Slow (network, Argon2id): never on the GUI thread. Raises what `rebuild_till` raises, and
    Refusal("passphrase_too_short", "passphrase_needed") before anything is asked.
    """
    from pos_app.counter.rebuild_till import rebuild_till

    _require_daily_slot(passphrase)
    coordinator = check_newcomer(Newcomer(first_name, Role.COORDINATOR, pin))
    made = rebuild_till(folder, code=code, coordinator=coordinator, clock=clock)
    key_file = _with_daily_slot(made.opened.key_file, passphrase)
    return FirstTill(replace(made, opened=with_key_file(made.opened, key_file)), ())


def first_papers(first: FirstTill, *, roles: dict[str, str], clock: Clock) -> tuple[Path, ...]:
    """Writes the recovery sheet and the badges, if any. Raises Unavailable("print_folder_unavailable")."""
    opened = first.set_up.opened
    known = status(opened.till)
    papers, series = opened.folder.papers, known.series
    sheet = papers / f"fiche-de-secours-{series}.pdf"
    write_recovery_sheet(sheet, words=first.set_up.words, issuer=known.issuer, series=series, clock=clock)
    if not first.team:
        return (sheet,)
    badges = papers / f"badges-{series}.pdf"
    return (sheet, write_badges(badges, added=first.team, point=known.issuer.point, roles=roles))


def choose_receipts(first: FirstTill, folder: str, *, printer: PrinterSetUp | None = None, clock: Clock) -> Path:
    """Keeps where files go (empty: the till's own folder) and writes a trial page there, which is returned; `printer`
    prints it too.

    Raises Unavailable("print_folder_unavailable") or what the printer raises; nothing is kept then.
    """
    opened, operator = first.set_up.opened, first.set_up.coordinator.operator
    chosen = Preferences(receipts=folder.strip())
    place = chosen.receipts_folder(opened.folder.receipts)
    issuer = status(opened.till).issuer
    page = write_trial_page(place, issuer=issuer, clock=clock)
    if printer is not None:
        _set_up_printer(first, printer, trial_page(issuer=issuer, clock=clock))
    change_preferences(opened.till, operator=operator, chosen=chosen)
    return page


def _set_up_printer(first: FirstTill, printer: PrinterSetUp, page: TrialPage) -> None:
    from pos_app.printing.connect import connected

    till, operator = first.set_up.opened.till, first.set_up.coordinator.operator
    kept = keep_printer(till, operator=operator, setup=printer)
    try:
        connected(kept).print(page)
    except PosError:
        remove_printer(till, operator=operator, printer=kept.id)
        raise


def keyring_answers() -> bool:
    """Whether this computer's keyring can be used now."""
    from pos_app.keys.os_keyring import read_from_keyring

    try:
        read_from_keyring("probe")
    except Unavailable:
        return False
    return True


def _require_daily_slot(passphrase: str) -> None:
    if passphrase and len(passphrase) < PASSPHRASE_SHORTEST:
        raise Refusal("passphrase_too_short", least=PASSPHRASE_SHORTEST)
    if not passphrase and not keyring_answers():
        raise Refusal("passphrase_needed", least=PASSPHRASE_SHORTEST)


def _with_daily_slot(key_file: OpenKeyFile, passphrase: str) -> OpenKeyFile:
    if passphrase:
        key_file = key_file.with_passphrase_slot(passphrase)
    try:
        return keep_in_keyring(key_file)
    except Unavailable:
        return key_file
