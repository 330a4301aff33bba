"""Screen 1: which village. The county is recognised by six digits, and its policy proposed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from village_desk.domain.basics import counties, identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy.policy import Policy
from village_desk.domain.villages import Village
from village_desk.services.care import beginning
from village_desk.ui.first.step import Missing, Step, beside
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import Field, line
from village_desk.ui.kit.labels import label, restyle
from village_desk.words import _

_COUNTY = 6


class VillageStep(Step):
    """Code and name of the village, and the policy to begin with."""

    heading = _("您这里是哪个村？")

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._found = beside()
        self.code = line()
        self.code.setProperty("big", "code")
        self.name = line(placeholder=_("如 沟二社区"), big=True)
        hint = _("在村公章上、镇里发的通知上；找不到就问镇所")
        super().__init__(
            Field("village", _("村代码，12 位数字"), self.code, hint, self._found),
            Field("village_name", _("村名，凭条上这样印"), self.name),
        )
        self.code.textChanged.connect(self._read)
        self.name.textChanged.connect(self.moved)
        self.recover = _link(_("旧电脑坏了？"), "recover")
        self.practice = _link(_("先用练习村试试"), "practice")
        self._known: tuple[Policy, ...] = ()
        self._chosen = 0
        self.fill(
            *self.form.fields.values(),
            self._policy_band(),
            beside=held(row(self.practice, self.recover, gap=style.size("gap_small"))),
        )
        self._read("")

    def _policy_band(self) -> QFrame:
        self._name = label(role="section", name="first_policy", wrap=True)
        self._tiers = label(name="first_tiers", wrap=True)
        self.change = Button(_("换一份"), key="F4", name="change_policy")
        self.change.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.change.clicked.connect(self._change)
        band = QFrame()
        band.setProperty("band", "true")
        words = row(column(self._name, self._tiers, gap=4), self.change, margin=16)
        words.setStretch(0, 1)
        band.setLayout(words)
        return band

    @property
    def policy(self) -> str:
        """The id of the policy to begin with; empty where only the national frame is there: nobody chose it."""
        return self._known[self._chosen].id if len(self._known) > 1 else ""

    def village(self, letter: str) -> Village:
        """The village as typed. Refused beside its field."""
        return Village.read(_together(self.code.text()), self.name.text(), letter)

    def action(self) -> str:
        return _("下一步")

    def missing(self) -> Missing | None:
        left = 12 - len(_together(self.code.text()))
        if left > 0:
            words = _("还差 {n} 位代码").format(n=left) if left < 12 else _("先填村代码")
            return Missing(words, self.code)
        if not texts.name(self.name.text()):
            return Missing(_("填上村名就能下一步"), self.name)
        return None

    def check(self) -> None:
        self.village("A")

    def _read(self, text: str) -> None:
        """Recognise the county, and propose what covers it."""
        code = _together(text)
        named = counties.county(code)
        if named:
            self._say(_("认出来了：{county}").format(county=named), "done")
        else:
            self._say(_("没认出来，对一遍") if len(code) >= _COUNTY else "", "attention")
        self._propose(code)
        self.moved.emit()

    def _say(self, words: str, tone: str) -> None:
        self._found.setText(words)
        restyle(self._found, tone=tone)

    def _propose(self, code: str) -> None:
        known = beginning.candidates(code, self._today())
        if known != self._known:
            self._known, self._chosen = known, 0
        self._show_policy(_is_whole(code))

    def _change(self) -> None:
        self._chosen = (self._chosen + 1) % len(self._known)
        self._show_policy(whole=True)

    def _show_policy(self, whole: bool) -> None:
        shown = self._known[self._chosen]
        several = len(self._known) > 1
        self._name.setText(_("档次和补贴用《{name}》").format(name=shown.name))
        tiers = beginning.tiers_in_words(shown, self._today())
        without = _("没有管本村的政策文件，先用国家的；以后在“设置”里换") if whole else _("填好代码，看有没有本县的")
        self._tiers.setText(tiers if several else without)
        self.change.setVisible(several)


def _link(words: str, name: str) -> Button:
    """A way to another door: 44 px high, and out of the Tab road."""
    found = Button(words, "quiet", name=name)
    found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return found


def _together(text: str) -> str:
    """A code without the blanks that people put into it."""
    return "".join(texts.plain(text).split())


def _is_whole(code: str) -> bool:
    try:
        identity.division_code(code)
    except Refused:
        return False
    return True
