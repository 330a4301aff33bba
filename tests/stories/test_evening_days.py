"""After a late day was closed the evening is today's; what is taken back later opens no closed day."""

from __future__ import annotations

from tests.clerk import Clerk
from tests.desks import StillClock
from tests.stories.test_evening import takes


def test_after_the_day_before_was_closed_the_page_is_of_today(clerk: Clerk, clock: StillClock) -> None:
    takes(clerk, 2)
    clock.move(days=1)
    clerk.window.changed()
    clerk.goes_to("today").clicks("todo_unclosed_day").fills("note_10000", "2").enters()
    clerk.goes_to("today").goes_to("books").fills("note_10000", "2").enters()
    assert clerk.desk.ledger.sheet().close is not None, "today was counted, and the day before was closed again"


def test_a_page_that_stays_open_over_night_is_of_the_new_day(clerk: Clerk, clock: StillClock) -> None:
    takes(clerk, 2)
    clerk.goes_to("books").fills("note_10000", "2").enters()
    clock.move(days=1)
    clerk.window.changed()
    clerk.goes_to("today").goes_to("books").fills("note_10000", "2").enters()
    assert clerk.desk.ledger.sheet().close is not None


def test_a_receipt_or_entry_taken_back_on_another_day_opens_no_closed_day(clerk: Clerk, clock: StillClock) -> None:
    takes(clerk, 2)
    wrong = clerk.desk.passing_on.deposit(5_000, "农行", clerk.desk.today())
    clerk.desk.closing.close({10_000: 1, 5_000: 1})
    clock.move(days=1)
    assert clerk.desk.ledger.not_closed() is None
    clerk.desk.passing_on.reverse(wrong.fact, "写错了")
    after_entry = clerk.desk.ledger.not_closed()
    number = clerk.desk.reporting.receipts(1)[0].number
    clerk.desk.collecting.void(number, "收错了")
    assert (after_entry, clerk.desk.ledger.not_closed()) == (None, None)
