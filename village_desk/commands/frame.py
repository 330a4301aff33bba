"""The frame of every command of the desk: its file, its PIN, JSON or words, and its exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sync import misuse
from sync.agreement.values import value
from village_desk.domain.basics.errors import Asked, Cancelled, DeskError, Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _

if TYPE_CHECKING:  # the help of a command needs no desk: it is loaded when a command is run
    from village_desk.desk import Desk
    from village_desk.services.recorded import Recorded

misuse.in_chinese()

_FAILED = (1, 3)

E = TypeVar("E", bound=DeskError)

OptionReader = Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]
"""What makes a mapping of all that was given of an option."""
FILE = click.Path(path_type=Path, dir_okay=False, readable=False)
FOLDER = click.Path(path_type=Path, file_okay=False, readable=False)
"""What may not be read is no misuse: whoever reads it tells that, with its cure."""


@value
class CommandResult:
    """What a command gives back: the result for scripts, the words for people, and how the program ends."""

    result: Any
    words: str
    code: int = 0


def pairs(
    words: str, at_last: bool = False
) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]:
    """The reader of an option that is given as ``name=value``, several times: the values by name.

    Exit 2 with ``words`` for another form. ``at_last``: names may hold the sign too, values do not.
    """

    def read(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        if not all("=" in each for each in given):
            raise click.UsageError(words)
        parts = [each.rpartition("=") if at_last else each.partition("=") for each in given]
        return {name.strip(): text.strip() for name, _sign, text in parts}

    return read


class Later(click.Group):
    """A group of commands that ``load`` brings when one of them is wanted: no start of another one waits for them."""

    def __init__(self, name: str, words: str, load: Callable[[], click.Group]) -> None:
        super().__init__(name, help=words)
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of its commands."""
        return self._load().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        return self._load().get_command(ctx, cmd_name)


def command(words: str, group: click.Group, name: str = "") -> Callable[[Callable[..., CommandResult]], click.Command]:
    """A command, named after its function unless ``name`` is given.

    The function takes the desk file's path first and returns a CommandResult.
    """
    return partial(_command, words, group, name)


def _command(words: str, group: click.Group, name: str, function: Callable[..., CommandResult]) -> click.Command:
    @click.option("--json", "as_json", is_flag=True, help=_("用 JSON 输出"))
    @click.option("--desk", "own_file", type=FILE, help=_("协办台文件"))
    @click.pass_context
    def run(context: click.Context, /, as_json: bool, own_file: Path | None, **options: Any) -> None:
        from village_desk.services import recorded

        with recorded.watched() as kept:
            answer = _answer(partial(function, own_file or context.obj, **options), kept, own_file or context.obj)
        click.echo(
            json.dumps(answer.result, ensure_ascii=False) if as_json else answer.words,
            err=not as_json and answer.code in _FAILED,
        )
        context.exit(answer.code)

    run.__click_params__ += getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    return group.command(name or function.__name__.rstrip("_").replace("_", "-"), help=words)(run)


def _answer(do: Callable[[], CommandResult], kept: Recorded, file: Path) -> CommandResult:
    """The result of the command, or its error after a report of what was recorded until then."""
    from village_desk.desk import Desk, as_trouble

    try:
        with as_trouble():
            return do()
    except DeskError as error:
        if error.code in Desk.RESTORED:
            Desk.doubt(file)
        return _failed(kept.put_before(error), kept)
    except (Cancelled, KeyboardInterrupt):
        if kept:
            return _failed(kept.stopped(), kept)
        return CommandResult({"error": "cancelled"}, _("已停下，没有记下什么"), 1)
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except Exception as bug:  # noqa: BLE001 - told as what it is, behind what was recorded
        return _failed(kept.put_before(_logged(bug)), kept)


def _logged(bug: Exception) -> Trouble:
    """Write a bug down; without a log it is shown all the same."""
    from village_desk import logs

    with suppress(OSError):
        logs.start()
        logs.bug("a command", bug)
    return Trouble(_("程序出了差错：{where}").format(where=logs.where(bug)), _("请把这几行告诉技术人员"), "bug")


def _failed(error: DeskError, kept: Recorded) -> CommandResult:
    """The error, for scripts and for people; a question names the option that answers yes.

    Whoever typed a number of a person into another field does not see the whole of it again.
    """
    from village_desk.domain.basics import identity

    error = by_command(error)
    if kept.receipts:
        number = kept.receipts[-1].receipt
        error.cure += _("。凭条随时可以存：receipt {number} --out 文件").format(number=number)
    error.message = identity.mask_known(error.message)
    values: dict[str, Any] = {"error": error.code, "message": error.message, "cure": error.cure}
    values["field"] = getattr(error, "field", "")
    words = str(error)
    if isinstance(error, Asked):
        values["sure"] = error.word
        words += _("。确实要这样，请加 --sure {word}").format(word=error.word)
    if kept:
        values["recorded"] = kept.counted()
    return CommandResult(values, words, 3 if kept else 1)


def by_command(error: E) -> E:
    """The error with the cure for somebody who has no buttons."""
    error.cure = error.by_command or error.cure
    return error


def pin() -> str:
    """The PIN from VILLAGE_DESK_PIN, else from a prompt that shows nothing."""
    given = os.environ.get("VILLAGE_DESK_PIN")
    if not given and not sys.stdin.isatty():
        raise click.UsageError(_("没有口令：请设环境变量 VILLAGE_DESK_PIN，或在终端里运行"))
    return given or str(click.prompt(_("口令"), hide_input=True, err=True))


def opened(file: Path) -> Desk:
    """The desk in that file, by the PIN. Warnings about the file itself go to standard error."""
    from village_desk.desk import Desk

    desk = Desk.open(file, pin(), progress=bar(_("整理旧文件")))
    for words in filter(None, (str(desk.hindrance or ""), desk.put_back(), desk.put_away_old_papers())):
        click.echo(words, err=True)
    return desk


def bar(words: str) -> Progress:
    """A count on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        return silent

    def progress(done: int, total: int) -> None:
        click.echo(f"\r{words} {done}/{total}", nl=done >= total, err=True)

    return progress
