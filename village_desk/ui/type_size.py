"""How large everything is drawn on this PC: chosen in the settings, applied when the program starts next."""

import os
from pathlib import Path

from village_desk.ui.remembered import Remembered
from village_desk.words import _

NAME = "type_size"
"""Under which it is remembered: a factor in hundredths, or nothing."""
_FACTOR = "QT_SCALE_FACTOR"
_LARGER = ("115", "130")


def choices() -> list[tuple[str, str]]:
    """The sizes with their words. The largest shows at 1366x768 what a screen at 130 % does."""
    return [(_("平常"), ""), (_("大一些"), _LARGER[0]), (_("再大一些"), _LARGER[1])]


def apply(desk: Path) -> None:
    """Tell Qt, before its application is made; what the PC's administrator told it stays."""
    chosen = Remembered(desk).get(NAME)
    if chosen in _LARGER:
        os.environ.setdefault(_FACTOR, f"{int(chosen) / 100:.2f}")
