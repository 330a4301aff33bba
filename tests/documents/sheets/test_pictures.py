"""Pictures on forms: in the frame of their anchor, in their proportions, whatever their pixels are."""

import io
import random
import re

import pytest
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from PIL import Image as PillowImage

from tests.documents.reading import read
from tests.documents.sheets import trial_forms
from tests.documents.sheets.looking import contents, drawn, sheet_of
from tests.documents.sheets.trial_forms import photo
from village_desk.documents import sheets
from village_desk.documents.paper import MM
from village_desk.documents.sheets import LeftBlank, Undrawn

pytestmark = pytest.mark.usefixtures("qapp")

EMU = 12700


def placed(operations: str) -> list[tuple[float, ...]]:
    """Width, height and lower left corner, in points, of each picture."""
    found = re.findall(r"q\n([0-9.]+) 0 0 ([0-9.]+) ([0-9.]+) ([0-9.]+) cm", operations)
    return [tuple(map(float, each)) for each in found]


def picture(width: int, height: int) -> Image:
    return Image(io.BytesIO(photo(width, height)))


@pytest.mark.parametrize("size", [(240, 320), (1200, 1600)])
def test_a_picture_fills_the_frame_of_its_anchor_whatever_its_pixels(size: tuple[int, int]) -> None:
    sheet = sheet_of()
    sheet["A1"] = "照片"
    sheet.row_dimensions[2].height = 100
    image = picture(*size)
    end = AnchorMarker(col=2, colOff=21 * EMU, row=2, rowOff=0)
    image.anchor = TwoCellAnchor(_from=AnchorMarker(col=1, colOff=0, row=1, rowOff=0), to=end)
    sheet.add_image(image)
    # the frame is 75 x 100 points, as the photo is 3 : 4
    assert placed(contents(drawn(sheet).paper)[0])[0][:3] == pytest.approx((75, 100, 54), abs=0.01)


def test_a_picture_of_another_shape_keeps_it_in_the_middle_of_the_frame() -> None:
    sheet = sheet_of()
    image = picture(400, 200)
    image.anchor = OneCellAnchor(_from=AnchorMarker(col=0, row=0), ext=XDRPositiveSize2D(100 * EMU, 100 * EMU))
    sheet.add_image(image)
    where, *_others = placed(contents(drawn(sheet).paper)[0])
    assert where == pytest.approx((100, 50, 0, 297 * MM - 75), abs=0.01)


def test_the_logo_of_a_template_is_drawn() -> None:
    paper = read(sheets.draw(trial_forms.f4_with_logo()).paper)
    ink = paper.picture(0, 2)
    dark = [x for x in range(40, 60) for y in range(40, 60) if ink.pixelColor(x, y).lightness() < 128]
    assert dark


def test_a_picture_that_cannot_be_drawn_is_named_with_its_cell() -> None:
    data = trial_forms.with_parts(trial_forms.f1(), {"xl/media/photo.jpeg": photo()[:2000]})
    assert sheets.draw(data).left_blank == (LeftBlank("U3", "", Undrawn.PICTURE),)


@pytest.mark.parametrize("sort", ["GIF", "BMP", "TIFF"])
def test_pictures_of_other_kinds_are_drawn_too(sort: str) -> None:
    other = io.BytesIO()
    PillowImage.open(io.BytesIO(photo())).save(other, sort)
    data = trial_forms.with_parts(trial_forms.f1(), {"xl/media/photo.jpeg": other.getvalue()})
    found = sheets.draw(data)
    assert found.left_blank == () and len(placed(contents(found.paper)[0])) == 1


def test_a_large_photo_is_no_finer_than_paper_can_show_it() -> None:
    def form(width: int, height: int) -> bytes:
        return trial_forms.with_parts(trial_forms.f1(), {"xl/media/photo.jpeg": noisy(width, height)})

    small, large = (sheets.draw(form(*size)).paper.pdf for size in ((300, 400), (2400, 3200)))
    assert len(large) < 1.5 * len(small) and len(noisy(2400, 3200)) > 10 * len(noisy(300, 400))


def noisy(width: int, height: int) -> bytes:
    """A photo that cannot be packed."""
    out = io.BytesIO()
    PillowImage.frombytes("L", (width, height), random.Random(1).randbytes(width * height)).convert("RGB").save(
        out, "JPEG"
    )
    return out.getvalue()
