"""Pictures of papers that were looked at and found good, kept to compare with.

``VILLAGE_GOLDEN=1`` takes the pictures anew; look at them before they are kept.
"""

import os
from pathlib import Path
from typing import cast

from PySide6.QtGui import QImage

from tests.documents.reading import read
from village_desk.documents.paper import Paper

DOTS = 2
"""Of a picture for each millimetre: enough for every stroke and character to leave its mark."""
PALE, FEW = 90, 40
"""Shades of grey by which a dot may differ, and how many dots may differ more: another build draws edges a little
otherwise, but a word or line that has moved by a millimetre changes hundreds.
"""


def differing(paper: Paper, folder: Path, name: str) -> list[int]:
    """How many dots of each page differ from its kept picture ``NAME-PAGE.png``; -1 where the size does."""
    found, pages = [], read(paper)
    for page in range(pages.pages):
        picture = pages.picture(page, DOTS)
        kept = folder / f"{name}-{page + 1}.png"
        if os.environ.get("VILLAGE_GOLDEN"):
            picture.save(str(kept))
        golden = QImage(str(kept)).convertToFormat(QImage.Format.Format_Grayscale8)
        pairs = zip(_dots(golden), _dots(picture), strict=False)
        is_one = golden.size() == picture.size()
        found.append(sum(abs(one - other) > PALE for one, other in pairs) if is_one else -1)
    return found


def is_as_kept(paper: Paper, folder: Path, name: str) -> bool:
    """Whether every page looks as it was found good."""
    return all(0 <= each <= FEW for each in differing(paper, folder, name))


def _dots(picture: QImage) -> bytes:
    return b"".join(
        bytes(cast(memoryview, picture.constScanLine(y)))[: picture.width()] for y in range(picture.height())
    )
