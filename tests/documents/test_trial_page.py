"""The trial page of a printer: its marks stand where its words say, moved by what is being tried."""

import pytest

from tests.documents.examples import NOBODY_HAS
from tests.documents.reading import Read, read
from village_desk.documents import trial_page
from village_desk.documents.trial_page import CORNER, TrialPage

pytestmark = pytest.mark.usefixtures("qapp")

A4 = (210.0, 297.0)
DOTS = 8


def drawn(moved: tuple[float, float] = (0.0, 0.0), printer: str = "针打", size: tuple[float, float] = A4) -> Read:
    return read(trial_page.draw(TrialPage(printer, size, moved)))


def darkness(page: Read, x: float, y: float) -> int:
    """How dark the darkest dot is within a fifth of a millimetre of a place."""
    picture = page.picture(0, DOTS)
    around = [(round(x * DOTS) + i, round(y * DOTS) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return 255 - min(picture.pixelColor(*each).lightness() for each in around)


@pytest.mark.parametrize("size", [A4, (241.0, 93.1), (210.0, 148.0)])
def test_the_crosses_stand_ten_millimetres_from_both_edges(size: tuple[float, float]) -> None:
    page, (width, height) = drawn(size=size), size
    for x in (CORNER, width - CORNER):
        for y in (CORNER, height - CORNER):
            assert darkness(page, x, y) > 100
            assert darkness(page, x + 2, y) > 60 and darkness(page, x, y + 2) > 60


def test_the_crosses_move_with_what_is_tried() -> None:
    page = drawn((3.0, -2.0))
    assert darkness(page, CORNER + 3, CORNER - 2) > 100
    assert "已往右移 3、往下移 -2 毫米" in page.text()


def test_it_names_the_printer_and_the_paper_and_shows_chinese() -> None:
    text = drawn(size=(241.0, 93.1)).text()
    assert "打印机：针打" in text and "241 × 93.1 毫米" in text and "阿依古丽·买买提" in text


@pytest.mark.parametrize("name", ["", f"HP{NOBODY_HAS}"])
def test_a_printer_whose_name_cannot_be_drawn_is_the_default_one(name: str) -> None:
    assert "电脑的默认打印机" in drawn(printer=name).text()
