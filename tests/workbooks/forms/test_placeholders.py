"""What stands between braces, written as clerks and input methods write it."""

import pytest

from village_desk.workbooks.forms import placeholders
from village_desk.workbooks.forms.placeholders import Band, BracesAmiss, Place, Ticks


def one(words: str) -> Place:
    place = placeholders.parse(words).lone
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("{姓名}", Place("姓名")),
        ("｛姓名｝", Place("姓名")),
        (" { 姓 名 } ", Place("姓名")),
        ("{登记日期：年月日}", Place("登记日期", way="年月日")),
        ("{公民身份号码＃3}", Place("公民身份号码", digit=3)),
        ("{公民身份号码#18:掩码}", Place("公民身份号码", digit=18, way="掩码")),
        ("{.姓名}", Place("姓名", Band.RECORD)),
        ("｛．姓名｝", Place("姓名", Band.RECORD)),
        ("{。姓名}", Place("姓名", Band.RECORD)),
        ("{未到账.日期}", Place("日期", Band.RECORD, "未到账")),
        ("{未到账。日期}", Place("日期", Band.RECORD, "未到账")),
        ("{未到账合计.金额}", Place("金额", Band.WHOLE_SUM, "未到账")),
        ("{组.名称}", Place("名称", Band.GROUP)),
        ("{小计.金额}", Place("金额", Band.GROUP_SUM)),
        ("{本页.金额:0.00}", Place("金额", Band.PAGE_SUM, way="0.00")),
        ("{合计.金额：大写}", Place("金额", Band.WHOLE_SUM, way="大写")),
        ("{月养老金:#,##0.00}", Place("月养老金", way="#,##0.00")),
        ("{公民身份号码：全＃3}", Place("公民身份号码", digit=3, way="全")),
    ],
)
def test_a_place_is_read_however_it_was_typed(words: str, meant: Place) -> None:
    found = one(words)
    assert (found.field, found.band, found.list, found.digit, found.way) == (
        *(meant.field, meant.band, meant.list),
        *(meant.digit, meant.way),
    )
    assert found.written == words.strip()


def test_words_stay_between_places() -> None:
    marked = placeholders.parse("自{公示起}至{公示止}，共 5 日")
    assert [each.field for each in marked.places] == ["公示起", "公示止"]
    assert marked.fixed == "自至，共 5 日"
    assert marked.lone is None


def test_an_escaped_brace_is_a_brace() -> None:
    marked = placeholders.parse(r"\{姓名\}、＼｛甲＼｝")
    assert marked.fixed == "{姓名}、｛甲｝"
    assert marked.places == ()


@pytest.mark.parametrize("words", ["{姓名", "姓名}", "{姓{名}", "{}", "{ }", "｛姓名", "{姓名}}"])
def test_braces_that_do_not_come_in_pairs(words: str) -> None:
    with pytest.raises(BracesAmiss):
        placeholders.parse(words)


def labels(words: str, is_choice: bool = True) -> list[str]:
    marked = placeholders.parse(words, lambda _field: is_choice)
    return [box.label for each in marked.marks if isinstance(each, Ticks) for box in each.boxes]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("{特殊群体}□低保　□特困　□其他", ["低保", "特困", "其他"]),
        ("{特殊群体}\n□低保\n□出国（境）定居", ["低保", "出国（境）定居"]),
        ("{职保}□ 是、□ 否，起止年月", ["是", "否"]),
        ("{性别}男□　女□", ["男", "女"]),
        ("{户籍性质}□其他：＿＿＿", ["其他"]),
        ("{性别}男（ ）女（　）", ["男", "女"]),
        ("{职保}：（）是 ( )否", ["是", "否"]),
        ("{终止原因}死亡（ ）、出国（境）定居（ ）", ["死亡", "出国（境）定居"]),
        ("{与户主关系}（ ）", []),
        ("{性别}签字（ ）", []),
        ("{缴费档次}□200元□1,000元", ["200元", "1,000元"]),
        ("{姓名}是☑", []),
    ],
)
def test_boxes_behind_a_place_are_ticks(words: str, found: list[str]) -> None:
    assert labels(words) == found


def test_a_box_is_found_where_it_stands() -> None:
    words = "{职保}□ 是、\u3000☐ 否，起止"
    (ticks,) = placeholders.parse(words).marks
    assert isinstance(ticks, Ticks)
    assert [words[box.at] for box in ticks.boxes] == ["□", "☐"]


def test_a_box_behind_other_words_is_no_tick() -> None:
    assert labels("{姓名}（签字）□", is_choice=False) == []
