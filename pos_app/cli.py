"""The command line: where the parts are put together. Each command imports what it needs, so that the till starts
quickly."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import SystemClock
from pos_app.domain.refusals import PosError, Refusal, Unavailable
from pos_app.i18n import gettext as _
from pos_app.i18n import money, use_language
from pos_app.logs import forbid_core_dumps, start_logging
from pos_app.office_arguments import add_office_commands
from pos_app.settings import TillFolder, default_till_folder

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # the type has no public name
    from pos_app.counter.keyring_slot import Unlocked

_INTERRUPTED = 130
"""What a shell gives a program that Ctrl+C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 where it succeeded. Errors are said in one sentence on standard error; a mistake of the
    program's own keeps its trace."""
    forbid_core_dumps()
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    use_language(options.language)
    try:
        result: int = options.command(options)
    except PosError as error:
        return _failed(error)
    except OSError as error:
        if not error.filename:
            raise
        return _failed(Unavailable("folder_unavailable", path=str(error.filename)))
    except KeyboardInterrupt:
        return _INTERRUPTED
    return result


def _failed(error: PosError) -> int:
    from pos_app.sentences import say

    print(say(error), file=sys.stderr)
    return 1


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The till does not wait until every command of head office is described."""
    parser = argparse.ArgumentParser(prog="pos-app", description=_("The till of a reception point"))
    parser.add_argument("--version", action="version", version=SOFTWARE)
    parser.add_argument("--language", choices=("fr", "en"), default="fr")
    parser.set_defaults(command=_till, data=None, marks=None, key_stdin=False)
    commands = parser.add_subparsers(title=_("commands"))
    _add_till_commands(commands)
    office = commands.add_parser("office", help=_("head office"))
    if "office" in arguments:
        add_office_commands(office.add_subparsers(required=True))
    return parser


def _add_till_commands(commands: Commands) -> None:
    till = commands.add_parser("till", help=_("open the till (also without any command)"))
    till.add_argument("--data", type=Path, help=_("folder of the till's data"))
    till.add_argument("--marks", type=Path, help=_("folder of the marks, outside the data"))
    till.add_argument("--key-stdin", action="store_true", help=_("read the key from standard input (for the demo)"))
    till.set_defaults(command=_till)

    _add_auditor_commands(commands)

    demo = commands.add_parser("demo", help=_("open a till on invented data, with its own head office"))
    demo.add_argument("--headless", action="store_true", help=_("run a day without a window"))
    demo.add_argument("--out", type=Path, help=_("folder for receipts and summary.json (with --headless)"))
    demo.set_defaults(command=_demo)

    demo_till = commands.add_parser("demo-till")
    demo_till.add_argument("data", type=Path)
    demo_till.add_argument("marks", type=Path)
    demo_till.set_defaults(command=_demo_till)


def _add_auditor_commands(commands: Commands) -> None:
    """What works on a closed or an open till without its window."""
    verify = commands.add_parser("verify", help=_("verify the till's journal: chains, closings, marks, figures"))
    verify.add_argument("file", type=Path, nargs="?", help=_("an archive, or a backup, instead of the database"))
    verify.add_argument("--rebuild", action="store_true", help=_("then make the figures anew, after a backup"))
    verify.set_defaults(command=_verify)
    restore = commands.add_parser("restore", help=_("put a backup in the place of the till's database"))
    restore.add_argument("file", type=Path, help=_("the backup"))
    restore.set_defaults(command=_restore)
    for command in (verify, restore):
        command.add_argument("--data", type=Path, help=_("folder of the till's data"))
        command.add_argument("--marks", type=Path, help=_("folder of the marks, outside the data"))
        keys = command.add_mutually_exclusive_group()
        keys.add_argument("--words", action="store_true", help=_("ask for the words of the recovery sheet"))
        keys.add_argument("--key-stdin", action="store_true", help=_("read the key from standard input (for the demo)"))


def _till(options: argparse.Namespace) -> int:
    from pos_app.desktop.application import run_desktop

    folder = _folder(options)
    start_logging(folder.logs, name="till")
    return run_desktop(folder, key=_key_given() if options.key_stdin else None)


def _folder(options: argparse.Namespace) -> TillFolder:
    default = default_till_folder()
    return TillFolder(options.data or default.data, options.marks or default.marks)


def _verify(options: argparse.Namespace) -> int:
    from pos_app.counter.check_journal import check_backup, check_journal, rebuild_journal, say_checked

    if options.file and options.file.suffix == ".zip":
        return _verify_archive(options.file)
    folder = _folder(options)
    unlocked = _unlocked(folder, options)
    key_file, mark = unlocked.key_file, unlocked.keyring_mark
    if options.file:
        checked = check_backup(options.file, key_file, progress=_show_progress)
    elif options.rebuild:
        checked = rebuild_journal(folder, key_file, clock=SystemClock(), keyring_mark=mark, progress=_show_progress)
    else:
        checked = check_journal(folder, key_file, keyring_mark=mark, progress=_show_progress)
    print(*say_checked(checked), sep="\n")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from pos_app.counter.restore_till import restore_till, say_restored

    folder = _folder(options)
    unlocked = _unlocked(folder, options)
    restored = restore_till(
        folder,
        unlocked.key_file,
        options.file,
        clock=SystemClock(),
        keyring_mark=unlocked.keyring_mark,
        progress=_show_progress,
    )
    print(*say_restored(restored), sep="\n")
    return 0


def _verify_archive(path: Path) -> int:
    """An archive needs no key: it carries the public one."""
    from pos_app.counter.check_archive import check_archive, say_archive

    print(*say_archive(check_archive(path, progress=_show_progress)), sep="\n")
    return 0


def _show_progress(done: int) -> None:
    """How far a long check is, where somebody watches."""
    if sys.stderr.isatty():
        print(_("{count} entries verified").format(count=done), end="\r", file=sys.stderr, flush=True)


def _unlocked(folder: TillFolder, options: argparse.Namespace) -> Unlocked:
    """The key file as an auditor opens it: nothing is written, into no keyring either."""
    from getpass import getpass

    from pos_app.counter.keyring_slot import Unlocked, unlock_with_keyring
    from pos_app.keys.key_file import open_with_keyring_key, open_with_recovery_words
    from pos_app.keys.recovery_words import read_recovery_words

    if options.key_stdin:
        return Unlocked(open_with_keyring_key(folder.key_file, _key_given()))
    if options.words:
        words = read_recovery_words(getpass(_("The twelve words of the recovery sheet: ")))
        return Unlocked(open_with_recovery_words(folder.key_file, words))
    return unlock_with_keyring(folder)


def _key_given() -> bytes:
    """The key on standard input, in hexadecimal. Raises Refusal("keyring_key_wrong")."""
    try:
        return bytes.fromhex(sys.stdin.readline().strip())
    except ValueError:
        raise Refusal("keyring_key_wrong") from None


def _demo(options: argparse.Namespace) -> int:
    if not options.headless:
        from pos_app.demo.window import demo_window

        return demo_window()
    from pos_app.demo.day import headless_day

    out = options.out or Path(tempfile.mkdtemp(prefix="pos-app-demo-"))
    summary = headless_day(out)
    print(
        _("{tickets} tickets, {total}, of which {offline} offline; {kills} power cut. Receipts: {folder}").format(
            tickets=summary.tickets,
            total=money(summary.total_cents),
            offline=summary.offline_tickets,
            kills=summary.kills,
            folder=out / "receipts",
        )
    )
    print(_("Head of the till and of head office: {head}").format(head=summary.till_head))
    return 0


def _demo_till(options: argparse.Namespace) -> int:
    from pos_app.demo.till_process import run_till_process

    run_till_process(TillFolder(options.data, options.marks))
    return 0
