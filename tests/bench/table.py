"""What the bench prints: rows of tables as Markdown has them. Lines of one shape are also kept, to be read again."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tests.memory import peak_kib


@dataclass(frozen=True, slots=True)
class Line:
    """A measured work: our seconds, those of the least that does the same (0: nothing does) and what that is; the
    bound; with what power of its size it grows, where that was asked; the most megabytes that its process
    held. Of bytes, if its unit says so.
    """

    work: str
    ours: float
    theirs: float
    against: str
    bound: str
    growth: float | None
    megabytes: float
    unit: str = "s"

    @property
    def cells(self) -> tuple[str, ...]:
        """As they stand in a table under ``COLUMNS``."""
        ratio = f"{self.ours / self.theirs:.2f}" if self.theirs else ""
        growth = "" if self.growth is None else f"{self.growth:.2f}"
        here = written(self.ours) if self.unit == "s" else f"{self.ours:,.0f} {self.unit}"
        return self.work, here, self.against, ratio, growth, f"{self.megabytes:.0f} MB", self.bound


COLUMNS = ("work", "here", "against", "ratio", "growth", "memory", "bound")
lines: list[Line] = []
"""All that this process measured."""


class Growth:
    """With what power of its size a work grows, from the size before to this one; None for the first, and where one of
    the two took nothing, or less than what is taken off it.
    """

    def __init__(self) -> None:
        self._before: tuple[float, float] | None = None

    def __call__(self, size: float, seconds: float) -> float | None:
        """Of the next size."""
        before, self._before = self._before, (size, seconds)
        if before is None or size == before[0] or min(seconds, before[1]) <= 0:
            return None
        return math.log(seconds / before[1]) / math.log(size / before[0])


def line(
    work: str,
    ours: float,
    theirs: float,
    against: str,
    bound: str = "",
    growth: float | None = None,
    megabytes: float | None = None,
    unit: str = "s",
) -> None:
    """Print and keep a line; under the names of its columns, if a table of another shape was printed before.

    Seconds are those of the processor where the work does not say otherwise. ``megabytes``: if not of this process.
    """
    if not lines or _table != COLUMNS:
        print()
        head(*COLUMNS)
    lines.append(Line(work, ours, theirs, against, bound, growth, megabytes or peak_kib() / 1024, unit))
    row(*lines[-1].cells)


def written(seconds: float) -> str:
    """In the unit that leaves at most three digits before the point."""
    if seconds >= 0.9995:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.3g} ms" if seconds >= 0.001 else f"{seconds * 1e6:.3g} µs"


_table: tuple[str, ...] = ()


def head(*names: str) -> None:
    """The names of the columns, and the line under them."""
    global _table
    _table = names
    row(*names)
    row(*["---"] * len(names))


def row(*cells: object) -> None:
    """One row."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
