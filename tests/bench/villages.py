"""Villages of any size for the bench: the same people every time, with names as common as they are."""

import dataclasses
from random import Random

from sync.agreement import facts
from tests.desks import id_number
from tests.workbooks.books import LABELS
from village_desk.desk import Desk

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "秀英桂兰玉珍建国志明丽芳伟强军平华金山红梅小春冬水生长文博子轩雨欣宇航俊杰思依天佑嘉豪菊香凤霞"


def residents(count: int) -> list[facts.PersonRegistered]:
    """So many people, 300 to a group, three to a house."""
    dice = Random(2026)
    found = []
    for place in range(count):
        name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        birth = f"{dice.randint(1940, 2008)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
        found.append(
            facts.PersonRegistered(
                person="",
                name=name,
                id_number=id_number(birth, place % 1000),
                group=place // 300 + 1,
                household=f"{place // 3:05d}",
                phone=f"1{dice.randint(3, 9)}{dice.randint(0, 10**9 - 1):09d}",
                tier_fen=10000,
            )
        )
    unique = {each.id_number: each for each in found}
    return list(unique.values())


def people(desk: Desk, count: int) -> list[str]:
    """Put so many people of paying age and above onto the roster, in one transaction; gives the payers' ids."""
    payers = []
    with desk._store.writing():
        for each in residents(count):
            person = desk._store.mint()
            desk._store.record(dataclasses.replace(each, person=person))
            if 1967 <= int(each.id_number[6:10]) <= 2008:
                payers.append(person)
    return payers


def note_years(desk: Desk, first: int, last: int) -> None:
    """Everybody paid these years before the desk began."""
    with desk._store.writing():
        for each in desk.finding.roster():
            if each.resident.birth.year <= first - 16:
                desk._store.record(facts.YearsNoted(each.resident.id, first, last, 10000))


def rows(count: int) -> list[list[str | float]]:
    """A clean roster of so many rows in fourteen columns, its headings first."""
    return [[*LABELS.values()], *map(_row, residents(count))]


def _row(each: facts.PersonRegistered) -> list[str | float]:
    number = each.id_number
    sex, birth = "女男"[int(number[16]) % 2], f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    at_home = [f"{each.group}组", each.household, each.name, "本人", each.phone]
    return [each.name, number, sex, birth, "汉族", *at_home, 100.0, "", "6213363012176684800", "新"]
