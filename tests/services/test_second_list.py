"""Another payout list for a month that has one: told, compared, and settled by a person."""

from pathlib import Path
from typing import Any

import pytest

from sync.agreement import facts, sent
from tests.desks import register
from tests.documents import reading
from tests.workbooks.books import PAYOUT_HEADER, number, payee, save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.services.matching import Mismatch
from village_desk.services.paying import PayoutPreview, Second

FIELD = Path(__file__).parents[1] / "data" / "field"
TITLE = "2026年11月待遇发放明细"


def read(desk: Desk, folder: Path, *lines: list[Any], title: str = TITLE) -> PayoutPreview:
    return desk.paying.read(save(folder / "名单.xlsx", [[title], PAYOUT_HEADER, *lines]))


def take(desk: Desk, folder: Path, *lines: list[Any]) -> str:
    return desk.paying.take(read(desk, folder, *lines))


def renamed(line: list[Any], **what: Any) -> list[Any]:
    return [what.get(name, cell) for name, cell in zip(("serial", "name"), line, strict=False)] + line[2:]


def test_a_list_saved_again_with_one_space_more_is_the_list_that_is_there(desk: Desk, tmp_path: Path) -> None:
    first = take(desk, tmp_path, payee(1), payee(2))
    again = read(desk, tmp_path, payee(2), payee(1), title=TITLE + " ")
    assert (desk.paying.known(again), again.earlier) == (first, None)
    with pytest.raises(Refused) as refusal:
        desk.paying.take(again)
    assert refusal.value.code == "list_known"
    assert len(desk.paying.lists()) == 1


def test_another_list_of_the_month_is_told_and_compared_and_not_taken_by_itself(desk: Desk, tmp_path: Path) -> None:
    first = take(desk, tmp_path, payee(1), payee(2), payee(3))
    desk.paying.printed(desk.papers.signing_roster(first).printed)
    before = desk.road.state().waiting
    second = read(desk, tmp_path, payee(1), renamed(payee(2, extra=30.0, total=231.48), name="谭少淮"), payee(4))
    earlier = second.earlier
    assert earlier is not None and earlier.taken.id == first
    assert earlier.difference.counts() == "多 1 人，少 1 人，有变动 1 人"
    told = "\n".join(earlier.difference.lines())
    assert "201.48 → 231.48" in told and "谭少怀 → 谭少淮" in told
    assert not any(number(order, "19500203") in told for order in (1, 2, 3, 4))
    assert "打印过（1 页）" in earlier.in_words()
    with pytest.raises(Refused) as refusal:
        desk.paying.take(second)
    assert refusal.value.code == "month_known"
    assert desk.road.state().waiting == before, "nothing was recorded"


def test_a_changed_account_is_a_change(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, payee(1))
    moved = payee(1)
    moved[7] = "6217003456789012346"
    earlier = read(desk, tmp_path, moved).earlier
    assert earlier is not None
    [line] = earlier.difference.lines()
    assert "621***4800 → 621***2346" in line


def test_a_list_that_replaces_is_the_months_list_from_then_on(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "谭少怀", "19500203", 1)
    first = take(desk, tmp_path, payee(1), payee(2))
    second = desk.paying.take(read(desk, tmp_path, payee(1, base=170, total=211.48)), second=Second.REPLACES)
    assert [each.id for each in desk.paying.lists()] == [second]
    paid = desk.paying.latest(person)
    assert paid is not None and paid.total_fen == 21148
    with pytest.raises(Refused) as refusal:
        desk.papers.payout_roster(first)
    assert refusal.value.code == "list_replaced"
    assert desk.papers.payout_roster(second).pages == 1
    desk.keeping.rebuild()
    assert [each.id for each in desk.paying.lists()] == [second]
    assert desk.keeping.check().well


def test_who_stands_only_on_the_list_that_was_replaced_does_not_draw(desk: Desk, tmp_path: Path) -> None:
    gone = register(desk, "谭少怀", "19500203", 2)
    take(desk, tmp_path, payee(1), payee(2))
    policy = desk.policies.on(desk.today())
    assert desk.assessing.facts(gone, policy).drawn_seen is not None
    desk.paying.take(read(desk, tmp_path, payee(1)), second=Second.REPLACES)
    assert desk.assessing.facts(gone, policy).drawn_seen is None
    assert desk.paying.latest(gone) is None


def test_a_supplement_stands_beside_and_is_nobodys_monthly_pension(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "谭少怀", "19500203", 1)
    first = take(desk, tmp_path, payee(1), payee(2))
    more = desk.paying.take(read(desk, tmp_path, payee(1, 20, 0, 0, 20)), second=Second.SUPPLEMENTS)
    assert {each.id: each.supplement for each in desk.paying.lists()} == {more: True, first: False}
    paid = desk.paying.latest(person)
    assert paid is not None and paid.total_fen == 20148
    assert desk.paying.beside(more) is None
    assert desk.papers.payout_roster(more).pages == 1
    third = read(desk, tmp_path, payee(1), payee(3))
    assert third.earlier is not None and third.earlier.taken.id == first, "not compared with the supplement"


def test_a_list_that_was_replaced_can_be_taken_back_without_recording_its_lines_again(
    desk: Desk, tmp_path: Path
) -> None:
    first = take(desk, tmp_path, payee(1), payee(2))
    second = desk.paying.take(read(desk, tmp_path, payee(1)), second=Second.REPLACES)
    again = read(desk, tmp_path, payee(1), payee(2))
    assert again.same is not None and again.same.replaced and again.earlier is not None
    waiting = desk.road.state().waiting
    assert desk.paying.take(again, second=Second.REPLACES) == first
    assert desk.road.state().waiting == waiting + 2, "two decisions"
    assert [each.id for each in desk.paying.lists()] == [first]
    desk.paying.settle(second, Second.REPLACES)
    assert [each.id for each in desk.paying.lists()] == [second]
    assert [(each.id, each.replaced) for each in desk.paying.all_lists()] == [(second, False), (first, True)]


def test_what_a_list_was_taken_as_can_be_decided_again(desk: Desk, tmp_path: Path) -> None:
    first = take(desk, tmp_path, payee(1), payee(2))
    second = desk.paying.take(read(desk, tmp_path, payee(1)), second=Second.SUPPLEMENTS)
    for decided, standing in (
        (Second.REPLACES, {second: False}),
        (Second.SUPPLEMENTS, {first: False, second: True}),
        (Second.REPLACES, {second: False}),
    ):
        desk.paying.settle(second, decided)
        assert {each.id: each.supplement for each in desk.paying.lists()} == standing
        waiting = desk.road.state().waiting
        desk.paying.settle(second, decided)
        assert desk.road.state().waiting == waiting, "the same decision again is no fact"


def test_most_of_a_month_is_not_paid_again_by_another_word_for_a_list_that_is_here(desk: Desk, tmp_path: Path) -> None:
    first = take(desk, tmp_path, payee(1), payee(2), payee(3))
    second = desk.paying.take(read(desk, tmp_path, payee(1), payee(2)), second=Second.REPLACES)
    waiting = desk.road.state().waiting
    with pytest.raises(Asked) as asked:
        desk.paying.settle(second, Second.SUPPLEMENTS)
    assert (asked.value.code, desk.road.state().waiting) == ("payees_again", waiting)
    desk.paying.settle(second, Second.SUPPLEMENTS, [asked.value.word])
    assert {each.id: each.supplement for each in desk.paying.lists()} == {first: False, second: True}


def test_other_months_are_other_lists(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, payee(1))
    december = read(desk, tmp_path, payee(1), title="2026年12月")
    assert (december.same, december.earlier) == (None, None)


def test_the_dead_and_who_draws_another_pension_are_asked_about_before_the_print(desk: Desk, tmp_path: Path) -> None:
    dead, late, other = (register(desk, "谭少怀", "19500203", order) for order in (1, 2, 3))
    with desk._store.writing():
        desk._store.record(facts.DeathNoted(dead, "2026-10-31", "家属"))
        desk._store.record(facts.DeathNoted(late, "2026-11-01", "家属"))
        desk._store.record(facts.OtherPensionNoted(other, "employee", "2026-05"))
    preview = read(desk, tmp_path, payee(1), payee(2), payee(3))
    asked = [(each.person, each.kind) for each in preview.questions]
    assert asked == [(dead, Mismatch.DEAD), (other, Mismatch.OTHER_PENSION)]
    assert "2026-10-31" in preview.questions[0].words
    list_id = desk.paying.take(preview)
    assert [(each.person, each.kind) for each in desk.paying.questions(list_id)] == asked


def test_a_list_that_came_down_beside_one_from_a_workbook_is_settled_too(desk: Desk, tmp_path: Path) -> None:
    register(desk, "谭少怀", "19500203", 1)
    mine = take(desk, tmp_path, payee(1), payee(2))
    line = sent.PayoutSentLine("谭少怀", number(1, "19500203"), 17000, 4148, 21148)
    with desk._store.writing():
        desk._store.receive(sent.PayoutListSent("down-1", "2026-11", 1, 21148, (line,)), b"")
    asked = "2026年11月有 2 份发放名单，请先定下用哪一份"
    assert asked in [each.waiting.why for each in desk.worklist.of_kind("print_roster").items]
    earlier = desk.paying.beside("down-1")
    assert earlier is not None and (earlier.taken.id, earlier.difference.counts()) == (mine, "少 1 人，有变动 1 人")
    desk.paying.settle("down-1", Second.REPLACES)
    assert [each.id for each in desk.paying.lists()] == ["down-1"]
    assert asked not in [each.waiting.why for each in desk.worklist.of_kind("print_roster").items]
    assert desk.keeping.check().well


def test_a_roster_that_is_not_the_first_on_paper_for_its_month_says_so(desk: Desk, tmp_path: Path) -> None:
    first = take(desk, tmp_path, payee(1), payee(2))
    plain = reading.read(desk.papers.payout_roster(first)).text()
    assert "签字花名册（" not in plain and "2611-A-01" in plain
    desk.paying.printed(desk.papers.signing_roster(first).printed)
    second = desk.paying.take(read(desk, tmp_path, payee(1)), second=Second.REPLACES)
    corrected = reading.read(desk.papers.payout_roster(second)).text()
    assert "签字花名册（更正）" in corrected and "2611-A-更01" in corrected
    also = read(desk, tmp_path, payee(2, 20, 0, 0, 20))
    more = desk.paying.take(also, second=Second.SUPPLEMENTS)
    assert "签字花名册（补发）" in reading.read(desk.papers.payout_roster(more)).text()


def test_the_field_file_that_was_saved_once_more_is_the_list_that_is_there(desk: Desk) -> None:
    first = desk.paying.take(desk.paying.read(FIELD / "p-base.xlsx"))
    again = desk.paying.read(FIELD / "p-base-resaved.xlsx")
    assert (desk.paying.known(again), again.reading.file != desk.paying.lists()[0].file) == (first, True)
