"""The log: faults of the program, for whoever mends them. No number and no name of a person ever stands in the log.

So no value is written at all: of our own messages only the literal text, of another library's message only the module
and line, of an exception its kind and the lines of the program that it passed. Details are on the screen only.
"""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from village_desk import __version__, places

_OURS = ("village_desk", "sync")
_FRAMES = 6
_QT_SAYS = re.compile(r"Q[A-Za-z]\w*(::\w+)*")
"""The Qt function at the head of a message; a person's data may follow it."""

_log = logging.getLogger(__name__)
_crashes: list[IO[bytes]] = []
"""Kept open, as the interpreter writes there when it dies."""


def start(folder: Path | None = None) -> Path:
    """Begin the log of this program start; returns its file. Three files of 500 kB at most are kept.

    Bugs that no thread caught are logged too; a crash of the interpreter itself is noted in a file beside it.
    """
    file = (folder or places.logs()) / "village-desk.log"
    root = logging.getLogger()
    if not any(isinstance(each, _Log) and Path(each.baseFilename) == file.absolute() for each in root.handlers):
        root.addHandler(_Log(file))
        _watch_for_crashes(file.with_name("village-desk-crash.log"))
    root.setLevel(logging.WARNING)
    return file


def bug(at: str, error: BaseException) -> None:
    """Write down a bug that reached ``at``, one of our own words."""
    _log.error(f"a bug of {__version__} reached {at}\n{where(error)}")


def qt(message: str) -> None:
    """Write down that Qt complained: the name of the Qt function, and nothing else of the message."""
    named = _QT_SAYS.match(message)
    _log.warning(f"Qt: {named[0] if named else '-'}")


def where(error: BaseException) -> str:
    """The kind of an error and the place in the program, without the values that were being worked on; causes too."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-_FRAMES:]]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join([type(error).__name__, *lines, *([f"after {_short(before)}"] if before is not None else [])])


def _short(error: BaseException) -> str:
    lines = [f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)]
    return " ".join([type(error).__name__, *lines[-1:]])


class _Log(RotatingFileHandler):
    """The file; nothing is there before there is something to write."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
        self.setFormatter(_WithoutValues())


class _WithoutValues(logging.Formatter):
    """Writes time, level, logger, and the literal text in the program."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for the record, and the lines of its error."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_text(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{where(error)}" if error is not None else line


def _text(record: logging.LogRecord) -> str:
    """The literal text of our own message, without its values; for other libraries, the place in their code."""
    if record.name.split(".")[0] in _OURS:
        return str(record.msg)
    return f"{Path(record.pathname).name}:{record.lineno} {record.funcName}"


def _watch_for_crashes(file: Path) -> None:
    """Log errors outside of every caller: in a thread, in an object being deleted, in the interpreter."""
    threading.excepthook = lambda died: bug("the end of a thread", died.exc_value or died.exc_type())
    sys.unraisablehook = lambda died: bug("nobody", died.exc_value or died.exc_type())
    _crashes.append(file.open("ab"))
    faulthandler.enable(_crashes[-1])
