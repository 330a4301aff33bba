"""Which forms the villages have installed besides those of the program. Selects only."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.agreement.facts.forms import BookedForm
from sync.township.store.tables import forms

_COLUMNS = tuple(BookedForm.__dataclass_fields__)


def everywhere(db: Connection) -> list[BookedForm]:
    """The last form of each name at each desk, by name."""
    rows = db.execute(select(forms).order_by(forms.c.form, forms.c.desk))
    return [BookedForm(*(getattr(row, name) for name in _COLUMNS)) for row in rows]
