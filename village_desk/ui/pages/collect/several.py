"""Several receipts printed at once: those without a confirmed paper, those of today, or those of one house."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics import money
from village_desk.domain.basics.progress import Progress
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting
from village_desk.services.papers import Bundle, Papers
from village_desk.ui.kit import faults
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _

_UNPRINTED, _TODAY = "unprinted", "today"


@value
class _Drawn:
    """The paper of the receipts that were wanted when it was begun."""

    wanted: Sequence[Receipt]
    bundle: Bundle


class SeveralPage(Page):
    """The receipts that are chosen, as one paper; ``open`` takes the id of a person whose house can be chosen."""

    name = "receipts"
    prints = "receipt"

    def __init__(self, collecting: Collecting, papers: Papers, jobs: Jobs) -> None:
        super().__init__(_("几张一起打"), _("一张凭条一页，一次送到打印机"))
        self._collecting, self._papers, self._jobs = collecting, papers, jobs
        self._person = ""
        self._bundle: Bundle | None = None
        self._wants: Sequence[Receipt] = ()
        self._printing: Bundle | None = None
        self._asking = False
        self._box = choice([])
        self._box.currentIndexChanged.connect(self._choose)
        self._which = Field("which", _("打哪些"), self._box)
        self._count = label(role="strong", name="several_count", wrap=True)
        self._paper = PaperView("several_paper")
        self.body.addWidget(self._which)
        self.body.addWidget(self._count)
        self.body.addWidget(self._paper, 1)
        self._save = Button(_("存成 PDF"), icon="save", key="Ctrl+S", name="save_several")
        self._save.clicked.connect(self.mend)
        self._again = Button(_("没有，再打"), icon="print", key="Ctrl+P", name="again")
        self._again.clicked.connect(self._print)
        main = Button("", "primary", key="Enter", name="main")
        main.clicked.connect(self._step)
        self.foot(self._save, self._again, main=main)

    def open(self, about: str) -> None:
        """Offer the house of this person, too, and begin with the receipts that wait for their paper."""
        self._person = about
        self._offer(about)
        self._begin()

    def paper(self) -> tuple[str, bytes] | None:
        """The paper of all of them."""
        if self._bundle is None:
            return None
        return _("凭条 {count} 张").format(count=len(self._bundle.receipts)), self._bundle.paper.pdf

    def print_chosen(self) -> None:
        """The receipts may go onto another paper."""
        if self._printing is None and not self._asking:
            self._begin()

    def _offer(self, person: str) -> None:
        self._box.blockSignals(True)
        self._box.clear()
        for words, whose in ((_("还没确认打出来的"), _UNPRINTED), (_("今天收的"), _TODAY), (_("这一户今年的"), person)):
            if whose:
                self._box.addItem(words, whose)
        self._box.setCurrentIndex(0)
        self._box.blockSignals(False)

    def _choose(self, _index: int) -> None:
        self._begin()

    def _begin(self) -> None:
        """Show what is chosen, and draw it on another thread."""
        self.notice.hide()
        self._bundle, self._printing, self._asking = None, None, False
        self._paper.show_nothing()
        wanted = self._wants = self._wanted()
        whole = money.figures(sum(each.amount_fen for each in wanted))
        self._count.setText(_("{count} 张，共 {amount} 元").format(count=len(wanted), amount=whole))
        if wanted:
            self._jobs.start(_("正在排凭条"), partial(_draw, wanted), self._drawn, self.failed)
        self._show_main()

    def _wanted(self) -> Sequence[Receipt]:
        which = self._which.text()
        if which == _TODAY:
            return self._collecting.of_day()
        return self._collecting.unprinted() if which == _UNPRINTED else self._collecting.of_household(which)

    def _drawn(self, drawn: _Drawn) -> None:
        """Show the paper, and who is not on it, unless something else was chosen meanwhile."""
        if drawn.wanted is not self._wants:
            return
        bundle = self._bundle = drawn.bundle
        self._paper.show_paper(bundle.paper.pdf)
        if bundle.left_out:
            first = bundle.left_out[0]
            words = _("{count} 张没有排进来。{why}").format(count=len(bundle.left_out), why=first.message)
            self.notice.say(words, first.cure, "attention")
        self._show_main()

    def _step(self) -> None:
        """Enter prints; once the printer took all, it confirms them."""
        with faults.presented(self):
            if not self._asking:
                self._print()
            elif self._bundle is not None:
                count = len(self._bundle.receipts)
                self._papers.confirm_all_printed(self._bundle.copies)
                self._begin()
                self.changed.emit()
                self.show_done(_("{count} 张凭条已记为打出").format(count=count))

    def _print(self) -> None:
        """Print once: a second Enter finds the printer at work."""
        bundle = self._bundle
        if bundle is not None and self._printing is None:
            self._printing = bundle
            self._jobs.start(_("正在打印"), partial(_send, bundle), self._printed, self._not_printed)

    def _not_printed(self, error: object) -> None:
        self._printing = None
        self.failed(error)

    def _printed(self, bundle: Bundle) -> None:
        """Ask for the papers that the printer took. If others are chosen by now, Today asks for each of these."""
        if bundle is not self._printing:
            return
        self._printing, self._asking = None, True
        under = _("一张不缺、都清楚，再按“都出来了”；缺了就再打，或到“今日”里逐张确认。")
        self.show_done(_("已送到打印机。纸都出来了吗？"), under)
        self._show_main()

    def _show_main(self) -> None:
        assert isinstance(self.main, Button)
        ready = self._bundle is not None
        count = len(self._bundle.receipts) if self._bundle else 0
        self.main.say(_("都出来了") if self._asking else _("打印 {count} 张").format(count=count))
        self.main.setVisible(ready)
        self._save.setVisible(ready)
        self._again.setVisible(ready and self._asking)


def _draw(wanted: Sequence[Receipt], desk: Desk, progress: Progress) -> _Drawn:
    return _Drawn(wanted, desk.papers.receipts(wanted, progress, PrintChoices(desk.path).receipt_paper()))


def _send(bundle: Bundle, desk: Desk, progress: Progress) -> Bundle:
    choice = PrintChoices(desk.path).of(PaperSort.RECEIPT)
    spooling.send(bundle.paper.pdf, f"receipts-{len(bundle.receipts)}", progress, choice)
    return bundle
