"""The window: sidebar, search box, pages made when first shown, the bar of long work. Holds no rule and no task."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.services.finding import Found
from village_desk.ui import rooms
from village_desk.ui.file_checker import FileChecker
from village_desk.ui.job_bar import JobBar
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.cards import Notice
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.garbage import Collector
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import TYPED, Page, Place
from village_desk.ui.remembered import Remembered
from village_desk.ui.search import SearchBox
from village_desk.ui.sender import Sender
from village_desk.ui.sidebar import Sidebar
from village_desk.ui.topbar import TopBar
from village_desk.words import _

_GEOMETRY = "window"


class Window(QWidget):
    """One desk on the screen. ``restoring``: she wants to leave the desk for its last backup.

    ``wished``: a page wants what only the program can do (``wishes.py``).
    """

    restoring = Signal()
    wished = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("window")
        title = _("{village} · 村级养老保险协办台").format(village=desk.village.name)
        self.setWindowTitle(title + (_("（只能看）") if desk.hindrance else ""))
        self.setWindowIcon(style.icon("desk", "primary", 64))
        self.setMinimumSize(900, 500)
        self.jobs = Jobs(desk)
        self._desk = desk
        self._remembered = Remembered(desk.path)
        self.sending = Sender(desk, self.jobs, Random())
        self.sending.sent.connect(self.went_by_itself)
        self.sending.failed.connect(self.went_by_itself)
        self.sending.moved.connect(self.went_by_itself)
        self.checking = FileChecker(desk)
        self.checking.found.connect(self._show_damage)
        self.checking.ended.connect(self._show_backups)
        self.jobs.idle.connect(self.checking.look)
        self._pages: dict[str, Page] = {}
        self._way: list[Place] = []
        self._narrow = False
        self._place = Place("")
        self._build()
        self.go(Place("today"))

    def _build(self) -> None:
        self.sidebar = Sidebar(self._desk.village.name, rooms.ENTRIES)
        self.sidebar.wanted.connect(self.go_to)
        self._stack = QStackedWidget()
        self.job_bar = JobBar(self.jobs)
        inside = column(gap=0)
        content = held(inside, "content")
        self.search = SearchBox(self._desk.finding, content)
        self.search.chosen.connect(self.open_person)
        self.topbar = TopBar(self.search)
        self.topbar.township_wanted.connect(self.show_township)
        inside.addWidget(self.topbar)
        self._notices = column(gap=0)
        inside.addLayout(self._notices)
        if self._desk.hindrance is not None:
            self._notices.addWidget(_lasting(self._desk.hindrance, "hindrance"))
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.job_bar)
        layout = row(self.sidebar, content, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        QShortcut(QKeySequence("Ctrl+F"), self, self.seek)
        QShortcut(QKeySequence("F12"), self, self.choose_printing)

    def add_notice(self, notice: QWidget) -> None:
        """Something that stands over every page; it is hidden as long as it has nothing to say."""
        self._notices.addWidget(notice)

    def load_pages(self) -> None:
        """Load what the pages need, behind the window: the first click on one waits for no module."""
        self.jobs.beside.start(_("正在准备页面"), rooms.load, self._loaded, self.page().failed)

    def _loaded(self, _nothing: object) -> None:
        """Nothing is to be shown for it; what is there now stays."""
        Collector.settle()

    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self._place.page]

    def go_to(self, page: str) -> None:
        """Show a page by its name."""
        self.go(Place(page))

    def go(self, place: Place) -> None:
        """Show a page with the person or thing of the place; ``search`` is the search box. Remembers the way back."""
        if place.page == "search":
            self.seek()
            return
        if self._place.page and self._place != place:
            self._way.append(self._place)
            self.search.clear()  # it was typed for another page
        self._show(place).show_top()

    def seek(self) -> None:
        """Put the keyboard into the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def choose_printing(self) -> None:
        """How the paper of the page in sight is printed; a page without one begins with receipts."""
        from village_desk.ui.printing.print_choices import PaperSort
        from village_desk.ui.printing.print_dialog import PrintDialog

        sort = PaperSort.known(self.page().sort_of_paper() or PaperSort.RECEIPT.value)
        if PrintDialog.ask(self, self.jobs, sort):
            self.page().print_chosen()

    def open_person(self, found: Found) -> None:
        """Somebody was chosen in the search box: the page in sight takes them, or their own page opens."""
        page = self._place.page if self.page().takes_people else "person"
        self.go(Place(page, found.resident.id))

    def show_township(self) -> None:
        """The chip was pressed."""
        self.go(Place("township"))

    def changed(self) -> None:
        """Something was recorded: the page in sight reads again now, the others when next shown."""
        for page in self._pages.values():
            page.set_stale()
        self.sending.review()
        self._show_road()

    def went_by_itself(self, *_how: object) -> None:
        """The desk sent by itself, or is about to: nothing that she is typing is disturbed."""
        for page in self._pages.values():
            page.set_stale_quietly()
        self._show_road()

    def _show_backups(self) -> None:
        """A backup may have been made: the page that counts them reads again."""
        if "settings" in self._pages:
            self._pages["settings"].set_stale_quietly()

    def _show_damage(self, trouble: Trouble) -> None:
        """The file has a damage, or its disk: told on every page. The keyboard stays where it is."""
        restores = trouble.code in Desk.RESTORED and Desk.has_backup(self._desk.path)
        action = _("去恢复") if restores else ""
        notice = _lasting(trouble, "damage", action, self.restoring.emit)
        self._notices.addWidget(notice)
        notice.show()

    def back(self) -> None:
        """One step back: stop work, close the list, a step inside the page, or the page before."""
        if self.search.close_list():
            return
        if self.jobs.busy:
            self.job_bar.stop()
        elif self.page().back():
            return
        elif self._way:
            self._show(self._way.pop())

    def _show(self, place: Place) -> Page:
        page = self._pages.get(place.page) or self._make(place.page)
        left = self._pages.get(self._place.page)
        if left is not None and left is not page:
            left.leave()
        self._place = Place(place.page, place.about)
        self.search.close_list()
        if place.about:
            page.open(place.about)
        self._stack.setCurrentWidget(page)
        page.setFocus()  # Qt gave it to whatever stands first: a page without a first field keeps the keyboard itself
        page.freshen()
        if place.words:
            page.show_done(place.words, place.under)
        self._show_road()
        self.topbar.set_tall(page.begins_with_search())
        self.sidebar.mark(rooms.shown_as(place.page))
        (page.first_field() or page).setFocus()
        return page

    def enter_button(self) -> QPushButton | None:
        """The page's: Enter is no other button's, whether it stands in the sidebar or above."""
        return self.page().enter_button()

    def _make(self, name: str) -> Page:
        page = rooms.make(name, self._desk, self.jobs, self.sending)
        page.changed.connect(self.changed)
        page.wanted.connect(self.go)
        page.wished.connect(self.wished)
        page.choosing_print.connect(self.choose_printing)
        self._stack.addWidget(page)
        self._pages[name] = page
        self._fit(page)
        return page

    def _fit(self, page: Page) -> None:
        page.set_narrow(self._narrow, any(page.name == each.page for each in rooms.ENTRIES))

    def remember(self) -> None:
        """Keep where the window stands and how large it is, for its next opening on this PC."""
        self._remembered.keep(_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode("ascii"))

    def recall(self) -> bool:
        """Stand where the window stood last, if a screen is still there; False when nothing is remembered."""
        kept = self._remembered.get(_GEOMETRY)
        return bool(kept) and self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "replace")))

    def _show_road(self) -> None:
        self.topbar.chip.show_road(self._desk.road.state(), self.sending.plan(), self._desk.now())

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Enter is the page's; letters typed outside a field go to the search box."""
        text, plain = event.text(), not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        typing = isinstance(QApplication.focusWidget(), TYPED)
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() in ENTER and not event.isAutoRepeat():
            self.page().press_enter()
        elif plain and text.strip() and text.isprintable() and not typing:
            self.search.setFocus()
            self.search.setText(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the words and keys of the sidebar, and a low head."""
        self._narrow = event.size().width() < style.size("narrow_below")
        self.sidebar.set_narrow(self._narrow)
        self.topbar.set_narrow(self._narrow)
        for page in self._pages.values():
            self._fit(page)
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Work under way is stopped first: a half import leaves nothing. Nobody looks on while a line is slow."""
        self.remember()
        self.hide()
        self.jobs.close()
        self.sending.close()
        self.checking.close()
        super().closeEvent(event)


def _lasting(trouble: Trouble, name: str, action: str = "", act: Callable[[], object] | None = None) -> QWidget:
    """A trouble that stays on every page, with a button where something can be done about it."""
    notice, margin = Notice(lasting=True), style.size("gap_large")
    notice.setObjectName(name)
    if act is not None:
        notice.acted.connect(act)
    lines = column(notice)
    lines.setContentsMargins(margin, style.size("gap_small"), margin, 0)
    inside = held(lines, "body")
    notice.say(trouble.message, trouble.cure, "now", action)  # held by now: else it were a window for a moment
    return inside
