"""The people page: look somebody up, register, renew, and what else is done about a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from pos_app.counter import change_right
from pos_app.counter.change_identity import merge_people
from pos_app.counter.erase_person import erase_person
from pos_app.counter.person_card import AtDesk, PersonAtDesk, person_at_desk
from pos_app.counter.person_papers import print_certificate, print_notice
from pos_app.counter.refund import Refunded
from pos_app.counter.refundable import Refundable, refundable
from pos_app.counter.structures import structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.acts_menu import acts_for
from pos_app.desktop.pages.people.correction import CorrectionPanel
from pos_app.desktop.pages.people.lists import ask_lists, open_structures
from pos_app.desktop.pages.people.papers import PersonPapers
from pos_app.desktop.pages.people.person_view import PersonView
from pos_app.desktop.pages.people.proposals import ProposalsPanel
from pos_app.desktop.pages.people.registration import RegistrationPanel
from pos_app.desktop.pages.people.renewal import RenewalPanel
from pos_app.desktop.pages.refund.panel import RefundPanel, refunded_words
from pos_app.desktop.pages.sale.found_people import FoundPeople
from pos_app.desktop.person_words import end_reasons, found_words, name_words, suspend_reasons
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.page import Page
from pos_app.domain.operator import Right
from pos_app.domain.person import PersonState
from pos_app.i18n import gettext as _
from pos_app.store.structures import Structure


class PeoplePage(Page):
    """F2 looks up, F6 registers, F7 takes a slip, F8 opens what else there is, F12 sells."""

    def __init__(self, desk: Desk, *, sell: Callable[[AtDesk], object]) -> None:
        super().__init__(desk, _("People"))
        self._sell = sell
        self._merging: PersonAtDesk | None = None
        self.search = QLineEdit()
        self.search.setFont(font(17))
        self.search.setMinimumHeight(52)
        self.search.setPlaceholderText(_("name, telephone, card number"))
        self.search.setAccessibleName(_("Look for a person"))
        self.search.textChanged.connect(desk.people.search)
        self.search.returnPressed.connect(self._take_best)
        self.search.installEventFilter(self)
        self.register = key_button(_("New person"), "F6", self._register, shortcut="F6")
        self.proposals = button(_("To erase…"), self._show_proposals)
        self.houses = button(_("Structures"), partial(open_structures, self))
        self.lists = button(_("Lists…"), partial(ask_lists, self))
        for one in (self.houses, self.lists, self.proposals, self.register):
            self.heading.addWidget(one)
        self.found = FoundPeople()
        self.found.chosen.connect(self._choose)
        self.found.left.connect(self.search.setFocus)
        self.view = PersonView(desk)
        self.papers = PersonPapers(self, lambda: self.view.at_desk)
        self.view.sell_wanted.connect(self._sell_to)
        self.view.slip_wanted.connect(self._take_slip)
        self.view.more_wanted.connect(self._more)
        self.view.refund_wanted.connect(self._look_at)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.found)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addLayout(left, 1)
        row.addWidget(self.view, 1)
        self.body.addLayout(row, 1)
        desk.people.found.connect(self._show_found)
        desk.people.refused.connect(self.tell)
        desk.operator_changed.connect(self._forget)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        operator = self.desk.operator
        self.proposals.setVisible(operator is not None and operator.may(Right.ERASE_PEOPLE))
        self.lists.setVisible(operator is not None and operator.may(Right.IMPORT_PEOPLE))
        self.search.setFocus()

    def _show_proposals(self) -> None:
        ProposalsPanel(self.desk, self.window()).closed.connect(self.search.setFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if watched is not self.search or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down and self.found.people:
            self.found.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def scanned(self, text: str) -> None:
        """A member card."""
        self.search.setText(text)

    def _show_found(self, people: tuple[AtDesk, ...]) -> None:
        if self.isVisible():
            self.found.show_people([one for one in people if isinstance(one, PersonAtDesk)])

    def _take_best(self) -> None:
        if self.found.people:
            self._choose(self.found.people[0])

    def _choose(self, at_desk: AtDesk) -> None:
        if not isinstance(at_desk, PersonAtDesk):
            return
        if self._merging is not None:
            self._ask_to_merge(self._merging, at_desk)
            return
        self.search.clear()
        self.view.show_person(at_desk)

    def _forget(self) -> None:
        """Whoever comes next sees nobody's record."""
        self._merging = None
        self.search.clear()
        self.view.show_person(None)

    def sell_to(self, whom: AtDesk) -> None:
        """The next basket is for a person, or for a structure."""
        self._sell(whom)

    def _sell_to(self) -> None:
        if self.view.at_desk is not None:
            self.sell_to(self.view.at_desk)

    def _look_at(self, ticket: str) -> None:
        if self.desk.operator is not None:
            future = self.desk.running.run(refundable, operator=self.desk.operator, ticket=ticket)
            self.desk.ask(future, self._give_back, self.tell)

    def _give_back(self, found: Refundable) -> None:
        panel = RefundPanel(self.desk, found, self.window())
        panel.refunded.connect(self._refunded)
        panel.closed.connect(self.search.setFocus)

    def _refunded(self, refunded: Refunded) -> None:
        self.notice.show_text(refunded_words(refunded), "good")
        if self.view.at_desk is not None:
            future = self.desk.running.run(person_at_desk, token=self.view.at_desk.token)
            self.desk.ask(future, self.view.show_person, self.tell)

    def _register(self) -> None:
        panel = RegistrationPanel(self.desk, self.window())
        panel.registered.connect(self._registered)
        panel.same.connect(self.view.show_person)
        panel.closed.connect(self.search.setFocus)

    def _registered(self, at_desk: PersonAtDesk) -> None:
        self.view.show_person(at_desk)
        self.notice.show_text(_("{name} is on file. The right is open.").format(name=name_words(at_desk)), "good")

    def _take_slip(self) -> None:
        if self.view.at_desk is None:
            return
        panel = RenewalPanel(self.desk, self.view.at_desk, self.window())
        panel.renewed.connect(self._changed)
        panel.closed.connect(self.search.setFocus)

    def _more(self) -> None:
        at_desk, operator = self.view.at_desk, self.desk.operator
        if at_desk is None or operator is None:
            return
        options = [(act.name, act.words) for act in acts_for(at_desk, operator)]
        panel = ChoicePanel(name_words(at_desk), "", options, back=_("Escape to go back"), parent=self.window())
        panel.chosen.connect(self._act)

    def _act(self, name: str) -> None:
        at_desk = self.view.at_desk
        if at_desk is None:
            return
        acts: dict[str, Callable[[PersonAtDesk], object]] = {
            "correct": self._correct,
            "prescriber": self._ask_prescriber,
            "resume": lambda one: self._run(change_right.resume_right, token=one.token),
            "pending": lambda one: self._run(change_right.open_pending_renewal, token=one.token),
            "suspend": lambda _one: self._ask(_("Suspend the right"), suspend_reasons(), self._suspend),
            "end": lambda _one: self._ask(_("End the right"), end_reasons(), self._end),
            "departed": lambda one: self._left(one, PersonState.DEPARTED),
            "deceased": lambda one: self._left(one, PersonState.DECEASED),
            "case": self._open_case,
            "merge": self._begin_merging,
            "card": lambda _one: self.papers.ask_card(named=False),
            "card_named": lambda _one: self.papers.ask_card(named=True),
            "notice": lambda one: self.papers.print(print_notice, one.token),
            "data": self.papers.hand_over,
            "erase": self._ask_to_erase,
        }
        acts[name](at_desk)

    def _open_case(self, at_desk: PersonAtDesk) -> None:
        from pos_app.desktop.pages.support.case_panel import CasePanel

        CasePanel(self.desk, self.notice, at_desk.token, name_words(at_desk), self.window())

    def _correct(self, at_desk: PersonAtDesk) -> None:
        CorrectionPanel(self.desk, at_desk, self.window()).corrected.connect(self._changed)

    def _suspend(self, reason: str) -> None:
        if self.view.at_desk is not None:
            self._run(change_right.suspend_right, token=self.view.at_desk.token, reason=reason)

    def _end(self, reason: str) -> None:
        if self.view.at_desk is not None:
            self._run(change_right.end_right, token=self.view.at_desk.token, reason=reason)

    def _left(self, at_desk: PersonAtDesk, state: PersonState) -> None:
        self._run(change_right.person_left, token=at_desk.token, state=state)

    def _ask_prescriber(self, at_desk: PersonAtDesk) -> None:
        def choose(found: tuple[Structure, ...]) -> None:
            options = [(one.code, f"{one.name} · {one.commune}") for one in found if one.prescribes][:9]
            self._ask(_("Who follows {name} now?").format(name=name_words(at_desk)), options, self._prescriber)

        self.desk.ask(self.desk.running.run(structures), choose, self.tell)

    def _prescriber(self, code: str) -> None:
        if self.view.at_desk is not None:
            self._run(change_right.change_prescriber, token=self.view.at_desk.token, prescriber=code)

    def _begin_merging(self, at_desk: PersonAtDesk) -> None:
        self._merging = at_desk
        text = _("Look up the other record of {name} and choose it.").format(name=name_words(at_desk))
        self.notice.show_text(text, "warn", action=_("Leave it"), on_action=self._leave_merging)
        self.search.setFocus()

    def _leave_merging(self) -> None:
        self._merging = None

    def _ask_to_merge(self, kept: PersonAtDesk, gone: PersonAtDesk) -> None:
        self._merging = None
        self.search.clear()
        if kept.token == gone.token:
            return
        options = [(kept.token, found_words(kept)), (gone.token, found_words(gone))]
        title = _("Which record stays? The history of both is kept.")
        self._ask(title, options, partial(self._merge, (kept.token, gone.token)))

    def _merge(self, tokens: tuple[str, str], stays: str) -> None:
        goes = tokens[1] if stays == tokens[0] else tokens[0]
        self._run(merge_people, kept=stays, gone=goes)

    def _ask_to_erase(self, at_desk: PersonAtDesk) -> None:
        title = _("Erase everything about {name}?").format(name=name_words(at_desk))
        explained = _("This cannot be undone. Tickets stay, without the name. The person may ask for it at any time.")
        self._ask(title, [("request", _("Erase for good"))], self._erase, explained=explained)

    def _erase(self, basis: str) -> None:
        at_desk, operator = self.view.at_desk, self.desk.operator
        if at_desk is None or operator is None:
            return

        def done(_nothing: object) -> None:
            self.view.show_person(None)
            self.papers.print(print_certificate, at_desk.token)

        future = self.desk.running.run(erase_person, operator=operator, token=at_desk.token, basis=basis)
        self.desk.ask(future, done, self.tell)

    def _ask(
        self, title: str, options: Sequence[tuple[str, str]], chosen: Callable[[str], object], *, explained: str = ""
    ) -> None:
        panel = ChoicePanel(title, explained, options, back=_("Escape to go back"), parent=self.window())
        panel.chosen.connect(chosen)

    def _run(self, act: Callable[..., PersonAtDesk], **more: object) -> None:
        if self.desk.operator is not None:
            future = self.desk.running.run(act, operator=self.desk.operator, **more)
            self.desk.ask(future, self._changed, self.tell)

    def _changed(self, at_desk: PersonAtDesk) -> None:
        self.view.show_person(at_desk)
        self.notice.show_text(_("Written down."), "good")
