"""A birth date column beside the identity number: says whether the two agree. The number alone carries the birth."""

from datetime import date

from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.columns import written_dates
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell


def must_agree(cell: Cell, birth: date) -> None:
    """Refused with ``birth_contradicts`` when the cell says another day than the identity number."""
    if (
        cells.is_blank(cell)
        or birth in written_dates.days(cell)
        or (birth.year, birth.month) in written_dates.months(cell)
    ):
        return
    if not written_dates.days(cell) and not written_dates.months(cell):
        cure = _("人照收，以身份证号里的为准；请写成 1954-02-09 这样")
        raise Refused(_("出生日期“{written}”看不懂").format(written=cells.text(cell)), cure, "birth_unreadable")
    raise Refused(_("出生日期与身份证号里的不一样"), _("请对照身份证，改正写错的那一个"), "birth_contradicts")
