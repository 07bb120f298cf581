"""What the acts of a till need to keep codes secret: the voucher key at work, and the mark written before a reveal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.keys.voucher_box import VoucherBox


def _unmarked() -> int:
    return 0


class Vault(msgspec.Struct, frozen=True):
    """`guarded` tells whether the key file opens through something strong: without that, codes are switched off.

    `save_mark` writes the mark into `marks`, the folder beside the database's (DESIGN.md, "Marks"); it raises OSError.
    `marked` reads the seq that the mark names, 0 where there is none. `guarded_by` names the strongest slot, as head
    office is told: "keyring", "passphrase" or "recovery".
    """

    box: VoucherBox
    guarded: bool
    marks: Path
    save_mark: Callable[[], None]
    marked: Callable[[], int] = _unmarked
    guarded_by: str = ""

    def require_guarded(self) -> None:
        """Raises Refusal("codes_not_guarded")."""
        if not self.guarded:
            raise Refusal("codes_not_guarded")

    def mark_before_reveal(self) -> None:
        """What is about to be revealed is in the journal; an older copy of the database will be noticed from now on.

        Raises Unavailable("mark_failed", folder): nothing is revealed then.
        """
        try:
            self.save_mark()
        except OSError as error:
            raise Unavailable("mark_failed", folder=str(self.marks)) from error
