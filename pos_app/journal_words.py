"""A journal without a fault in words, at the till and at head office alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext
from pos_app.ledger.audit import FollowedChain


def say_chains(chains: Sequence[FollowedChain], *, absent: int) -> Iterator[str]:
    """A line for each chain, and one for each thing that the check leaves open (`JournalAudit.absent`)."""
    for each in chains:
        yield _(
            "Chain {number} ({incarnation}): entries {entries}, tickets {tickets}, total {total}, head {head}"
        ).format(
            number=each.number,
            incarnation=each.head.incarnation[:12],
            entries=each.entries,
            tickets=each.tickets,
            total=money(each.total_cents),
            head=each.head.hash.hex(),
        )
    unread = sum(each.unread for each in chains)
    if unread:
        yield ngettext(
            "{count} entry was written by a newer program: it is signed and in its place, its meaning is unknown.",
            "{count} entries were written by a newer program: signed and in their place, their meaning is unknown.",
            unread,
        ).format(count=unread)
    if absent:
        yield ngettext(
            "{count} entry that a later chain knows of is not here: an older copy was put back, or it was not sent.",
            "{count} entries that later chains know of are not here: an older copy was put back, "
            "or they were not sent.",
            absent,
        ).format(count=absent)
