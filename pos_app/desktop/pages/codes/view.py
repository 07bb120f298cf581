"""The vault on the stock page: lots, what expires soon, files taken in, what waits for somebody."""

from __future__ import annotations

from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.code_stock import CodeStock, LotAtDesk, code_stock, release_lot, withdraw_lot
from pos_app.counter.contest_code import contested_slips
from pos_app.counter.slips import SlipAtDesk, slips_to_collect
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.import_panel import ImportPanel
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.desktop.voucher_words import (
    count_words,
    ending_words,
    last_day_words,
    lot_state_words,
    release_reasons,
    to_collect_words,
    withdrawal_reasons,
)
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Right
from pos_app.domain.voucher import VoucherState
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.sentences import say


class CodesView(QWidget):
    """F6 takes a file in, F7 withdraws the chosen lot, F8 releases one that is frozen, F9 lists what is to collect,
    F4 the contested codes."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        super().__init__()
        self._desk = desk
        self._notice = notice
        self.summary = label(semibold=True, wrap=True)
        self.warning = label(role="warn", semibold=True, wrap=True)
        columns: list[Column[LotAtDesk]] = [
            Column(_("Last day"), lambda one: last_day_words(one.lot.expires_on), by=_last_day),
            Column(_("Article"), attrgetter("label")),
            Column(_("Operator"), lambda one: one.lot.supplier or "—"),
            Column(_("Received"), lambda one: str(one.lot.count), by=attrgetter("lot.count"), right=True),
            Column(_("Left"), lambda one: str(one.lot.left), by=attrgetter("lot.left"), right=True),
            Column(_("State"), lambda one: lot_state_words(one)[0], tone=lambda one: lot_state_words(one)[1]),
        ]
        self.table = RowTable(columns, name=_("Lots of recharge codes"))
        self.table.chosen_changed.connect(self._offer)
        self.listing = Listing(desk, notice, self.table, file_name="lots.csv")
        self.take_in = key_button(_("Import a file"), "F6", self._take_in, kind="main", shortcut="F6")
        self.withdraw = key_button(_("Withdraw the lot"), "F7", self._withdraw, shortcut="F7")
        self.release = key_button(_("Release the lot"), "F8", self._release, shortcut="F8")
        self.collect = key_button("", "F9", self._show_to_collect, shortcut="F9")
        self.contested = key_button("", "F4", self._show_contested, shortcut="F4")
        self._build()
        desk.shelf_changed.connect(self.refresh)
        desk.slips.moved.connect(self._refresh_slips)

    def refresh(self) -> None:
        """Reads lots and slips again."""
        self._desk.ask(self._desk.running.run(code_stock), self._show, self._refused)
        self._refresh_slips()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.summary)
        layout.addWidget(self.warning)
        layout.addWidget(self.listing, 1)
        for keys in ((self.take_in, self.withdraw, self.release), (self.collect, self.contested)):
            row = QHBoxLayout()
            for made in keys:
                row.addWidget(made)
            row.addStretch(1)
            layout.addLayout(row)

    def _refresh_slips(self) -> None:
        if self.isVisible():
            self._desk.ask(self._desk.running.run(slips_to_collect), self._show_waiting, self._refused)
            self._desk.ask(self._desk.running.run(contested_slips), self._show_refused_codes, self._refused)

    def _show(self, stock: CodeStock) -> None:
        self.table.show_rows(stock.lots)
        self.summary.setText(_summary(stock))
        self.warning.setText(_warning(stock))
        self.warning.setVisible(bool(self.warning.text()))
        self._offer()

    def _show_waiting(self, slips: tuple[SlipAtDesk, ...]) -> None:
        self.collect.set_words(to_collect_words(len(slips)))

    def _show_refused_codes(self, slips: tuple[SlipAtDesk, ...]) -> None:
        words = ngettext("Contested: {count} code", "Contested: {count} codes", len(slips))
        self.contested.set_words(words.format(count=len(slips)))

    @property
    def _chosen(self) -> LotAtDesk | None:
        return self.table.chosen

    def _offer(self) -> None:
        """Only what the chosen lot and the person signed in allow."""
        one, operator = self._chosen, self._desk.operator
        open_lot = one is not None and one.lot.left > 0 and one.lot.state is VoucherState.IN_STOCK
        self.withdraw.setEnabled(open_lot)
        self.release.setVisible(open_lot and one is not None and one.held)
        self.take_in.setVisible(operator is not None and operator.may(Right.IMPORT_CODES))

    def _take_in(self) -> None:
        ImportPanel(self._desk, self.window()).received.connect(self._received)

    def _received(self, count: int) -> None:
        self._notice.show_text(_("{codes} taken in.").format(codes=count_words(count)), "good")

    def _withdraw(self) -> None:
        one = self._chosen
        if one is None:
            return
        title = _("{codes} of {article} leave the stock").format(codes=count_words(one.lot.left), article=one.label)
        reasons = withdrawal_reasons() if one.expired else withdrawal_reasons()[:1]
        explained = _("They are no longer for sale here. This is written down and not undone.")
        self._ask(title, explained, reasons).chosen.connect(partial(self._withdraw_for, one))

    def _withdraw_for(self, one: LotAtDesk, reason: str) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(withdraw_lot, operator=self._desk.operator, lot=one.lot.lot, reason=reason)
            self._desk.ask(future, self._changed, self._refused)

    def _release(self) -> None:
        one = self._chosen
        if one is None:
            return
        explained = _(
            "This till was restored or copied: codes of this lot may have been sold meanwhile. Whoever releases it "
            "answers for it."
        )
        self._ask(one.label, explained, release_reasons()).chosen.connect(partial(self._release_for, one))

    def _release_for(self, one: LotAtDesk, reason: str) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(release_lot, operator=self._desk.operator, lot=one.lot.lot, reason=reason)
            self._desk.ask(future, self._changed, self._refused)

    def _ask(self, title: str, explained: str, options: list[tuple[str, str]]) -> ChoicePanel:
        return ChoicePanel(title, explained, options, back=_("Escape to go back"), parent=self.window())

    def _show_to_collect(self) -> None:
        SlipsPanel.of_everybody(self._desk, self.window())

    def _show_contested(self) -> None:
        SlipsPanel.of_contested(self._desk, self.window())

    def _changed(self, _result: object) -> None:
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")


def _last_day(one: LotAtDesk) -> str:
    """What has no end comes after all that has one."""
    return one.lot.expires_on or "9999-12-31"


def _summary(stock: CodeStock) -> str:
    """ "Recharge 500 Mo : 298 · Recharge 2 Go : 187", those that can be sold now."""
    left: dict[str, int] = {}
    for one in stock.lots:
        left[one.label] = left.get(one.label, 0) + (one.lot.left if one.for_sale else 0)
    if not left:
        return _("No code was ever taken in here.")
    return " · ".join(_("{article}: {count}").format(article=name, count=count) for name, count in left.items())


def _warning(stock: CodeStock) -> str:
    if not stock.guarded:
        return _("Codes are switched off: this till's keys are guarded by nothing but the recovery sheet.")
    lines = ending_words(stock)
    if any(one.held and one.lot.left for one in stock.lots):
        lines.append(_("Lots are frozen: this till was restored or copied. A coordinator can release them."))
    return "\n".join(lines)
