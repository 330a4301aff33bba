"""The batches that went to the township, the latest first; choosing one opens the passport to print."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal

from village_desk.domain.basics import money
from village_desk.services.road import batch_words
from village_desk.services.road.results import BatchLine
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

FEW = 30
"""How many batches are shown at first: years of them would be read again at every change."""

_COLUMNS = [
    Column(_("批号"), lambda each: batch_words.named(each), 150, strong=True),
    Column(
        _("第几条"),
        lambda each: _("{first} 至 {last}").format(first=each.first_seq, last=each.last_seq),
        140,
        muted=True,
        spare=True,
    ),
    Column(_("条数"), lambda each: str(each.facts), 90, right=True),
    Column(_("实交（元）"), lambda each: money.figures(each.net_fen), 130, right=True),
    Column(_("做好的时间"), lambda each: wording.moment(each.sealed_at), 170, muted=True, spare=True),
    Column(_("镇所回话"), lambda each: state(each)[0], tone=lambda each: state(each)[1]),
    Column(_("给镇所盖章的"), lambda each: _("打印批次单…"), 140),
]


class BatchesCard(Card):
    """The table of batches, the latest of them until more are asked for: ``more_wanted``.

    ``wanted`` gives the place of a batch's passport.
    """

    wanted = Signal(object)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("上报过的批次"), name="batches_card")
        self._table = Table("batches", _COLUMNS, fits=True)
        self._table.chosen.connect(self._open)
        self._none = label(_("还没有上报过。第一次上报以后，每一批列在这里。"), "muted", wrap=True)
        self._more = Button("", "quiet", name="more_batches")
        self._more.clicked.connect(self._show_more)
        self._most: int | None = FEW
        self.add(self._table)
        self.add(self._none)
        self._list = Button(_("打印、存 Excel"), "quiet", "print", name="list_batches")
        self._list.clicked.connect(lambda: self.wanted.emit(Place("workbook", "batches")))
        self.add(row(self._more, None, self._list))

    @property
    def most(self) -> int | None:
        """How many batches are to be shown; None for all."""
        return self._most

    def show_batches(self, batches: Sequence[BatchLine], count: int) -> None:
        """Show the batches as they stand; ``count``: how many there are in all."""
        self._table.show_rows(batches)
        self._table.setVisible(bool(batches))
        self._none.setVisible(not batches)
        self._more.say(_("看以前的 {count} 批").format(count=count - len(batches)))
        self._list.setVisible(bool(batches))
        self._more.setVisible(count > len(batches))

    def _show_more(self) -> None:
        self._most = None
        self.more_wanted.emit()

    def _open(self, batch: Any) -> None:
        self.wanted.emit(Place("passport", f"{batch.number}@{batch.epoch}"))


def state(batch: Any) -> tuple[str, str]:
    """The township's word on a batch, and its tone."""
    waits = batch.answered_at is None or batch.refused
    return batch_words.answer(batch), "attention" if waits else "plain" if batch.kept else "done"


def last_words(batches: Sequence[BatchLine]) -> str:
    """The last event on the road, as a sentence; empty before the first batch."""
    if not batches:
        return ""
    last = batches[0]
    when = wording.moment(last.answered_at or last.sealed_at)
    words = _("最近一次：{when}，{batch}，{state}。").format(
        when=when, batch=batch_words.named(last), state=state(last)[0]
    )
    if len({each.epoch for each in batches}) > 1:
        words += _("记录已和镇所对齐，凭条用了新的号段。")
    return words
