"""Which sticks are plugged into this PC: where their files are. Asks the system and reads nothing on a stick."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "VILLAGE_DESK_STICKS"
"""Folders that are sticks here, separated as in PATH, for a PC that says of its sticks what no other says."""
_MOUNTS, _BLOCKS = Path("/proc/self/mounts"), Path("/sys/class/block")
_REMOVABLE = 2
"""Windows' own number of a drive whose disk can be taken out."""


def plugged() -> list[Path]:
    """The roots of the sticks, in the order of the system; empty also where the system does not tell."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        found: Iterator[Path] = (Path(each) for each in named.split(os.pathsep) if each)
    else:
        found = _drives() if sys.platform == "win32" else mounted(_MOUNTS, _BLOCKS)
    return [each for each in found if each.is_dir()]


def mounted(mounts: Path, blocks: Path) -> Iterator[Path]:
    """The places of the mounted disks that Linux calls removable or that hang on a USB plug.

    ``mounts`` is the list of what is mounted (``/proc/self/mounts``), ``blocks`` the folder of the disks.
    """
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for each in lines:
        device, place, *_others = each.split(" ")
        if device.startswith("/dev/") and _is_stick(blocks / Path(device).name):
            yield Path(_plain(place))


def _is_stick(block: Path) -> bool:
    """Of a part of a disk the disk is asked, which is the folder above."""
    try:
        disk = block.resolve(strict=True)
    except OSError:
        return False
    whole = disk if (disk / "removable").exists() else disk.parent
    try:
        removable = (whole / "removable").read_text("ascii").strip() == "1"
    except (OSError, UnicodeError):
        removable = False
    return removable or any(part.startswith("usb") for part in disk.parts)


def _plain(place: str) -> str:
    """The kernel writes a blank and its like as three octal digits."""
    for sign, octal in ((" ", "\\040"), ("\t", "\\011"), ("\n", "\\012"), ("\\", "\\134")):
        place = place.replace(octal, sign)
    return place


def _drives() -> Iterator[Path]:
    if sys.platform != "win32":
        return
    import ctypes

    there = ctypes.windll.kernel32.GetLogicalDrives()
    for number, letter in enumerate(string.ascii_uppercase):
        root = f"{letter}:\\"
        if there >> number & 1 and ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOVABLE:
            yield Path(root)
