"""Times as facts and messages carry them: ISO 8601 with an offset; shown in the country's one time zone. No clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def read(text: str) -> datetime | None:
    """The moment, or None for a text that is none or lacks its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def in_beijing(text: str) -> datetime | None:
    """The moment as a clock in this country shows it, whatever offset it carries; None as ``read``."""
    found = read(text)
    try:
        return found.astimezone(BEIJING) if found else None
    except OverflowError:
        return None


def shown(text: str) -> str:
    """``2026-11-24 08:30`` in Beijing; what is no time stays as it is, if it is short."""
    found = in_beijing(text)
    return f"{found:%Y-%m-%d %H:%M}" if found else text[:40]
