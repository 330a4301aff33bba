"""Refused lines wait until their desk mends them, and not longer."""

from __future__ import annotations

from typing import Any

import pytest

from sync.agreement.facts import ContributionCollected, PersonCorrected, PersonRegistered, ReceiptVoided
from sync.township.console.reading import waiting
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number


@pytest.fixture
def village(office: Office) -> Village:
    """A village with one person in good standing."""
    village = office.village(1, "沟二社区")
    village.register(0)
    village.report()
    return village


def codes(village: Village) -> list[str]:
    """Why the lines that wait were refused."""
    with village.office.store.reading() as db:
        return [line.code for lines in waiting.by_desk(db, village.code).values() for line in lines]


def test_a_registration_waits_until_the_person_is_in_good_standing(village: Village) -> None:
    person = village.register(0, name="同号")[0]
    village.report()
    assert codes(village) == ["id_number_taken"]
    village.record(PersonCorrected(person=person, changes={"phone": "13812345678"}))
    village.report()
    assert codes(village) == ["id_number_taken"]
    village.record(PersonCorrected(person=person, changes={"id_number": id_number(7)}))
    village.report()
    assert codes(village) == []


def test_money_waits_until_its_receipt_is_void(village: Village) -> None:
    person = village.register(1)[0]
    first = village.collect(person, fen=20000, year=1999)
    other = village.collect(person, fen=20000, year=1998)
    village.report()
    assert codes(village) == ["year_impossible", "year_impossible"]
    village.record(ReceiptVoided(person=person, receipt=other, reason="年度写错"))
    village.report()
    assert codes(village) == ["year_impossible"]
    village.record(ReceiptVoided(person=person, receipt=first, reason="年度写错"))
    village.report()
    assert codes(village) == []


def test_money_under_a_used_number_waits_until_the_year_is_taken_anew(village: Village) -> None:
    one, two = village.register(1, 2)
    receipt = village.collect(one)
    village.collect(two, receipt=receipt)
    village.report()
    assert codes(village) == ["receipt_used"]
    village.collect(two, year=2025)
    village.report()
    assert codes(village) == ["receipt_used"]
    village.collect(two)
    village.report()
    assert codes(village) == []


def malformed(person: str, receipt: str, year: int) -> ContributionCollected:
    """A fee whose tier is no whole number."""
    tier: Any = "二百"
    return ContributionCollected(person, receipt, year, tier, 20000, "2014")


def test_money_of_a_line_that_does_not_fit_waits_for_its_own_year_or_its_void(village: Village) -> None:
    """Another year's fee, or another receipt's void, says nothing about that money."""
    person = village.register(1)[0]
    village.record(malformed(person, "A-2026-000801-0", 2025))
    village.record(malformed(person, "A-2026-000802-0", 2024))
    village.report()
    assert codes(village) == ["misfit", "misfit"]
    receipt = village.collect(person, year=2026)
    village.report()
    village.record(ReceiptVoided(person, receipt, "收错"))
    village.report()
    assert codes(village) == ["misfit", "misfit"]
    village.collect(person, year=2025)
    village.report()
    assert codes(village) == ["misfit"]
    village.record(ReceiptVoided(person, "A-2026-000802-0", "收错"))
    village.report()
    assert codes(village) == []


def test_a_correction_waits_for_the_same_field(village: Village) -> None:
    person = village.register(1)[0]
    village.record(PersonCorrected(person=person, changes={"id_number": "1"}))
    village.report()
    village.record(PersonCorrected(person=person, changes={"name": "新名"}))
    village.report()
    assert codes(village) == ["id_length"]
    village.record(PersonCorrected(person=person, changes={"id_number": id_number(9)}))
    village.report()
    assert codes(village) == []


def test_what_needs_no_mending_does_not_wait(village: Village) -> None:
    person = village.register(1)[0]
    receipt = village.collect(person)
    void = ReceiptVoided(person=person, receipt=receipt, reason="错")
    village.record(void, void, PersonRegistered(person=person, name="又来", id_number=id_number(1)))
    village.report()
    assert codes(village) == []


def test_what_came_before_the_refusal_mends_nothing(village: Village) -> None:
    person = village.register(1)[0]
    village.record(PersonCorrected(person=person, changes={"id_number": id_number(8)}))
    village.record(PersonCorrected(person=person, changes={"id_number": "1"}))
    village.report()
    assert codes(village) == ["id_length"]


def test_what_another_village_does_mends_nothing(office: Office, village: Village) -> None:
    other = office.village(2, "石桥村")
    person = village.register(1)[0]
    village.collect(person, year=1999)
    village.report()
    other.register(5)
    other.record(ReceiptVoided(person=person, receipt="A-2026-000001-0", reason="错"))
    other.report()
    assert codes(village) == ["year_impossible"]


def test_the_village_page_says_what_waits_with_reason_and_cure(office: Office, village: Village) -> None:
    village.register(0, name="钱多多")
    village.report()
    browser = office.browser("经办")
    assert "待更正 1 条" in browser.page.words
    words = browser.get(f"/console/villages/{village.code}").words
    assert "退回待更正 1 条" in words
    assert "钱多多 登记上册：钱多多 本村另一个人已经登记了这个身份证号 请查找这个身份证号" in words
