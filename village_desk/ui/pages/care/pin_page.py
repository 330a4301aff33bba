"""Another PIN: the one of now, the new one twice, and what that means for the backups of before."""

from functools import partial

from PySide6.QtWidgets import QWidget

from village_desk.domain import pins
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.pins import Strength
from village_desk.services.care.pins import about_old_backups
from village_desk.services.keeping import Keeping
from village_desk.ui.kit import faults
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, picture
from village_desk.ui.kit.page import Page
from village_desk.ui.pin_edit import PinEdit, caps_words
from village_desk.ui.wishes import ChangePin
from village_desk.words import _

_WIDE = 640


class PinPage(Page):
    """Asks for the PINs, and wishes that the program change them: the file must be closed for it."""

    name = "pin"

    def __init__(self, keeping: Keeping, jobs: Jobs) -> None:
        super().__init__(_("换口令"), _("换好以后，每次打开都用新的"))
        self._keeping, self._jobs = keeping, jobs
        self._edits = {name: PinEdit(judged=name == "new_pin", big=True) for name in ("pin", "new_pin", "pin_again")}
        titles = {"pin": _("现在的口令"), "new_pin": _("新口令"), "pin_again": _("新口令再输一遍")}
        self._form = Form(*(Field(name, titles[name], edit) for name, edit in self._edits.items()))
        for name, edit in self._edits.items():
            edit.textChanged.connect(self._review)
            edit.caps.connect(partial(self._caps, name))
        self._old = label(name="old_backups", wrap=True)
        warned = row(picture("info", "primary"), self._old, gap=12)
        warned.setStretch(1, 1)
        self._change = LargeButton(_("换口令"), name="change_pin")
        self._change.clicked.connect(self._go)
        card = Card("", *self._form.fields.values(), warned)
        card.setMaximumWidth(_WIDE)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.foot(main=self._change)

    def refresh(self) -> None:
        """How many backups there are that keep the PIN of now."""
        self._old.setText(about_old_backups(len(self._keeping.backups())))
        self._review()

    def first_field(self) -> QWidget | None:
        """The PIN of now."""
        return self._edits["pin"]

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self._form.refuse(error):
            super().say(error)
        for edit in self._edits.values():
            if edit.hasFocus():
                edit.selectAll()

    def _caps(self, name: str, on: bool) -> None:
        self._form.fields[name].show_hint(caps_words(on), "attention")

    def _review(self) -> None:
        """The button says what is missing."""
        old, new, again = (self._edits[name].text() for name in ("pin", "new_pin", "pin_again"))
        self._compare(new, again)
        words = _missing(old, new, again)
        self._change.setEnabled(not words)
        self._change.show_key("" if words else "Enter")
        self._change.say(words or _("换口令"))

    def _compare(self, new: str, again: str) -> None:
        if not again or not new:
            self._edits["pin_again"].say("")
        elif new == again:
            self._edits["pin_again"].say(_("一样了"), "done")
        else:
            short = new.startswith(again)
            self._edits["pin_again"].say(_("还没输完") if short else _("和上面不一样"), "attention" if short else "now")

    def _go(self) -> None:
        self._form.accept()
        with faults.presented(self):
            old, new = self._form.text("pin"), self._form.text("new_pin")
            self._keeping.prove_pin(old)
            pins.check(new, "new_pin")
            if new == old:
                raise Refused(_("新口令和现在的一样"), _("请想一个不一样的"), "same_pin", "new_pin")
            if self._jobs.busy:
                raise Refused(_("别的活还没做完"), _("请等它做完，再换口令"), "busy")
            self.wished.emit(ChangePin(old, new))


def _missing(old: str, new: str, again: str) -> str:
    """What the button says while something is missing; empty when nothing is."""
    if not old:
        return _("先输现在的口令")
    strength = pins.strength(new)
    if strength is not Strength.GOOD:
        return _("再想一个新口令") if not new else _("新口令{word}").format(word=strength.value)
    return "" if again == new else _("新口令两遍一样就能换")
