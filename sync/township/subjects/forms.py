"""The township's table of the forms that desks have installed. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from sync.agreement.books import Books
from sync.agreement.facts.forms import BookedForm, Forms
from sync.township.store import bulk
from sync.township.store.tables import forms
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched

_COLUMNS = tuple(BookedForm.__dataclass_fields__)


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The forms that these lines name, of every desk of the village."""
    part, named = books.part(Forms), touched.ids["FormName"]
    for row in bulk.where(db, forms, forms.c.form, named, forms.c.desk.in_(touched.village)):
        part.known[row.desk, row.form] = BookedForm(*(getattr(row, name) for name in _COLUMNS))


def save(db: Connection, books: Books) -> None:
    """Write the forms that changed."""
    part = books.part(Forms)
    changed = [part.known[each] for each in sorted(part.changed)]
    bulk.upsert(db, forms, [_row(each) for each in changed])


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """How many forms the desks have in use besides those of the program."""
    standing = select(func.count()).where(forms.c.withdrawn == 0, of_desks(forms.c.desk, chosen))
    return (Sum("forms", "另装的表格", db.execute(standing).scalar_one(), "张"),)


def _row(form: BookedForm) -> dict[str, str | int]:
    row = {name: getattr(form, name) for name in _COLUMNS}
    return {name: bulk.keepable(each) if isinstance(each, str) else each for name, each in row.items()}
