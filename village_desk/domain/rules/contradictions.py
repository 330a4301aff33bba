"""Facts about one person that cannot all be true. Each contradiction names a cure; nothing is guessed or mended."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.rules.person_facts import (
    FURTHER,
    PaidYear,
    PersonFacts,
    YearKind,
)
from village_desk.words import _


def find(facts: PersonFacts, on: date, min_age: int, pension_age: int) -> tuple[Reason, ...]:
    """All contradictions in the facts known by a day, in the order in which they are best looked at.

    ``min_age`` and ``pension_age`` are the policy's: nobody pays before the one or draws before the other.
    """
    return (
        *_of_life(facts, on),
        *_of_years(facts, on, min_age),
        *_of_drawing(facts, pension_age),
        *_of_two_pensions(facts),
    )


def _of_life(facts: PersonFacts, on: date) -> Iterator[Reason]:
    if facts.birth > on:
        yield Reason("birth_in_future", _("出生日期 {day} 还没有到").format(day=facts.birth), _("请核对身份证号"))
    if facts.death and facts.death < facts.birth:
        words = _("死亡日期 {death} 早于出生日期 {birth}").format(death=facts.death, birth=facts.birth)
        yield Reason("death_before_birth", words, _("请核对死亡证明和身份证"))
    if facts.death and facts.death > on:
        yield Reason("death_in_future", _("死亡日期 {day} 还没有到").format(day=facts.death), _("请核对死亡证明"))


def _of_years(facts: PersonFacts, on: date, min_age: int) -> Iterator[Reason]:
    years = sorted([each.year for each in facts.paid if each.by(on) and _pays_anew(each)])
    for year, count in Counter(years).items() if len(years) > len(set(years)) else ():
        if count > 1:
            words = _("{year} 年有 {count} 笔缴费").format(year=year, count=count)
            yield Reason("paid_twice", words, _("请核对票据，多缴的办理退费"))
    first = facts.birth.year + min_age
    for year in sorted({each for each in years if each < first}):
        words = _("{year} 年有缴费，但那年未满 {age} 岁").format(year=year, age=min_age)
        yield Reason("paid_too_young", words, _("请核对出生日期和缴费年度"))
    for paid in facts.paid:
        if paid.day and paid.year > paid.day.year + 1 and paid.day <= on:
            words = _("{day} 缴了 {year} 年的费").format(day=paid.day, year=paid.year)
            yield Reason("paid_ahead", words, _("请核对缴费年度"))
        if facts.death and paid.by(on) and max(paid.day or date.min, date(paid.year, 1, 1)) > facts.death:
            words = _("{year} 年的费在 {day} 缴，但人已于 {death} 死亡")
            words = words if paid.day else _("缴了 {year} 年的费，但人已于 {death} 死亡")
            yield Reason(
                "death_before_payment",
                words.format(year=paid.year, day=paid.day, death=facts.death),
                _("请核对死亡日期和票据，确属死后缴的办理退费"),
            )


def _pays_anew(paid: PaidYear) -> bool:
    """Whether a payment is of a whole year: not a top-up, nor one of several parts."""
    return paid.payment not in FURTHER or (paid.payment is PaymentKind.INSTALMENT and not paid.before_fen)


def _of_drawing(facts: PersonFacts, pension_age: int) -> Iterator[Reason]:
    """Of a first month that was told, and of the months that lists show: drawing may have begun before those."""
    first, first_month = facts.drawing_by, facts.drawn_from
    if first is None:
        return
    if first <= Month.of(birthday(facts.birth, pension_age)):
        words = _("{month}就领了养老金，但那时未满 {age} 周岁").format(month=first.in_chinese(), age=pension_age)
        yield Reason("drawn_too_young", words, _("请核对出生日期和开始领取的月份"))
    if first_month and facts.death and first_month > Month.of(facts.death):
        words = _("{month}才开始领取，但人已于 {death} 死亡").format(month=first_month.in_chinese(), death=facts.death)
        yield Reason("drawn_after_death", words, _("请核对死亡日期；确属冒领的请报乡镇"))
    if first_month and first_month > (facts.drawn_seen or facts.drawn_to or first_month):
        seen = facts.drawn_seen or facts.drawn_to
        words = _("记的是{first}起领取，但{seen}的名单上已经有这个人")
        words = words.format(first=first_month.in_chinese(), seen=seen.in_chinese() if seen else "")
        yield Reason("drawn_backwards", words, _("请核对待遇核定表和发放名单，起领月份记错的划掉重记"))
    for paid in facts.paid:
        if paid.kind is YearKind.PAID and paid.year > first.year:
            words = _("{month}起已领取养老金，但又缴了 {year} 年的费").format(month=first.in_chinese(), year=paid.year)
            yield Reason("paid_while_drawing", words, _("请核对票据，多缴的办理退费"))


def _of_two_pensions(facts: PersonFacts) -> Iterator[Reason]:
    drawn = facts.drawing_by
    if drawn is None:
        return
    for other in facts.other_pensions:
        last = facts.drawn_to or other.first
        if other.holds(drawn) or drawn <= other.first <= last:
            words = _("同时领取本待遇和{other}（{month}起）").format(
                other=other.kind.in_words(), month=max(other.first, drawn).in_chinese()
            )
            yield Reason("two_pensions", words, _("只能领一份：请报乡镇核实，终止其中一份，退回重复领取的部分"))
