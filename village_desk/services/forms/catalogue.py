"""Which forms there are: those that the program carries. Each names its workbook, its number and its moment."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from enum import Enum
from functools import cache

import resources
from sync.agreement.values import value
from village_desk.domain.form_fields import FormFields
from village_desk.words import _


class Subject(Enum):
    """Whom one copy of a form is about."""

    PERSON = "person"
    HOUSEHOLD = "household"
    PEOPLE = "people"
    """A list of people, a line each."""
    PAYOUTS = "payouts"
    """A month's payout list, a line for each payee."""
    VILLAGE = "village"
    """The village or its policy: nobody in particular."""


class Moment(Enum):
    """At which moment of a life somebody needs the form; the words are those on screen."""

    ENROLLING = "新参保"
    CHANGING = "变更"
    DRAWING = "领取"
    STOPPING = "停止"
    CHECKING = "对账"
    POSTING = "公示"
    OTHER = "其他"


class Origin(Enum):
    """Where a form comes from."""

    SHIPPED = "shipped"
    TOWNSHIP = "township"
    VILLAGE = "village"

    def in_words(self) -> str:
        """The mark beside the form's name."""
        return {"shipped": _("程序自带"), "township": _("镇所下发"), "village": _("本村自制")}[self.value]


@value
class Form:
    """One form of the desk. ``number`` is its official one (``F1``), "" without one; ``posting``: hung on a wall.

    ``sha256`` identifies the workbook, whose bytes ``data()`` gives.
    """

    name: str
    number: str
    subject: Subject
    moment: Moment
    posting: bool
    origin: Origin
    sha256: str
    data: Callable[[], bytes]

    @property
    def title(self) -> str:
        """``F1 参保登记表``."""
        return f"{self.number} {self.name}".strip()


def fields() -> FormFields:
    """The dictionary of the fields that forms may name."""
    from village_desk.workbooks.forms import dictionary

    return dictionary.fields()


@cache
def shipped() -> tuple[Form, ...]:
    """The forms that the program carries, in the order of their numbers: ``resources/forms/forms.toml``."""
    table = tomllib.loads(resources.path("forms/forms.toml").read_text("utf-8"))
    return tuple(_shipped(each) for each in table["form"])


def _shipped(entry: dict[str, str | bool]) -> Form:
    data = resources.path(f"forms/{entry['file']}").read_bytes()
    return Form(
        str(entry["name"]),
        str(entry.get("number", "")),
        Subject(entry["subject"]),
        Moment(entry["moment"]),
        bool(entry.get("posting", False)),
        Origin.SHIPPED,
        hashlib.sha256(data).hexdigest(),
        lambda: data,
    )
