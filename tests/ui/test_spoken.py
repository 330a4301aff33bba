"""What a screen reader says: everything that can be pressed, filled in or walked through has a name, on every page."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tests.clerk import Clerk
from tests.widgets import children
from village_desk.ui import rooms
from village_desk.ui.kit.page import Place

CONTROLS = QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QAbstractItemView
ABOUT_SOMETHING = {"attachment", "receipt", "receipts"}
"""Pages that show nothing until they are given something; the walk in ``test_walk.py`` sees them."""


def nameless(root: QWidget) -> list[str]:
    found = [each for each in children(root, QWidget) if each.isVisible() and isinstance(each, CONTROLS)]
    return [
        f"{type(each).__name__} {each.objectName()}"
        for each in found
        if not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
        and not isinstance(each, QHeaderView)
        and not each.objectName().startswith("qt_")
    ]


@pytest.mark.parametrize("page", [each for each in rooms.PAGES if each not in ABOUT_SOMETHING])
def test_every_control_has_a_name(clerk: Clerk, page: str) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    about = dict.fromkeys(("person", "house", "estimate", "collect"), person) | {
        "register": "\t",
        "workbook": "people\n",
    }
    clerk.window.go(Place(page, about.get(page, "")))
    clerk.waits()
    assert not nameless(clerk.window)


def test_a_field_without_a_name_is_found(clerk: Clerk) -> None:
    stray = QLineEdit(clerk.page)
    stray.setObjectName("stray")
    stray.show()
    assert nameless(clerk.window) == ["QLineEdit stray"]
