"""Marks across and beside a form: 作废, 草稿, 补打, and where to cut. They never hide the words beneath."""

from datetime import datetime

from village_desk.documents.paper import Align, Box, Sheet, Style, minute

_REPRINT = Style(11, bold=True, align=Align.CENTRE)
_SMALL = Style(8.5, align=Align.CENTRE)


def across(sheet: Sheet, form: Box, words: str) -> None:
    """作废 or 草稿 across the form, in outline so that everything below stays legible."""
    sheet.stamp(form.x + form.width * 0.42, form.y + form.height * 0.45, words, 64)


def reprint(sheet: Sheet, box: Box, count: int, at: datetime | None) -> None:
    """补打 with its count and time, in a frame."""
    sheet.frame(box, 0.8)
    half = box.height / 2
    sheet.put(Box(box.x, box.y + 0.3, box.width, half), f"补打 第{count}次", _REPRINT)
    if at:
        sheet.put(Box(box.x, box.y + half - 0.3, box.width, half), minute(at), _SMALL)


def cut(sheet: Sheet, y: float) -> None:
    """A dashed line across the page, with words in the middle."""
    sheet.dashes((9, y, 93, y))
    sheet.dashes((117, y, 201, y))
    sheet.put(Box(93, y - 2.5, 24, 5), "沿 线 裁 开", _SMALL)
