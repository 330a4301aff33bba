"""A walk over every page in three sizes of window: pictures are kept, type and targets measured, cut text refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from tests import pictures
from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.ui import measuring
from tests.ui.choosing import choose_form
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk.domain import attachments as rules
from village_desk.domain.rules.person_facts import YearKind
from village_desk.services.collecting import Payment
from village_desk.ui.kit import style
from village_desk.ui.kit.page import Place

SCREENS = {"as it is": (1366, 768), "150 %": (911, 512), "wide": (1920, 1080)}
"""A screen of 1366x768 has 911x512 of the window's own pixels at 150 %."""


def a_person(clerk: Clerk) -> str:
    return clerk.desk.finding.find("韩玉珍")[0].resident.id


def a_receipt(clerk: Clerk) -> str:
    clerk.goes_to("collect").finds("hyz").enters()
    return clerk.desk.collecting.recent()[0].number


def the_receipts(clerk: Clerk) -> None:
    a_receipt(clerk)
    clerk.window.go(Place("receipt_list"))


def by_a_relative(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("payer", "亲属代缴").enters()


def a_house_at_the_till(clerk: Clerk) -> Clerk:
    """Somebody of a special group of whom nobody said who pays, in hand, with all of the house ticked."""
    wife = clerk.desk.finding.find("袁翠娥")[0].resident.id
    clerk.window.go(Place("collect", wife))
    clerk.presses(Qt.Key.Key_F6).enters()
    return clerk


def paid_already(clerk: Clerk) -> None:
    a_receipt(clerk)
    clerk.clicks("later").finds("hyz").enters()


def an_import(clerk: Clerk) -> None:
    clerk.window.go(Place("import", str(SAMPLE / "roster-messy.xls")))
    clerk.waits()


def held_rows(clerk: Clerk) -> None:
    clerk.desk.importing.take(clerk.desk.importing.read(SAMPLE / "roster-messy.xls"))
    clerk.window.go(Place("mending"))


def a_roster_again(clerk: Clerk) -> None:
    taken = clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.desk.paying.printed(clerk.desk.papers.signing_roster(taken).printed)
    clerk.goes_to("payouts").opens("payout_lists", 0).waits()


def payout_questions(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("张银枝")[0].resident
    clerk.desk.registering.correct(person.id, {"name": "张银芝"})
    clerk.goes_to("payouts").will_pick(SAMPLE / "payout-list.xlsx").enters().waits()


def a_second_list(clerk: Clerk) -> None:
    clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.goes_to("payouts").will_pick(
        save(clerk.desk.path.with_name("二.xlsx"), [["2026年11月"], PAYOUT_HEADER, payee(1)])
    ).enters()
    clerk.waits()


def the_columns(clerk: Clerk) -> None:
    clerk.window.go(Place("import", str(SAMPLE / "roster.xlsx")))
    clerk.waits().clicks("show_columns")


def a_life(clerk: Clerk) -> None:
    person = a_person(clerk)
    clerk.desk.noting.years(person, 2012, 2014, 10_000, YearKind.PAID, "缴费本")
    clerk.desk.noting.years(person, 2016, 2018, 20_000, YearKind.GOVERNMENT_PAID, "镇所")
    clerk.desk.noting.years(person, 2020, 2020, 20_000, YearKind.WAIVED)
    clerk.finds("hyz")


def a_contradiction(clerk: Clerk) -> None:
    person = a_person(clerk)
    clerk.desk.collecting.collect(Payment(person, 2026, 10_000))
    clerk.desk.noting.death(person, date(2020, 1, 2), "家属")
    clerk.finds("hyz")


def a_payee(clerk: Clerk) -> None:
    taken = clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    person = next(each.resident for each in clerk.desk.paying.lines(taken) if each.resident)
    clerk.window.go(Place("person", person.id))


def attachments(clerk: Clerk) -> None:
    person = a_person(clerk)
    for seed, title in enumerate(rules.titles()[:3]):
        clerk.desk.attaching.add(person, pictures.photo(200, seed), title)
    clerk.finds("hyz")
    clerk.qtbot.waitUntil(lambda: not measuring.cut(clerk.window), timeout=3_000)
    clerk.clicks("add_attachment")
    clerk.qtbot.waitUntil(lambda: not clerk.there(QComboBox, "attachment_kind").visibleRegion().isEmpty())


def an_attachment(clerk: Clerk) -> None:
    found = clerk.desk.attaching.add(a_person(clerk), pictures.photo(600), "身份证正面")
    clerk.window.go(Place("attachment", found.id))


def a_house(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("open_house").chooses("act", "分户")


def the_groups(clerk: Clerk) -> None:
    group = clerk.desk.finding.groups()[0]
    clerk.desk.group_cadres.set_cadre(str(group.number), "刘书记", "13800001234", "2024—2026")
    clerk.goes_to("settings").clicks("see_groups").clicks(f"group_{group.number}")


def a_group_sheet(clerk: Clerk) -> None:
    """Some as usual, and an amount that is no tier in the row in hand."""
    clerk.goes_to("collect").presses(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    for _each in range(3):
        clerk.enters()
    for _each in range(3):
        clerk.presses(Qt.Key.Key_9)
    clerk.presses(Qt.Key.Key_F7).fills("counted", "700").enters()


def several(clerk: Clerk) -> None:
    clerk.window.go(Place("receipt", a_receipt(clerk)))
    clerk.clicks("several").waits()


def a_register(clerk: Clerk) -> None:
    clerk.goes_to("people").clicks("print_list").waits()
    clerk.chooses("register_kind", "发放签收表").waits()


def unsent(clerk: Clerk) -> None:
    clerk.desk.keeping.set("township_url", "http://127.0.0.1:9")
    clerk.desk.attaching.add(a_person(clerk), pictures.photo(600), "身份证正面")
    clerk.goes_to("township").waits_to_see("附件还有 1 个")
    clerk.qtbot.waitUntil(lambda: not measuring.sideways(clerk.window), timeout=3_000)


def a_chosen_backup(clerk: Clerk) -> None:
    clerk.desk.keeping.back_up()
    clerk.window.go(Place("restore"))
    box = clerk.there(QComboBox, "backup")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    clerk.waits().waits_to_see("什么都不会丢")


def go(page: str, about: str = "") -> Callable[[Clerk], None]:
    return lambda clerk: clerk.window.go(Place(page, about))


def correcting(clerk: Clerk) -> None:
    clerk.window.go(Place("person", a_person(clerk)))
    clerk.clicks("need_1")


def a_form(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("form_0").waits_to_see("处留空")


def a_posting(clerk: Clerk) -> None:
    clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.goes_to("forms")
    choose_form(clerk, "待遇发放公示表")
    clerk.waits()


def a_form_to_mend(clerk: Clerk) -> None:
    wrong = save(clerk.desk.path.with_name("表.xlsx"), [["{姓名}", "{身份正号}", "{出生日期"]])
    clerk.goes_to("forms").will_pick(wrong).clicks("add_form").waits_to_see("处要先改好")


def a_newcomer(clerk: Clerk) -> Clerk:
    """A house is named by its number, and the identity number lacks three digits."""
    house = clerk.desk.finding.find("韩玉珍")[0].resident.household
    clerk.goes_to("people").clicks("newcomer").fills("name", "韩小明").fills("household", house)
    return clerk.fills("id_number", "429004201005120")


def counted(clerk: Clerk) -> None:
    """An evening on which a hundred is missing."""
    a_receipt(clerk)
    clerk.goes_to("books").fills("note_5000", "1").clicks("reason_change").fills("comment", "多找了，说好明天送来")


STOPS: dict[str, Callable[[Clerk], object]] = {
    "today": go("today"),
    "books": go("books"),
    "books counted": counted,
    "passing": lambda clerk: clerk.goes_to("books").clicks("pass_on"),
    "report": lambda clerk: clerk.goes_to("today").clicks("season_report").waits(),
    "todo": go("todo", "unpaid"),
    "people": go("people"),
    "who owes": go("people", "unpaid"),
    "person": lambda clerk: clerk.finds("hyz"),
    "a life": a_life,
    "contradiction": a_contradiction,
    "noting": lambda clerk: clerk.finds("hyz").clicks("add_note"),
    "estimate": lambda clerk: clerk.finds("hyz").clicks("see_estimate"),
    "attachments": attachments,
    "attachment": an_attachment,
    "unsent": unsent,
    "payee": a_payee,
    "correcting": correcting,
    "newcomer": a_newcomer,
    "newcomer refused": lambda clerk: a_newcomer(clerk).enters(),
    "nobody to collect from": go("collect"),
    "collect": lambda clerk: clerk.goes_to("collect").finds("hyz"),
    "relative": lambda clerk: (
        clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("payer", "亲属代缴").enters()
    ),
    "taken": a_receipt,
    "a house": a_house_at_the_till,
    "a house taken": lambda clerk: a_house_at_the_till(clerk).presses(Qt.Key.Key_F3).enters(),
    "a village group": a_group_sheet,
    "receipt list": the_receipts,
    "paid already": paid_already,
    "receipt": lambda clerk: clerk.window.go(Place("receipt", a_receipt(clerk))),
    "several": several,
    "register": a_register,
    "workbook": lambda clerk: clerk.goes_to("people").clicks("save_list"),
    "house": a_house,
    "village groups": the_groups,
    "import": go("import"),
    "dry run": an_import,
    "held rows": held_rows,
    "no held rows": go("mending"),
    "columns": the_columns,
    "payouts": go("payouts"),
    "a part of the roster": a_roster_again,
    "questions": payout_questions,
    "second list": a_second_list,
    "forms": go("forms"),
    "forms of one": lambda clerk: clerk.goes_to("forms").finds("hyz"),
    "form": a_form,
    "posting": a_posting,
    "form to mend": a_form_to_mend,
    "fields": go("fields"),
    "township": go("township"),
    "stick": lambda clerk: clerk.goes_to("township").clicks("use_stick"),
    "settings": go("settings"),
    "another pin": go("pin"),
    "a chosen backup": a_chosen_backup,
    "about": go("about"),
    "policy": go("policy"),
    "help": go("help"),
    "search": lambda clerk: clerk.looks_for("王"),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("stop", STOPS)
def test_everything_in_sight_can_be_read_and_reached(
    dressed: QApplication, clerk: Clerk, stop: str, screen: str, tmp_path: Path
) -> None:
    clerk.window.resize(*SCREENS[screen])
    stray = measuring.StrayWindows(dressed)
    STOPS[stop](clerk)
    dressed.processEvents()  # what was asked for is laid out before it is painted: nobody sees it as it stood before
    dressed.removeEventFilter(stray)
    assert not stray.seen
    # a sheet that was just drawn is fitted again once its scroll bar stands
    clerk.qtbot.waitUntil(lambda: not (measuring.cut(clerk.window) or measuring.sideways(clerk.window)), timeout=3_000)
    assert clerk.window.grab().save(str(tmp_path / f"{stop}.png"))
    assert (clerk.window.width(), clerk.window.height()) == SCREENS[screen], "the page forces the window wider"
    assert measuring.smallest_type(clerk.window)[0] >= style.points("small")
    assert not measuring.small_targets(clerk.window, style.size("target"))
    assert not measuring.sideways(clerk.window)


def test_a_button_that_is_lower_than_its_words_counts_as_cut(clerk: Clerk) -> None:
    clerk.goes_to("people").there(QPushButton, "newcomer").setFixedHeight(20)
    assert "新登记一人" in measuring.cut(clerk.window)


def test_a_refused_field_comes_into_sight(clerk: Clerk) -> None:
    clerk.window.resize(*SCREENS["150 %"])
    paid_already(clerk)
    field = clerk.there(QLineEdit, "again")
    clerk.qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())
