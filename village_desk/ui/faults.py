"""The only presenter of what went wrong: Refused, Trouble, Cancelled, or a bug. Pages say where it stands."""

import contextlib
import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Protocol

from village_desk.desk import telling
from village_desk.domain.errors import Cancelled, DeskError
from village_desk.words import _

_log = logging.getLogger(__name__)


class Sayer(Protocol):
    """Who can show a refusal or a trouble in its own place: a page or a dialog."""

    def say(self, error: DeskError) -> None:
        """Show it."""


@contextlib.contextmanager
def presented(sayer: Sayer) -> Iterator[None]:
    """What is refused, failed or cancelled inside is shown by ``sayer``; a bug goes on to the hook."""
    try:
        with telling():
            yield
    except Cancelled:
        return
    except DeskError as error:
        sayer.say(error)


def present(error: BaseException, sayer: Sayer) -> None:
    """Show the error that ended a job."""
    with presented(sayer):
        raise error


def install() -> None:
    """Let a bug be written down and shown, instead of ending the program without a word."""
    sys.excepthook = caught


def where(error: BaseException) -> str:
    """The kind of a bug and the place in the program, without the values that were being worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    return "\n".join([type(error).__name__, *lines])


def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a bug down and show it; Ctrl+C ends the program as ever."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    from village_desk.ui.dialogs import Told

    if trouble := _trouble_of(error):
        Told.ask(None, trouble.message, trouble.cure)
        return
    _log.error("a bug reached the window\n%s", where(error))
    Told.ask(
        None,
        _("程序出了差错"),
        _("刚才这一步没有做完。已经收下的钱和已经存好的资料都在。请把下面几行告诉技术人员，再接着用。"),
        where(error),
    )


def _trouble_of(error: BaseException) -> DeskError | None:
    """What can be said of it in words; None for a bug."""
    try:
        with telling():
            raise error
    except DeskError as trouble:
        return trouble
    except BaseException:  # noqa: BLE001 - it is what it was before
        return None
