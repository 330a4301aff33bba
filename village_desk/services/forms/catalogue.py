"""Which forms there are: those of the program and those installed here. Each names its workbook, number and moment."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from enum import Enum
from functools import cache, partial

import resources
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import FormFields
from village_desk.domain.policy.mechanisms import county_forms
from village_desk.services.policies import Policies
from village_desk.store.database import Store
from village_desk.store.subjects import forms
from village_desk.store.subjects.forms import KnownForm
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

    @property
    def is_of_people(self) -> bool:
        """Whether somebody has to be chosen for it."""
        return self not in (Subject.PAYOUTS, Subject.VILLAGE)

    def in_words(self) -> str:
        """How many papers it makes of what."""
        return {
            "person": _("一人一张"),
            "household": _("一户一张"),
            "people": _("一批人一份"),
            "payouts": _("一个月一份"),
            "village": _("全村一张"),
        }[self.value]


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


def of_desk(store: Store) -> list[Form]:
    """The forms of a desk: an installed one stands in the place of the program's of its name, others behind them.

    Those that the county does not use, by the policy of today, are left out; so is one for somebody whom this program
    does not know (a newer program's).
    """
    found = {each.name: each for each in shipped()}
    found |= {each.form: _installed(store, each) for each in forms.in_use(store.db) if each.for_whom in _SUBJECTS}
    policy, on = Policies(store).on(store.today()), store.today()
    by_number = {each.number: county_forms.of(policy, each.number, on) for each in found.values() if each.number}
    return [each for each in found.values() if (county := by_number.get(each.number)) is None or county.used]


def workbook(store: Store, form: KnownForm) -> bytes:
    """The bytes of an installed form, or of one that the township sent. Refused ``form_not_whole``."""
    found = forms.contents(store.db, form.sha256)
    if found is None:
        message = _("表格“{form}”的内容不全").format(form=form.form)
        raise Refused(message, _("请上报一次，或请镇所重发这张表"), "form_not_whole")
    return found


def is_posting(name: str, number: str, moment: str) -> bool:
    """Whether a form is hung on a wall: by its moment or its name, or in the place of one of the program's that is."""
    ours = (each for each in shipped() if each.posting)
    return (
        moment == Moment.POSTING.value
        or Moment.POSTING.value in name
        or any(name == each.name or number == each.number != "" for each in ours)
    )


_SUBJECTS = {each.value for each in Subject}
_MOMENTS = {each.value: each for each in Moment}


def _installed(store: Store, known: KnownForm) -> Form:
    moment = _MOMENTS.get(known.moment, Moment.OTHER)
    origin = Origin.TOWNSHIP if known.source == Origin.TOWNSHIP.value else Origin.VILLAGE
    posting, data = is_posting(known.form, known.number, known.moment), partial(workbook, store, known)
    subject = Subject(known.for_whom)
    return Form(known.form, known.number, subject, moment, posting, origin, known.sha256, data)


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
