"""The only presenter of errors: Refused, Trouble, Cancelled, or a bug. Pages decide where an error is shown."""

import contextlib
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from village_desk import logs
from village_desk.desk import as_trouble
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.services import recorded
from village_desk.words import _

UNPRINTED = ("no_printer", "no_default", "printer_gone", "printer_paused", "printer")
"""The codes of a printer's troubles: nothing was handed over, and the paper can be kept as a file."""


class Sayer(Protocol):
    """Who can show a refusal or a trouble in its own place: a page or a dialog."""

    def say(self, error: DeskError) -> None:
        """Show the error."""


class _Signs(QObject):
    """What errors say of the program's surroundings, besides being shown. ``damaged``: the desk file is."""

    damaged = Signal()


signs = _Signs()


@contextlib.contextmanager
def presented(sayer: Sayer) -> Iterator[None]:
    """Show errors from inside by ``sayer``, after a report of what was recorded until then.

    A bug goes on to the hook.
    """
    try:
        with recorded.recorded_first(), as_trouble():
            yield
    except Cancelled:
        return
    except DeskError as error:
        sayer.say(error)
        if error.code == "damaged":
            signs.damaged.emit()


def present(error: BaseException, sayer: Sayer) -> None:
    """Show the error that ended a job."""
    with presented(sayer):
        raise error


def install() -> None:
    """Let a bug be written down and shown, instead of ending the program without a word."""
    sys.excepthook = caught
    qInstallMessageHandler(_qt_spoke)


def _qt_spoke(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        logs.qt(message)


def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a bug and show it; Ctrl+C ends the program as usual."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    from village_desk.ui.kit.dialogs import Notice

    if trouble := _trouble_of(error):
        if trouble.code == "damaged":
            signs.damaged.emit()
        Notice.ask(None, trouble.message, trouble.cure)
        return
    logs.bug("the window", error)
    words = _("刚才这一步没有做完。已经收下的钱和已经存好的资料都在。请把下面几行告诉技术人员，再接着用。")
    first = "。".join([*getattr(error, "__notes__", []), ""])  # the facts recorded until then, if any
    Notice.ask(None, _("程序出了差错"), first + words, logs.where(error))


def _trouble_of(error: BaseException) -> DeskError | None:
    """The error as one that has words for the screen; None for a bug."""
    try:
        with as_trouble():
            raise error
    except DeskError as trouble:
        return trouble
    except BaseException:  # noqa: BLE001 - it is what it was before
        return None
