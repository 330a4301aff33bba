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
    (_("↑ ↓ Enter"), _("在名单里走，选中")),
    (_("Enter"), _("做这一页最要紧的事")),
    (_("Esc"), _("退一步，打好的字不会丢")),
    (_("Ctrl+1 至 5"), _("今日、人员、收费、发放、镇所")),
    (_("Ctrl+7"), _("表格")),
    (_("Tab"), _("到下一个格子或按钮")),
    (_("Ctrl+I"), _("导入花名册")),
    (_("Ctrl+N"), _("在人员页：新登记一人")),
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
