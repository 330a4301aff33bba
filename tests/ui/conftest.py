"""The window's fixtures, for the tests of this folder."""

from tests.windows import clerk, clock, dressed, fresh, newcomer, no_printer, printer, swept, village, village_file

__all__ = [
    "clerk",
    "clock",
    "dressed",
    "fresh",
    "newcomer",
    "no_printer",
    "printer",
    "swept",
    "village",
    "village_file",
]
