"""The three families of errors, told apart by whose fault they are.

Each error carries a `code` and named parameters, never a sentence: the sentence is made at the edge
(`pos_app.sentences`), in the language of the person who reads it.
"""

from __future__ import annotations

from typing import ClassVar


class PosError(Exception):
    """An error that this program raises itself. `code` names it; `params` fill its sentence."""

    family: ClassVar[str] = "error"

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, str | int] = params

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({told})" if told else self.code

    def __reduce__(self) -> tuple[object, ...]:
        return _revive, (type(self), self.code, self.params)


def _revive(family: type[PosError], code: str, params: dict[str, str | int]) -> PosError:
    return family(code, **params)


class Refusal(PosError):
    """The person at the desk can act: what was asked breaks a rule, and nothing was changed."""

    family = "refusal"


class Unavailable(PosError):
    """The environment failed (disk, printer, network, keyring): the same act may succeed later."""

    family = "unavailable"


class Bug(PosError):
    """An invariant of ours broke: stop the act, keep the data, write the log."""

    family = "bug"
