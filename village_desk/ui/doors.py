"""Before the window: the PIN, a first start, a damaged file with its last backup. Opens a desk; shows no page."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk, now
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import Item, Scrolled, column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, Notice
from village_desk.ui.kit.forms import Field, Form
from village_desk.ui.kit.labels import label, picture
from village_desk.ui.pin_edit import PinEdit, caps_words
from village_desk.words import _

_MARGIN = 24
_PRACTICE_CODE, _PRACTICE_PIN = "429004103002", "lian-xi-cun"
"""The sample village. The PIN guards invented people and is never asked for."""


class _Sheet(Scrolled):
    """The part of a door above its buttons. ``grown`` signals that it may want another height."""

    grown = Signal()

    def __init__(self, *items: Item) -> None:
        lines = column(*items, None)
        lines.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        self._inside = held(lines, "body")
        super().__init__(self._inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside.installEventFilter(self)

    def wants(self, width: int) -> int:
        """The height at which nothing has to be scrolled."""
        return self._inside.heightForWidth(width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Signal ``grown`` when the contents were laid out anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return super().eventFilter(watched, event)


class Door(QWidget):
    """A small window before the desk: heading, fields, one button. ``opened`` hands over the desk."""

    opened = Signal(object)

    def __init__(self, heading: str, words: str, fields: list[Field], action: str, act: Callable[[], object]) -> None:
        """``action`` is the label of the button; ``act`` opens the desk, or raises an error shown at the fields."""
        super().__init__()
        self._act = act
        self.setObjectName("door")
        self.setWindowTitle(_("村级养老保险协办台"))
        self.setWindowIcon(style.icon("desk", "primary", 64))
        self.setFixedWidth(style.size("door"))
        self.notice = Notice()
        self.form = Form(*fields)
        self.main = LargeButton(action, name="open")
        self.main.clicked.connect(self.answer)
        self.others = row(gap=8)
        head = row(picture("desk", "primary", 40), label(_("村级养老保险协办台"), "muted"), None)
        card = Card("", column(label(heading, "title"), label(words, "muted", wrap=True), gap=4), *self.lay_out())
        foot = row(self.others, self.main)
        foot.setStretch(1, 1)
        foot.addStrut(style.size("large_control"))
        self.bars = column()
        self._sheet = _Sheet(head, self.notice, card, self.bars)
        self._sheet.grown.connect(self.fit)
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN)
        self.setLayout(column(self._sheet, foot))
        for before, after in pairwise([*(field.control for field in fields), self.main]):
            self.setTabOrder(before, after)  # the button follows the last field, before the links to other doors

    def lay_out(self) -> list[Item]:
        """The fields under each other, or as a door wants them."""
        return list(self.form.fields.values())

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self.form.refuse(error):
            self.show_notice(error.message, error.cure, "now")

    def show_notice(self, message: str, cure: str, tone: str = "attention") -> None:
        """Above the fields, and in sight."""
        self.notice.say(message, cure, tone)
        self._sheet.ensureVisible(0, 0)

    def answer(self) -> None:
        """The button was pressed."""
        self.do(self._act)

    def do(self, act: Callable[[], object]) -> None:
        """Clear earlier messages and call ``act``; an error that it raises is shown."""
        self.form.accept()
        self.notice.hide()
        with faults.presented(self):
            act()

    def fit(self) -> None:
        """Fit the height to the contents, but no higher than the screen: then the fields scroll above the buttons."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry().height() - self.height()
        foot = self.sizeHint().height() - self._sheet.sizeHint().height()
        self.resize(self.width(), min(self._sheet.wants(self.width()) + foot, room.height() - frame))
        below = self.frameGeometry().bottom() - room.bottom()
        if self.isVisible() and below > 0:
            self.move(self.x(), max(room.top(), self.y() - below))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the height when the door appears on a screen."""
        self.fit()
        super().showEvent(event)

    def back(self) -> None:
        """One step back on Esc, where there is one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens from any field, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.main.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)


class AskingDoor(Door):
    """A door that asks for the PIN: a refused one is typed over, a wait after wrong ones is counted down."""

    def __init__(self, heading: str, words: str, action: str, act: Callable[[], object]) -> None:
        self._typed = PinEdit(big=True)
        self.pin = Field("pin", _("口令"), self._typed)
        self._typed.caps.connect(lambda on: self.pin.show_hint(caps_words(on), "attention"))
        super().__init__(heading, words, [self.pin], action, act)
        self.second = QTimer(self)
        self.second.setInterval(1000)
        self.second.timeout.connect(self._count_down)

    def seconds_to_wait(self) -> int:
        """How long no PIN is taken after wrong ones; 0 when one is taken now."""
        raise NotImplementedError

    def say(self, error: DeskError) -> None:
        """A PIN that was refused is typed over."""
        super().say(error)
        self._typed.selectAll()
        if self.seconds_to_wait():
            self.second.start()

    def showEvent(self, event: QShowEvent) -> None:
        """A wait that began before the program was started is counted down too."""
        super().showEvent(event)
        if self.seconds_to_wait():
            self.second.start()
            self._count_down()

    def do(self, act: Callable[[], object]) -> None:
        """Stop the countdown of a waiting time, since a try is made now."""
        self.second.stop()
        super().do(act)

    def _count_down(self) -> None:
        seconds = self.seconds_to_wait()
        if seconds:
            self.pin.show_error(_("口令输错多次，还要等 {seconds} 秒").format(seconds=seconds))
        else:
            self.second.stop()
            self.pin.show_error(_("可以再输了"))


class PinDoor(AskingDoor):
    """Who is there? A damaged file offers its last backup."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        self._path = path
        self._clock = clock
        super().__init__(*_whose(path), _("打开"), self._open)
        self.restore_button = Button(_("用最近的备份恢复"), icon="save", name="restore")
        self.restore_button.clicked.connect(self._restored)
        self.restore_button.hide()
        self.others.insertWidget(0, self.restore_button)

    def seconds_to_wait(self) -> int:
        """As the file beside the desk file tells."""
        return Desk.seconds_to_wait(self._path, self._clock)

    def say(self, error: DeskError) -> None:
        """A damaged file has its own way out."""
        super().say(error)
        self.restore_button.setVisible(error.code in Desk.RESTORED and Desk.has_backup(self._path))

    def _open(self) -> None:
        action = self.main.text()
        try:
            self.opened.emit(Desk.open(self._path, self.pin.text(), self._clock, self._show_progress))
        finally:
            self.main.say(action)

    def _show_progress(self, done: int, total: int) -> None:
        """The file of an older program is brought up to date once, which takes seconds."""
        self.main.say(_("正在整理旧文件 {done}/{total}").format(done=done, total=total))
        self.main.repaint()

    def _restored(self) -> None:
        """Try the file once more, and restore only if it is still damaged and she confirms the loss."""
        self.do(self._restore)

    def _restore(self) -> None:
        from village_desk.services.keeping import restore_words

        try:
            plan = Desk.plan_restore(self._path, self.pin.text(), self._clock)
        except Refused as refused:
            if refused.code != "sound":
                raise
            dialogs.Notice.ask(self, refused.message, refused.cure)
            self._open()
            return
        question = _("用备份换下损坏的文件？")
        if dialogs.Sure.ask(self, question, restore_words(plan), _("换上备份"), _("先不换")):
            self.opened.emit(Desk.restore(self._path, self.pin.text(), self._clock, plan.backup))
        else:
            self.restore_button.show()


def _whose(path: Path) -> tuple[str, str]:
    """The heading of the door and the words under it: the village, or the file where its village is not known."""
    name = Desk.village_name(path)
    if name:
        return name, _("请输口令，打开协办台")
    return _("打开协办台"), _("请输口令。文件：{name}").format(name=path.name)
