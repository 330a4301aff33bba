"""The search list: digits that several people have choose nobody, and each line says what was hit."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt

from tests.clerk import Clerk
from village_desk.desk import Desk


def shared_digits(desk: Desk) -> str:
    """Last four that two identity numbers of the roster end with."""
    tails = Counter(each.resident.id_number[-4:] for each in desk.finding.roster())
    return next(tail for tail, count in tails.items() if count > 1 and tail.isdigit())


def own_digits(desk: Desk) -> str:
    """Last four that nobody else has in any number."""
    tails = [each.resident.id_number[-4:] for each in desk.finding.roster()]
    return next(tail for tail in tails if len(desk.finding.find(tail)) == 1)


@pytest.mark.parametrize("page", ["collect", "people", "today"])
def test_enter_takes_nobody_of_several_who_have_the_digits(clerk: Clerk, page: str) -> None:
    clerk.goes_to(page).looks_for(shared_digits(clerk.desk))
    search, count = clerk.window.search, len(clerk.found())
    assert count > 1
    assert not search.list.currentIndex().isValid()
    assert clerk.text("several") == f"有 {count} 个人，先选一个：按 ↓"
    clerk.enters()
    assert (clerk.page.name, len(clerk.found())) == (page, count), "nothing was taken, and the list stands"
    assert search.several.property("tone") == "attention"
    second = search.found()[1].resident
    clerk.presses(Qt.Key.Key_Down).presses(Qt.Key.Key_Down).enters()
    assert clerk.page.name == ("collect" if page == "collect" else "person")
    assert clerk.sees(second.name)
    assert search.several.isHidden() or not search.results.isVisible()


def test_up_chooses_the_first_too_when_nobody_is(clerk: Clerk) -> None:
    clerk.goes_to("people").looks_for(shared_digits(clerk.desk)).presses(Qt.Key.Key_Up)
    assert clerk.window.search.list.currentIndex().row() == 0


def test_digits_of_one_person_and_names_take_the_first(clerk: Clerk) -> None:
    clerk.goes_to("people").looks_for(own_digits(clerk.desk))
    assert clerk.window.search.list.currentIndex().row() == 0
    assert not clerk.window.search.several.isVisible()
    clerk.looks_for("wang")
    assert clerk.window.search.list.currentIndex().row() == 0


def test_what_more_is_typed_chooses_anew(clerk: Clerk) -> None:
    digits = shared_digits(clerk.desk)
    clerk.looks_for(digits[:3]).presses(Qt.Key.Key_Down)
    clerk.looks_for(digits)
    assert not clerk.window.search.list.currentIndex().isValid()
