"""Numbers and dates as Excel writes them."""

import pytest

from tests.documents.sheets.looking import drawn, sheet_of
from village_desk.documents.sheets.number_formats import text_written, written
from village_desk.domain.basics.errors import Refused


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.5, "#,##0.00", "0.50"),
        (12, "0000", "0012"),
        (7.125, "0.00", "7.13"),
        (2.675, "0.00", "2.68"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-0.001, "0.00", "0.00"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-3, "0;[Red]-0", "-3"),
        (0, '0.00;-0.00;"无"', "无"),
        (0, "0.00;-0.00;", ""),
        (1234.5, '"¥"#,##0.00', "¥1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1234.5, "¥#,##0.00_);(¥#,##0.00)", "¥1,234.50 "),
        (0.125, "0.0%", "12.5%"),
        (0.08, "0%", "8%"),
        (1234567, "#,##0,", "1,235"),
        (12345678, "0.0,,", "12.3"),
        (18012345678, "000-0000-0000", "180-1234-5678"),
        (0.5, "#.##", ".5"),
        (5, "#.##", "5."),
        (1.5, "0.0##", "1.5"),
        (3.5, '0.0"元"', "3.5元"),
        (3, "0人", "3人"),
        (150, '[>=100]0"多";0"少"', "150多"),
        (50, '[>=100]0"多";0"少"', "50少"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "# ?/?", "1 1/2"),
        (0.333, "# ?/?", "1/3"),
        (2, "# ?/?", "2"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (12345678901, "General", "12345678901"),
        (429004196205031820, "General", "4.29004E+17"),
        (100, "General", "100"),
        (-2.5, "General", "-2.5"),
        (1234567890.126, "General", "1234567890"),
        (3, 'General"人"', "3人"),
        (1234.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', " 1,234.50 "),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', " -   "),
        (3, "@", "3"),
    ],
)
def test_a_number_is_written_as_its_format_wants(number: float, code: str, words: str) -> None:
    assert written(number, code)[0] == words


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (46329, 'yyyy"年"m"月"d"日"', "2026年11月3日"),
        (46329, "yyyy/m/d", "2026/11/3"),
        (46329, "yyyy-mm-dd", "2026-11-03"),
        (46329, '[$-804]yyyy"年"m"月"d"日";@', "2026年11月3日"),
        (46329, "yy.mm", "26.11"),
        (46329, "aaaa", "星期二"),
        (46329, "[$-804]mmmm", "十一月"),
        (46329.40625, "yyyy-mm-dd hh:mm:ss", "2026-11-03 09:45:00"),
        (46329.40625, "h:mm AM/PM", "9:45 AM"),
        (46329.65, '上午/下午h"时"mm"分"', "下午3时36分"),
        (0.75, "mm:ss", "00:00"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-1, "yyyy-mm-dd", "-1"),
    ],
)
def test_a_date_is_written_as_its_format_wants(number: float, code: str, words: str) -> None:
    assert written(number, code)[0] == words


def test_days_may_be_counted_from_1904() -> None:
    assert written(46329 - 1462, "yyyy-mm-dd", starts_1904=True)[0] == "2026-11-03"


def test_a_format_may_ask_for_a_colour() -> None:
    assert written(-3, "0;[Red]-0")[1] == written(-3, "0;[红色]-0")[1] == (1.0, 0.0, 0.0)
    assert written(3, "0;[Red]-0")[1] is None


@pytest.mark.parametrize("code", ["[DBNum2]General", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "[dbnum3]0"])
def test_chinese_numerals_are_refused_with_their_cell_and_words_in_such_a_cell_are_drawn(code: str) -> None:
    sheet = sheet_of()
    sheet["C7"] = "合计"
    sheet["C7"].number_format = sheet["D7"].number_format = code
    assert drawn(sheet).pages == 1
    sheet["D7"] = 1234
    with pytest.raises(Refused) as refusal:
        drawn(sheet)
    assert refusal.value.code == "number_format" and refusal.value.message.startswith("D7 ")


def test_words_stand_in_the_part_for_text() -> None:
    assert text_written("王", "0.00;-0.00;0;姓名：@") == "姓名：王"
    assert text_written("王", "0.00") == "王"
