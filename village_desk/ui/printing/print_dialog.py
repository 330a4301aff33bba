"""How each paper is printed, chosen over the window: printer, copies, sides, paper of receipts, and a trial page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain import receipt_papers
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.domain.receipt_papers import ReceiptSize
from village_desk.ui.kit import faults
from village_desk.ui.kit.arrange import grid, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.dialogs import Dialog
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.printing import printers, spooling
from village_desk.ui.printing.print_choices import MOST_COPIES, PaperSort, PrintChoice, PrintChoices, read_copies
from village_desk.words import _

_A4, _ACROSS, _A5, _A5_ACROSS = (210.0, 297.0), (297.0, 210.0), (148.0, 210.0), (210.0, 148.0)
_MEASURES = {
    PaperSort.ROSTER: _ACROSS,
    PaperSort.DAY_BOOK: _ACROSS,
    PaperSort.LIST: _ACROSS,
    PaperSort.ESTIMATE: _A5,
    PaperSort.BATCH_SLIP: _A5_ACROSS,
}
"""Width and height of the papers that are not A4 upright, in millimetres; receipts have those that are chosen."""

_WIDE = 880
"""Pixels that the longest name of a paper needs beside a field."""


@value
class _Trial:
    """A trial page: its printer, its size in millimetres, and how far it is moved."""

    choice: PrintChoice
    size: tuple[float, float]
    right: float
    down: float


class PrintDialog(Dialog):
    """What is chosen for one paper after the other; kept by Enter. ``ask`` says whether anything was kept."""

    def __init__(self, parent: QWidget | None, jobs: Jobs, sort: PaperSort) -> None:
        words = _("每种纸各记各的，只记在这台电脑上；以后按一个键就照这样打。")
        super().__init__(parent, _("打印设置"), words, _("记下"))
        self.setMinimumWidth(_WIDE)
        self._jobs, self._choices = jobs, PrintChoices(jobs.path)
        self._sort = choice([(each.in_words(), each.value) for each in PaperSort])
        self._printer = choice([])
        self._copies = choice([(_("{count} 份").format(count=each), str(each)) for each in range(1, MOST_COPIES + 1)])
        self._sides = choice([(_("单面"), "one"), (_("双面，像书一样翻"), "two")])
        self._size = choice([(each.in_words(), each.value) for each in ReceiptSize])
        self._offset = line(placeholder="2,-1.5")
        self._form = Form(*self._fields())
        self._said = label(name="print_words", wrap=True)
        self._build(sort)

    def _fields(self) -> tuple[Field, ...]:
        moved = _("先左右、后上下，如 2,-1.5；先打测试页量一量")
        return (
            Field("print_sort", _("哪种纸"), self._sort),
            Field("print_printer", _("打印机"), self._printer),
            Field("print_copies", _("几份"), self._copies),
            Field("print_sides", _("单双面"), self._sides),
            Field("print_size", _("凭条用纸"), self._size),
            Field("offset", _("打偏了，往右、往下移（毫米）"), self._offset, moved),
        )

    def _build(self, sort: PaperSort) -> None:
        trial = Button(_("打一张测试页"), icon="print", key="Ctrl+T", name="print_trial")
        trial.setAutoDefault(False)
        trial.clicked.connect(self._print_trial)
        self.middle.addLayout(grid(*self._form.fields.values(), columns=3))
        line = row(trial, self._said)
        line.setStretch(1, 1)
        self.middle.addLayout(line)
        self._sort.setCurrentIndex(self._sort.findData(sort.value))
        self._fill_printers()
        self._show_sort()
        self._sort.currentIndexChanged.connect(self._show_sort)
        self._printer.currentIndexChanged.connect(self._show_offset)
        self._size.currentIndexChanged.connect(self._show_offset)
        self._printer.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, jobs: Jobs, sort: PaperSort) -> bool:
        """True when something was kept."""
        return cls(parent, jobs, sort).exec() == QDialog.DialogCode.Accepted

    def say(self, error: DeskError) -> None:
        """Show what is wrong beside its field, else beneath."""
        if not self._form.refuse(error):
            self._tell(f"{error.message}。{error.cure}", "now")

    def answer_yes(self) -> None:
        """Keep what is chosen."""
        self._form.accept()
        with faults.presented(self):
            chosen = self._chosen()
            if self._at() is PaperSort.RECEIPT:
                self._choices.keep_offset(chosen.printer, self._receipt_size(), self._offset.text())
            self._choices.keep(self._at(), chosen, self._receipt_size())
            self.accept()

    # what is chosen

    def _at(self) -> PaperSort:
        return PaperSort(self._sort.currentData())

    def _receipt_size(self) -> ReceiptSize:
        return ReceiptSize(self._size.currentData())

    def _chosen(self) -> PrintChoice:
        copies = read_copies(str(self._copies.currentData()))
        return PrintChoice(str(self._printer.currentData() or ""), copies, self._sides.currentData() == "two")

    # what is shown

    def _fill_printers(self) -> None:
        found = printers.all_printers()
        default = next((each.name for each in found if each.is_default), "")
        usual = _("电脑的默认打印机（{name}）").format(name=default) if default else _("电脑的默认打印机（还没设）")
        self._printer.addItem(usual, "")
        for each in found:
            words = _("{name}（停着）").format(name=each.name) if each.paused else each.name
            self._printer.addItem(words, each.name)
        if not found:
            self._tell(_("这台电脑上没找到打印机。接好再来选；急着要，就先存成 PDF，到别处打。"), "attention")
        elif not default:
            self._tell(_("电脑没有设默认打印机：在上面给每种纸选一台就行。"), "attention")

    def _show_sort(self) -> None:
        """What was chosen for the sort at hand; a printer that is gone stays named."""
        held = self._choices.of(self._at())
        if self._printer.findData(held.printer) < 0:
            self._printer.addItem(_("{name}（现在找不到）").format(name=held.printer), held.printer)
        self._printer.setCurrentIndex(self._printer.findData(held.printer))
        self._copies.setCurrentIndex(self._copies.findData(str(held.copies)))
        self._sides.setCurrentIndex(int(held.both_sides))
        self._size.setCurrentIndex(self._size.findData(self._choices.size().value))
        for name in ("print_size", "offset"):
            self._form.fields[name].setVisible(self._at() is PaperSort.RECEIPT)
        self._show_offset()

    def _show_offset(self) -> None:
        self._form.accept()
        self._offset.setText(self._choices.offset(self._chosen().printer, self._receipt_size()))

    def _tell(self, words: str, tone: str) -> None:
        self._said.setText(words)
        restyle(self._said, tone=tone)

    # the trial page

    def _print_trial(self) -> None:
        with faults.presented(self):
            of_receipt = self._at() is PaperSort.RECEIPT
            moved = receipt_papers.read_offset(self._offset.text()) if of_receipt else (0.0, 0.0)
            size = self._receipt_size().millimetres if of_receipt else _MEASURES.get(self._at(), _A4)
            trial = _Trial(PrintChoice(self._chosen().printer), size, *moved)
            self._jobs.start(_("正在打测试页"), partial(_send_trial, trial), self._trial_sent, self._trial_failed)

    def _trial_sent(self, _nothing: object) -> None:
        self._tell(_("测试页交给打印机了。照纸上写的量一量，偏了就写到上面，再打一张看看。"), "done")

    def _trial_failed(self, error: object) -> None:
        assert isinstance(error, BaseException)
        faults.present(error, self)


def _send_trial(trial: _Trial, desk: Desk, progress: Progress) -> None:
    paper = desk.papers.trial_page(trial.choice.printer, trial.size, (trial.right, trial.down))
    spooling.send(paper.pdf, "trial", progress, trial.choice)
