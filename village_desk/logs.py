"""The log: what the program did wrong, for whoever mends it. No number of a person ever stands in it."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from village_desk import places

_LONG_NUMBER = re.compile(r"(?<![0-9A-Fa-f])[0-9]{5,}[0-9Xx*]*")


class _Masking(logging.Formatter):
    """Writes the record, its traceback too, with every run of five or more digits turned into stars."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_NUMBER.sub("*****", super().format(record))


def start(folder: Path | None = None) -> Path:
    """Begin to write the log of this program start; returns its file. Three files of 500 kB at most are kept."""
    file = (folder or places.logs()) / "village-desk.log"
    handler = RotatingFileHandler(file, maxBytes=500_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    return file
