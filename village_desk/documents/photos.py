"""Photos and papers as they are worth sending over a thin line: whole, legible, not larger. Bytes in, bytes out."""

from __future__ import annotations

import io

LARGE = 1024 * 1024
"""Bytes from which a photo is made smaller."""
_LONGEST_SIDE = 2400
"""Pixels: 200 dots an inch on an A4 page, which every line of a register can be read at."""
_QUALITY = 85
_MARK, _APP1, _SCAN, _END = 0xFF, 0xE1, 0xDA, 0xD9
"""The marks of JPEG: where a camera writes, where the picture begins, where it ends."""


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


def as_drawn(picture: bytes) -> bytes:
    """A picture in a form that goes into a PDF: a JPEG or PNG as it is, a GIF, BMP or TIFF as a PNG; b"" for any other.

    Office programs put all of these into workbooks.
    """
    from PIL import Image

    if picture.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return picture if is_whole(picture) else b""
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(picture), formats=["GIF", "BMP", "DIB", "TIFF"]) as image:
            if image.width * image.height > _MOST_PIXELS:
                return b""
            image.convert("RGBA").save(made, "PNG")
    except Exception:  # noqa: BLE001 - Pillow raises whatever its decoders do; what it cannot draw nobody can see
        return b""
    return made.getvalue()


def no_finer(picture: bytes, width: int, height: int) -> bytes:
    """A JPEG or PNG, made smaller where it has more than twice the pixels that its place on paper can show.

    ``width`` and ``height`` are the pixels of the place. Raises what Pillow does; ask ``is_whole`` first.
    """
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=["JPEG", "PNG"]) as image:
        if image.width <= 2 * width and image.height <= 2 * height:
            return picture
        sort = image.format or "PNG"
        image.draft("RGB", (width, height))
        small = image.convert("RGB" if sort == "JPEG" else "RGBA")
    small.thumbnail((width, height), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.save(made, sort, **({"quality": _QUALITY} if sort == "JPEG" else {}))
    return made.getvalue()


def lighter(photo: bytes) -> bytes:
    """A JPEG upright, without the camera's notes (such as the place), and a large one made smaller.

    The picture of a small upright JPEG is kept bit for bit. A file that is no JPEG, or cannot be read, is returned as
    it is.
    """
    if not photo.startswith(b"\xff\xd8\xff"):
        return photo
    try:
        upright = _is_upright(photo)
        made = photo if upright and len(photo) < LARGE else _made_again(photo)
        return without_notes(photo) if upright and len(made) >= len(photo) else made
    except Exception:  # noqa: BLE001 - Pillow raises whatever its decoders do; what it cannot read is kept as it came
        return photo


def without_notes(photo: bytes) -> bytes:
    """A JPEG without its APP1 segments, where cameras write Exif and XMP. Raises IndexError where it is cut off."""
    kept, place = [photo[:2]], 2
    while photo[place + 1] not in (_SCAN, _END):
        if photo[place] != _MARK:
            raise IndexError("no segment here")
        if photo[place + 1] == _MARK:  # a mark may be padded
            place += 1
            continue
        end = place + 2 + int.from_bytes(photo[place + 2 : place + 4])
        if photo[place + 1] != _APP1:
            kept.append(photo[place:end])
        place = end
    return b"".join([*kept, photo[place:]])


def _is_upright(photo: bytes) -> bool:
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as image:
        return bool(image.getexif().get(ExifTags.Base.Orientation, 1) == 1)


def _made_again(photo: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as image:
        image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))  # decodes only as much as is wanted
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=_QUALITY, optimize=True, exif=b"")
    return made.getvalue()
