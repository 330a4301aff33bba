"""Screen 4: a stick for the backups, found when it is plugged in; or later."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.ui.first.step import Step
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, picture
from village_desk.words import _

_EVERY = 1000
"""Milliseconds between two looks for a stick."""


class StickStep(Step):
    """Which stick, if any: ``stick``."""

    heading = _("插一个 U 盘，留一份备份")
    purpose = _("电脑坏了、丢了，靠它找回来。备份是加密的，用同一个口令打开")

    def __init__(self) -> None:
        super().__init__()
        self.stick: Path | None = None
        self._by_hand = False
        self._sign = label(role="section", name="stick_words", wrap=True)
        self._under = label(role="muted", wrap=True)
        words = row(picture("save", "primary", 40), column(self._sign, self._under, gap=4), gap=16)
        words.setStretch(1, 1)
        self._choose = Button(_("插了没认出来，自己指"), "quiet", name="choose_stick")
        self._choose.clicked.connect(self._point)
        self._later = Button(_("以后再说"), name="no_stick")
        self._later.clicked.connect(self._without)
        self._look = QTimer(self)
        self._look.setInterval(_EVERY)
        self._look.timeout.connect(self.look)
        self.fill(Card("", words, name="stick_card"), row(self._choose, None))
        self._show()

    def others(self) -> list[QWidget]:
        """Whoever has a stick plugged in may do without all the same."""
        return [self._later]

    def action(self) -> str:
        return _("用这个 U 盘") if self.stick else _("以后再说")

    def entered(self) -> None:
        """Look for a stick as long as the screen is shown."""
        self.look()
        self._look.start()

    def left(self) -> None:
        """Look no more."""
        self._look.stop()

    def look(self) -> None:
        """Take the first stick that is plugged in; one that was pointed at stays."""
        if self._by_hand and self.stick is not None and self.stick.is_dir():
            return
        self._by_hand = False
        found = next(iter(Desk.sticks()), None)
        if found != self.stick:
            self.stick = found
            self._show()

    def _point(self) -> None:
        folder = dialogs.OpenFolder.ask(self, _("U 盘在哪里？"))
        if folder is not None:
            self.stick, self._by_hand = folder, True
            self._show()

    def _without(self) -> None:
        self.stick, self._by_hand = None, False
        self._show()
        self.done.emit()

    def _show(self) -> None:
        if self.stick is not None:
            self._sign.setText(_("认出来了：{stick}").format(stick=self.stick.name or self.stick))
            self._under.setText(_("建好就抄一份过去。以后每星期抄一次，程序会提醒"))
        else:
            self._sign.setText(_("还没有插 U 盘"))
            self._under.setText(_("插上就会认出来。没有就以后再说，“今日”会提醒"))
        self._later.setVisible(self.stick is not None)
        self.moved.emit()
