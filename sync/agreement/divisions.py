"""Codes of administrative divisions: which villages lie in a place."""

from collections.abc import Mapping

COUNTRY = "100000"
"""The code that stands for the whole country."""


def covers(place: str, village: str) -> bool:
    """Whether a village of a 12-digit code lies in a place of 6, 9 or 12 digits: 420000 is a whole province."""
    if place == COUNTRY:
        return True
    named = place.rstrip("0")
    named += "0" * (-len(named) % 2 if len(named) <= 6 else -len(named) % 3)
    return village.startswith(named)


def of_village(places: Mapping[str, str], village: str) -> tuple[str, ...]:
    """The names whose places hold the village, without those that stand for the whole country."""
    return tuple(name for name, place in places.items() if place != COUNTRY and covers(place, village))
