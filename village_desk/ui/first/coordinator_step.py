"""Screen 2: who sits here, and the number for the receipts; and which of the village's PCs this one is."""

import string

from village_desk.domain.basics import text as texts
from village_desk.services.care import beginning
from village_desk.services.care.beginning import Beginning
from village_desk.ui.first.step import Missing, Step
from village_desk.ui.kit.forms import Field, choice, line
from village_desk.words import _

_NTH = _("一二三四五六七八九十")


class CoordinatorStep(Step):
    """Name, number, and the letter of the PC."""

    heading = _("您怎么称呼？")
    purpose = _("印在凭条上，收款人和咨询电话")

    def __init__(self) -> None:
        self.name = line(placeholder=_("如 李红梅"), big=True)
        self.phone = line(placeholder=_("座机或手机，不想印就空着"), big=True)
        letters = string.ascii_uppercase[: len(_NTH)]
        options = [
            (_("第{nth}台（{letter}）").format(nth=nth, letter=each), each)
            for nth, each in zip(_NTH, letters, strict=True)
        ]
        self.which = choice(options)
        self.which.setProperty("big", "true")
        hint = _("每台一个字母，凭条号才不会重。旧电脑坏了换新的，不要选第二台")
        super().__init__(
            Field("coordinator", _("姓名"), self.name),
            Field("hotline", _("咨询电话"), self.phone),
            Field("letter", _("这是村里第几台用协办台的电脑"), self.which, hint),
        )
        self.name.textChanged.connect(self.moved)
        self.phone.textChanged.connect(self.moved)
        self.fill(*self.form.fields.values())

    @property
    def letter(self) -> str:
        """The letter of this PC."""
        return self.form.text("letter")

    def answers(self, policy: str) -> Beginning:
        """The answers, with the policy of the screen before. Refused beside its field."""
        return beginning.read(self.name.text(), self.phone.text(), policy)

    def action(self) -> str:
        return _("下一步")

    def missing(self) -> Missing | None:
        if not texts.plain(self.name.text()):
            return Missing(_("写上姓名就能下一步"), self.name)
        return None

    def check(self) -> None:
        self.answers("")
