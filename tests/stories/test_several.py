"""Many receipts at once: chosen in the window or by a command, one paper, confirmed together."""

from pathlib import Path

import pytest

from tests.clerk import Clerk
from tests.documents import reading
from tests.documents.examples import NOBODY_HAS
from village_desk.desk import Desk
from village_desk.documents.paper import Paper
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Payer
from village_desk.services.collecting import Payment
from village_desk.ui.kit.page import Place


def take(desk: Desk, count: int, payer_name: str = "") -> list[str]:
    """The numbers of so many fees, each of another house; the last is paid by a relative of that name, if any."""
    houses = {each.resident.household: each.resident.id for each in desk.finding.roster() if each.owes_this_year}
    owing = list(houses.values())[:count]
    payments = [Payment(person, 2026, 10_000) for person in owing]
    if payer_name:
        payments[-1] = Payment(owing[-1], 2026, 10_000, Payer.RELATIVE, payer_name, "女儿")
    return [desk.collecting.collect(each).number for each in payments]


def test_what_waits_for_its_paper_is_printed_at_once_and_confirmed_together(clerk: Clerk, printer: Path) -> None:
    numbers = take(clerk.desk, 3)
    clerk.window.changed()
    clerk.goes_to("today").clicks("todo_unprinted").clicks("several").waits()
    assert clerk.text("several_count") == "3 张，共 300.00 元"
    clerk.waits_to_see("打印 3 张").enters().waits_to_see("纸都出来了吗？")
    assert len(clerk.desk.collecting.unprinted()) == 3, "only she can say that the papers are there"
    [printed] = printer.iterdir()
    paper = reading.read(Paper(printed.read_bytes(), 3))
    assert [each[0].split(" ")[1] for each in map(paper.codes, range(3))] == numbers
    clerk.enters().waits_to_see("3 张凭条已记为打出")
    assert not clerk.desk.collecting.unprinted()
    clerk.chooses("which", "今天收的").waits()
    assert clerk.text("several_count").startswith("3 张")
    clerk.chooses("which", "这一户今年的").waits()
    assert clerk.text("several_count").startswith("1 张")


def test_a_receipt_that_no_font_can_print_is_named_and_the_others_are_printed(clerk: Clerk, printer: Path) -> None:
    numbers = take(clerk.desk, 2, f"郝{NOBODY_HAS}")
    clerk.window.go(Place("receipts", clerk.desk.collecting.recent(1)[0].person))
    clerk.waits().waits_to_see("1 张没有排进来")
    assert NOBODY_HAS in clerk.text("notice_message")
    bundle = clerk.desk.papers.receipts(clerk.desk.collecting.unprinted())
    assert (bundle.numbers, len(bundle.left_out)) == (numbers[:1], 1)


def test_a_void_receipt_and_none_at_all_are_not_printed(village: Desk) -> None:
    with pytest.raises(Refused) as refused:
        village.papers.receipts(village.collecting.unprinted())
    assert refused.value.code == "no_receipts"
    numbers = take(village, 3)
    village.collecting.void(numbers[1], "写错")
    assert [each.number for each in village.collecting.of_day()] == [numbers[0], numbers[2]]
    village.papers.confirm_all_printed({numbers[0]: 1})
    text = reading.read(village.papers.receipts(village.collecting.of_day()).paper).text(0)
    assert text.count("补打 第1次") == 3


def test_all_are_confirmed_or_none(village: Desk) -> None:
    numbers = take(village, 2)
    with pytest.raises(Refused):
        village.papers.confirm_all_printed(dict.fromkeys([*numbers, "A-2026-999999-9"], 1))
    assert len(village.collecting.unprinted()) == 2


def test_a_second_enter_prints_nothing_twice(clerk: Clerk, printer: Path) -> None:
    take(clerk.desk, 2)
    clerk.window.go(Place("receipts", clerk.desk.collecting.recent(1)[0].person))
    clerk.waits_to_see("打印 2 张")
    begun: list[str] = []
    clerk.window.jobs.started.connect(lambda job: begun.append(job.words))
    clerk.enters().enters().enters().waits_to_see("纸都出来了吗？").waits()
    assert begun == ["正在打印"]
    assert len(clerk.desk.collecting.unprinted()) == 2, "no Enter of before the question answers it"


def test_another_choice_while_the_printer_works_confirms_nothing_that_was_not_printed(
    clerk: Clerk, printer: Path
) -> None:
    numbers = take(clerk.desk, 3)
    clerk.desk.papers.confirm_printed(numbers[0])
    clerk.window.go(Place("receipts", clerk.desk.collecting.recent(1)[0].person))
    clerk.waits_to_see("打印 2 张").enters().chooses("which", "今天收的").waits()
    assert clerk.text("several_count").startswith("3 张")
    assert clerk.sees("打印 3 张"), "the question belongs to the papers that went to the printer"


def test_of_two_choices_the_last_is_shown(clerk: Clerk) -> None:
    numbers = take(clerk.desk, 3)
    clerk.window.go(Place("receipts", clerk.desk.collecting.recent(1)[0].person))
    clerk.waits()
    clerk.chooses("which", "今天收的")
    clerk.desk.papers.confirm_all_printed(dict.fromkeys(numbers, 1))
    clerk.chooses("which", "还没确认打出来的").waits()
    assert clerk.text("several_count").startswith("0 张")
    assert not clerk.sees("打印 3 张")


def test_a_receipt_that_is_named_twice_came_out_once(village: Desk) -> None:
    one, other = take(village, 2)
    village.papers.confirm_all_printed(village.papers.copies([one, other, one]))
    assert village.collecting.receipt(one).prints == 1
