"""The words of cells: shared strings read, runs of rich text joined and kept, words written so that they stay words.

Strings are written into the cell itself (``inlineStr``), so that the part with the shared ones stays as it is.
"""

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml.etree import _Element

from village_desk.workbooks.forms.parts import Parts, child
from village_desk.workbooks.forms.placeholders import Edit, put

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LONGEST = 32_767
"""Characters that a cell of Excel holds at most."""


class SharedStrings:
    """The strings that cells name by their numbers (``t="s"``)."""

    def __init__(self, parts: Parts, member: str) -> None:
        tree = parts.tree(member) if member and parts.has(member) else None
        self._items = [] if tree is None else list(tree.iterfind("{*}si"))

    def item(self, cell: _Element) -> _Element | None:
        """The element that holds the words of a cell of text, in the cell or among the shared ones."""
        sort = cell.get("t")
        if sort == "inlineStr":
            return cell.find("{*}is")
        number = cell.findtext("{*}v", "").strip() if sort == "s" else ""
        return self._items[int(number)] if number.isdecimal() and int(number) < len(self._items) else None


def text(item: _Element) -> str:
    """The words of a string, its runs joined; what shows their sound (``rPh``) left out."""
    found = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return "".join(map(_decoded, found))


def set_words(cell: _Element, words: str) -> None:
    """Puts words into a cell in place of what it holds; "" empties it. Its format stays."""
    _clear(cell)
    if words:
        _add_text(_inline(cell), words)


def set_edited(cell: _Element, item: _Element, edits: Sequence[Edit]) -> None:
    """Puts the words of ``item`` with the edits made into a cell. Each run keeps its looks, with what begins in it."""
    runs = list(item.iterfind("{*}r"))
    if not runs:
        set_words(cell, put(text(item), list(edits)))
        return
    _clear(cell)
    inline, at = _inline(cell), 0
    for run in map(deepcopy, runs):
        words = "".join(map(_decoded, run.iterfind("{*}t")))
        _set_run(run, _part(words, at, edits))
        inline.append(run)
        at += len(words)


def set_number(cell: _Element, number: str) -> None:
    """Puts a number into a cell; its format stays."""
    _clear(cell)
    child(cell, "v").text = number


def writable(words: str) -> str:
    """The words with what no XML can hold left out, lines ended in one way, as long as a cell can hold."""
    return _UNWRITABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))[:_LONGEST]


def _part(words: str, at: int, edits: Sequence[Edit]) -> str:
    """The words of a run that stands from ``at`` on, with the edits: a new text belongs to the run where it begins."""
    end = at + len(words)
    inside: list[Edit] = []
    for start, stop, new in edits:
        if start < end and stop > at:
            inside.append((max(start, at) - at, min(stop, end) - at, new if start >= at else ""))
    return put(words, inside)


def _set_run(run: _Element, words: str) -> None:
    for each in list(run.iterfind("{*}t")):
        run.remove(each)
    _add_text(run, words)


def _inline(cell: _Element) -> _Element:
    cell.set("t", "inlineStr")
    return child(cell, "is")


def _add_text(parent: _Element, words: str) -> None:
    element = child(parent, "t")
    element.text = _LOOKS_CODED.sub("_x005F_", writable(words))
    element.set(_SPACE, "preserve")


def _clear(cell: _Element) -> None:
    if "t" in cell.attrib:
        del cell.attrib["t"]
    for each in list(cell):
        cell.remove(each)


def _decoded(element: _Element) -> str:
    return _CODED.sub(lambda code: chr(int(code[1], 16)), element.text or "")
