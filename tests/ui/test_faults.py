"""Four endings, one presenter: a refusal and a trouble are said, a cancel is not, a bug goes on to the hook."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused, Trouble
from village_desk.services.collecting import Payment
from village_desk.ui.kit import faults


class Ear:
    """Somebody who can be told."""

    def __init__(self) -> None:
        self.heard: list[DeskError] = []

    def say(self, error: DeskError) -> None:
        self.heard.append(error)


@pytest.mark.parametrize("error", [Refused("不行", "换一个"), Trouble("磁盘满了")])
def test_what_the_clerk_can_mend_is_said(error: DeskError) -> None:
    ear = Ear()
    with faults.presented(ear):
        raise error
    faults.present(error, ear)
    assert ear.heard == [error, error]


def test_a_cancel_says_nothing() -> None:
    ear = Ear()
    with faults.presented(ear):
        raise Cancelled
    faults.present(Cancelled(), ear)
    assert not ear.heard


def test_a_bug_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError), faults.presented(Ear()):
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        faults.present(ZeroDivisionError(), Ear())


def test_a_bug_is_logged_and_shown_without_the_values_it_happened_on(
    clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []

    def answer(clerk: Clerk, dialog: QWidget) -> None:
        lines = dialog.findChild(QPlainTextEdit, "told_lines")
        assert isinstance(lines, QPlainTextEdit)
        shown.append(lines.toPlainText())
        clerk.clicks("yes")

    clerk.will_answer(answer)
    with caplog.at_level(logging.ERROR):
        try:
            int("429004198005120011x")
        except ValueError as error:
            faults.caught(type(error), error, error.__traceback__)
    assert "ValueError" in shown[0]
    assert "test_faults.py" in shown[0]
    assert "4290041980" not in shown[0] + caplog.text


def test_what_was_recorded_is_said_before_what_went_wrong_behind_it(clerk: Clerk, qtbot: QtBot) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    paid = (Payment(person, year, 10_000) for year in (2026, 2025, 2024, 2023))

    def take_and(error: BaseException, desk: Desk = clerk.desk) -> None:
        desk.collecting.collect(next(paid))
        raise error

    ear = Ear()
    with faults.presented(ear):
        take_and(Trouble("磁盘满了", "请腾地方"))
    with faults.presented(ear):
        take_and(Cancelled())
    said = [each.message for each in ear.heard]
    assert [each.split("。")[0] for each in said] == [
        f"已经记下：收{year} 年养老保险费 100 元，凭条 {receipt.number}"
        for year, receipt in zip((" 2026", "补缴 2025"), reversed(clerk.desk.collecting.recent()), strict=True)
    ]
    assert [each.split("后面没有做完：")[1] for each in said] == ["磁盘满了", "已按您的意思停下"]
    with pytest.raises(ZeroDivisionError) as bug, faults.presented(ear):
        take_and(ZeroDivisionError())
    assert "收补缴 2024 年" in bug.value.__notes__[0]
    with faults.presented(ear):
        raise Trouble("磁盘满了")
    assert ear.heard[-1].message == "磁盘满了", "what was recorded before is no news"
    ended: list[object] = []
    clerk.window.jobs.start("收费", lambda desk, _told: take_and(Trouble("没有网"), desk), ended.append, ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], Trouble)
    assert ended[0].message.startswith("已经记下：收补缴 2023 年")
