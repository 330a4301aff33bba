"""账: the evening. Four figures side by side, the notes counted, a difference explained in words, the day closed."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from village_desk.desk import Desk
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.errors import DeskError
from village_desk.services.books.ledger import DaySheet
from village_desk.ui.kit import faults, style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton, Tick
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.books.counting import CountingCard
from village_desk.words import _

_RIGHT = 360
_UNBOUNDED = 16_777_215
"""Qt's own largest width."""
_REASONS = (
    ("change", _("找错了钱"), "F2"),
    ("owed", _("有人欠着"), "F3"),
    ("wrong_receipt", _("凭条开错"), "F4"),
    ("unclear", _("还不清楚"), "F6"),
)


class _Figure(Card):
    """One of the four: its name, the sum, what it is made of."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name=name)
        self.inside.setContentsMargins(19, 12, 12, 12)
        self._title, self._sum = label(title, "muted"), label(role="title", name=f"{name}_sum")
        self._words = label(role="small", name=f"{name}_words")
        self.add(column(self._title, self._sum, self._words, gap=4))

    def show_figure(self, fen: int, words: str, tone: str = "plain") -> None:
        """The sum, and the words under it; its tone says whether it is right."""
        self._sum.setText(money.figures(fen))
        self._words.setText(words)
        restyle(self, card=tone)


class EveningPage(Page):
    """The close of a day."""

    name = "books"

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("结账"), "")
        self._desk = desk
        self._sheet: DaySheet | None = None
        titles = (_("手里点到"), _("凭条合计"), _("账上该有"), _("今天交出去"))
        self._figures = [_Figure(f"figure_{number}", title) for number, title in enumerate(titles)]
        self._counting = CountingCard()
        self._counting.counted.connect(self._show_difference)
        self._build_right()
        pass_on = Button(_("缴存、交接、帮缴"), key="Ctrl+J", name="pass_on")
        pass_on.clicked.connect(lambda: self.wanted.emit(Place("passing")))
        book = Button(_("打收入日记"), icon="print", name="day_book")
        book.clicked.connect(lambda: self.wanted.emit(Place("register", "day-book")))
        for each in (pass_on, book):
            self.beside.addWidget(each)
        figures = row(*self._figures, gap=16)
        for place in range(len(self._figures)):
            figures.setStretch(place, 1)
        self._both = row(self._counting, self._side, gap=16)
        self._both.setStretch(0, 1)
        self.body.addLayout(figures)
        self.body.addLayout(self._both, 1)

    def _build_right(self) -> None:
        self._verdict = label(role="section", name="verdict", wrap=True)
        self._carried = label(role="muted", name="carried", wrap=True)
        self._reasons = {name: Tick(f"{words} {key}", False, f"reason_{name}") for name, words, key in _REASONS}
        for (name, _words, key), each in zip(_REASONS, self._reasons.values(), strict=True):
            each.setShortcut(key)
            each.clicked.connect(lambda _checked=False, chosen=name: self._choose(chosen))
        ticks = list(self._reasons.values())
        self._ticks = held(column(row(*ticks[:2], gap=8), row(*ticks[2:], gap=8), gap=8))
        self._comment = QLineEdit()
        self._comment.setMaxLength(200)
        self._comment.textChanged.connect(self._show_main)
        self._comment_field = Field("comment", _("写一句"), self._comment, _("如：多找了 100，说好明天送来"))
        self._card = Card("", self._verdict, self._carried, self._ticks, self._comment_field, None, name="verdict_card")
        self.main = LargeButton(_("照实结账"), name="main")
        self.main.setMinimumWidth(_RIGHT)
        self.main.clicked.connect(self._close)
        self._side_lines = column(self._card, self.main, gap=16)
        self._side = held(self._side_lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what is said of the count stands under it, and the button at the foot."""
        narrow = event.size().width() < style.size("narrow_page")
        foot = self.footer if narrow else self._side_lines
        if self.main is not None and foot.indexOf(self.main) < 0:
            foot.addWidget(self.main)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if narrow else across)
        self._side.setMinimumWidth(0 if narrow else _RIGHT)
        self._side.setMaximumWidth(_UNBOUNDED if narrow else _RIGHT)
        super().resizeEvent(event)

    def open(self, about: str) -> None:
        """The page finds its day itself: what waits names the same one."""
        self.set_stale()

    def refresh(self) -> None:
        """The evening of the day that nobody closed, else of today. Count the books again; what was typed stays."""
        self._sheet = self._desk.ledger.sheet(self._desk.ledger.not_closed())
        sheet, cash = self._sheet, self._desk.today()
        late = "" if sheet.day == cash else _("这一天还没结账，先结它")
        self.purpose.setText(" · ".join(filter(None, (moments.day(sheet.day), self._desk.by, late))))
        words = _("{n} 张，作废 {voids} 张不算").format(n=sheet.receipts, voids=sheet.voids)
        self._figures[1].show_figure(sheet.receipts_fen, words)
        self._figures[2].show_figure(sheet.held_fen, _("收的减去交出去的"))
        self._figures[3].show_figure(sheet.out_fen, _out_words(sheet))
        self._show_difference()

    def first_field(self) -> QWidget | None:
        """The largest note."""
        return self._counting.first()

    def say(self, error: DeskError) -> None:
        """Beside the sentence where it is about that."""
        if getattr(error, "field", "") == "comment":
            self._comment_field.refuse(error)
        else:
            super().say(error)

    def missing(self) -> QWidget | None:
        """The next field of the count, or what explains the difference."""
        following = self._counting.next_field()
        if following is not None:
            return following
        return self._comment if self._chosen() else next(iter(self._reasons.values()))

    def _difference(self) -> int:
        return self._counting.fen - self._sheet.held_fen if self._sheet else 0

    def _is_counted(self) -> bool:
        sheet = self._sheet
        return self._counting.is_touched or bool(sheet and sheet.held_fen == 0 and not sheet.is_closed)

    def _is_carried(self) -> bool:
        """Whether the difference is the one that was explained at the last close."""
        return bool(self._sheet and self._sheet.explained_fen and self._difference() == self._sheet.explained_fen)

    def _chosen(self) -> str:
        return next((name for name, each in self._reasons.items() if each.isChecked()), "")

    def _choose(self, chosen: str) -> None:
        for name, each in self._reasons.items():
            each.setChecked(name == chosen)
        self._comment.setFocus()
        self._show_main()

    def _show_difference(self) -> None:
        if self._sheet is None:
            return
        differs, counted = self._difference(), self._is_counted()
        by = money.short(abs(differs))
        words = _("对上了") if not differs else _short(differs).format(by=by)
        tone = "plain" if not counted else "now" if differs else "done"
        self._figures[0].show_figure(self._counting.fen, words if counted else _("还没点"), tone)
        asks = counted and bool(differs) and not self._is_carried()
        question = (_short(differs) + _("，差在哪里？")).format(by=by) if asks else words
        self._verdict.setText(question if counted else self._before())
        restyle(self._card, card=tone if counted and not differs else "plain")
        restyle(self._verdict, tone="now" if asks else "done" if counted and not differs else "")
        carried = _("和上次结账一样：{words}").format(words=self._sheet.explained) if self._is_carried() else ""
        self._carried.setText(carried)
        self._carried.setVisible(bool(carried))
        for each in (self._ticks, self._comment_field):
            each.setVisible(asks)
        self._show_main()

    def _before(self) -> str:
        close = self._sheet.close if self._sheet else None
        if close is None:
            return _("先点一点手里的钱")
        if self._sheet and self._sheet.is_closed:
            return _("已经结账：点到 {fen} 元。要重结，再点一遍").format(fen=money.figures(close.counted_fen))
        return _("结账以后又有进出，请再点一遍")

    def _show_main(self) -> None:
        assert isinstance(self.main, Button)
        differs, counted = self._difference(), self._is_counted()
        explained = not differs or self._is_carried() or bool(self._chosen() and self._comment.text().strip())
        self.main.setEnabled(counted and explained)
        self.main.say(_("照实结账") if counted and explained else _("先点钱") if not counted else _("先说差在哪里"))

    def _close(self) -> None:
        with faults.presented(self):
            assert self._sheet is not None
            done = self._desk.closing.close(
                self._counting.counts(), self._sheet.day, self._chosen(), self._comment.text()
            )
            self._counting.clear()
            self._comment.clear()
            for each in self._reasons.values():
                each.setChecked(False)
            self.changed.emit()
            by = money.short(abs(done.difference_fen))
            words = _short(done.difference_fen).format(by=by) if done.difference_fen else _("对上了")
            self.show_done(
                _("{day} 结好了：点到 {fen} 元，{words}").format(
                    day=moments.day(done.day), fen=money.figures(done.counted_fen), words=words
                ),
                _("下一步：打收入日记；钱要存的，记缴存。"),
            )


def _short(differs: int) -> str:
    return _("少 {by} 元") if differs < 0 else _("多 {by} 元")


def _out_words(sheet: DaySheet) -> str:
    named = (
        (_("帮缴 {fen}"), sheet.remitted_fen),
        (_("缴存 {fen}"), sheet.deposited_fen),
        (_("交出 {fen}"), sheet.handed_out_fen),
    )
    parts = [words.format(fen=money.short(fen)) for words, fen in named if fen]
    return "，".join(parts) or _("还没有交出去")
