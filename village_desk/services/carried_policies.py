"""The policy files that the program carries, by their first lines: quick, for whoever only asks which there are."""

import re
from functools import lru_cache

import resources
from sync.agreement import divisions

_JURISDICTION = re.compile(r'^jurisdiction = "([0-9]+)"', re.MULTILINE)
_NEEDED = ("\n[[tiers]]\n", "\n[[entitlement]]\n")
"""The blocks without which a desk cannot decide by a file."""


def names() -> list[str]:
    """The names of all of them."""
    return sorted(place.stem for place in resources.path("policies").glob("*.toml"))


@lru_cache(maxsize=16)
def of_place(village: str) -> tuple[str, ...]:
    """The names of those by which a village's province, city or county can be served; the files are not read."""
    return tuple(
        name for name in names() if _serves(resources.path(f"policies/{name}.toml").read_text("utf-8"), village)
    )


def _serves(text: str, village: str) -> bool:
    place = _JURISDICTION.search(text)
    if place is None or place[1] == divisions.COUNTRY or not divisions.covers(place[1], village):
        return False
    return all(block in text for block in _NEEDED)
