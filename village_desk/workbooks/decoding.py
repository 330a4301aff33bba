"""Bytes of a text file made text: a mark at the beginning says how, else UTF-8, else GB18030 (never its part GBK).

Characters that old GBK had no place for arrive as private-use ones; what they mean is not decided here.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BROKEN = "\ufffd"
_SAMPLE = 4096
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_FEW, _SELDOM = 5, 50
"""Less than one broken character in so many is a slip in a text; more of them are no text in that encoding."""


def text(data: bytes) -> str | None:
    """The text, without its mark and the end sign of DOS; None when the bytes are no text.

    A character that was cut in half becomes U+FFFD: names with it are told, and one such slip costs no whole file.
    """
    found = _decoded(data).rstrip("\x1a\0")
    slips = len(_CONTROLS.findall(found)) + found.count(_BROKEN)
    return None if slips * _SELDOM > len(found) else _CONTROLS.sub("", found)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:_SAMPLE].rstrip(b"\0"):
        return data.decode(_wide(data[:_SAMPLE]), "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _with_slips(data)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: digits, separators and tags have their zero byte on one side."""
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _with_slips(data: bytes) -> str:
    """GB18030, unless all but a few characters are UTF-8: Chinese read as the other is nonsense, seldom an error."""
    utf8 = data.decode("utf-8", "replace")
    foreign = sum(not letter.isascii() for letter in utf8[:1_000_000])
    return utf8 if utf8[:1_000_000].count(_BROKEN) * _FEW < foreign else data.decode("gb18030", "replace")
