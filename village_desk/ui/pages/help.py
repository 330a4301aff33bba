"""Help: the keys, and how the day's work goes, in the words of resources/help/guide.toml."""

import tomllib

from PySide6.QtWidgets import QHBoxLayout

import resources
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, grid, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Page, Place
from village_desk.words import _

_KEY_WIDTH = 120

_KEYS = [
    (_("Ctrl+F"), _("找人；不在填写时直接打字也行")),
    (_("Enter"), _("按写着 Enter 的那个按钮，停在哪里都一样")),
    (_("Esc"), _("退一步，打好的字不会丢")),
    (_("↑ ↓"), _("在名单里走；空格打开这一行")),
    (_("Tab"), _("到下一个格子或按钮；空格按下它")),
    (_("Ctrl+1 至 9"), _("各页，数字写在左边")),
    (_("Ctrl+P"), _("打印页上的名单")),
    (_("Ctrl+E"), _("页上的名单存成 Excel")),
    (_("Ctrl+N"), _("在人员页：新登记一人")),
    (_("Ctrl+I"), _("在人员页：导入花名册")),
    (_("F1"), _("这一页")),
]


class HelpPage(Page):
    """The guide."""

    name = "help"

    def __init__(self) -> None:
        super().__init__(_("帮助"), _("一页说完怎么用"))
        fields = Button(_("表格里能写什么"), icon="table", name="see_fields")
        fields.clicked.connect(self._see_fields)
        self.beside.addWidget(fields)
        lines = [held(_key(key, words)) for key, words in _KEYS]
        self.body.addWidget(Card(_("按键"), grid(*lines, columns=2, gap=8)))
        for chapter in tomllib.loads(resources.path("help/guide.toml").read_text("utf-8"))["chapter"]:
            texts = [held(_line(place, text)) for place, text in enumerate(chapter["lines"], start=1)]
            self.body.addWidget(Card(chapter["title"], column(*texts, gap=8)))
        self.body.addStretch(1)

    def _see_fields(self) -> None:
        self.wanted.emit(Place("fields"))


def _key(key: str, words: str) -> QHBoxLayout:
    sign = pill(key)
    sign.setFixedWidth(_KEY_WIDTH)
    line = row(sign, label(words, wrap=True), gap=12)
    line.setStretch(1, 1)
    return line


def _line(place: int, text: str) -> QHBoxLayout:
    number = label(str(place), "muted")
    number.setFixedWidth(style.size("gap"))
    line = row(number, label(text, wrap=True), gap=8)
    line.setStretch(1, 1)
    return line
