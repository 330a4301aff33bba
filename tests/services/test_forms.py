"""Forms at a desk: which fit somebody, what is filled in, what stays empty and is told, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.desks import SAMPLE, StillClock, id_number, register
from tests.documents.sheets.trial_forms import photo
from tests.workbooks.books import save
from tests.workbooks.forms.dialects import DIALECTS, SHEET, Form, made
from tests.workbooks.forms.filled import rewritten
from village_desk.desk import Desk
from village_desk.documents.paper import Paper
from village_desk.documents.sheets import Drawn, LeftBlank, Shrunk, Undrawn
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD
from village_desk.services.collecting import Payment
from village_desk.services.forms import catalogue, checking, field_guide, year_values
from village_desk.services.forms.catalogue import Subject
from village_desk.services.forms.installing import Described
from village_desk.services.forms.printing_forms import FilledForm, Wanted, drawing_remarks

NUMBER = id_number("19800512", 1)


def words(filled: FilledForm) -> str:
    """All words of all copies, cell by cell."""
    return "\n".join(cell for data in filled.workbooks for cell in _cells(data))


def _cells(data: bytes) -> Iterator[str]:
    for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python():
        yield from (str(each) for each in row if each != "")


@pytest.mark.parametrize("form", catalogue.shipped(), ids=lambda form: form.title)
def test_a_shipped_form_passes_the_check_that_a_form_from_outside_must_pass(form: catalogue.Form) -> None:
    assert not checking.check(form.data(), form.posting).refusals


def test_what_only_drawing_finds_is_refused_when_the_form_is_checked() -> None:
    data = made(Form({"A1": "{姓名}"}), DIALECTS["excel"])
    column = b'<cols><col min="1" max="1" width="nan"/></cols><sheetData>'
    data = rewritten(data, SHEET, lambda xml: xml.replace(b"<sheetData>", column))
    [told] = checking.check(data).refusals
    assert "另存一次" in told


def test_of_very_many_cells_that_are_too_small_the_first_are_named() -> None:
    shrunk = tuple(Shrunk(f"A{row}", 0.5) for row in range(1, 5001))
    [told] = drawing_remarks(Drawn(Paper(b"", 1), 1, shrunk))
    assert "A20 等 5000 格" in told and "A21" not in told


def test_a_form_says_what_the_desk_knows_and_names_what_it_does_not(desk: Desk) -> None:
    person = register(desk, "单雄信", tier_fen=20000, hukou_address="沟二社区三组12号")
    filled = desk.forms.fill(Wanted("F1", (person,)))
    found = words(filled)
    assert "单雄信" in found and NUMBER in found and "沟二社区三组12号" in found and "2026年11月2日" in found
    assert "民族" in filled.blanks and "姓名" not in filled.blanks
    assert any("民族" in each for each in filled.remarks())


def test_the_tiers_to_tick_are_those_of_the_policy(desk: Desk) -> None:
    found = words(desk.forms.fill(Wanted("参保登记表", (register(desk, "单雄信", tier_fen=20000),))))
    assert "□农业　□非农业　□居民户口" in found
    assert "☑200元" in found and "□1000元" in found and "{" not in found


def test_what_somebody_types_is_put_where_nothing_is_known(desk: Desk) -> None:
    person = register(desk, "单雄信")
    filled = desk.forms.fill(Wanted("F7", (person,), typed={"死亡时间": "2026-10-30", "追回金额": "163"}))
    assert "2026年10月30日" in words(filled) and "163.0" in words(filled)
    assert "死亡日期" not in filled.blanks


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"没有的": "甲"}, "unknown_field"), ({"死亡日期": "前天"}, "date"), ({"追回金额": "多"}, "amount")],
)
def test_what_is_typed_amiss_is_refused_at_its_field(desk: Desk, typed: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.forms.fill(Wanted("F7", (register(desk, "单雄信"),), typed=typed))
    assert (refused.value.code, refused.value.field) == (code, next(iter(typed)))


def test_an_account_whose_earlier_years_are_unknown_is_left_to_the_county(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 20000))
    filled = desk.forms.fill(Wanted("F4", (person,)))
    assert {"个人账户积累额", "月养老金", "领取月"} <= set(filled.blanks)
    assert "缴费年限" not in filled.blanks and any("缴费证" in each for each in filled.remarks())


def test_a_yearly_statement_adds_up(desk: Desk) -> None:
    person = register(desk, "单雄信")
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    found = list(_cells(desk.forms.fill(Wanted("F22", (person,), 2026)).workbooks[0]))
    at = found.index("年末结余")
    assert [float(each) for each in found[at + 1 : at + 6]] == [200.0, 30.0, 0.0, 0.0, 230.0]
    assert receipt.number in found


def test_a_yearly_statement_of_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.forms.fill(Wanted("F22", (register(desk, "单雄信"),), 2025))
    assert refused.value.code == "no_account"


def test_a_yearly_statement_of_a_year_to_come_or_of_a_note_that_is_not_understood_is_refused(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 20000))
    with pytest.raises(Refused) as refused:
        desk.forms.fill(Wanted("F22", (person,), 2027))
    assert (refused.value.code, refused.value.field) == ("year", "year")
    policy, on = desk.policies.on(date(2026, 11, 2)), date(2026, 11, 2)
    life = replace(desk.assessing.facts(person, policy), not_understood=(Reason("note", "看不懂", ""),))
    with pytest.raises(Refused) as refused:
        year_values.of_year(policy, life, 2026, on)
    assert refused.value.code == NOT_UNDERSTOOD


def test_a_posting_masks_names_no_number_whole_and_its_sums_are_right(desk: Desk) -> None:
    desk.paying.take(desk.paying.read(SAMPLE / "payout-list.xlsx"))
    filled = desk.forms.fill(Wanted("F12"))
    payees = desk.paying.lines(desk.paying.lists()[0].id)
    assert not any(each.id_number in words(filled) for each in payees)
    assert f"总计　{len(payees)} 人" in words(filled)
    drawn = desk.forms.drawn(filled)
    assert drawn.pages > 5 and not drawing_remarks(drawn)


def test_a_form_for_several_people_is_one_paper_with_a_page_each(desk: Desk) -> None:
    people = tuple(register(desk, name, serial=nth) for nth, name in enumerate(("甲一", "乙二", "丙三"), 1))
    filled = desk.forms.fill(Wanted("F2", people))
    assert len(filled.workbooks) == 3 and desk.forms.drawn(filled).pages == 3


@pytest.mark.parametrize("form", [each for each in catalogue.shipped() if each.subject is not Subject.PAYOUTS])
def test_the_same_content_is_the_same_paper(desk: Desk, form: catalogue.Form) -> None:
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 20000))
    one, two = (desk.forms.fill(Wanted(form.name, (person,), 2026)) for _each in range(2))
    assert one.workbooks == two.workbooks
    assert desk.forms.drawn(one).paper.pdf == desk.forms.drawn(two).paper.pdf


def test_a_name_that_looks_like_a_place_or_a_formula_stays_a_name(desk: Desk) -> None:
    filled = desk.forms.fill(Wanted("F2", (register(desk, "{公民身份号码}"),)))
    assert "{公民身份号码}" in words(filled)
    assert b"<f>" not in b"".join(filled.workbooks)


def test_the_photo_of_a_person_is_put_on_the_form(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.attaching.use_as_photo(desk.attaching.add(person, photo(), "照片").id)
    filled = desk.forms.fill(Wanted("F1", (person,)))
    assert "照片" not in filled.blanks
    assert any(name.startswith("xl/media/") for name in ZipFile(io.BytesIO(filled.workbooks[0])).namelist())


def test_a_list_of_people_says_who_paid_this_year(desk: Desk, tmp_path: Path) -> None:
    paid, owing = register(desk, "甲一", group=3), register(desk, "乙二", serial=2)
    receipt = desk.collecting.collect(Payment(paid, 2026, 20000))
    rows = [
        ["{年度}年缴费名册"],
        ["{.姓名}", "{.行政区划和小组}", "{.个人缴费}", "{.票据号}"],
        ["共 {合计.个人缴费} 元"],
    ]
    described = Described("缴费名册", for_whom=Subject.PEOPLE)
    desk.installed_forms.install_file(save(tmp_path / "名册.xlsx", rows), described)
    found = list(_cells(desk.forms.fill(Wanted("缴费名册", (paid, owing))).workbooks[0]))
    assert found == [
        "2026年缴费名册",
        "甲一",
        "沟二社区第 3 组",
        "200.0",
        receipt.number,
        "乙二",
        "沟二社区",
        "共 200 元",
    ]


def test_the_forms_that_fit_somebody_follow_their_standing(desk: Desk) -> None:
    new, old = register(desk, "甲一"), register(desk, "乙二", "19500512", 2)
    assert [each.number for each in desk.forms.fitting(new)] == ["F1"]
    assert [each.number for each in desk.forms.fitting(old)] == ["F4", "F2"]


def test_a_form_that_there_is_not_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(Refused, match="参保登记表"):
        desk.forms.fill(Wanted("F99"))
    with pytest.raises(Refused) as refused:
        desk.forms.fill(Wanted("F1"))
    assert refused.value.code == "no_people"


def test_what_was_not_drawn_is_named_by_its_reason() -> None:
    blank = (
        LeftBlank("A1", "\uf8f0"),
        LeftBlank("B2", "=A1", Undrawn.FORMULA),
        LeftBlank("C3", "", Undrawn.PICTURE),
        LeftBlank("D4", "", Undrawn.PICTURE),
    )
    assert drawing_remarks(Drawn(Paper(b"", 1), 1, (Shrunk("E5", 0.7), Shrunk("F6", 0.97)), blank)) == [
        "这几格字太多，缩得很小：E5",
        "没有字体，要手写：A1 的“\uf8f0”",
        "公式没有算出数来，要手写：B2 的“=A1”",
        "图片印不出来，请在表里换成 JPG 或 PNG：C3、D4",
    ]


def test_of_several_papers_only_what_is_the_same_on_all_can_be_typed_once(desk: Desk) -> None:
    people = (register(desk, "单雄信"), register(desk, "秦琼", "19810512"))
    assert {"户籍地址", "协办员"} <= set(desk.forms.fill(Wanted("F2", people[:1])).typable)
    assert desk.forms.fill(Wanted("F2", people)).typable == ("协办员", "协办员电话")


def test_the_form_of_changes_is_filled_with_what_was_corrected_today(desk: Desk, clock: StillClock) -> None:
    other = id_number("19800512", 3)
    person = register(desk, "单雄心", tier_fen=20000, phone="13800000001", group=3)
    desk.registering.correct(person, {"phone": "13800000002", "tier_fen": 30000})
    clock.move(days=2)
    assert "300 元" not in words(desk.forms.fill(Wanted("F2", (person,)))), "the change of another day"
    desk.registering.correct(person, {"name": "单雄", "id_number": other})
    desk.registering.correct(person, {"name": "单雄信", "phone": "13800000003", "group": 0, "group_name": "王家湾组"})
    rows = sheet(desk.forms.fill(Wanted("F2", (person,))))
    assert rows["姓名"][-1] == ["单雄心", "单雄信"], "what stood in between was never on paper"
    assert rows["身份证号码"][-1] == [NUMBER, other]
    assert rows["其他"][-1] == ["村民小组 第 3 组；电话 13800000002", "村民小组 王家湾组；电话 13800000003"]
    assert rows["缴费档次"][-1] == [] == rows["银行账号"][-1]


def test_the_guide_shows_what_each_way_prints_and_offers_none_that_means_nothing(desk: Desk) -> None:
    lines = [line for chapter in field_guide.chapters(desk.forms.fields) for line in chapter.lines]
    ways = {way.written: way.sample for line in lines for way in line.ways}
    assert ways["{金额:大写}"] == "人民币壹仟贰佰叁拾肆元伍角"
    assert ways["{出生日期:年月日}"] == "2026年3月8日"
    assert ways["{公民身份号码:掩码}"] == "110105********002X"
    assert ways["{公民身份号码#3}"] == "0"
    assert ways["{职保:选项}"] == "☑是　□否"
    assert all(ways.values())
    asked = {each.partition(":")[0][1:] for each, sample in ways.items() if "政策" in sample}
    assert asked == {"缴费档次", "特殊群体", "户籍性质", "领取方式", "终止原因", "变更事项"}
    assert not {"{民族:选项}", "{金额:选项}", "{公民身份号码:选项}"} & ways.keys()


def sheet(filled: FilledForm) -> dict[str, list[list[str]]]:
    """The cells behind the first one of each row, by that one, in the order of the rows."""
    found: dict[str, list[list[str]]] = {}
    [data] = filled.workbooks
    for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python():
        first, *rest = [str(each) for each in row if each != ""] or [""]
        found.setdefault(first, []).append(rest)
    return found


@pytest.mark.parametrize("field", ["死亡日期", "追回金额", "停发月"])
def test_a_number_typed_into_the_wrong_field_is_not_repeated_whole(desk: Desk, field: str) -> None:
    with pytest.raises(Refused) as no:
        desk.forms.fill(Wanted("F7", (register(desk, "单雄信"),), typed={field: NUMBER}))
    assert no.value.message.startswith(field) and NUMBER not in no.value.message


def test_who_is_chosen_twice_stands_on_a_list_once(desk: Desk) -> None:
    data = made(Form({"A1": "{.姓名}"}), DIALECTS["excel"])
    desk.installed_forms.install(data, Described("名单", for_whom=Subject.PEOPLE))
    one, other = register(desk, "单雄信"), register(desk, "秦叔宝", serial=2)
    filled = desk.forms.fill(Wanted("名单", (one, other, one)))
    assert (filled.people, words(filled).count("单雄信")) == ((one, other), 1)
