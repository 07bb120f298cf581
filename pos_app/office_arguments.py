"""The commands of `pos-app office`: what they take, and what they start. Each imports what it needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_app.i18n import gettext as _
from pos_app.logs import start_logging
from pos_app.settings import default_office_folder

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # the type has no public name

OFFICE_ROLES = ("administrator", "coordinator", "accountant", "auditor", "statistics")
"""As `pos_app.office.rights` has them, which costs too much to import here; a test compares."""
_Command = Callable[[argparse.Namespace], int]


def add_office_commands(office: Commands) -> None:
    """Adds every command of head office; each parsed `command` is called with its options."""
    serve = _add(office, "serve", _serve, _("serve head office to tills and browsers"))
    serve.add_argument("--listen", default="127.0.0.1", help=_("address to listen on, or unix:PATH for a proxy"))
    new_till = _add(office, "new-till", _new_till, _("make a till and print the code that joins it"))
    new_till.add_argument("--point", required=True)
    new_till.add_argument("--till", required=True)
    invite = _add(office, "invite", _invite, _("make an account and print the link that opens it"))
    invite.add_argument("login")
    invite.add_argument("--name", required=True, help=_("as others see it"))
    invite.add_argument("--role", choices=OFFICE_ROLES, default=OFFICE_ROLES[0])
    reset = _add(office, "reset-second-factor", _reset_factor, _("print a link that opens an account anew"))
    reset.add_argument("login")
    verify = _add(office, "verify", _verify, _("verify the journal of every till that is held"))
    verify.add_argument("--rebuild", action="store_true", help=_("make the figures anew where chains hold"))
    for name, help_text in (
        ("catalogue", _("the catalogue of every till, with its prices and their days")),
        ("rules", _("programmes, caps and rules of every till")),
        ("parameters", _("how tills keep contact and hold codes")),
    ):
        load = _add(office, f"load-{name}", _load, help_text)
        load.add_argument("file", type=Path)
        load.set_defaults(document=name)
    operators = _add(
        office, "load-operators", _load_operators, _("who may sign in at the tills, from a CSV or XLSX list")
    )
    operators.add_argument("file", type=Path)
    _add_codes(office)
    take_in = _add(office, "take-in", _take_in, _("take in a file that a till wrote on a stick"))
    take_in.add_argument("file", type=Path)
    take_in.add_argument("--answer", type=Path, required=True, help=_("where the answer for the till goes"))
    describe = office.add_parser("describe", help=_("print the OpenAPI description of what tills ask"))
    describe.set_defaults(command=_describe)


def _add_codes(office: Commands) -> None:
    codes = _add(office, "load-codes", _load_codes, _("recharge codes from an operator's file, whole or not at all"))
    codes.add_argument("file", type=Path)
    codes.add_argument("--count", type=int, required=True, help=_("how many the delivery note says"))
    codes.add_argument("--product", default="", help=_("the article, where the file does not say it"))
    codes.add_argument("--expires-on", default="", help=_("the last day, where the file does not say it"))
    codes.add_argument("--note", default="", help=_("number of the delivery note"))


def _add(office: Commands, name: str, command: _Command, help_text: str) -> argparse.ArgumentParser:
    parser = office.add_parser(name, help=help_text)
    parser.add_argument("--data", type=Path, default=default_office_folder())
    parser.add_argument("--address", default="localhost:8443", help=_("how tills reach it: host:port"))
    parser.add_argument("--database-url", help=_("an existing PostgreSQL, instead of its own"))
    parser.set_defaults(command=command)
    return parser


def _reach(options: argparse.Namespace) -> dict[str, Any]:
    """How tills reach head office and where its database is, as every command takes them (`_add`)."""
    return {"address": options.address, "database_url": options.database_url}


def _serve(options: argparse.Namespace) -> int:
    from pos_app.office.command import serve

    start_logging(options.data / "logs", name=f"office-{_instance(options)}")
    return serve(options.data, **_reach(options), listen=options.listen)


def _instance(options: argparse.Namespace) -> str:
    """What tells this process from others on the same data: each has a log of its own."""
    listen, port = str(options.listen), str(options.address).rpartition(":")[2]
    return Path(listen).stem if listen.startswith("unix:") else "".join(filter(str.isdigit, port))


def _new_till(options: argparse.Namespace) -> int:
    from pos_app.office.command import print_new_till

    return print_new_till(
        options.data,
        **_reach(options),
        point=options.point,
        till=options.till,
    )


def _invite(options: argparse.Namespace) -> int:
    from pos_app.office.command import print_invitation

    return print_invitation(
        options.data,
        **_reach(options),
        login=options.login,
        name=options.name,
        role=options.role,
    )


def _reset_factor(options: argparse.Namespace) -> int:
    from pos_app.office.command import print_new_factor

    return print_new_factor(options.data, **_reach(options), login=options.login)


def _verify(options: argparse.Namespace) -> int:
    from pos_app.office.command import print_check

    return print_check(options.data, **_reach(options), rebuild=options.rebuild)


def _load(options: argparse.Namespace) -> int:
    from pos_app.office.load_command import load_document

    return load_document(
        options.data,
        **_reach(options),
        name=options.document,
        file=options.file,
    )


def _load_operators(options: argparse.Namespace) -> int:
    from pos_app.office.load_operators import load_operators

    return load_operators(options.data, **_reach(options), file=options.file)


def _take_in(options: argparse.Namespace) -> int:
    from pos_app.office.stick_command import take_in_file

    return take_in_file(
        options.data,
        **_reach(options),
        file=options.file,
        answer=options.answer,
        language=options.language,
    )


def _describe(_options: argparse.Namespace) -> int:
    from pos_app.sync.description import description_json

    print(description_json().decode(), end="")
    return 0


def _load_codes(options: argparse.Namespace) -> int:
    from pos_app.office.load_codes import load_codes

    return load_codes(
        options.data,
        **_reach(options),
        file=options.file,
        counted=options.count,
        product=options.product,
        expires_on=options.expires_on,
        note=options.note,
    )
