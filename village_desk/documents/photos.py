"""Photos and papers as they are worth sending over a thin line: whole, legible, not larger. Bytes in, bytes out."""

from __future__ import annotations

import io

LARGE = 1024 * 1024
"""Bytes from which a photo is made smaller."""
_LONGEST_SIDE = 2400
"""Pixels: 200 dots an inch on an A4 page, which every line of a register can be read at."""
_QUALITY = 85


_MOST_PIXELS = 100_000_000
"""More than any phone takes; a file that claims more would fill the memory of the PC."""


def is_whole(content: bytes) -> bool:
    """Whether a photo can be drawn to its last line, or a PDF has its end: half a file shows nothing of a paper."""
    if content.startswith(b"%PDF-"):
        return b"%%EOF" in content[-2048:]
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > _MOST_PIXELS:
                return False
            image.load()
    except Exception:  # noqa: BLE001 - Pillow raises whatever its decoders do; what it cannot draw nobody can see
        return False
    return True


def lighter(photo: bytes) -> bytes:
    """A large JPEG made smaller, upright, without what the camera wrote into it (such as the place where it was taken).

    The very bytes where they are small enough, no JPEG, or cannot be made smaller.
    """
    if len(photo) < LARGE or not photo.startswith(b"\xff\xd8\xff"):
        return photo
    try:
        made = _made_again(photo)
    except Exception:  # noqa: BLE001 - Pillow raises whatever its decoders do; what it cannot read is kept as it came
        return photo
    return made if len(made) < len(photo) else photo


def _made_again(photo: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as image:
        image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))  # decodes only as much as is wanted
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=_QUALITY, optimize=True, exif=b"")
    return made.getvalue()
