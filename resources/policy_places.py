"""For which places the program carries policy files, by their first lines: quick, for whoever reads none of them."""

import re
from functools import lru_cache

import resources

_JURISDICTION = re.compile(r'^jurisdiction = "([0-9]+)"', re.MULTILINE)
_NEEDED = ("\n[[tiers]]\n", "\n[[entitlement]]\n")
"""The blocks without which a desk cannot decide by a file."""


@lru_cache(maxsize=1)
def by_name() -> dict[str, str]:
    """The division code of each carried file that a desk can decide by, under the name of the file."""
    found = {}
    for file in sorted(resources.path("policies").glob("*.toml")):
        text = file.read_text("utf-8")
        place = _JURISDICTION.search(text)
        if place and all(block in text for block in _NEEDED):
            found[file.stem] = place[1]
    return found
