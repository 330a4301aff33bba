"""The table of the payout lists: every list that was taken in, and how it stands. Shows; decides nothing."""

from collections.abc import Callable

from village_desk.domain.basics import money
from village_desk.services.paying import PayoutList
from village_desk.ui.kit import wording
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.words import _


def table() -> Table:
    """The table, empty."""
    return Table("payout_lists", _COLUMNS)


def _month_words(taken: PayoutList) -> str:
    month = taken.month.in_chinese()
    return _("{month}（补发）").format(month=month) if taken.supplement else month


def _state(taken: PayoutList) -> tuple[str, str]:
    pages = _("已打印 {pages} 页").format(pages=taken.printed_pages) if taken.printed_pages else ""
    if taken.replaced:
        return _("换下了"), "plain"
    return (pages, "done") if pages else (_("还没打印"), "attention")


_COLUMNS = [
    Column(_("月份"), _month_words, 190, strong=True),
    Column(_("人数"), lambda each: str(each.payees), 100, right=True),
    Column(_("金额（元）"), lambda each: money.figures(each.total_fen), 170, right=True),
    Column(_("收到"), lambda each: wording.moment(each.taken_at), 190, muted=True),
    Column(
        _("花名册"),
        lambda each: _state(each)[0],
        tone=lambda each: _state(each)[1],
    ),
]


def workbook(save: Callable[[], None]) -> Button:
    """The button that saves the list at hand as a workbook."""
    button = Button(_("存 Excel"), icon="save", key="Ctrl+E", name="save_list")
    button.clicked.connect(save)
    return button
