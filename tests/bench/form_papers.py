"""Forms kept as workbooks: a page filled and drawn, a list of many people, against the hand-drawn roster a line."""

from __future__ import annotations

import functools
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.bench.roster_paper import roster
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.memory import peak_kib
from village_desk.documents import payout_roster, sheets
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FormContent, Record, Value
from village_desk.services.forms import catalogue
from village_desk.workbooks.forms import filling, template

PERSON: dict[str, Value] = {
    "姓名": "王秀英",
    "性别": "女",
    "公民身份号码": "429004195312253838",
    "出生日期": date(1953, 12, 25),
    "年龄": 72,
    "户籍地址": "沟二社区第 3 组 12 号",
    "银行账号": "6217191080453265048",
    "填表日期": date(2026, 11, 2),
    "单位名称": "沟二社区",
}


def bench(folder: Path, sizes: Sizes) -> None:
    """A page of each form of a person, and the posting of lists of some lengths."""
    for each in catalogue.shipped():
        if each.number and each.subject is catalogue.Subject.PERSON:
            _page(each)
    growth = Growth()
    for payees in sizes.payees[:2]:
        ours = least(functools.partial(posting, payees), 1)
        theirs = least(functools.partial(payout_roster.draw, roster(payees)), 1)
        command = [sys.executable, "-m", "tests.bench.form_papers", str(payees)]
        megabytes = int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
        against, grown = "the signing roster of as many", growth(payees, ours)
        line(f"posting of {payees:,} payees, a form", ours, theirs, against, "10 s; 200 MB", grown, megabytes)


def _page(form: catalogue.Form) -> None:
    """One person's form: filled, against only reading it; drawn, against filling."""
    read = template.read(form.data())
    work = functools.partial(filling.fill, read, FormContent(PERSON))
    filled = least(work)
    line(f"{form.title} filled", filled, least(lambda: template.read(form.data())), "reading the form", "20 ms")
    data = work().data
    line(f"{form.title} drawn", least(lambda: sheets.draw(data)), filled, "filling it", "30 ms a page")


def posting(payees: int) -> None:
    """The posting of a month's payout list, filled and drawn."""
    form = next(each for each in catalogue.shipped() if each.subject is catalogue.Subject.PAYOUTS)
    content = FormContent(
        {"年月": Month(2026, 11), "单位名称": "沟二社区"}, {"": [_payee(nth) for nth in range(payees)]}
    )
    filled = filling.fill(template.read(form.data()), content, sheets.page_room(form.data()))
    sheets.draw(filled.data)


def _payee(place: int) -> Record:
    return {
        "序号": place + 1,
        "姓名": "王秀英"[: 2 + place % 2],
        "性别": "女",
        "出生日期": date(1953, 12, 25),
        "村民小组": f"第 {place // 100 + 1} 组",
        "行政区划和小组": f"沟二社区第 {place // 100 + 1} 组",
        "金额": 18000 + place,
    }


if __name__ == "__main__":
    posting(int(sys.argv[1]))
    print(peak_kib() // 1024)
