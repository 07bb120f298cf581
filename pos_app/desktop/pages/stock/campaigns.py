"""Campaigns that give articles away: what they gave, what is left, until when."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from pos_app.counter.gifts import all_campaigns
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.campaign_panel import CampaignPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.campaign import Campaign
from pos_app.domain.operator import Right
from pos_app.i18n import date, money
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class CampaignsView(Listing[Campaign]):
    """F6 begins a campaign, F7 changes the chosen one's budget, end or articles."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[Campaign]] = [
            Column(_("Code"), lambda one: one.code),
            Column(_("Campaign"), lambda one: one.label),
            Column(_("From"), lambda one: date(one.starts_on), by=attrgetter("starts_on")),
            Column(_("Last day"), lambda one: date(one.ends_on), by=attrgetter("ends_on")),
            Column(_("Articles given"), lambda one: str(one.given), by=attrgetter("given"), right=True),
            Column(_("Budget"), lambda one: money(one.budget_cents), by=attrgetter("budget_cents"), right=True),
            Column(_("Still to give"), lambda one: money(one.left_cents), by=attrgetter("left_cents"), right=True,
                   tone=lambda one: "" if one.left_cents else "warn"),
            Column(_("Saved by people"), lambda one: money(one.saved_cents), by=attrgetter("saved_cents"), right=True),
        ]  # fmt: skip
        super().__init__(desk, notice, RowTable(columns, name=_("Campaigns")), file_name="campagnes.csv")
        self.new = key_button(_("New campaign"), "F6", self._add, kind="main", shortcut="F6")
        self.change = key_button(_("Change"), "F7", self._change_one, shortcut="F7")
        self.acts.addWidget(self.new)
        self.acts.addWidget(self.change)
        self.acts.addStretch(1)
        self.table.opened.connect(self._change_one)
        desk.shelf_changed.connect(self._read_if_visible)

    def refresh(self) -> None:
        """Reads the campaigns again."""
        operator = self._desk.operator
        may = operator is not None and operator.may(Right.MANAGE_CAMPAIGNS)
        self.new.setEnabled(may)
        self.change.setEnabled(may)
        self._desk.ask(self._desk.running.run(all_campaigns), self._show, self._refused)

    def _read_if_visible(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, found: Sequence[Campaign]) -> None:
        self.table.show_rows(found)

    def _add(self) -> None:
        self._open(None)

    def _change_one(self) -> None:
        if self.table.chosen is not None:
            self._open(self.table.chosen)

    def _open(self, campaign: Campaign | None) -> None:
        if self._desk.shelf is not None and self.new.isEnabled():
            panel = CampaignPanel(self._desk, self._desk.shelf.catalogue, campaign, self.window())
            panel.saved.connect(self._saved)
            panel.closed.connect(self.table.setFocus)

    def _saved(self, campaign: Campaign) -> None:
        text = _("Campaign “{campaign}” until {day}.").format(campaign=campaign.label, day=date(campaign.ends_on))
        self._notice.show_text(text, "good")
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")
