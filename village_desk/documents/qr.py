"""QR codes as vectors, so that they stay sharp on any printer."""

import segno

from village_desk.documents.paper import Box, Sheet

_QUIET = 4
"""Modules of white on every side that readers need (ISO/IEC 18004)."""

_MASK = 4
"""The pattern laid over the code. Readers take any; to try all eight and take the fairest costs five times as much."""


def draw(sheet: Sheet, box: Box, text: str) -> None:
    """The text as a QR code in the middle of the box, as large as fits with its quiet zone."""
    code = segno.make_qr(text, error="m", boost_error=False, mask=_MASK)
    rows = [bytes(row) for row in code.matrix]
    module = min(box.width, box.height) / (len(rows) + 2 * _QUIET)
    left = box.x + (box.width - module * len(rows)) / 2
    top = box.y + (box.height - module * len(rows)) / 2
    sheet.blocks(
        Box(left + start * module, top + number * module, length * module, module)
        for number, row in enumerate(rows)
        for start, length in _dark(row)
    )


def _dark(row: bytes) -> list[tuple[int, int]]:
    """Where the dark runs of a row start, and how long they are."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
