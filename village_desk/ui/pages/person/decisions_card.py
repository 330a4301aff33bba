"""What the township decided on duplicates of a person and is not carried out yet: its words, and one step for each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from village_desk.domain.basics.errors import Asked, DeskError
from village_desk.services.worklist.duplicate_decisions import DuplicateDecision, DuplicateDecisions
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Kept, column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.page import Place
from village_desk.words import _


class DecisionsCard(Card):
    """Hidden where nothing waits. ``wanted``: the place of a step; ``done``: a step was done here, in words."""

    wanted = Signal(object)
    done = Signal(str)

    def __init__(self, decisions: DuplicateDecisions) -> None:
        super().__init__(_("镇所的决定"), tone="attention", name="decisions")
        self._decisions = decisions
        self._lines = column(gap=8)
        self._kept = Kept(self._lines)
        self._wrong = label(name="decisions_refusal", wrap=True)
        restyle(self._wrong, tone="now")
        for each in (self._lines, self._wrong):
            self.add(each)
        self.hide()

    def show_decisions(self, person: str) -> None:
        """Show what waits for this person."""
        waiting = self._decisions.of_person(person)
        self.setVisible(bool(waiting))
        self._wrong.hide()
        for each in waiting if self._kept.differs(waiting) else ():
            button = Button(_step(each), "primary", name=f"carry_out_{each.outcome}")
            button.clicked.connect(partial(self._carry_out, each))
            line = row(label(each.in_words(), wrap=True), button)
            line.setStretch(0, 1)
            self._lines.addLayout(line)

    def say(self, error: DeskError) -> None:
        """Show an error beneath."""
        self._wrong.setText(str(error))
        self._wrong.show()

    def _carry_out(self, decision: DuplicateDecision) -> None:
        person = decision.resident.id
        if decision.leaves:
            self._strike_off(decision)
        elif decision.number_is_wrong:
            self.wanted.emit(Place("person", f"{person}@id_number"))
        else:
            self.wanted.emit(Place("receipt", decision.receipt))

    def _strike_off(self, decision: DuplicateDecision) -> None:
        """Each question in the way is put to her, and the usual answer is no."""
        sure: list[str] = []
        with faults.presented(self):
            while True:
                try:
                    self._decisions.strike_off(decision.resident.id, sure)
                except Asked as asked:
                    if not dialogs.Sure.ask(self, asked.message, asked.cure, _("注销登记"), _("先不注销")):
                        return
                    sure.append(asked.word)
                else:
                    self.done.emit(_("照镇所的决定注销了，随下一批上报"))
                    return


def _step(decision: DuplicateDecision) -> str:
    if decision.leaves:
        return _("照办：注销登记")
    return _("去更正身份证号") if decision.number_is_wrong else _("去作废凭条")
