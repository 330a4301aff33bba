"""PySide6 6.12 cannot use up None on Python 3.11."""

import sys

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

CALLS = 20_000


def test_calls_that_return_nothing_leave_none_alive(dressed: QApplication) -> None:
    font = QFont()
    for _ in range(CALLS):
        font.setBold(True)
    assert sys.getrefcount(None) > CALLS


def test_calls_that_return_a_bool_leave_it_alive(dressed: QApplication) -> None:
    for _ in range(CALLS):
        dressed.isSetuidAllowed()
    assert sys.getrefcount(False) > CALLS
