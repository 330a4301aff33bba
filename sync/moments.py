"""Times as facts and messages carry them: ISO 8601 with an offset. No clock."""

from __future__ import annotations

from datetime import datetime


def read(text: str) -> datetime | None:
    """The moment, or None for a text that is none or lacks its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
