"""Birthdays and whole years, as desk and township reckon them."""

from sync.agreement.calendar import age, birthday

__all__ = ["age", "birthday"]
