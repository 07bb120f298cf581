"""Things that head office moves between points: sent from here, or received under the scanner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from pos_app.counter.transfer_equipment import Moving, receive_sent, send_equipment
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.act_panel import ActPanel
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.notice import Notice
from pos_app.i18n import gettext as _


class MovingPanel(ActPanel):
    """What leaves is confirmed, what arrives is scanned; a scan chooses its thing by the end of the number."""

    def __init__(self, desk: Desk, notice: Notice, moving: Sequence[Moving], parent: QWidget) -> None:
        super().__init__(
            desk,
            notice,
            parent,
            title=_("Between points"),
            explained=_(
                "Head office moves these. What you send can no longer be sold here; what arrives is for sale once its "
                "number was scanned."
            ),
            keep=_("Receive"),
        )
        self._moving = {one.transfer: one for one in moving}
        self.thing = combo("", [(one.transfer, moving_words(one)) for one in moving])
        self.add(_("Thing"), self.thing)
        self.number = self.line(_("Its number"), hint=_("scan it"))
        self.thing.currentIndexChanged.connect(lambda _index: self._show())
        self.wanted.connect(self._record)
        self._show()
        self.open_at(self.number if self.number.isEnabled() else self.thing)

    def scanned(self, text: str) -> None:
        """The thing that arrives whose number ends so, if one does."""
        end = text.strip()[-4:].upper()
        found = next((one for one in self._moving.values() if one.arrives and one.end == end), None)
        if found is not None:
            self.thing.setCurrentIndex(self.thing.findData(found.transfer))
        self.number.setText(text)

    def _show(self) -> None:
        """What leaves needs no number: it is known here."""
        chosen = self._moving[chosen_value(self.thing)]
        self.number.setEnabled(chosen.arrives)
        self.save.setText(_("Receive") if chosen.arrives else _("Send"))

    def _record(self) -> None:
        if self.desk.operator is None:
            return
        chosen = self._moving[chosen_value(self.thing)]
        if chosen.arrives:
            self.record(
                lambda _item: _("…{end} of {other} is in stock here.").format(end=chosen.end, other=chosen.other),
                receive_sent,
                operator=self.desk.operator,
                transfer=chosen.transfer,
                scanned=self.number.text(),
            )
        else:
            self.record(
                lambda _entry: _("…{end} leaves for {other}: it is no longer sold here.").format(
                    end=chosen.end, other=chosen.other
                ),
                send_equipment,
                operator=self.desk.operator,
                transfer=chosen.transfer,
            )


def moving_words(one: Moving) -> str:
    """ "Ordinateur HP EliteBook …0077, to Grenoble · Caisse 1"."""
    thing = f"{one.article} {one.model}".strip()
    if one.arrives:
        return _("{thing} …{end}, from {other}").format(thing=thing, end=one.end, other=one.other)
    return _("{thing} …{end}, to {other}").format(thing=thing, end=one.end, other=one.other)
