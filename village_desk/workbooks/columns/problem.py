"""A problem in a row of a workbook, with its cure. A value; nothing is found or written here."""

from sync.agreement.values import value
from village_desk.words import _


@value
class Problem:
    """One problem of a row. A problem that ``holds`` keeps its row out; another is a remark on a row taken in.

    ``row`` is numbered as Excel shows it, ``column`` is the heading as written in the workbook, "" for the whole row.
    ``name`` is the person in the row, ``value`` the cell, long numbers masked; ``field``: how the column is read. Each
    may be "".
    """

    row: int
    sheet: str
    column: str
    code: str
    message: str
    cure: str
    holds: bool = True
    name: str = ""
    value: str = ""
    field: str = ""

    def in_words(self) -> str:
        """The problem as one line: ``身份证号：没有身份证号。请补上 18 位身份证号``."""
        where = _("{column}：").format(column=self.column) if self.column else ""
        cure = _("。{cure}").format(cure=self.cure) if self.cure else ""
        return where + self.message + cure

    def at_length(self) -> str:
        """The problem in words, after the person and the cell: ``张三，身份证号“429004********001X”：…``."""
        who = _("{name}，").format(name=self.name) if self.name and self.name != self.value else ""
        cell = _("{column}“{value}”").format(column=self.column, value=self.value) if self.value else self.column
        where = _("{where}：").format(where=(who + cell).rstrip(_("，"))) if who or cell else ""
        cure = _("。{cure}").format(cure=self.cure) if self.cure else ""
        return where + self.message + cure
