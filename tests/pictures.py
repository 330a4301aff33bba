"""Pictures for tests: a photo as a phone takes it, small or large, and a one-page PDF."""

from __future__ import annotations

import io
import random

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

GPS, ORIENTATION = 0x8825, 0x0112


def photo(side: int = 400, seed: int = 1, turned: bool = False, located: bool = False) -> bytes:
    """A JPEG of noise, so that it is as large as possible; ``turned`` and ``located`` as a phone writes them."""
    noise = random.Random(seed).randbytes(side * side // 2 * 3)
    image = Image.frombytes("RGB", (side, side // 2), noise)
    exif = Image.Exif()
    if turned:
        exif[ORIENTATION] = 6
    if located:
        exif.get_ifd(GPS)[1] = "N"
    made = io.BytesIO()
    image.save(made, "JPEG", quality=90, exif=exif if turned or located else b"")
    return made.getvalue()


def pdf(words: str = "signed") -> bytes:
    """A page."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.drawString(100, 700, words)
    canvas.save()
    return made.getvalue()
