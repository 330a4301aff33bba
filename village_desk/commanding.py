"""What every command of the desk has in common: its file, its PIN, JSON or words, and how it ends.

Exit 0: done; 1: refused or in trouble, with the reason; 2: misuse.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sync import misuse
from village_desk.desk import Desk, telling
from village_desk.domain.errors import Cancelled, DeskError
from village_desk.domain.progress import Progress, silent
from village_desk.words import _

misuse.in_chinese()

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gives back: the result for scripts, the words for people, and how the program ends."""

    result: Any
    words: str
    code: int = 0


def command(words: str, group: click.Group) -> Callable[[Callable[..., Answer]], click.Command]:
    """A command named for its function, which takes the desk file's path first and gives an Answer."""
    return functools.partial(_command, words, group)


def _command(words: str, group: click.Group, function: Callable[..., Answer]) -> click.Command:
    @click.option("--json", "as_json", is_flag=True, help=_("用 JSON 输出"))
    @click.option("--desk", "own_file", type=FILE, help=_("协办台文件"))
    @click.pass_context
    def run(context: click.Context, /, as_json: bool, own_file: Path | None, **options: Any) -> None:
        try:
            with telling():
                answer = function(own_file or context.obj, **options)
        except DeskError as error:
            field = getattr(error, "field", "")
            refusal = {"error": error.code, "message": error.message, "cure": error.cure, "field": field}
            answer = Answer(refusal, str(error), 1)
        except Cancelled:
            answer = Answer({"error": "cancelled"}, _("已取消，什么都没有改"), 1)
        click.echo(
            json.dumps(answer.result, ensure_ascii=False) if as_json else answer.words,
            err=not as_json and answer.code == 1,
        )
        context.exit(answer.code)

    run.__click_params__ += getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    return group.command(function.__name__.rstrip("_").replace("_", "-"), help=words)(run)


def pin() -> str:
    """The PIN from VILLAGE_DESK_PIN, else from a prompt that shows nothing."""
    given = os.environ.get("VILLAGE_DESK_PIN")
    if not given and not sys.stdin.isatty():
        raise click.UsageError(_("没有口令：请设环境变量 VILLAGE_DESK_PIN，或在终端里运行"))
    return given or str(click.prompt(_("口令"), hide_input=True, err=True))


def opened(file: Path) -> Desk:
    """The desk of that file, by the PIN. What there is to be known of the file itself is said on standard error."""
    desk = Desk.open(file, pin())
    for words in filter(None, (str(desk.hindrance or ""), desk.reporting.put_back())):
        click.echo(words, err=True)
    return desk


def bar(words: str) -> Progress:
    """A count on standard error when somebody is there to see it."""
    if not sys.stderr.isatty():
        return silent

    def progress(done: int, total: int) -> None:
        click.echo(f"\r{words} {done}/{total}", nl=done >= total, err=True)

    return progress
