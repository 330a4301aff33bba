"""The week's report and the lists of who is behind: from Today, on paper and as workbooks."""

from pathlib import Path

from openpyxl import load_workbook

from tests.clerk import Clerk
from tests.documents import reading
from village_desk.documents.paper import Paper


def printed(tray: Path) -> str:
    [file] = tray.iterdir()
    paper = reading.read(Paper(file.read_bytes(), 1))
    file.unlink()
    return "\n".join(map(paper.text, range(paper.pages)))


def test_the_weeks_report_is_two_actions_from_today_to_paper(clerk: Clerk, printer: Path, tmp_path: Path) -> None:
    whole = clerk.desk.progress_reports.report("week").whole
    clerk.goes_to("today").clicks("season_report").waits()
    assert f"已缴 {whole.paid} 人，{whole.rate.percent()}" in clerk.text("report_words")
    clerk.enters().waits_to_see("收缴进度已送到打印机，共 1 页").waits()
    text = printed(printer)
    assert "周报" in text and whole.rate.percent() in text and "参保缴费率 = 已缴人数" in text
    clerk.will_pick(tmp_path / "周报.xlsx").clicks("report_workbook").waits_to_see("存好了：周报.xlsx")
    groups = load_workbook(tmp_path / "周报.xlsx")["各组"]
    assert [str(each.value) for each in list(groups.iter_rows())[-1]][2:4] == [str(whole.due), str(whole.paid)]


def test_who_is_behind_is_printed_with_the_rate_beside_it(clerk: Clerk, printer: Path) -> None:
    missing = clerk.desk.progress_reports.report("day").whole.rate.missing
    clerk.goes_to("today").clicks("season_report").waits().chooses("report_kind", "催缴名单：今年应缴还没缴的").waits()
    clerk.enters().waits_to_see("催缴名单已送到打印机").waits()
    text = printed(printer)
    assert f"今年应缴还没缴的 · {missing} 人" in text
    assert "已缴人数 ÷ 应缴人数" in text
    clerk.chooses("report_kind", "催缴名单：去年缴过、今年还没缴的").waits()
    assert "续缴率" in clerk.text("report_words") or clerk.sees("名单是空的")
