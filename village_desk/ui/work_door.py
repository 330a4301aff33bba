"""Work on the closed file: another PIN, or a backup in its place. Shows that it goes on, then opens the file again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.errors import DeskError, Trouble
from village_desk.services.care import pins
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.wishes import ChangePin, Restore
from village_desk.words import _

_PAINTED = 100
"""Milliseconds after which the door is on the screen, and the work begins."""


@value
class Ended:
    """How the work ended: the page to return to, and what to say there, or the error."""

    page: str
    words: str = ""
    under: str = ""
    error: DeskError | None = None


class WorkDoor(QWidget):
    """``opened`` hands over the desk and how it ended; ``locked_out``: the file does not open, and why."""

    opened = Signal(object, object)
    locked_out = Signal(object)

    def __init__(self, path: Path, wish: ChangePin | Restore) -> None:
        super().__init__()
        self._path, self._wish = path, wish
        self.setObjectName("door")
        self.setWindowTitle(_("村级养老保险协办台"))
        self.setWindowIcon(style.icon("desk", "primary", 64))
        heading = _("正在换口令") if isinstance(wish, ChangePin) else _("正在换上备份")
        self._words = label(_("请等一等，先别关电脑"), "muted", name="work_words")
        self.setFixedWidth(style.size("door"))
        self.setLayout(column(Card("", label(heading, "title"), self._words), margin=style.size("gap_large")))

    def begin(self) -> None:
        """Once it is on the screen, work, and signal how that ended."""
        QTimer.singleShot(_PAINTED, self, self.work)

    def work(self) -> None:
        """Work now."""
        try:
            desk, ended = (
                _change_pin(self._path, self._wish, self._show)
                if isinstance(self._wish, ChangePin)
                else _restore(self._path, self._wish)
            )
        except DeskError as error:
            self.locked_out.emit(error)
            return
        self.opened.emit(desk, ended)

    def _show(self, done: int, total: int) -> None:
        self._words.setText(_("请等一等，先别关电脑：{done}/{total}").format(done=done, total=total))
        self._words.repaint()


def _change_pin(path: Path, wish: ChangePin, progress: Callable[[int, int], None]) -> tuple[Desk, Ended]:
    """The desk under the new PIN; after an error under the old one, unless that opens it no more."""
    before = len(Desk.backups(path))
    try:
        Desk.change_pin(path, wish.pin, wish.new_pin, progress=progress)
    except DeskError as error:
        return _opened(path, wish), Ended("pin", error=error)
    desk = Desk.open(path, wish.new_pin)
    words, about = _("口令换好了，下次打开用新的"), pins.about_old_backups(before)
    try:
        desk.keeping.back_up()
    except Trouble as trouble:
        about = _("{about}。新口令的备份还没有做成：{why}").format(about=about, why=trouble)
    return desk, Ended("settings", words, about)


def _opened(path: Path, wish: ChangePin) -> Desk:
    try:
        return Desk.open(path, wish.pin)
    except DeskError:
        return Desk.open(path, wish.new_pin)  # the change was made, and its last step failed


def _restore(path: Path, wish: Restore) -> tuple[Desk, Ended]:
    try:
        desk = Desk.restore(path, wish.pin, backup=wish.backup, chosen=True, backup_pin=wish.backup_pin)
    except DeskError as error:
        return Desk.open(path, wish.pin), Ended("restore", error=error)
    kept = _("换下来的文件留在 {kept}。").format(kept=desk.set_aside) if desk.set_aside else ""
    return desk, Ended(
        "restore", _("换上了这份备份：{name}").format(name=wish.backup.name), kept + _("请上报一次，取回镇所收到过的")
    )
