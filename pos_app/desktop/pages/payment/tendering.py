"""What is being paid, how, and what is left: the payment panel's model, without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.money import SMALLEST_NOTE_CENTS, change_in_pieces, parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Settlement, Tender, TenderKind, left_to_pay_cents, settle
from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext


@dataclass(frozen=True, slots=True)
class Tendering:
    """`laid` are tenders already put down; `typed` is the amount being keyed for `kind`, empty for what is left."""

    total_cents: int
    kind: TenderKind = TenderKind.CASH
    typed: str = ""
    laid: tuple[Tender, ...] = ()

    @property
    def left_cents(self) -> int:
        return left_to_pay_cents(self.total_cents, self.laid)

    def tenders(self) -> tuple[Tender, ...]:
        """Everything put down, with what is being keyed; without an amount, what is left is meant."""
        cents = parse_amount_cents(self.typed) if self.typed.strip() else self.left_cents
        return (*self.laid, Tender(self.kind, cents)) if cents else self.laid

    def settlement(self) -> Settlement:
        """Raises Refusal where this does not pay the total."""
        return settle(self.total_cents, self.tenders())

    def with_kind(self, kind: TenderKind) -> Tendering:
        """Goes on with another means of payment; a partial amount keyed for the last one is put down first."""
        try:
            keyed_cents = parse_amount_cents(self.typed) if self.typed.strip() else 0
        except Refusal:
            keyed_cents = 0
        if kind is self.kind or not 0 < keyed_cents < self.left_cents:
            return replace(self, kind=kind)
        return replace(self, kind=kind, typed="", laid=(*self.laid, Tender(self.kind, keyed_cents)))

    def without_last(self) -> Tendering:
        """Takes back the tender put down last."""
        return replace(self, laid=self.laid[:-1])


def pieces_words(change_cents: int) -> str:
    """ "1 billet de 20 €, 1 pièce de 2 €": the change in notes and coins."""
    words = []
    for cents, count in change_in_pieces(change_cents):
        value = money(cents).replace(",00", "").replace(".00", "")
        if cents >= SMALLEST_NOTE_CENTS:
            text = ngettext("{count} note of {value}", "{count} notes of {value}", count)
        else:
            text = ngettext("{count} coin of {value}", "{count} coins of {value}", count)
        words.append(text.format(count=count, value=value))
    return ", ".join(words) if words else _("No change to give")
