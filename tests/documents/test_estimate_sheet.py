"""The estimate sheet read back from its PDF: what an elder takes home, in type that elders can read."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QRectF

import resources
from tests.documents.examples import NOBODY_HAS, RARE
from tests.documents.reading import Read, read
from village_desk.documents import estimate_sheet, estimate_words
from village_desk.documents.estimate_sheet import EstimateSheet
from village_desk.documents.paper import BEIJING, MM
from village_desk.domain.assessing import assess
from village_desk.domain.basics.ages import age
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Part
from village_desk.domain.estimates.for_person import compare, estimate
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts

pytestmark = pytest.mark.usefixtures("qapp")

ON = date(2026, 11, 3)
LONG_NAME = "阿卜杜热合曼·阿卜杜喀迪尔·买买提艾力·阿不都克里木·吐尔逊江·依明尼亚孜汗"
LONG_VILLAGE = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克镇巴西里格村民委员会"


def shipped(name: str) -> Policy:
    return policy_file.read(resources.path(f"policies/{name}.toml").read_text("utf-8"), name)


HUBEI, YUNNAN = shipped("hubei-2024"), shipped("yunnan-2014")


def paid(*years: int, tier: int = 30000) -> tuple[PaidYear, ...]:
    return tuple(PaidYear(year, date(year, 6, 1), tier) for year in years)


PAYER = PersonFacts(date(1975, 5, 12), paid(*range(2016, 2025)), tier_fen=30000)
SHORT = PersonFacts(date(1971, 5, 12), paid(2009, *range(2024, 2027)), tier_fen=30000)
HELPED = PersonFacts(
    date(1971, 5, 12),
    paid(2001, 2003, *range(2005, 2027), tier=20000),
    memberships=(Membership("disabled_severe", Period(date(2000, 1, 1))),),
    account_fen=123456789,
    tier_fen=20000,
)
ELDER = PersonFacts(date(1957, 2, 3), paid(*range(1998, 2017), tier=10000))


def sheet(county: Policy, facts: PersonFacts, *tiers: int, **changes: Any) -> EstimateSheet:
    """The sheet of a person with the estimates of these tiers."""
    found = assess(county, facts, ON)
    plans = [replace(found.expected.plan, tier_fen=tier) for tier in tiers] if found.expected else []
    estimates = tuple(estimate(county, plan, ON) for plan in plans)
    if len(plans) == 2:
        both = compare(county, plans[0], plans[1], ON)
        estimates = (both.left, both.right)
    ordinary = EstimateSheet(
        village_name="沟二社区",
        desk="429004103002-A",
        person_name="谭少怀",
        id_number="429004197505124098",
        age=age(facts.birth, ON),
        assessment=found,
        policy_name=county.name,
        made_by="王桂香",
        made_at=datetime(2026, 11, 3, 9, 41, tzinfo=BEIJING),
        plans=estimates,
        hotline="0728-12333",
    )
    return replace(ordinary, **changes)


def drawn(estimated: EstimateSheet) -> Read:
    return read(estimate_sheet.draw(estimated))


def size(paper: Read, chinese: str) -> float:
    """The size in points of Chinese words on one line; a little less than it is, for the white beside the strokes."""
    return paper.place(chinese).width() * MM / len(chinese)


def test_it_is_one_a5_page() -> None:
    paper = drawn(sheet(HUBEI, PAYER, 30000, 200000))
    points = paper.document.pagePointSize(0)
    assert (paper.pages, round(points.width() / MM), round(points.height() / MM)) == (1, 148, 210)


@pytest.mark.parametrize(
    "line",
    [
        "养老金估算单",
        "估算，按2026年11月3日的政策，不作为发放依据",
        "谭少怀 51 岁 缴费中",
        "已缴 9 年，要缴 15 年，还差 6 年",
        "从2035年6月起，每月领取",
        "我一年缴 300 元 2,000 元",
        "政府一年补 45 元 402 元",
        "再缴 10 年共 3,000 元 20,000 元",
        "每月领 187.57 元 335.55 元",
        "＝ 基础养老金 143.00 元 143.00 元",
        "＋ 个人账户 44.57 元 192.55 元",
        "领多久回本 1 年 4 个月 5 年",
        "右边多缴 17,000 元，每月多领 147.98 元，",
        "领 9 年 7 个月补回来",
        "下一步：请在缴费期内缴清 2026 年的费",
        "然后：请每年按时缴费，至少还要缴 6 年",
        "沟二社区 咨询电话 0728-12333",
        "协办员签字 2026年11月3日",
        "身份证号 429004********4098 协办台 429004103002-A 制表 王桂香 2026-11-03 09:41",
    ],
)
def test_two_tiers_stand_side_by_side_with_all_that_the_person_asks(line: str) -> None:
    assert line in drawn(sheet(HUBEI, PAYER, 30000, 200000)).text().split("\n")


def test_what_is_assumed_and_by_which_policy_stands_in_the_small_print() -> None:
    estimated = sheet(HUBEI, PAYER, 30000, 200000)
    text = "".join(drawn(estimated).text().split())
    assert f"政策：{HUBEI.name}。假定：" in text
    assert estimated.plans[0].assumptions
    assert all("".join(words.split()) in text for plan in estimated.plans for words in plan.assumptions)


def test_one_tier_alone_is_compared_with_nothing() -> None:
    text = drawn(sheet(HUBEI, PAYER, 30000)).text()
    assert "每月领 187.57 元\n" in text
    assert "右边" not in text


def test_what_a_special_group_pays_stands_below_its_tier() -> None:
    lines = drawn(sheet(YUNNAN, replace(HELPED, account_fen=None), 20000, 200000)).text().split("\n")
    assert "缴费档次 200 元 2,000 元" in lines
    assert "我一年缴 0 元 1,800 元" in lines
    assert "＋ 加发 28.00 元 28.00 元" in lines
    assert "领多久回本 不用缴 3 年 7 个月" in lines


def test_who_draws_sees_the_pension_with_its_parts_and_nothing_to_pay() -> None:
    text = drawn(sheet(YUNNAN, replace(ELDER, drawn_from=Month(2017, 3)))).text()
    assert "领取中，从2017年3月起" in text
    assert "每月领 92.10 元\n＝ 基础养老金 70.00 元\n＋ 加发 8.00 元\n＋ 个人账户 14.10 元\n" in text
    assert not [words for words in ("我一年缴", "回本", "假定") if words in text]


def test_what_is_not_known_of_a_payee_is_called_so() -> None:
    text = drawn(sheet(YUNNAN, replace(ELDER, account_fen=None, drawn_seen=Month(2026, 11)))).text()
    assert "领取中，起领月份不知道" in text
    assert "算得出的部分" in text and "＋ 个人账户 不知道" in text
    assert "个人账户部分算不出：起领月份不知道" in text.replace("\n", "")


def test_who_has_the_last_year_behind_sees_no_lines_about_paying() -> None:
    found = sheet(YUNNAN, HELPED, 20000)
    nothing_left = estimate(YUNNAN, replace(found.plans[0].plan, years=0), ON)
    text = drawn(replace(found, plans=(nothing_left,))).text()
    assert "每月领" in text
    assert not [words for words in ("我一年缴", "年共", "回本") if words in text]


def test_years_that_will_not_be_enough_are_said_with_their_cure() -> None:
    text = drawn(sheet(HUBEI, SHORT, 30000, 500000)).text()
    assert "补够年限后，从2031年6月起领" in text
    # account 300 of 2009 + 3 x 345 + 5 x 345 (2027 to 2031) + 6 x 300 back = 4,860; / 139 = 34.964; + 143 = 177.96
    # account 300 + 3 x 345 + 5 x 5,402 + 6 x 5,000 back = 58,345; / 139 = 419.748; + 143 = 562.75
    assert "补够后每月领 177.96 元 562.75 元" in text
    assert "再缴 5 年共 1,500 元 25,000 元\n补缴 6 年共 1,800 元 30,000 元\n我一共缴 3,300 元 55,000 元" in text
    # 3,300 / 177.96 = 18.5; 55,000 / 562.75 = 97.7
    assert "领多久回本 1 年 7 个月 8 年 2 个月" in text
    advice = "下一步：可以补缴 2010至2023 年中的 6 年，最少共 1,800 元；补缴没有政府补贴然后：以后每年都要按时缴费"
    assert advice in "".join(text.split("\n"))


def test_what_to_pay_back_stands_beside_this_year_s_fee_though_the_difference_gives_way() -> None:
    facts = PersonFacts(date(1969, 5, 12), paid(2014, 2016, 2017, tier=10000), tier_fen=30000)
    text = "".join(drawn(sheet(HUBEI, facts, 30000, 50000)).text().split("\n"))
    # born 1969: 2026 to 2029 are 4, 3 + 4 = 7 of 15
    assert "下一步：请在缴费期内缴清 2026 年的费" in text
    assert "然后：可以补缴 2015、2018至2025 年中的 8 年，最少共 2,400 元；补缴没有政府补贴" in text
    assert "补缴 8 年共 2,400 元 4,000 元" in text and "右边多缴" not in text


def test_a_year_paid_back_whose_subsidy_the_policy_leaves_open_is_said_to_be_not_known() -> None:
    text = resources.path("policies/hubei-2024.toml").read_text("utf-8").replace("back_paid = false\n", "")
    words = drawn(sheet(policy_file.read(text, "open.toml"), SHORT, 30000, 500000)).text()
    assert "补缴给不给政府补贴，政策没有写" in "".join(words.split("\n"))


def test_the_fullest_sheet_with_a_back_payment_gives_up_the_parts_before_anything_meets() -> None:
    poor = PersonFacts(SHORT.birth, paid(2016, *range(2024, 2027), tier=20000), HELPED.memberships, tier_fen=20000)
    plain = sheet(YUNNAN, poor, 20000, 200000, person_name=LONG_NAME, village_name=LONG_VILLAGE)
    gift = (Part("gift", "满60岁生日补贴", 50000, once=True),)
    plans = tuple(replace(plan, pension=replace(plan.pension, once=gift)) for plan in plain.plans)
    paper = drawn(replace(plain, plans=plans))
    order = [
        "依明尼亚孜汗",
        "补缴 6 年共",
        "我一共缴",
        "补够后每月领",
        "领多久回本",
        "下一步",
        "政策：云南",
        "协办员签字",
    ]
    places = boxes(paper, *order)
    assert all(upper.bottom() < lower.top() + 0.5 for upper, lower in zip(places, places[1:], strict=False))
    assert "＋ 个人账户" not in paper.text() and "最少共 600 元" in paper.text()


def test_no_amount_stands_where_the_years_cannot_be_enough() -> None:
    text = resources.path("policies/hubei-2024.toml").read_text("utf-8").replace("allowed = true", "allowed = false")
    words = drawn(sheet(policy_file.read(text, "none.toml"), SHORT, 30000)).text()
    assert "到龄时年限还不够" in words and " 元" not in words and "每月" not in words


def test_years_that_stand_apart_are_named_one_by_one() -> None:
    facts = PersonFacts(date(1967, 5, 12), paid(2009, 2012, 2013, 2024, 2025, 2026), tier_fen=30000)
    assert "2010、2011、2014至2023 年中的 8 年" in "".join(drawn(sheet(HUBEI, facts, 30000)).text().split("\n"))


def test_contradictions_are_named_and_nothing_is_promised() -> None:
    facts = PersonFacts(date(1971, 5, 12), paid(1980, 2025, tier=20000), death=date(2020, 1, 1))
    text = drawn(sheet(HUBEI, facts)).text()
    assert "说不准，要先核实" in text
    assert "1980 年有缴费，但那年未满 16 岁，" in text
    assert "但人已于 2020-01-01 死亡，" in text
    assert " 元" not in text


def test_without_a_hotline_no_number_is_called_for() -> None:
    assert "咨询电话" not in drawn(sheet(HUBEI, PAYER, 30000, hotline="")).text()


@pytest.mark.parametrize("words", ["谭少怀", "已缴", "要缴", "还差"])
def test_what_is_said_of_the_person_is_in_20_points(words: str) -> None:
    assert size(drawn(sheet(HUBEI, PAYER, 30000, 200000)), words) > 18.5


@pytest.mark.parametrize("figure", ["45 元", "402 元", "3,000 元", "20,000 元", "44.57 元", "192.55 元"])
def test_the_person_s_figures_are_in_20_points(figure: str) -> None:
    estimated = sheet(HUBEI, PAYER, 30000, 200000)
    wide = drawn(estimated).place(figure).width() * MM
    assert wide > 20 * (0.57 * sum(map(str.isdigit, figure)) + 1)


@pytest.mark.parametrize("words", ["不作为发放依据", "我一年缴", "基础养老金", "领多久回本", "右边多缴", "咨询电话"])
def test_nothing_that_an_elder_reads_is_below_16_points(words: str) -> None:
    assert size(drawn(sheet(HUBEI, PAYER, 30000, 200000)), words) > 15.2


@pytest.mark.parametrize("facts", [PAYER, SHORT, replace(HELPED, account_fen=None), ELDER])
@pytest.mark.parametrize("tiers", [(30000,), (30000, 200000)])
def test_what_to_do_next_is_never_below_16_points(facts: PersonFacts, tiers: tuple[int, ...]) -> None:
    county = YUNNAN if facts.memberships else HUBEI
    assert size(drawn(sheet(county, facts, *tiers)), "下一步") > 15.2


def boxes(paper: Read, *words: str) -> list[QRectF]:
    return [paper.place(each) for each in words]


def test_amounts_of_many_digits_stay_in_their_columns() -> None:
    paper = drawn(sheet(HUBEI, replace(PAYER, account_fen=987654321), 30000, 500000))
    label, left, right = boxes(paper, "＋ 个人账户", "71,079.09 元", "71,442.90 元")
    assert label.right() < left.left()
    assert left.right() < right.left()
    assert paper.ink().right() < 148 - 7.5


def test_a_long_name_has_lines_of_its_own_and_all_else_stays_below_it() -> None:
    paper = drawn(sheet(YUNNAN, HELPED, 20000, 200000, person_name=LONG_NAME, village_name=LONG_VILLAGE))
    assert "".join(paper.text().split()).count(LONG_NAME) == 1
    assert size(paper, "阿卜杜热合曼") > 15.2
    order = ["阿卜杜热合曼", "依明尼亚孜汗", "55 岁", "已缴 24 年", "缴费档次", "领多久回本", "下一步", "政策：云南"]
    places = boxes(paper, *order)
    assert all(upper.bottom() < lower.top() + 0.5 for upper, lower in zip(places, places[1:], strict=False))


def test_a_long_village_name_ends_before_the_hotline() -> None:
    paper = drawn(sheet(HUBEI, PAYER, 30000, village_name=LONG_VILLAGE))
    assert "".join(paper.text().split()).count(LONG_VILLAGE) == 1
    first, last, hotline, below = boxes(paper, "新疆维吾尔", "村民委员会", "咨询电话", "协办员签字")
    assert max(first.right(), last.right()) < hotline.left()
    assert last.bottom() < below.top()


@pytest.mark.parametrize("tiers", [(), (30000,), (30000, 200000)])
@pytest.mark.parametrize("facts", [PAYER, SHORT, ELDER, PersonFacts(date(2000, 1, 1))])
def test_nothing_comes_nearer_to_the_edge_than_cheap_printers_reach(facts: PersonFacts, tiers: tuple[int, ...]) -> None:
    ink = drawn(sheet(HUBEI, facts, *tiers)).ink()
    assert ink.left() >= 8
    assert ink.top() >= 8
    assert ink.right() <= 148 - 8
    assert ink.bottom() <= 210 - 8


def test_the_identity_number_never_stands_whole_on_paper() -> None:
    assert "197505124098" not in drawn(sheet(HUBEI, PAYER, 30000)).text()


def test_rare_characters_are_found_as_text() -> None:
    assert f"欧阳{RARE}" in drawn(sheet(HUBEI, PAYER, 30000, person_name=f"欧阳{RARE}")).text()


@pytest.mark.parametrize("field", ["person_name", "village_name", "made_by", "policy_name", "hotline"])
def test_a_character_that_no_font_has_stops_the_print_and_is_named(field: str) -> None:
    with pytest.raises(Refused, match="U\\+F8F0") as refusal:
        estimate_sheet.draw(sheet(HUBEI, PAYER, 30000, **{field: f"谭{NOBODY_HAS}"}))
    assert refusal.value.code == "no_glyph"


def test_the_same_sheet_gives_the_same_bytes_and_its_title_names_nobody() -> None:
    pdf = estimate_sheet.draw(sheet(HUBEI, PAYER, 30000)).pdf
    assert pdf == estimate_sheet.draw(sheet(HUBEI, PAYER, 30000)).pdf
    assert "谭少怀".encode("utf-16-be") not in pdf


def test_an_amount_that_is_paid_once_stands_on_a_line_of_its_own() -> None:
    found = assess(HUBEI, ELDER, ON)
    assert found.pension is not None
    gift = Part("gift", "满70岁生日补贴", 50000, once=True)
    plain = sheet(HUBEI, ELDER)
    once = replace(plain, assessment=replace(found, pension=replace(found.pension, once=(gift,))))
    lines = {line.label: line.figures for line in estimate_words.table(once)}
    assert lines.pop("另一次性发") == ("500.00 元",)
    assert lines == {line.label: line.figures for line in estimate_words.table(plain)}
    words = drawn(once).text()
    assert "另一次性发 500.00 元" in words
    assert "2026年11月另一次性发 500 元（满70岁生日补贴）" in words.replace("\n", "")


def test_the_fullest_sheet_has_room_for_an_amount_that_is_paid_once() -> None:
    full = sheet(YUNNAN, HELPED, 20000, 200000)
    gift = (Part("gift", "满60岁生日补贴", 50000, once=True),)
    plans = tuple(replace(plan, pension=replace(plan.pension, once=gift)) for plan in full.plans)
    assert "另一次性发 500.00 元 500.00 元" in drawn(replace(full, plans=plans)).text()
