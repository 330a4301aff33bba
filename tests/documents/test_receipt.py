"""The receipt read back from its PDF: three copies of one slip, and the marks of its states."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import segno

from tests.documents.examples import NOBODY_HAS, RARE, slip
from tests.documents.reading import Read, read
from village_desk.documents import receipt
from village_desk.documents.paper import BEIJING
from village_desk.documents.receipt import ReceiptSlip
from village_desk.domain.basics.errors import Refused

pytestmark = pytest.mark.usefixtures("qapp")

LONG_NAME = "阿卜杜热合曼·阿卜杜喀迪尔·买买提艾力·阿不都克里木·吐尔逊江·依明尼亚孜汗"
LONG_VILLAGE = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克镇巴西里格村民委员会"


def drawn(slip: ReceiptSlip) -> Read:
    return read(receipt.draw(slip))


def on_one_line(text: str) -> str:
    return "".join(text.split())


def test_the_three_copies_stand_on_one_page() -> None:
    paper = drawn(slip())
    assert paper.pages == 1
    assert [paper.text().count(name) for name in ("第一联 存根", "第二联 收据", "第三联 记账联")] == [1, 1, 1]


@pytest.mark.parametrize(
    "words",
    [
        "谭少怀",
        "429004********4098",
        "第 3 组 0001 户",
        "2026 年",
        "每年 200 元",
        "￥200.00",
        "人民币贰佰元整",
        "本人",
        "村里代收现金",
        "王桂香",
        "2026年11月3日 09:41",
        "收款单位：沟二社区",
        "协办台 429004103002-A",
        "№ 429004103002-A-2026-000123-7",
        "校验码 9F86D081884C7D65",
        "缴款人签字",
        "收款人签字",
        "号  码",
        "咨询电话 0728-12333",
        "本凭条为村级代收凭条，不作报销凭证；正式票据以税务（财政）部门开具的为准",
    ],
)
def test_every_copy_says_the_same(words: str) -> None:
    assert drawn(slip()).text().count(words) == 3


def test_the_identity_number_never_stands_whole_on_paper() -> None:
    assert "195703024098" not in drawn(slip()).text()


def test_the_part_of_the_government_is_shown_beside_the_cash() -> None:
    text = drawn(slip(amount_fen=10000, government_fen=10000)).text()
    assert text.count("100.00 元") == 3
    assert text.count("￥100.00") == 3
    assert text.count("人民币壹佰元整") == 3
    assert text.count("每年 200 元") == 3


def test_every_qr_code_reads_back_as_number_amount_and_hash() -> None:
    taken = slip(amount_fen=123456)
    assert receipt.qr_text(taken) == f"VD1 429004103002-A-2026-000123-7 1234.56 {taken.hash.upper()}"
    assert drawn(taken).codes() == [receipt.qr_text(taken)] * 3


def test_the_qr_code_is_made_once_for_the_three_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = segno.make_qr

    def spied(text: str, **how: Any) -> Any:
        made.append(text)
        return real(text, **how)

    monkeypatch.setattr(segno, "make_qr", spied)
    receipt.draw(slip())
    assert made == [receipt.qr_text(slip())]


def test_the_codes_of_many_receipts_in_one_file_read_back_page_by_page() -> None:
    """Whatever number and hash: the pattern laid over the code is not chosen for each."""
    slips = [slip(number=f"429004103002-A-2026-{place:06d}-7", hash=f"{7**90 * place:064x}") for place in range(12)]
    book = read(receipt.draw_all(slips, "代收凭条"))
    assert book.pages == 12
    assert [book.codes(page) for page in range(12)] == [[receipt.qr_text(each)] * 3 for each in slips]


def test_many_receipts_in_one_file_are_each_as_they_are_alone() -> None:
    slips = [slip(), slip(void_reason="重复收款", person_name=f"欧阳{RARE}"), slip(reprint=1, person_name=LONG_NAME)]
    seen: list[tuple[int, int]] = []
    book = read(receipt.draw_all(slips, "代收凭条", lambda done, total: seen.append((done, total))))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    for page, each in enumerate(slips):
        assert book.picture(page) == drawn(each).picture()


def test_the_time_on_paper_is_that_of_beijing() -> None:
    text = drawn(slip(collected_at=datetime(2026, 11, 3, 18, 5, tzinfo=UTC))).text()
    assert text.count("2026年11月4日 02:05") == 3


def test_the_qr_code_is_drawn_and_not_an_image() -> None:
    assert b"/Subtype /Image" not in receipt.draw(slip()).pdf


def test_an_original_bears_no_mark() -> None:
    text = drawn(slip()).text()
    assert not [mark for mark in ("补打", "作废", "草稿") if mark in text]


def test_a_reprint_says_which_and_when() -> None:
    text = drawn(slip(reprint=2, reprinted_at=datetime(2026, 11, 5, 10, 22, tzinfo=BEIJING))).text()
    assert text.count("补打 第2次") == 3
    assert text.count("2026-11-05 10:22") == 3


def test_a_void_receipt_is_stamped_on_all_copies_with_its_reason_and_keeps_its_words() -> None:
    text = drawn(slip(void_reason="档次选错，应为 300 元")).text()
    assert text.count("作废") == 6
    assert text.count("档次选错，应为 300 元") == 3
    assert text.count("人民币贰佰元整") == 3


def test_a_reason_typed_on_several_lines_is_printed() -> None:
    assert drawn(slip(void_reason="档次选错\n应为 300 元")).text().count("档次选错 应为 300 元") == 3


def test_the_qr_code_of_a_void_receipt_can_still_be_read() -> None:
    void = slip(void_reason="重复收款")
    assert drawn(void).codes() == [receipt.qr_text(void)] * 3


def test_a_draft_is_stamped_and_has_no_number_and_no_qr_code() -> None:
    paper = drawn(slip(draft=True, number="", hash=""))
    assert paper.text().count("草稿") == 3
    assert paper.text().count("（收款后编号）") == 3
    assert paper.codes() == []


def test_rare_characters_are_found_as_text() -> None:
    text = drawn(slip(person_name=f"欧阳{RARE}", payer=f"亲属代缴：{RARE}（儿子）")).text()
    assert text.count(f"欧阳{RARE}") == 3
    assert text.count(f"亲属代缴：{RARE}（儿子）") == 3


@pytest.mark.parametrize("field", ["person_name", "payer", "collected_by", "village_name", "void_reason"])
def test_a_character_that_no_font_has_stops_the_print(field: str) -> None:
    with pytest.raises(Refused) as refusal:
        receipt.draw(slip(**{field: f"谭{NOBODY_HAS}"}))
    assert refusal.value.code == "no_glyph"


def test_the_refusal_of_a_payer_s_character_names_the_insured_person() -> None:
    with pytest.raises(Refused, match="谭少怀.*U\\+F8F0"):
        receipt.draw(slip(payer=f"亲属代缴：{NOBODY_HAS}（儿子）"))


def test_a_long_name_stays_in_its_cell() -> None:
    paper = drawn(slip(person_name=LONG_NAME))
    label, first, last = paper.place("身份证号"), paper.place("阿卜杜热合曼·"), paper.place("依明尼亚孜汗")
    assert on_one_line(paper.text()).count(LONG_NAME) == 3
    assert max(first.right(), last.right()) < label.left()
    assert last.bottom() < paper.place("村组户号").top()


def test_a_long_village_name_ends_before_the_date() -> None:
    paper = drawn(slip(village_name=LONG_VILLAGE))
    assert on_one_line(paper.text()).count(LONG_VILLAGE) == 3
    assert paper.place("收款单位：新疆").right() < paper.place("2026年11月3日").left()
    assert paper.place("委员会").right() < paper.place("2026年11月3日").left()


def test_a_reason_of_many_words_stays_in_its_cell() -> None:
    paper = drawn(slip(void_reason="缴款人要求改档；" * 12))
    assert paper.place("缴款人要求改档；").left() > 33
    assert on_one_line(paper.text()).count("缴款人要求改档；") == 36


@pytest.mark.parametrize("changes", [{}, {"void_reason": "写错"}, {"reprint": 1, "village_name": LONG_VILLAGE}])
def test_nothing_comes_nearer_to_the_edge_than_cheap_printers_reach(changes: dict[str, object]) -> None:
    ink = drawn(slip(**changes)).ink()
    assert ink.left() >= 8
    assert ink.top() >= 8
    assert ink.right() <= 210 - 8
    assert ink.bottom() <= 297 - 8


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert receipt.draw(slip()) == receipt.draw(slip())


def test_papers_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    slips = [slip(person_name=name, payer=f"亲属代缴：{name}") for name in ("谭少怀", "付冬娥", "欧阳𬱖", "严五姣")] * 3
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(receipt.draw, slips))
    assert together == [receipt.draw(each) for each in slips]


def test_a_receipt_is_a_small_file() -> None:
    assert len(receipt.draw(slip()).pdf) < 80_000


def test_the_title_of_the_file_names_the_receipt_and_not_the_person() -> None:
    pdf = receipt.draw(slip()).pdf
    assert "谭少怀".encode("utf-16-be") not in pdf


def test_a_red_entry_takes_its_sum_back_and_names_the_original() -> None:
    """A negative sum in figures and words, the number of the original, and no code: it is not the original's."""
    red = slip(amount_fen=-20000, government_fen=0, void_reason="年度写错", takes_back="A-2026-000123-8")
    paper = drawn(red)
    text = on_one_line(paper.text())
    for words in ("人民币负贰佰元整", "冲原凭条№A-2026-000123-8：年度写错", "红字凭条", "冲销金额"):
        assert text.count(words) == 3, words
    assert "￥-200.00" in text
    assert "作废" not in text
