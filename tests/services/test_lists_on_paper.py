"""Every list on paper and as a workbook by one mechanism: columns, masked numbers, sums, what a list shows."""

from collections.abc import Iterator

import pytest

from tests.desks import SAMPLE, StillClock, new_desk
from tests.documents.reading import read
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.services.counter.till import ReceiptFilter, ShownReceipts
from village_desk.services.registers import workbooks
from village_desk.services.registers.kinds import Kind, Narrowed
from village_desk.services.registers.workbooks import BookKind

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A village with held rows, two receipts, of which one is void, and a payout list."""
    with new_desk(tmp_path_factory.mktemp("lists"), StillClock()) as desk:
        desk.importing.take(desk.importing.read(SAMPLE / "roster-messy.xls"))
        owing = [each.resident for each in desk.finding.listing().part(0, 400) if each.owes_this_year]
        first = desk.collecting.collect(Payment(owing[0].id, 2026, 10_000))
        desk.collecting.void(first.number, "金额收错")
        desk.collecting.collect(Payment(owing[1].id, 2026, 20_000))
        desk.paying.take(desk.paying.read(SAMPLE / "payout-list.xlsx"))
        yield desk


def about(desk: Desk, kind: BookKind) -> str:
    if kind is BookKind.PEOPLE:
        return Narrowed().place()
    return desk.paying.lists()[0].id if kind is BookKind.PAYOUTS else ""


def text(desk: Desk, kind: BookKind, place: str = "", wanted: tuple[str, ...] = ()) -> str:
    book = read(desk.workbooks.paper(kind, place or about(desk, kind), wanted))
    return "\n".join(book.text(page) for page in range(book.pages))


@pytest.mark.parametrize("kind", [BookKind.PEOPLE, BookKind.RECEIPTS, BookKind.PAYOUTS, BookKind.HELD])
def test_a_list_on_paper_has_the_headings_of_its_workbook_and_no_whole_number(desk: Desk, kind: BookKind) -> None:
    shown = text(desk, kind)
    assert kind.in_words() in shown
    for column in workbooks.columns(kind):
        assert column.heading in shown.replace("\n", "")
    numbers = {each.resident.id_number for each in desk.finding.listing().part(0, 400)}
    assert not [each for each in numbers if each in shown]


def test_only_the_columns_that_are_wanted_stand_on_the_paper(desk: Desk) -> None:
    shown = text(desk, BookKind.RECEIPTS, wanted=("name", "amount"))
    assert "金额（元）" in shown and "凭条号" not in shown
    with pytest.raises(Refused) as refused:
        desk.workbooks.paper(BookKind.RECEIPTS, "", ("what",))
    assert refused.value.code == "unknown_column"


def test_the_sum_of_receipts_leaves_the_void_one_out(desk: Desk) -> None:
    shown = text(desk, BookKind.RECEIPTS)
    assert shown.count("200.00") == 2, "the line, and the sum"
    assert "300.00" not in shown and "总计 2 行" in shown


def test_the_paper_and_the_day_book_show_what_the_list_shows(desk: Desk) -> None:
    today = desk.today()
    shown = ShownReceipts(today, today, ReceiptFilter.VOID)
    assert ShownReceipts.read(shown.place()) == shown
    [void] = desk.till.receipts(today, today, ReceiptFilter.VOID).receipts
    [standing] = desk.till.receipts(today, today, ReceiptFilter.STANDING).receipts
    listed = text(desk, BookKind.RECEIPTS, shown.place())
    assert void.number in listed and standing.number not in listed
    assert shown.in_words() in listed
    book = read(desk.registers.draw(Kind.DAY_BOOK, Narrowed(), shown=shown)).text()
    assert void.number in book and standing.number not in book
    assert shown.in_words() in book


@pytest.mark.parametrize("kind", [BookKind.BATCHES, BookKind.RETURNED])
def test_a_list_without_a_line_is_refused(desk: Desk, kind: BookKind) -> None:
    for make in (desk.workbooks.book, desk.workbooks.paper):
        with pytest.raises(Refused) as refused:
            make(kind)
        assert refused.value.code == "empty" and kind.in_words() in refused.value.message


def test_many_columns_fit_the_width_and_many_lines_take_pages(desk: Desk) -> None:
    book = read(desk.workbooks.paper(BookKind.PEOPLE, Narrowed().place()))
    assert book.pages > 10
    ink = book.ink(0)
    assert ink.right() <= 286 and ink.left() >= 23
