"""What a clerk sends down without a file: a block of receipt numbers, a correction of a person. No SQL, no signing."""

from __future__ import annotations

from collections.abc import Mapping

from sync.agreement.down_checks import NotSent
from sync.agreement.facts import Scalar
from sync.agreement.person import FIELDS, Content
from sync.agreement.sent import CorrectedAbove, NumbersGiven
from sync.township.down.lists import fen

CORRECTABLE = {name: info for name, info in FIELDS.items() if info.correctable}
"""The fields of a person that can be corrected."""


def numbers(sent: str, book: str, span: str) -> NumbersGiven:
    """A block of a receipt book, as ``0001-0050``. Raises NotSent ``numbers``."""
    first, dash, last = (each.strip() for each in span.partition("-"))
    if not dash:
        raise NotSent("numbers")
    return NumbersGiven(sent, book.strip(), first, last)


def correction(sent: str, person: str, typed: Mapping[str, str], reason: str) -> CorrectedAbove:
    """Fields of a person as typed: money in yuan.

    Raises NotSent ``field``, ``amount``, ``group``, ``number``, ``too-long``.
    """
    if not typed or typed.keys() - CORRECTABLE.keys():
        raise NotSent("field")
    return CorrectedAbove(sent, person, {name: _value(name, text.strip()) for name, text in typed.items()}, reason)


def _value(name: str, text: str) -> Scalar:
    content = FIELDS[name].content
    if content is Content.FEN:
        return fen(text, 0)
    if content.type is int:
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            raise NotSent("group" if content is Content.GROUP else "number")
        return int(text)
    if FIELDS[name].longest and len(text) > FIELDS[name].longest:
        raise NotSent("too-long")
    return text.upper() if content is Content.IDENTITY else text
