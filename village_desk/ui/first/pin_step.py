"""Screen 3: the PIN, typed twice, and the sheet to lock away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from village_desk.domain import pins
from village_desk.domain.basics.errors import Refused
from village_desk.domain.pins import Strength
from village_desk.ui.first.step import Missing, Step
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import Field
from village_desk.ui.kit.labels import label
from village_desk.ui.pin_edit import PinEdit, caps_words
from village_desk.words import _


class PinStep(Step):
    """The PIN. ``printing`` asks for the sheet."""

    printing = Signal()

    heading = _("设一个口令，每次打开都要输")
    purpose = _("六位以上，数字、字母都行。不要用生日和电话")

    def __init__(self) -> None:
        self.pin, self.again = PinEdit(judged=True, big=True), PinEdit(big=True)
        super().__init__(
            Field("pin", _("口令"), self.pin),
            Field("pin_again", _("再输一遍"), self.again),
        )
        for name, edit in (("pin", self.pin), ("pin_again", self.again)):
            edit.textChanged.connect(self._compare)
            edit.caps.connect(lambda on, field=self.form.fields[name]: field.show_hint(caps_words(on), "attention"))
        self.fill(*self.form.fields.values(), self._sheet_band())

    def _sheet_band(self) -> QFrame:
        self.sheet = Button(_("打这张纸"), icon="print", key="Ctrl+P", name="print_pin_sheet")
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.clicked.connect(self.printing)
        words = column(
            label(_("忘了口令，谁也打不开"), "section"),
            label(_("打一张纸，写上口令，封好锁进柜子"), wrap=True),
            gap=4,
        )
        band = QFrame()
        band.setProperty("band", "true")
        line = row(words, self.sheet, margin=16)
        line.setStretch(0, 1)
        band.setLayout(line)
        return band

    def action(self) -> str:
        return _("下一步")

    def missing(self) -> Missing | None:
        strength = pins.strength(self.pin.text())
        if strength is not Strength.GOOD:
            return Missing(_("先想一个够结实的口令") if not self.pin.text() else _word_off(strength), self.pin)
        if self.again.text() != self.pin.text():
            return Missing(_("两遍一样就能下一步"), self.again)
        return None

    def check(self) -> None:
        pins.check(self.pin.text())
        if self.pin.text() != self.again.text():
            raise Refused(_("两遍口令不一样"), _("请再输一遍"), "pin_again", "pin_again")

    def _compare(self) -> None:
        first, second = self.pin.text(), self.again.text()
        if not second:
            self.again.say("")
        elif first == second:
            self.again.say(_("一样了"), "done")
        elif first.startswith(second):
            self.again.say(_("还没输完"))
        else:
            self.again.say(_("和上面不一样"), "now")
        self.moved.emit()


def _word_off(strength: Strength) -> str:
    return _("口令{word}，换一个").format(word=strength.value)
