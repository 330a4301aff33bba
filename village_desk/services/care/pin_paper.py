"""The sheet on which the PIN is written by hand, to be locked away."""

from datetime import datetime

from village_desk.documents import pin_sheet
from village_desk.documents.pin_sheet import PinSheet


def drawn(village: str, desk: str, at: datetime) -> bytes:
    """The PDF. Refused ``no_glyph`` for a village's name that no font can print."""
    return pin_sheet.draw(PinSheet(village, desk, at)).pdf
