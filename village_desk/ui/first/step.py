"""What the five screens of the first start have in common: a question, its fields, and what is still missing."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from sync.agreement.values import value
from village_desk.domain.basics.errors import DeskError
from village_desk.ui.kit.arrange import Item, column, row
from village_desk.ui.kit.forms import Field, Form
from village_desk.ui.kit.labels import label

_GAP, _LOW_GAP = 24, 10


@value
class Missing:
    """What the button says while it is off, and where the keyboard goes on Enter then."""

    words: str
    where: QWidget


class Step(QWidget):
    """One screen. ``moved`` signals that the answer changed; ``done`` that it is given without the button."""

    moved = Signal()
    done = Signal()

    heading: ClassVar[str]
    purpose: ClassVar[str] = ""

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self.form = Form(*fields)

    def fill(self, *items: Item, beside: QWidget | None = None) -> None:
        """Lay the items out under the heading."""
        title = label(self.heading, "title", "heading")
        head = row(title, None, beside) if beside is not None else row(title, None)
        self._purpose = label(self.purpose, "muted")
        self._purpose.setVisible(bool(self.purpose))
        self._lines = column(column(head, self._purpose, gap=4), *items, gap=_GAP)
        self.setLayout(self._lines)

    def set_low(self, low: bool) -> None:
        """In a low window the question and the fields stand alone, so that all of them are in sight."""
        self._purpose.setVisible(bool(self.purpose) and not low)
        self._lines.setSpacing(_LOW_GAP if low else _GAP)
        for each in self.form.fields.values():
            each.set_terse(low)

    def action(self) -> str:
        """The words of the button when nothing is missing."""
        raise NotImplementedError

    def missing(self) -> Missing | None:
        """What must be given before it goes on; None when nothing is."""
        return None

    def check(self) -> None:
        """Raise Refused beside the field that cannot be so."""

    def first_field(self) -> QWidget | None:
        """What gets the keyboard when the screen is shown."""
        return next((each.control for each in self.form.fields.values()), None)

    def others(self) -> list[QWidget]:
        """Further buttons, between the way back and the main one."""
        return []

    def entered(self) -> None:
        """The screen is shown."""

    def left(self) -> None:
        """Another screen is shown."""

    def say(self, error: DeskError) -> bool:
        """Show an error beside its field; False where this screen has no such field."""
        return self.form.refuse(error)


def beside() -> QLabel:
    """Words at the right of a field's name."""
    return label(role="strong")
