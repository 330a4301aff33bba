"""How much of each work the bench does: as usual, tiny, and long. Each part of the bench takes what is its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.agreement import protocol
from tests.bench import years


@dataclass(frozen=True, slots=True)
class Crowd:
    """Books of so many villages with 1,000 facts each, and batches that then come; desks at once; and a first upload
    of so many batches of so many facts each.
    """

    books: tuple[int, ...] = (100, 1000)
    batches: int = 20
    desks: int = 30
    first_upload: int = 2
    longest: int = protocol.BATCH_FACTS


@dataclass(frozen=True, slots=True)
class Sizes:
    """What these are called. The rows of a roster that comes in; people and receipts of the large village; fees,
    Enters; people of the usual village; payees; the desks of some years, their ages, and the ages of those that send
    each fee at once; lines of a payout list. Of the township: villages that send, the longest batch, hundreds of
    villages on the way to a million facts and how many a hundred are, its desks at once. Facts on the thin line, and of
    how many kinds when it is cut; runs there and of imports; starts that are counted.
    """

    name: str = "usual"
    rows: tuple[int, ...] = (1000, 5000, 20_000)
    large: tuple[int, int] = (50_000, 20_000)
    fees: int = 2000
    enters: int = 12
    people: int = 5000
    payees: tuple[int, ...] = (300, 3000, 30_000)
    ages: tuple[int, ...] = (1, 3, 10)
    fee_ages: tuple[int, ...] = (1, 3)
    year: years.Size = years.Size(people=5000, fees=3000, lines=5000)
    listed: int = 5000
    villages: int = 10
    corrections: int = protocol.BATCH_FACTS
    million: tuple[int, int] = (0, 100)
    crowd: Crowd = Crowd()
    thin: tuple[int, ...] = (1000, 5000)
    cut: int = 2
    runs: int = 5
    starts: int = 3


USUAL = Sizes()
TINY = Sizes(
    name="tiny",
    rows=(20, 30),
    large=(100, 20),
    fees=5,
    enters=2,
    people=20,
    payees=(20, 40),
    ages=(1, 2),
    fee_ages=(2,),
    listed=20,
    year=years.Size(people=20, fees=10, lines=5),
    villages=1,
    corrections=20,
    million=(2, 1),
    crowd=Crowd(books=(2, 3), batches=1, desks=2, first_upload=2, longest=20),
    thin=(20,),
    cut=1,
    runs=1,
    starts=0,
)
"""So little of each that all of it is done in seconds: it measures nothing, and shows that every part runs."""
LONG = replace(USUAL, name="long", villages=300, million=(10, 100), crowd=Crowd(first_upload=10))
"""With a million facts received one batch after the other."""
