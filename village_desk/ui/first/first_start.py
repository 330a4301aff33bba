"""The window of the first start: five screens behind one button. Esc goes back, and all that was typed stays."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

import resources
from sync.agreement.values import value
from village_desk import places
from village_desk.desk import Desk, now
from village_desk.domain.basics.errors import DeskError, Trouble
from village_desk.domain.villages import Village
from village_desk.services.care import pin_paper
from village_desk.ui.first.coordinator_step import CoordinatorStep
from village_desk.ui.first.pin_step import PinStep
from village_desk.ui.first.roster_step import RosterStep
from village_desk.ui.first.step import Step
from village_desk.ui.first.stick_step import StickStep
from village_desk.ui.first.village_step import VillageStep
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import Scrolled, column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, Notice
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.printing import spooling
from village_desk.words import _

_CARD = 640
_LOW = 640
"""Below this height the margins shrink, so that a screen at 150 % shows the question and the button."""
_PRACTICE_CODE, _PRACTICE_PIN = "429004103002", "lian-xi-cun"
"""The sample village. The PIN guards invented people and is never asked for."""


@value
class Begun:
    """A desk that was just made, what to say of its beginning, and the roster to look at next, if one was chosen.

    ``practice``: it is the practice village, whose PIN nobody is told.
    """

    desk: Desk
    words: str = ""
    under: str = ""
    roster: Path | None = None
    practice: bool = False


class _Middle(Scrolled):
    """The screens, scrolled where the window is too low for them: no higher than they are."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self._inside = inside
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        wanted = self._inside.heightForWidth(self.viewport().width())
        return QSize(_CARD, max(wanted, self._inside.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Its contents were laid out anew: it may want another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self.updateGeometry()


class FirstStart(QWidget):
    """``begun`` hands over the desk. ``recover`` is wanted where an old PC was lost."""

    begun = Signal(object)
    recover = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setObjectName("door")
        self.setWindowTitle(_("村级养老保险协办台"))
        self.setWindowIcon(style.icon("desk", "primary", 64))
        self.village, self.coordinator, self.pin = VillageStep(_today), CoordinatorStep(), PinStep()
        self.stick, self.roster = StickStep(), RosterStep()
        self.steps: list[Step] = [self.village, self.coordinator, self.pin, self.stick, self.roster]
        self._at = 0
        self._build()
        self._connect()
        self._show(0)

    @property
    def step(self) -> Step:
        """The screen in sight."""
        return self.steps[self._at]

    def _build(self) -> None:
        self._count = label(role="muted", name="step_count")
        self._bars = [QFrame() for _each in self.steps]
        for each in self._bars:
            each.setFixedHeight(8)
        self.notice = Notice()
        self.main = LargeButton("", name="next")
        self.back_button = Button(_("返回"), key="Esc", name="back")
        self.back_button.setShortcut("")
        self._others = row(gap=style.size("gap"))
        self._foot = row(self.back_button, self._others, self.main)
        self._foot.setStretch(2, 1)
        self._foot.addStrut(style.size("large_control"))
        middle = _Middle(held(column(*self.steps, gap=0), "body"))
        self._card = Card("", self.notice, middle, self._foot, name="first_card")
        self._card.inside.setSpacing(24)
        self._card.inside.setContentsMargins(32, 24, 32, 32)
        head = row(label(_("村级养老保险协办台"), "muted"), None, self._count)
        self._column = column(head, row(*self._bars, gap=8), self._card, None, gap=24)
        inside = held(self._column)
        inside.setFixedWidth(_CARD)
        self._around = row(None, inside, None)
        self.setLayout(self._around)

    def _connect(self) -> None:
        for each in self.steps:
            each.moved.connect(self._review)
            each.done.connect(self.next)
        self.main.clicked.connect(self.next)
        self.back_button.clicked.connect(self.back)
        self.village.recover.clicked.connect(self.recover)
        self.village.practice.clicked.connect(self._practise)
        self.pin.printing.connect(self._print_sheet)
        self.notice.acted.connect(self._save_sheet)

    # the way through the screens

    def next(self) -> None:
        """The button, or an answer that needs none: the next screen, or the desk."""
        self.step.form.accept()
        self.notice.hide()
        with faults.presented(self):
            self.step.check()
            if self._at + 1 < len(self.steps):
                self._show(self._at + 1)
            else:
                self._make()

    def back(self) -> None:
        """One screen back; nothing is lost."""
        if self._at:
            self.notice.hide()
            self._show(self._at - 1)

    def say(self, error: DeskError) -> None:
        """An error beside its field, on whichever screen that is; else above."""
        for nth, each in enumerate(self.steps):
            if getattr(error, "field", "") in each.form.fields:
                self._show(nth)
                each.say(error)
                return
        action = _("存成 PDF") if error.code in faults.UNPRINTED else ""
        self.notice.say(error.message, error.cure, "now" if isinstance(error, Trouble) else "attention", action)

    def _show(self, nth: int) -> None:
        if nth != self._at:
            self.step.left()
        self._at = nth
        for place, each in enumerate(self.steps):
            each.setVisible(place == nth)
        for place, bar in enumerate(self._bars):
            restyle(bar, step="done" if place <= nth else "open")
        self._count.setText(_("第 {n} 步，共 {all} 步").format(n=nth + 1, all=len(self.steps)))
        self.back_button.setVisible(nth > 0)
        self._put_others()
        self.step.entered()
        self._review()
        (self.step.first_field() or self.main).setFocus()

    def _put_others(self) -> None:
        while (item := self._others.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
        for each in self.step.others():
            self._others.addWidget(each)

    def _review(self) -> None:
        """The button says what is missing, or what it does."""
        missing = self.step.missing()
        self.main.setEnabled(missing is None)
        self.main.show_key("" if missing else "Enter")
        self.main.say(missing.words if missing else self.step.action())

    # what it makes

    def _make(self) -> None:
        """Make the desk by all answers; what fails behind its making is told in the window that opens."""
        village = self.village.village(self.coordinator.letter)
        answers = self.coordinator.answers(self.village.policy)
        desk = Desk.begin(self._path, self.pin.pin.text(), village, answers)
        words, under = _("建好了，开始用吧"), ""
        if self.stick.stick is not None:
            under = _copied(desk, self.stick.stick)
        self.begun.emit(Begun(desk, words, under, self.roster.roster))

    def _practise(self) -> None:
        with _busy(), faults.presented(self):
            self.begun.emit(Begun(practice_desk(), practice=True))

    # the sheet to lock away

    def _sheet(self) -> bytes:
        village = self.village.village(self.coordinator.letter)
        return pin_paper.drawn(village.name, village.desk, now())

    def _print_sheet(self) -> None:
        with faults.presented(self), _busy():
            spooling.send(self._sheet(), _("口令封存单"))
            self.notice.say(_("纸交给打印机了"), _("口令用笔写上去，封好锁进柜子。"))

    def _save_sheet(self) -> None:
        out = dialogs.SaveFile.ask(self, _("存成 PDF"), _("口令封存单.pdf"), "PDF (*.pdf)")
        if out is not None:
            with faults.presented(self):
                places.write(out, self._sheet())
                self.notice.say(_("存好了：{name}").format(name=out.name), _("拿到有打印机的电脑上打印。"))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the button; while that is off, Enter goes to what is missing. Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            missing = self.step.missing()
            if event.isAutoRepeat():
                return
            if missing is None:
                self.main.click()
            else:
                missing.where.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has smaller margins."""
        low = event.size().height() < _LOW
        self._around.setContentsMargins(0, 8 if low else 44, 0, 8 if low else 24)
        self._card.inside.setContentsMargins(32, 12 if low else 24, 32, 12 if low else 32)
        self._card.inside.setSpacing(12 if low else 24)
        self._column.setSpacing(10 if low else 24)
        for each in self.steps:
            each.set_low(low)
        super().resizeEvent(event)


def _copied(desk: Desk, stick: Path) -> str:
    """Copy to the stick; what came of it, in words. That the desk is made stays true."""
    try:
        made = desk.keeping.back_up_to(stick)
    except DeskError as error:
        return str(error)
    return _("也备份到 U 盘了：{place}。导入花名册以后再抄一次").format(place=made.path)


def _today() -> date:
    return now().date()


@contextmanager
def _busy() -> Iterator[None]:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def practice_desk() -> Desk:
    """A desk of invented people in a folder of its own, made anew each time; its papers show 练习村."""
    folder = Path(tempfile.mkdtemp(prefix="village-desk-practice-"))
    desk = Desk.create(folder / "practice.vdesk", _PRACTICE_PIN, Village(_PRACTICE_CODE, _("练习村"), "A"))
    desk.importing.take(desk.importing.read(resources.path("sample/roster.xlsx")))
    return desk
