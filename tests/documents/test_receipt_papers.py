"""The papers of a receipt: A5 has a page a copy, carbon paper one for all; an offset moves all of it, none is cut."""

import pytest

from tests.documents.examples import RARE, slip
from tests.documents.reading import Read, read
from village_desk.documents import receipt
from village_desk.documents.paper import MM
from village_desk.domain import receipt_papers
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipt_papers import ReceiptPaper, ReceiptSize

pytestmark = pytest.mark.usefixtures("qapp")

LONG = "阿卜杜热合曼·阿卜杜喀迪尔·买买提艾力·阿不都克里木·吐尔逊江·依明尼亚孜汗"
CARBON = [ReceiptSize.CARBON, ReceiptSize.CARBON_HALF]


def drawn(paper: ReceiptPaper, **other: object) -> Read:
    return read(receipt.draw(slip(**other), paper))


@pytest.mark.parametrize("size", ReceiptSize)
def test_a_page_is_as_large_as_the_paper(size: ReceiptSize) -> None:
    page = drawn(ReceiptPaper(size)).document.pagePointSize(0)
    assert (page.width() / MM, page.height() / MM) == pytest.approx(size.millimetres, abs=0.01)


def test_on_a5_each_copy_has_its_page_with_its_name_and_keeper() -> None:
    book = drawn(ReceiptPaper(ReceiptSize.A5))
    assert book.pages == 3
    for page, name in enumerate(("第一联 存根", "第二联 收据", "第三联 记账联")):
        assert book.text(page).count("人民币贰佰元整") == 1
        assert name in book.text(page)
        assert "沿 线 裁 开" not in book.text(page)
        assert book.codes(page) == [receipt.qr_text(slip())]


@pytest.mark.parametrize("size", CARBON)
def test_carbon_paper_takes_one_copy_that_names_no_single_one(size: ReceiptSize) -> None:
    book = drawn(ReceiptPaper(size))
    assert book.pages == 1
    assert book.text().count("人民币贰佰元整") == 1
    assert "一式三联" in book.text()
    assert not [name for name in ("第一联", "第二联", "第三联") if name in book.text()]
    assert book.codes() == [receipt.qr_text(slip())]


@pytest.mark.parametrize("size", ReceiptSize)
def test_nothing_of_the_longest_words_is_cut_or_on_the_strips_of_holes(size: ReceiptSize) -> None:
    long = drawn(ReceiptPaper(size), person_name=LONG, payer=LONG, amount_fen=1_234_567_89, void_reason=LONG)
    ink, (width, height) = long.ink(), size.millimetres
    edge = 13.0 if size.is_carbon else 3.0
    assert ink.left() >= edge
    assert ink.right() <= width - edge
    assert ink.top() >= 3.0
    assert ink.bottom() <= height - 3.0


@pytest.mark.parametrize("size", CARBON)
def test_a_rare_name_is_drawn_on_carbon_paper(size: ReceiptSize) -> None:
    assert drawn(ReceiptPaper(size), person_name=f"欧阳{RARE}").pages == 1


@pytest.mark.parametrize("size", ReceiptSize)
def test_an_offset_moves_all_ink_to_the_right_and_down(size: ReceiptSize) -> None:
    still, moved = drawn(ReceiptPaper(size)).ink(), drawn(ReceiptPaper(size, 2.0, -1.5)).ink()
    assert moved.left() - still.left() == pytest.approx(2.0, abs=0.3)
    assert moved.top() - still.top() == pytest.approx(-1.5, abs=0.3)
    assert moved.width() == pytest.approx(still.width(), abs=0.3)


@pytest.mark.parametrize(
    ("text", "offset"),
    [("", (0, 0)), ("2,-1.5", (2, -1.5)), (" 2 ， 3 ", (2, 3)), (",4", (0, 4)), ("-20,20", (-20, 20))],
)
def test_an_offset_is_read(text: str, offset: tuple[float, float]) -> None:
    assert receipt_papers.read_offset(text) == offset


@pytest.mark.parametrize("text", ["2", "1,2,3", "左,右", "21,0", "0,-20.1", "nan,0", "inf,0"])
def test_an_offset_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused) as refused:
        receipt_papers.read_offset(text)
    assert refused.value.code == "offset"
    assert "2,-1.5" in refused.value.cure
