"""A person's years as cells of the strip, and their history as a line of time. Shows what services said."""

from PySide6.QtWidgets import QHBoxLayout

from village_desk.domain import money
from village_desk.domain.people import PENSION_AGE, Resident
from village_desk.domain.receipts import Receipt, TownshipState
from village_desk.services.collecting import Collecting
from village_desk.services.registering import Event
from village_desk.ui import wording
from village_desk.ui.arrange import Item, column, empty, held, row
from village_desk.ui.buttons import Button
from village_desk.ui.cards import Card, rule
from village_desk.ui.labels import label, pill, restyle
from village_desk.ui.years import Cell
from village_desk.words import _

_AT_FIRST = 8


def cells(resident: Resident, collecting: Collecting) -> list[Cell]:
    """One cell for each year that can be paid, the earliest first."""
    paid = {each.year: each for each in collecting.paid(resident.id) if not each.void_reason}
    years = collecting.years()
    return [_cell(resident, year, years[0], paid.get(year)) for year in reversed(years)]


def _cell(resident: Resident, year: int, collecting_year: int, receipt: Receipt | None) -> Cell:
    if receipt is not None:
        words = _("{year} 年：{payer} {amount} 元，凭条 {number}，{state}").format(
            year=year,
            payer=receipt.payer_in_words,
            amount=money.short(receipt.amount_fen),
            number=receipt.number,
            state=receipt.township.in_words(),
        )
        return Cell(year, _("{amount} 元").format(amount=money.short(receipt.tier_fen)), "done", words)
    if year - resident.birth.year < 16:
        return Cell(year, _("未满16"), "plain", _("{year} 年还没满 16 岁，不用缴").format(year=year))
    if year > resident.birth.year + PENSION_AGE:
        return Cell(year, _("不用缴"), "plain", _("{year} 年以前已满 60 岁，不用缴").format(year=year))
    tone = "attention" if year == collecting_year else "plain"
    return Cell(year, _("没记录"), tone, _("{year} 年本台没有收过；点一下可以收").format(year=year))


class HistoryCard(Card):
    """What happened to a person, the latest first; the first few, then all of it."""

    def __init__(self) -> None:
        super().__init__(_("经过"), name="history")
        self._events: list[Event] = []
        self._open = False
        self._lines = column(gap=0)
        self._more = Button("", "quiet", name="history_more")
        self._more.clicked.connect(self._show_all)
        self.add(self._lines)
        self.add(row(self._more, None))

    def show_events(self, events: list[Event]) -> None:
        """Show these."""
        self._events = events
        empty(self._lines)
        shown = events if self._open else events[:_AT_FIRST]
        for number, event in enumerate(shown):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(held(_line(event)))
        self._more.setVisible(len(shown) < len(events))
        self._more.say(_("再看 {count} 条").format(count=len(events) - len(shown)))

    def _show_all(self) -> None:
        self._open = True
        self.show_events(self._events)


def _line(event: Event) -> QHBoxLayout:
    when = label(wording.moment(event.at), "small")
    words = column(label(event.words, wrap=True), gap=2)
    if event.reason:
        why = label(_("镇所：{reason} {cure}").format(reason=event.reason, cure=event.cure), wrap=True)
        restyle(why, tone="now")
        words.addWidget(why)
    items: list[Item] = [when, words, label(event.by, "small")]
    if event.township is not TownshipState.ACCEPTED:
        items.append(pill(*wording.township(event.township)))
    line = row(*items)
    line.setStretch(1, 1)
    line.setContentsMargins(0, 8, 0, 8)
    return line
