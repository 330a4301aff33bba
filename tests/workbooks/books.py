"""Workbooks as townships make them, written small for one claim each."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from stdnum.cn import ric

from village_desk.domain.basics.progress import Progress, silent
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.payouts.payout_list import PayoutReading
from village_desk.workbooks.rosters import roster
from village_desk.workbooks.rosters.roster import RosterReading

TODAY = date(2026, 11, 1)

FIELD = Path(__file__).parent.parent / "data/field"
"""Files as village offices hand them in; all people are invented."""

LABELS = {
    "name": "姓名",
    "id_number": "公民身份号码",
    "sex": "性别",
    "birth": "出生日期",
    "ethnic": "民族",
    "group": "村民小组",
    "household": "户编号",
    "head": "户主姓名",
    "relation": "与户主关系",
    "phone": "联系电话",
    "tier": "缴费档次(元)",
    "special_group": "特殊群体",
    "account": "社保卡/银行账号",
    "note": "备注",
}

Row = Mapping[str, Any]
Grid = Sequence[Sequence[Any]]


def offers(tier_fen: int) -> bool:
    """The tiers of the national frame of 2014 (R2)."""
    return tier_fen in {yuan * 100 for yuan in (*range(100, 1001, 100), 1500, 2000)}


def number(order: int = 1, birth: str = "19700203", area: str = "429004") -> str:
    """A valid identity number; an odd order is a man's."""
    start = f"{area}{birth}{order:03d}"
    return start + str(ric.calc_check_digit(start + "0"))


def grid(rows: Sequence[Row], labels: Mapping[str, str] = LABELS) -> list[list[Any]]:
    """A header over rows that name their fields."""
    return [list(labels.values()), *([row.get(field, "") for field in labels] for row in rows)]


def save(path: Path, *sheets: Grid, names: Sequence[str] = ()) -> Path:
    """A workbook with these sheets."""
    book = Workbook()
    del book["Sheet"]
    for place, cells in enumerate(sheets):
        sheet = book.create_sheet(names[place] if names else f"表{place + 1}")
        for row in cells:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def read(path: Path, progress: Progress = silent) -> RosterReading:
    return roster.read(path, offers, TODAY, progress)


def read_rows(folder: Path, *rows: Row) -> RosterReading:
    """What is read from a roster of these rows: the first person stands on row 2."""
    return read(save(folder / "花名册.xlsx", grid(rows)))


def codes(reading: RosterReading | PayoutReading, row: int) -> list[str]:
    """The codes of the problems on a row."""
    return [problem.code for problem in reading.problems if problem.row == row]


PAYOUT_HEADER = (
    "序号",
    "姓名",
    "公民身份号码",
    "基础养老金",
    "个人账户养老金",
    "高龄加发",
    "应发合计",
    "开户银行账号",
    "发放方式",
)


def payee(order: int, base: Any = 160.0, account: Any = 41.48, extra: Any = 0.0, total: Any = 201.48) -> list[Any]:
    """A good line of a payout list but for what is given."""
    person = number(order, "19500203")
    return [order, "谭少怀", person, base, account, extra, total, "6213363012176684800", "社会化发放"]


def read_payout(
    folder: Path, *lines: Sequence[Any], title: Any = "2026年11月待遇发放明细", name: str = "表"
) -> PayoutReading:
    """What is read from a payout list of these lines: the first stands on row 3."""
    path = save(folder / "名单.xlsx", [[title], PAYOUT_HEADER, *lines], names=[name])
    return payout_list.read(path, TODAY)
