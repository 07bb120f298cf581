"""The quiet bar of the sale page about the last ticket's voucher slips: asked once, answered with a key."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pos_app.counter.slips import SlipAtDesk, SlipPhase, TicketSlips
from pos_app.desktop.desk import Desk
from pos_app.desktop.voucher_words import reveal_reasons, slip_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext

YES_KEY, NO_KEY = "F6", "F7"


class SlipBar(QFrame):
    """Hidden while no slip waits for an answer. Nothing here stands in the way of the next sale."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        self.text = label(wrap=True, semibold=True)
        self.yes = key_button("", YES_KEY, self._yes, shortcut=YES_KEY)
        self.no = key_button("", NO_KEY, self._no, shortcut=NO_KEY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(12)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)
        desk.slips.changed.connect(self.refresh)
        self.refresh()

    @property
    def phase(self) -> SlipPhase:
        slips = self._desk.slips.slips
        return slips.phase if slips else SlipPhase.DONE

    def refresh(self) -> None:
        """Says where the slips of the ticket in hand stand."""
        slips, phase = self._desk.slips.slips, self.phase
        self.setVisible(phase is not SlipPhase.DONE)
        if slips is None or phase is SlipPhase.DONE:
            return
        text, yes, no = _words(slips)
        self.text.setText(text)
        self.setAccessibleName(text)
        colour_text(self.text, "bad" if phase is SlipPhase.FAILED else "ink")
        for made, words in ((self.yes, yes), (self.no, no)):
            made.set_words(words)
            made.setVisible(bool(words))

    def _yes(self) -> None:
        slips = self._desk.slips.slips
        if slips is None:
            return
        if self.phase is SlipPhase.ASK:
            self._desk.slips.all_readable()
        elif self.phase is SlipPhase.FAILED:
            self._desk.slips.retry()
        elif self.phase is SlipPhase.SHOW:
            self._show(slips.open[0])

    def _no(self) -> None:
        slips = self._desk.slips.slips
        if slips is None:
            return
        if self.phase is SlipPhase.FAILED:
            self._show_failed(slips)
        elif self.phase is not SlipPhase.ASK:
            self._desk.slips.leave()
        elif len(slips.open) == 1:
            self._ask_reason(slips.open[0])
        else:
            self._ask_which(slips)

    def _show_failed(self, slips: TicketSlips) -> None:
        """Without a working printer the screen shows the code; that nothing came out is the reason."""
        slip = next(slip for slip in slips.open if slip.item in slips.failed)
        self._desk.slips.show(slip, "not_printed" if slip.voucher.reveals else "")

    def _ask_which(self, slips: TicketSlips) -> None:
        by_item = {str(slip.item): slip for slip in slips.open}
        options = [(item, slip_words(slip)) for item, slip in by_item.items()]
        panel = self._panel(_("Which slip cannot be read?"), options)
        panel.chosen.connect(lambda item: self._ask_reason(by_item[item]))

    def _ask_reason(self, slip: SlipAtDesk) -> None:
        panel = self._panel(slip_words(slip), reveal_reasons())
        panel.chosen.connect(partial(self._desk.slips.reveal, slip))

    def _show(self, slip: SlipAtDesk) -> None:
        """The first time at once; again only with a reason."""
        if not slip.voucher.reveals:
            self._desk.slips.reveal(slip)
            return
        panel = self._panel(slip_words(slip), reveal_reasons())
        panel.chosen.connect(partial(self._desk.slips.reveal, slip))

    def _panel(self, title: str, options: list[tuple[str, str]]) -> ChoicePanel:
        explained = _("The same code comes again, never another one. It is written down.")
        return ChoicePanel(title, explained, options, back=_("Escape to go back"), parent=self.window())


def _words(slips: TicketSlips) -> tuple[str, str, str]:
    """What the bar says, and what its two keys do; an empty word hides a key."""
    ticket, count = slips.slips[0].voucher.ticket, len(slips.open)
    if slips.phase is SlipPhase.PRINTING:
        return _("The voucher slips of {ticket} are printing…").format(ticket=ticket), "", _("Later")
    if slips.phase is SlipPhase.FAILED:
        text = _("A voucher slip of {ticket} did not come out. The code is kept.").format(ticket=ticket)
        return text, _("Print the same code again"), _("Show the code")
    if slips.phase is SlipPhase.SHOW:
        text = ngettext(
            "{count} code of {ticket} to hand over: the screen shows it once.",
            "{count} codes of {ticket} to hand over: the screen shows each once.",
            count,
        )
        return text.format(count=count, ticket=ticket), _("Show the code"), _("Later")
    text = ngettext(
        "The voucher slip of {ticket} came out. Can it be read?",
        "The {count} voucher slips of {ticket} came out. Can all be read?",
        count,
    )
    return text.format(count=count, ticket=ticket), _("Yes"), _("No")
