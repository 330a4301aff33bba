"""How a receipt is taken back: made void, or by a red entry with a number of its own (5.5). Pure functions."""

from datetime import date, datetime


def needs_red_entry(collected_at: datetime, today: date, closed_at: datetime | None, is_sent: bool) -> bool:
    """Whether a red entry (红字冲销) takes the receipt back, and not a void (作废).

    A void is for the same day, while nobody else counts on the receipt: its day was not closed after it
    (``closed_at``: when its day was closed last, if ever), and the township has not heard of it (``is_sent``).
    """
    is_closed = closed_at is not None and collected_at <= closed_at
    return is_sent or is_closed or collected_at.date() != today
