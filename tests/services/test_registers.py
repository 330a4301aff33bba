"""Registers of a real desk: whom they show, what is masked, which receipts count."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desks import StillClock, id_number, register
from tests.documents.reading import read
from village_desk.desk import Desk
from village_desk.documents.paper import Paper
from village_desk.domain.basics.errors import Cancelled, Refused
from village_desk.domain.people import Standing
from village_desk.domain.receipts import Channel, Payer
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.collecting import Payment
from village_desk.services.finding import Only
from village_desk.services.registers.kinds import Kind, Narrowed

ALL = Narrowed()


@pytest.fixture
def people(desk: Desk) -> list[str]:
    """Two of group 1 in one house, one of a group with a name, one who draws."""
    return [
        register(
            desk, "谭少怀", serial=1, group=1, household="0001", head="谭少怀", phone="13872941240", tier_fen=20000
        ),
        register(desk, "雷国庆", serial=3, group=1, household="0001", head="谭少怀", note="卡号 6217191080453265048"),
        register(desk, "欧阳娜娜", serial=4, group_name="王家湾组", household="0002"),
        register(desk, "王秀英", "19500203", 5, group=2, household="0003"),
    ]


def words(paper: Paper) -> str:
    found = read(paper)
    return "\n".join(map(found.text, range(found.pages)))


def test_a_list_shows_whom_the_filter_shows_and_masks_the_numbers(desk: Desk, people: list[str]) -> None:
    text = words(desk.registers.people(ALL))
    assert [each in text for each in ("谭少怀", "雷国庆", "欧阳娜娜", "王秀英", "4 人", "王家湾组 · 1 人")] == [
        True
    ] * 6
    assert id_number("19800512", 1) not in text and "6217191080453265048" not in text
    assert "429004********" in text and "13872941240" in text
    some = words(desk.registers.people(Narrowed(VillageGroup(1), Standing.PAYING_AGE, Only.UNPAID)))
    assert "第 1 组 · 缴费期 · 今年未缴 · 2 人" in some
    assert "欧阳娜娜" not in some and "王秀英" not in some


def test_the_pocket_list_is_of_those_who_owe_and_names_their_house_once(desk: Desk, people: list[str]) -> None:
    desk.collecting.collect(Payment(people[2], 2026, 20000))
    text = words(desk.registers.pocket(ALL))
    assert "欧阳娜娜" not in text and "王秀英" not in text
    assert text.split().count("0001") == 1 and "13872941240" in text and text.count("□") == 6


def test_the_day_book_has_every_receipt_of_its_days_and_counts_no_void_one(
    desk: Desk, people: list[str], clock: StillClock
) -> None:
    first = desk.collecting.collect(Payment(people[0], 2026, 20000, Payer.RELATIVE, "谭小怀", "儿子"))
    wrong = desk.collecting.collect(Payment(people[1], 2026, 50000))
    desk.collecting.void(wrong.number, "金额写错")
    clock.move(days=1)
    last = desk.collecting.collect(Payment(people[2], 2026, 30000, channel=Channel.BANK))
    text = words(desk.registers.day_book())
    assert all(each.number in text for each in (first, wrong, last))
    assert "作废（原 500.00）：金额写错" in text and "谭小怀（儿子）" in text
    assert "现金总计（大写）：人民币贰佰元整" in text and "300.00" in text and "总计 3 张" in text
    day = words(desk.registers.day_book(date(2026, 11, 3)))
    assert last.number in day and first.number not in day


def test_the_handout_roster_says_what_each_gets(desk: Desk, people: list[str]) -> None:
    text = words(desk.registers.draw(Kind.HANDOUT, Narrowed(standing=Standing.PENSION_AGE), what=" 毛毯\n一床 "))
    assert "毛毯 一床" in text and "王秀英" in text and "谭少怀" not in text


def test_nothing_to_list_is_refused_and_reading_can_be_stopped(desk: Desk) -> None:
    for kind in Kind:
        with pytest.raises(Refused) as refused:
            desk.registers.draw(kind, ALL)
        assert refused.value.code == "empty"
    register(desk, "谭少怀")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.registers.people(ALL, stop)


@pytest.mark.parametrize(
    "narrowed",
    [ALL, Narrowed(VillageGroup(3)), Narrowed(VillageGroup(name="王家湾组"), Standing.PENSION_AGE, Only.SPECIAL_GROUP)],
)
def test_whom_it_shows_comes_back_from_the_way_to_the_page(narrowed: Narrowed) -> None:
    assert Narrowed.read(narrowed.place()) == narrowed
