"""A season as a workbook from the console: its contents, who may have it, and its line in the log."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sync.agreement.facts import ReceiptVoided
from sync.township.console.clerks import Role
from tests.township.console.browser import Browser, Page
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number

EVIL = '=HYPERLINK("http://x","点我")'


@pytest.fixture
def village(office: Office) -> Village:
    """Two villages: one with money of two years, a voided receipt and a name like a formula; another with one payer."""
    first, second = office.village(1, "沟二社区"), office.village(2, "石桥村")
    people = first.register(0, 3)
    evil = first.register(7, name=EVIL, phone="13812345678")[0]
    first.collect(people[0], fen=12345)
    first.collect(people[1], year=2025, fen=50000)
    first.record(ReceiptVoided(person=evil, receipt=first.collect(evil), reason="写错"))
    second.collect(second.register(20)[0], fen=30000)
    first.report()
    second.report()
    return first


def downloaded(browser: Browser, **fields: str) -> Page:
    """Fill in the form and press the button."""
    assert "下载 Excel 文件" in browser.get("/console/export").words
    form = next(each for each in browser.page.forms() if each.action == "/console/export")
    return browser.post(form.action, form.hidden | {"year": "2026", "village": ""} | fields)


def book(page: Page) -> Workbook:
    """The workbook that came."""
    assert page.status == 200, page.words
    raw = page.text.encode(errors="surrogateescape")
    assert page.header("content-length") == str(len(raw))
    return load_workbook(BytesIO(raw))


def rows(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet below its headings."""
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows(min_row=2)]


def test_the_year_of_all_villages_adds_up_and_nothing_in_it_is_a_formula(office: Office, village: Village) -> None:
    page = downloaded(office.browser("李经办"))
    found = book(page)
    assert found.sheetnames == ["合计", "现金", "现金账", "缴存", "各年度", "协办台", "人员", "缴费"]
    assert rows(found, "现金") == [("已帮缴", 0), ("已缴存", 0), ("村里手上现金", 923.45)]
    assert {cell.data_type for sheet in found for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    paid = rows(found, "缴费")
    assert [(row[4], row[8], row[11]) for row in paid] == [
        (2026, 123.45, "计入"),
        (2026, 200, "已作废"),
        (2026, 300, "计入"),
    ]
    assert rows(found, "各年度") == [(2025, 500, 0, 500), (2026, 623.45, 200, 423.45)]
    assert sum(row[8] for row in paid if row[11] == "计入") == 423.45
    assert EVIL in [row[3] for row in rows(found, "人员")]
    assert id_number(7).encode() not in page.text.encode(errors="surrogateescape")
    assert id_number(7) not in str(rows(found, "人员") + paid)
    assert "****5678" in str(rows(found, "人员"))
    assert page.header("cache-control") == "no-store"


def test_one_village_and_another_year(office: Office, village: Village) -> None:
    page = downloaded(office.browser("李经办"), village=village.code, year="2025")
    assert village.code in page.header("content-disposition")
    found = book(page)
    assert [row[4] for row in rows(found, "缴费")] == [2025]
    assert {row[2] for row in rows(found, "人员")} == {village.desk}
    assert [row[2] for row in rows(found, "协办台")] == [village.desk]


def test_every_fact_is_there_when_it_is_wanted(office: Office, village: Village) -> None:
    found = book(downloaded(office.browser("李经办"), facts="on", village=village.code))
    assert len(rows(found, "记录")) == 1 + 4 + 4
    assert "原文" not in [cell.value for cell in found["记录"][1]]


def test_full_numbers_are_for_chiefs_who_ask(office: Office, village: Village) -> None:
    clerk = office.browser("李经办")
    page = downloaded(clerk, whole="on")
    assert (page.status, "主管" in page.words) == (403, True)
    assert 'name="whole"' not in clerk.get("/console/export").text
    chief = office.browser("王主管", Role.CHIEF)
    assert id_number(7) in [row[4] for row in rows(book(downloaded(chief, whole="on")), "人员")]
    assert id_number(7) not in [row[4] for row in rows(book(downloaded(chief)), "人员")]


def test_who_downloaded_what_is_in_the_log_and_what_was_refused_is_not(office: Office, village: Village) -> None:
    clerk, chief = office.browser("李经办"), office.browser("王主管", Role.CHIEF)
    downloaded(clerk, whole="on")
    downloaded(clerk, village=village.code)
    downloaded(chief, whole="on", facts="on")
    words = chief.get("/console/log").words
    assert words.count("导出账本") == 2
    assert "李经办 导出账本 2026 年度 沟二社区，号码打码" in words
    assert "王主管 导出账本 2026 年度 各村，完整号码，有逐笔记录" in words


@pytest.mark.parametrize("fields", [{"village": "429004103999"}, {"year": "1999"}, {"year": "x"}, {"year": ""}])
def test_what_the_books_do_not_have_is_said(office: Office, village: Village, fields: dict[str, str]) -> None:
    page = downloaded(office.browser("李经办"), **fields)
    assert (page.status, "没有这个村或这个年度" in page.words) == (404, True)


def test_the_button_stands_where_the_year_and_the_village_are_looked_at(office: Office, village: Village) -> None:
    clerk = office.browser("李经办")
    assert "/console/export?year=2026" in clerk.page.links()
    path = f"/console/export?year=2025&village={village.code}"
    assert path in clerk.get(f"/console/villages/{village.code}?year=2025").links()
    text = clerk.get(path).text
    assert f'value="{village.code}" selected' in text
    assert 'value="2025" selected' in text
    assert "导出" not in office.browser("领导", Role.VIEWER).page.words
