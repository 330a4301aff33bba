"""A new PC in the place of a lost one: paired with the township and filled from its books. Before any page."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress
from village_desk.domain.villages import Village
from village_desk.ui.doors import Door
from village_desk.ui.job_bar import JobBar
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Item, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import Field, line
from village_desk.ui.kit.jobs import Jobs, Work
from village_desk.ui.pin_edit import PinEdit
from village_desk.words import _


class RecoverDoor(Door):
    """Which desk was lost, where the township is, the code it gave, and a PIN for the new file."""

    left = Signal()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._desk: Desk | None = None
        self._jobs: Jobs | None = None
        self._error: BaseException | None = None
        self._digits = ""
        code, _dash, letter = Desk.recovering(path).partition("-")
        self.village = Field("village", _("村级区划代码（12 位）"), line(code, _("如 429004103002")))
        self.letter = Field("letter", _("旧电脑的字母"), line(letter or "A"), _("凭条号最前面的字母"))
        self.url = Field("township_url", _("镇所地址"), line(placeholder=_("https://…")))
        self.code = Field("code", _("配对码"), line(placeholder=_("20 个字母和数字")), _("请向镇所要"))
        self.pin = Field("pin", _("新口令（至少 6 位）"), PinEdit(judged=True), _("忘了谁也打不开，请写下锁好"))
        self.again = Field("pin_again", _("再输一遍口令"), PinEdit())
        fields = [self.village, self.letter, self.url, self.code, self.pin, self.again]
        words = _("旧电脑坏了或丢了：报过镇所的记录都能取回来，没报过的取不回来。")
        words += _("没有网的，请镇所把配对文件写到 U 盘上；地址和配对码不用填，点“用 U 盘找回”。")
        super().__init__(_("从镇所找回"), words, fields, _("找回"), self._begin)
        self._back = Button(_("返回"), key="Esc", name="leave")
        self._back.setShortcut("")
        self._back.clicked.connect(self._leave)
        self.by_stick = Button(_("用 U 盘找回"), icon="save", name="recover_by_stick")
        self.by_stick.clicked.connect(self._answer_by_stick)
        self.others.insertWidget(0, self._back)
        self.others.insertWidget(1, self.by_stick)
        if code:
            words = _("上次还没有找回完，请输上次的口令接着找。")
            self.show_notice(words, _("U 盘从镇所拿回来了的，插上，点“用 U 盘找回”。"))
            self.pin.control.setFocus()

    def lay_out(self) -> list[Item]:
        """Put related fields side by side."""
        pairs = [(self.village, self.letter), (self.url, self.code), (self.pin, self.again)]
        lines = [row(*pair, gap=12) for pair in pairs]
        for each in lines:
            each.setStretch(0, 1)
            each.setStretch(1, 1)
        return [*lines]

    def answer(self) -> None:
        """The button was pressed: begin, with a bar and a way to stop; once."""
        if self._jobs is None:
            super().answer()

    def back(self) -> None:
        """Esc acts like the button that leaves."""
        self._leave()

    def _leave(self) -> None:
        """Back to the first door; the unfinished file is kept beside, and she is asked first."""
        if self._jobs is not None:
            return
        with faults.presented(self):
            if Desk.is_recovering(self._path):
                words = _("镇所收到过的记录都还在镇所，不会丢；没找回完的文件会收进旁边的文件夹留着。")
                words += _("以后要再找回，请向镇所要一个新的配对码。")
                if not dialogs.Sure.ask(self, _("先不找回了？"), words, _("先不找回"), _("接着找回")):
                    return
                Desk.leave_recovery(self._path)
            self.left.emit()

    def _answer_by_stick(self) -> None:
        if self._jobs is None:
            self.do(self._begin_by_stick)

    def _begin(self) -> None:
        village = self._village()
        if not self.url.text().strip():
            raise Refused(_("没有填镇所地址"), _("请问镇所要网址"), "no_url", "township_url")
        self._start(village, partial(_rebuild, self.url.text().strip(), self.code.text().strip()))

    def _begin_by_stick(self) -> None:
        village = self._village()
        stick = dialogs.OpenFolder.ask(self, _("镇所写过的 U 盘在哪里？"))
        if stick is not None:
            self._start(village, partial(_rebuild_by_stick, stick))

    def _village(self) -> Village:
        code = self.village.text()
        village = Village.read(code, code or "村", self.letter.text())  # the village's name comes from the township
        if self.pin.text() != self.again.text():
            raise Refused(_("两遍口令不一样"), _("请再输一遍"), "pin_again", "pin_again")
        return village

    def _start(self, village: Village, work: Work) -> None:
        self._desk = Desk.begin_recovery(self._path, self.pin.text(), village)
        self._jobs = Jobs(self._desk)
        self._jobs.setParent(self)  # the door keeps them alive while they signal their end
        bar = JobBar(self._jobs)
        self.bars.addWidget(bar)
        self.main.setEnabled(False)
        self.by_stick.setEnabled(False)
        self._jobs.idle.connect(self._ended)
        self._jobs.idle.connect(bar.deleteLater)
        self._jobs.start(_("正在从镇所取回记录"), work, self._recovered, self._failed)

    def _recovered(self, digits: str) -> None:
        self._error, self._digits = None, digits

    def _failed(self, error: object) -> None:
        assert isinstance(error, BaseException)
        self._error = error

    def _ended(self) -> None:
        """Open the filled file; or show the error, after which she may try again with the same answers."""
        self._let_go()
        with faults.presented(self):
            if self._error is not None:
                raise self._error
            if self._digits:
                self._say_where_the_stick_goes()
                return
            Desk.end_recovery(self._path)
            self.opened.emit(Desk.open(self._path, self.pin.text()))

    def _say_where_the_stick_goes(self) -> None:
        words = _("请抄下这 16 位数字，和镇所核对：{digits}").format(digits=self._digits)
        way = _("U 盘可以拔了，请送到镇所。镇所同意后要再收一次；U 盘拿回来，再点“用 U 盘找回”。")
        self.show_notice(words, way)

    def _let_go(self) -> None:
        jobs, desk, self._jobs, self._desk = self._jobs, self._desk, None, None
        if jobs is not None:
            jobs.close()
        if desk is not None:
            desk.close()
        self.main.setEnabled(True)
        self.by_stick.setEnabled(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The door is shut: what was under way stops, and goes on at the next start."""
        self._let_go()
        super().closeEvent(event)


def _rebuild(url: str, code: str, desk: Desk, progress: Progress) -> str:
    desk.joining.rebuild(url, code, progress)
    return ""


def _rebuild_by_stick(stick: Path, desk: Desk, progress: Progress) -> str:
    """The digits to be compared, while the stick has to go to the township; empty when the file is filled."""
    return desk.joining.rebuild_by_stick(stick, progress)
