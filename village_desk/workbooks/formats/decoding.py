"""Bytes of a text file made text: by the mark at the beginning, else UTF-8, else GB18030 (never its part GBK).

Characters for which old GBK had no code arrive as private-use ones; their meaning is not decided here.
"""

import codecs
import re
from collections.abc import Iterator

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BROKEN = "\ufffd"
_SAMPLE, _LARGE_SAMPLE, _PIECE = 4096, 65536, 1 << 20
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTES = bytes((*range(9), *range(0x0E, 0x20)))
_FEW, _SELDOM = 5, 50
"""Less than one broken character in so many is a slip in a text; more of them are no text in that encoding."""


def text(data: bytes) -> str | None:
    """The text, without its mark and the end sign of DOS; None when the bytes are no text.

    A character that was cut in half becomes U+FFFD: names with it are reported, and one such slip costs no whole
    file.
    """
    found = _decoded(data)
    slips = found.count(_BROKEN)
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):
        clean = _CONTROLS.sub("", found.rstrip("\x1a\0"))
        slips += len(found) - len(clean)
        found = clean
    return None if slips * _SELDOM > len(found) else found


def pieces(text: str) -> Iterator[bytes]:
    """A text with tags as UTF-8, piece by piece so that it is not in memory twice; no piece ends within a tag."""
    place = 0
    while place < len(text):
        end = text.find(">", place + _PIECE) + 1 or len(text)
        yield text[place:end].encode("utf-8", "replace")
        place = end


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:_SAMPLE].rstrip(b"\0"):
        return data.decode(_wide(data[:_SAMPLE]), "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8" if _is_nearly_utf8(data[:_LARGE_SAMPLE]) else "gb18030", "replace")


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: digits, separators and tags have their zero byte on one side."""
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _is_nearly_utf8(sample: bytes) -> bool:
    """Whether all but a few characters are UTF-8: Chinese of it read as GB18030 is nonsense, but seldom an error."""
    read = sample.decode("utf-8", "replace")
    return read.count(_BROKEN) * _FEW < sum(not letter.isascii() for letter in read)
