"""What is wrong with a row of a workbook, and what to do about it. A value; nothing is found or written here."""

from dataclasses import dataclass

from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row. A problem that ``holds`` keeps its row out; another is a remark on a row taken in.

    ``row`` is numbered as Excel shows it, ``column`` is the header as it stands in the workbook, "" for the whole row.
    """

    row: int
    sheet: str
    column: str
    code: str
    message: str
    cure: str
    holds: bool = True

    def in_words(self) -> str:
        """The problem as one line: ``身份证号：没有身份证号。请补上 18 位身份证号``."""
        where = _("{column}：").format(column=self.column) if self.column else ""
        cure = _("。{cure}").format(cure=self.cure) if self.cure else ""
        return where + self.message + cure
