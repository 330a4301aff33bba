"""The printers of this PC: their names, which is the default, which stand still. Asks CUPS, or Windows through Qt."""

import os
import shutil
import subprocess
import sys

from sync.agreement.values import value

_PATIENCE = 3
"""Seconds that the spooler may take to tell."""


@value
class Printer:
    """One printer; ``paused``: it takes papers and prints none."""

    name: str
    is_default: bool = False
    paused: bool = False


def all_printers() -> list[Printer]:
    """The printers, the default first; none where nothing can be found out."""
    found = _of_windows() if sys.platform == "win32" else _of_cups()
    return sorted(found, key=lambda each: (not each.is_default, each.name))


def _of_cups() -> list[Printer]:
    names = [line.strip() for line in _told("-e") if line.strip()]
    default, paused = "", set()
    for line in _told("-d", "-p"):
        words = line.split()
        if line.startswith("system default destination:"):
            default = words[-1]
        elif words[:1] == ["printer"] and len(words) > 2:
            names += [] if words[1] in names else [words[1]]
            paused |= {words[1]} if "disabled" in words[2:4] else set()
    return [Printer(each, each == default, each in paused) for each in names]


def _told(*asked: str) -> list[str]:
    """What ``lpstat`` says, in English whatever the PC speaks."""
    program = shutil.which("lpstat")
    if program is None:
        return []
    try:
        ended = subprocess.run(
            [program, *asked], capture_output=True, timeout=_PATIENCE, check=False, env=os.environ | {"LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return ended.stdout.decode("utf-8", "replace").splitlines()


def _of_windows() -> list[Printer]:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    default = QPrinterInfo.defaultPrinterName()
    still = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
    return [
        Printer(each.printerName(), each.printerName() == default, each.state() in still)
        for each in QPrinterInfo.availablePrinters()
    ]
