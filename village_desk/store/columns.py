"""Which field each column holds, as a person once said it for an exact set of headings of a roster or payout list.

It is a setting of the desk, so that a rebuilt PC has it again; the other PC of a village asks for it once more.
"""

import json

from sync.agreement.facts.office import COLUMNS
from village_desk.store.connection.engine import Database

Assigned = dict[str, dict[int, str]]
"""By the key of the headings: the field of a column (from 0), "" for one that is not read."""


def setting(kind: str, key: str) -> str:
    """The name of the setting for a set of headings of a kind of list (roster | payout)."""
    return f"{COLUMNS}{kind}:{key}"


def assigned(db: Database, kind: str) -> Assigned:
    """All stored assignments of columns for a kind of list."""
    rows = db.execute("SELECT name, value FROM settings WHERE name LIKE ? AND value <> ''", [setting(kind, "%")])
    return {
        name.rpartition(":")[2]: {int(place): field for place, field in json.loads(value).items()}
        for name, value in rows
    }


def written(fields: dict[int, str]) -> str:
    """The value of the setting; empty when no column is assigned any more."""
    return json.dumps({str(place): fields[place] for place in sorted(fields)}, separators=(",", ":")) if fields else ""
