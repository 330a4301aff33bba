"""Four endings, one presenter: a refusal and a trouble are said, a cancel is not, a bug goes on to the hook."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tests.clerk import Clerk
from village_desk.domain.errors import Cancelled, DeskError, Refused, Trouble
from village_desk.ui import faults


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
