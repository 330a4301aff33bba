"""Screen 5: the roster; or later. Behind it the desk is made."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from village_desk.ui.first.step import Step
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, picture
from village_desk.words import _


class RosterStep(Step):
    """Which file has the roster, if any: ``roster``."""

    heading = _("最后一步：把花名册导进来")
    purpose = _("镇所给的参保名单，Excel、WPS 表格都行。导入前先看，改好了才算")

    def __init__(self) -> None:
        super().__init__()
        self.roster: Path | None = None
        self._words = label(role="section", name="roster_words", wrap=True)
        self._under = label(role="muted", wrap=True)
        words = row(picture("import", "primary", 40), column(self._words, self._under, gap=4), gap=16)
        words.setStretch(1, 1)
        self.choose = Button(_("选花名册文件"), icon="import", key="Ctrl+O", name="choose_roster")
        self.choose.clicked.connect(self._choose)
        self._later = Button(_("以后再导"), name="no_roster")
        self._later.clicked.connect(self._without)
        self.fill(Card("", words, row(self.choose, None), name="roster_card"))
        self._show()

    def others(self) -> list[QWidget]:
        return [self._later]

    def action(self) -> str:
        return _("建好，看花名册") if self.roster else _("建好，开始用")

    def first_field(self) -> QWidget | None:
        return None

    def _choose(self) -> None:
        found = dialogs.OpenFile.ask(self, _("花名册在哪里？"), dialogs.LISTS)
        if found is not None:
            self.roster = found
            self._show()

    def _without(self) -> None:
        self.roster = None
        self._show()
        self.done.emit()

    def _show(self) -> None:
        if self.roster is not None:
            self._words.setText(self.roster.name)
            self._under.setText(_("建好以后先给您看：多少人能收下，哪些行有问题"))
        else:
            self._words.setText(_("还没有选文件"))
            self._under.setText(_("没有名单就先开始用，“今日”会提醒"))
        self._later.setVisible(self.roster is not None)
        self.moved.emit()
