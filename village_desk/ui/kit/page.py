"""A page of the window: heading, notice, body, the main action below. Pages never know the window or each other."""

from typing import ClassVar

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from sync.agreement.values import value
from village_desk import places
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import Item, Scrolled, column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Notice
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.labels import label
from village_desk.words import _

_STEPS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


TYPED = QLineEdit | QPlainTextEdit
"""Widgets for typing: nothing takes the keyboard away from them."""


@value
class Place:
    """Where to go: a page by its name, whom or what to show, and a message about what was just done."""

    page: str
    about: str = ""
    words: str = ""
    under: str = ""


class Page(QWidget):
    """One page. After a successful change it emits ``changed``; to show another page it emits ``wanted``.

    ``wished``: something that only the program can do, as it needs the desk closed or the window out of sight.
    ``choosing_print``: she wants to choose how the paper at hand is printed; a page that ``prints`` names its sort.

    Subclasses fill ``body`` and ``footer`` in ``build`` and read their services in ``refresh``.
    """

    changed = Signal()
    wanted = Signal(object)
    wished = Signal(object)
    choosing_print = Signal()

    name: ClassVar[str]
    scrolls: ClassVar[bool] = True
    takes_people: ClassVar[bool] = False
    prints: ClassVar[str] = ""

    def __init__(self, title: str, purpose: str) -> None:
        super().__init__()
        self.setObjectName(self.name)
        self.title = label(title, "title", name="title")
        self.purpose = label(purpose, "muted", name="purpose")
        self.beside = row(gap=style.size("gap_small"))
        self.notice = Notice()
        self.notice.acted.connect(self.mend)
        self.body = column(gap=style.size("gap_large"))
        self.footer = row(gap=style.size("gap_small"))
        self.main: QPushButton | None = None
        self._doors: list[QWidget] = []
        self._scrolled: QScrollArea | None = None
        self._stale = True
        self._focus_name = ""
        self._focus_later = QTimer(self)
        self._focus_later.setSingleShot(True)
        self._focus_later.timeout.connect(self._give_keyboard)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = row(self.title, self.purpose, None, self.beside)
        heading.addStrut(style.size("control"))
        self._heading = held(heading)
        above = column(self._heading, self.notice, gap=10)
        self._above = above
        layout = column(above, self._area(), self.footer, gap=14)
        layout.setContentsMargins(0, 14, 0, 24)
        self._lines = layout
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _area(self) -> QWidget:
        inside = held(self.body, "body")
        if not self.scrolls:
            return inside
        area = Scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.verticalScrollBar().rangeChanged.connect(self._keep_in_the_middle)
        self._scrolled = area
        return area

    def set_narrow(self, narrow: bool, named: bool) -> None:
        """In a narrow window the title goes of a page that is ``named`` in the sidebar, where its entry is marked."""
        for each in (self.title, self.purpose):
            each.setVisible(not (narrow and named))
        for door in self._doors:
            door.setVisible(not narrow)
        self._heading.setVisible(not (narrow and named) or self.beside.count() > 0)
        self._lines.setContentsMargins(0, 10 if narrow else 14, 0, 10 if narrow else 24)

    def show_top(self) -> None:
        """Show the head of the page again."""
        if self._scrolled is not None:
            self._scrolled.verticalScrollBar().setValue(0)

    def _keep_in_the_middle(self) -> None:
        """As wide as can be read, in the middle; a scroll bar stands in the margin, so that it moves nothing."""
        margin = style.side_margin(self.width())
        bar = self._scrolled is not None and self._scrolled.verticalScrollBar().maximum() > 0
        for each in (self._above, self.footer):
            each.setContentsMargins(margin, 0, margin, 0)
        self.body.setContentsMargins(margin, 0, margin - style.size("scroll_bar") * bar, 0)

    def foot(self, *items: Item, main: QPushButton | None = None) -> None:
        """The row under the body: the main action, which Enter presses, where the lines begin; then what is given.

        The door to the choices of printing comes last; in a narrow window its key alone is left.
        """
        if main is not None:
            main.setMinimumWidth(min(style.size("main_button"), main.maximumWidth()))
            self.footer.addWidget(main)
        self._doors = self.print_door()
        for item in (*items, *self._doors):
            if isinstance(item, QWidget):
                self.footer.addWidget(item)
        self.footer.addStretch(1)
        self.main = main

    def print_door(self) -> list[QWidget]:
        """The button of a page that prints; its key is the window's, as papers are printed where no foot is, too."""
        if not self.prints:
            return []
        door = Button(_("打印设置"), "quiet", "settings", "F12", name="print_choices")
        door.setShortcut("")
        door.clicked.connect(self.choosing_print)
        return [door]

    # what subclasses say

    def refresh(self) -> None:
        """Read the services again and show the result."""

    def open(self, about: str) -> None:
        """Show the person or thing with the id ``about``."""

    def back(self) -> bool:
        """Go back one step inside the page; False when there is none. Nothing typed is lost."""
        return False

    def first_field(self) -> QWidget | None:
        """What gets the keyboard when the page is shown."""
        return self.main

    def paper(self) -> tuple[str, bytes] | None:
        """The paper at hand: a name for its file, and its PDF."""
        return None

    def sort_of_paper(self) -> str:
        """The sort of the paper at hand, for which printer and copies are chosen; empty where nothing is printed."""
        return self.prints

    def print_chosen(self) -> None:
        """Something else was chosen for its printing: a paper that is shown is drawn again where that differs."""
        self.set_stale()

    # what the window and the jobs call

    def set_stale(self) -> None:
        """Something changed: read again at the next sight, or at once when in sight."""
        self._stale = True
        if self.isVisible():
            self.freshen()

    def set_stale_quietly(self) -> None:
        """The data changed without her doing: while she is typing, the page is read again only when next shown."""
        self._stale = True
        if self.isVisible() and not isinstance(QApplication.focusWidget(), TYPED):
            self.freshen()

    def freshen(self) -> None:
        """Read again if the data changed since the last time; the keyboard stays where it was."""
        if not self._stale:
            return
        self._stale = False
        held = self._held_keyboard()
        with faults.presented(self):
            self.refresh()
        if held is not None:
            self._focus_name = held
            self._focus_later.start(0)

    def _held_keyboard(self) -> str | None:
        """The name of the widget with the keyboard on this page; the page takes it while widgets are made anew."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        self.setFocus()
        return focused.objectName()

    def _give_keyboard(self) -> None:
        if not self.hasFocus():
            return
        found = self.findChild(QWidget, self._focus_name) if self._focus_name else None
        (found or self.first_field() or self).setFocus()

    def say(self, error: DeskError) -> None:
        """Show a refusal or a trouble; pages with forms put a refusal beside its field first."""
        tone = "attention" if isinstance(error, Refused) else "now"
        way_out = _("存成 PDF") if error.code in faults.UNPRINTED and self.paper() is not None else ""
        self.notice.say(error.message, error.cure, tone, way_out)

    def mend(self) -> None:
        """The button of the notice was pressed: what could not be printed is kept as a file."""
        paper = self.paper()
        if paper is None:
            return
        name, pdf = paper
        out = dialogs.SaveFile.ask(self, _("存成 PDF"), f"{name}.pdf", "PDF (*.pdf)")
        if out is not None:
            with faults.presented(self):
                places.write(out, pdf)
                self.show_done(_("存好了：{name}").format(name=out.name), _("拿到有打印机的电脑上打印。"))

    def show_done(self, words: str, under: str = "") -> None:
        """Show that an action is done."""
        self.notice.say(words, under, "done")

    def failed(self, error: object) -> None:
        """A job of this page ended in an error."""
        assert isinstance(error, BaseException)
        faults.present(error, self)

    def focus_place(self) -> QRect:
        """No ring is drawn around a whole page."""
        return QRect()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide windows have margins at both sides."""
        self._keep_in_the_middle()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the button's that shows it, from anywhere on the page; unused arrow keys scroll."""
        if self._scrolled is not None and event.key() in _STEPS:
            self._scrolled.verticalScrollBar().triggerAction(_STEPS[Qt.Key(event.key())])
            return
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.press_enter()

    # Enter

    def enter_button(self) -> QPushButton | None:
        """The one button that shows Enter."""
        return self.main if self.main is not None and self.main.isVisible() else None

    def press_enter(self) -> None:
        """Press it. While it is off, the keyboard goes to what is missing."""
        button, missing = self.enter_button(), self.missing()
        if button is not None and button.isEnabled():
            button.click()
        elif button is not None and missing is not None:
            missing.setFocus()

    def missing(self) -> QWidget | None:
        """What must be filled in or answered before the main button can be pressed."""
        return None

    def begins_with_search(self) -> bool:
        """Whether finding somebody is the next thing here: then the search box is the larger one."""
        return False

    def leave(self) -> None:
        """Another page is shown: what was said here is over."""
        self.notice.hide()
