"""Shortens the lines of a batch: a field that follows from the line before is left out, and put back here. No I/O.

``by`` and ``kind`` are left out when they are the same. ``at`` is left out when it is the same, and is a whole number
when it is so many seconds later. ``id`` is left out when it is the next of the same start, and is a whole number when
it is so many further. ``about`` is left out when it is the same, and is a whole number when it was made by the same
start so many further on or back: that is the short number by which people go. A field that does not follow is written
in full, and the first line leaves nothing out.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sync.agreement import journal
from sync.agreement.journal import Entry

_FURTHEST = 10**9
_AFTER = dict(pairwise(journal.ALPHABET))
"""The digit after each, without the last."""
_DIGIT, _NO_ZERO, _NOT_LAST = journal.ALPHABET, journal.ALPHABET[1:], journal.ALPHABET[:-1]
_ENDS_BELOW_Z = re.compile(f"-(?:[{_NO_ZERO}][{_DIGIT}]{{0,10}})?[{_NOT_LAST}]\\Z")
"""An id whose next one differs in nothing but the last digit."""


def whole(entry: Entry, body: Any) -> dict[str, Any]:
    """All fields of a line; ``body`` is passed in, in the form that the caller wants."""
    return {"about": entry.about, "at": entry.at, "body": body, "by": entry.by, "id": entry.id, "kind": entry.kind}


def shorten(entry: Entry, before: Entry | None) -> dict[str, Any]:
    """The members that must be written of an entry that follows ``before``."""
    line = whole(entry, dict(entry.body))
    if before is None:
        return line
    for name in ("by", "kind"):
        if line[name] == getattr(before, name):
            del line[name]
    _shorten(line, "at", _seconds(before.at, entry.at), least=0)
    _shorten(line, "id", _further(before.id, entry.id), least=1)
    _shorten(line, "about", _aside(before.about, entry.about), least=0)
    return line


def expand(line: Any, before: Entry | None) -> dict[str, Any]:
    """The line in full. Raises ValueError for a value that is no line, or a field left out that does not follow."""
    if not isinstance(line, dict):
        raise ValueError("a line is an object")
    if before is None:
        return line
    found = {"by": before.by, "kind": before.kind, "at": 0, "id": 1, "about": 0, **line}
    if type(found["at"]) is int:
        found["at"] = _later(before.at, found["at"])
    if type(found["id"]) is int:
        found["id"] = _next(before.id, found["id"], least=1)
    if type(found["about"]) is int:
        found["about"] = _next(before.about, found["about"], least=-_FURTHEST)
    return found


def _shorten(line: dict[str, Any], name: str, step: int | None, least: int) -> None:
    if step == least:
        del line[name]
    elif step is not None:
        line[name] = step


def _seconds(before: str, after: str) -> int | None:
    """How many whole seconds later, when that gives the very text; else None."""
    try:
        gap = (datetime.fromisoformat(after) - datetime.fromisoformat(before)) // timedelta(seconds=1)
        return gap if 0 <= gap <= _FURTHEST and _later(before, gap) == after else None
    except (ValueError, TypeError):
        return None


def _later(before: str, seconds: int) -> str:
    if not 0 <= seconds <= _FURTHEST:
        raise ValueError("out of range")
    if seconds == 0:
        return before
    try:
        return (datetime.fromisoformat(before) + timedelta(seconds=seconds)).isoformat()
    except OverflowError as reason:
        raise ValueError("out of range") from reason


def _further(before: str, after: str) -> int | None:
    """How many ids further in the same start of the program, when that gives the very text; else None."""
    step = _aside(before, after)
    return step if step is not None and step > 0 else None


def _aside(before: str, after: str) -> int | None:
    """How many ids further, or back, in the same start of the program, when that gives the very text; else None."""
    if before == after:
        return 0
    try:
        step = _parts(after)[1] - _parts(before)[1]
        return step if step and _next(before, step, least=-_FURTHEST) == after else None
    except ValueError:
        return None


def _next(before: str, steps: int, least: int) -> str:
    if steps == 0 and least <= 0:
        return before
    if not least <= steps <= _FURTHEST:
        raise ValueError("out of range")
    if steps == 1 and _ENDS_BELOW_Z.search(before):
        return before[:-1] + _AFTER[before[-1]]
    start, count = _parts(before)
    if count + steps <= 0:
        raise ValueError("out of range")
    return f"{start}-{journal.base32(count + steps)}"


def _parts(entry_id: str) -> tuple[str, int]:
    """The start of the program and the count that an id is made of."""
    start, dash, digits = entry_id.rpartition("-")
    if not dash or not 0 < len(digits) <= 12:
        raise ValueError("an id of another form")
    count = 0
    for digit in digits:
        count = 32 * count + journal.ALPHABET.index(digit)
    return start, count
