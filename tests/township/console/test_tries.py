"""Wrong passwords are answered more and more slowly, by name and by address, and forgotten after an hour."""

from __future__ import annotations

from datetime import timedelta

from sync.township.console import clerks, tries
from sync.township.console.clerks import Role
from tests.township.console.offices import Office


def tried(office: Office, name: str, address: str = "10.0.0.9", times: int = 1) -> float:
    """Try so many times; how many seconds the last one has to wait."""
    left = timedelta()
    for _ in range(times):
        with office.store.writing() as db:
            left = tries.wait(db, office.clock(), name, address)
    return left.total_seconds()


def forget(office: Office, name: str, address: str = "10.0.0.9") -> None:
    """The password was right."""
    with office.store.writing() as db:
        tries.forget(db, name, address)


def test_five_tries_are_free_and_the_sixth_waits(office: Office) -> None:
    assert tried(office, "王主管", times=5) == 0
    assert tried(office, "王主管") == 30


def test_the_pauses_double_up_to_a_quarter_of_an_hour(office: Office) -> None:
    tried(office, "王主管", times=5)
    pauses = []
    for _ in range(8):
        pauses.append(tried(office, "王主管"))
        office.clock.later(seconds=pauses[-1])
        assert tried(office, "王主管") == 0
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_who_does_not_wait_waits_no_longer_for_it(office: Office) -> None:
    tried(office, "王主管", times=5)
    assert tried(office, "王主管", times=20) == 30
    office.clock.later(seconds=30)
    assert tried(office, "王主管") == 0


def test_one_who_waits_does_not_hold_up_the_others(office: Office) -> None:
    tried(office, "王主管", times=9)
    assert tried(office, "李经办") == 0


def test_guessing_many_names_from_one_address_is_slowed_down(office: Office) -> None:
    for number in range(30):
        assert tried(office, f"猜{number}") == 0
    assert tried(office, "王主管") == 30
    assert tried(office, "王主管", address="10.0.0.10") == 0


def test_coming_in_clears_the_name_and_gives_the_address_its_try_back(office: Office) -> None:
    for _ in range(40):
        assert tried(office, "王主管") == 0
        forget(office, "王主管")


def test_the_tries_of_others_at_an_address_are_not_cleared_by_one_who_comes_in(office: Office) -> None:
    for number in range(29):
        tried(office, f"猜{number}")
    tried(office, "王主管")
    forget(office, "王主管")
    assert tried(office, "再猜") == 0
    assert tried(office, "又猜") == 30


def test_tries_are_forgotten_after_an_hour(office: Office) -> None:
    tried(office, "王主管", times=7)
    office.clock.later(minutes=61)
    assert tried(office, "王主管", times=5) == 0


def test_no_name_that_was_typed_is_kept(office: Office) -> None:
    tried(office, "this was my password")
    with office.store.reading() as db:
        rows = db.exec_driver_sql("SELECT * FROM console_tries").all()
    assert rows
    assert "password" not in repr(rows)


def test_guessing_a_name_at_another_address_does_not_hold_up_its_owner(office: Office) -> None:
    tried(office, "王主管", "203.0.113.9", times=40)
    assert tried(office, "王主管", "10.0.0.9") == 0


def test_a_browser_that_is_known_is_counted_by_itself(office: Office) -> None:
    tried(office, "王主管", times=9)
    for number in range(40):
        tried(office, f"猜{number}")
    assert tried(office, "王主管") > 0
    with office.store.writing() as db:
        waits = [tries.wait(db, office.clock(), "王主管", "10.0.0.9", "known").total_seconds() for _ in range(6)]
    assert waits == [0] * 5 + [30]


def test_one_who_has_a_network_of_ipv6_has_one_address(office: Office) -> None:
    for number in range(30):
        assert tried(office, f"猜{number}", f"2001:db8:1:2::{number:x}") == 0
    assert tried(office, "王主管", "2001:db8:1:2:ffff::1") == 30
    assert tried(office, "王主管", "2001:db8:1:3::1") == 0
    tried(office, "李经办", "::ffff:10.0.0.9", times=5)
    assert tried(office, "李经办", "10.0.0.9") == 30
    assert tried(office, "李经办", "::ffff:10.0.0.10") == 0


def test_a_new_password_may_be_tried_at_once(office: Office) -> None:
    office.hire("王主管", Role.CHIEF)
    tried(office, "王主管", times=9)
    tried(office, "李经办", times=9)
    with office.store.writing() as db:
        clerks.reset_password(db, office.clock(), "测试", "王主管", "made up for you")
    assert tried(office, "王主管") == 0
    assert tried(office, "李经办") > 0
