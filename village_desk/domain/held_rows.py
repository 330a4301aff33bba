"""A row of a roster that could not be taken in, as it stands in the workbook; and what became of it. Values only.

These facts are of this desk alone: they stand in its private journal and never go up to the township.
"""

from __future__ import annotations

from typing import ClassVar

from sync.agreement.values import value
from village_desk.words import _


@value
class HeldCell:
    """One cell: the field it is read as ("" for none), the heading over it, and its content as text.

    ``sort``: the type that the workbook gave it, "" for text: number | day | moment | time | span | truth | formula |
    error. A cell that somebody typed is text.
    """

    field: str
    heading: str
    text: str = ""
    sort: str = ""


@value
class HeldReason:
    """Why the row was held: as a problem of a roster. ``field``: "" for the row as a whole."""

    code: str
    message: str
    cure: str
    field: str = ""


@value
class RowHeld:
    """A row was left out of an import. The same ``row`` again: it stands otherwise in a later file, or waits again.

    ``file``: the name of the workbook. ``number``: the row, as Excel shows it.
    """

    KIND: ClassVar[str] = "row.held/1"
    ABOUT: ClassVar[str] = "row"
    PARTS: ClassVar[dict[str, type]] = {"cells": HeldCell, "reasons": HeldReason}
    row: str
    file: str
    sheet: str
    number: int
    cells: tuple[HeldCell, ...]
    reasons: tuple[HeldReason, ...]

    def text(self, field: str) -> str:
        """The first text in a cell of the field; "" where there is none."""
        return next((each.text for each in self.cells if each.field == field and each.text), "")

    @property
    def name(self) -> str:
        """The person's name as written."""
        return self.text("name")


@value
class RowMended:
    """The person of the row is on the roster now. ``how``: mended (here) | imported (with a later file)."""

    KIND: ClassVar[str] = "row.mended/1"
    ABOUT: ClassVar[str] = "row"
    row: str
    person: str
    how: str = "mended"


@value
class RowPutOff:
    """The row waits again on the day ``until`` (ISO 8601)."""

    KIND: ClassVar[str] = "row.put_off/1"
    ABOUT: ClassVar[str] = "row"
    row: str
    until: str


@value
class RowNotTaken:
    """Somebody decided that the person of the row is not taken in. ``reason``: one of ``NOT_TAKEN``."""

    KIND: ClassVar[str] = "row.not_taken/1"
    ABOUT: ClassVar[str] = "row"
    row: str
    reason: str


NOT_TAKEN = {
    "repeated": _("和别的行重复"),
    "not_here": _("不是本村的人"),
    "moved": _("户口迁走了"),
    "died": _("人已去世"),
    "elsewhere": _("在别处参保"),
    "unknown": _("查无此人"),
}
"""Why somebody is not taken in, in the order of their keys."""
