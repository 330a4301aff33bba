"""The frame of the township's commands: their store, its key, and their exit, in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from sqlalchemy.exc import DBAPIError

from sync import misuse
from sync.agreement import calendar
from sync.agreement.down_checks import NotSent
from sync.agreement.errors import RoadError
from sync.township.down import down_words
from sync.township.keys import own_key
from sync.township.store import database
from sync.township.store.database import Store
from sync.township.trust import renewing
from sync.wire.keys import TownshipKey

misuse.in_chinese()

STORE, KEY, PASSWORD = "VILLAGE_TOWNSHIP_STORE", "VILLAGE_TOWNSHIP_KEY", "VILLAGE_TOWNSHIP_PASSWORD"
"""The environment variables for the path of the books, the path of the township's key, and that key's password."""

AT_THE_MACHINE = "本机命令"
"""The actor of a command in the console's log."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def store_option(command: _Command) -> _Command:
    """``--store`` and ``--key``: the command is given the first, ``open_books`` and ``make_books`` know the second."""
    help_text = f"SQLAlchemy 网址或文件，带密码的放环境变量 {STORE}；不写则用本人的数据目录"
    place = click.option("--store", default="", envvar=STORE, callback=_without_password, help=help_text)
    help_text, file = (
        f"本所的密钥文件，也可放环境变量 {KEY}；不写则在账本旁边",
        click.Path(path_type=Path, dir_okay=False),
    )
    key = click.option("--key", type=file, envvar=KEY, expose_value=False, callback=_note_key, help=help_text)
    return place(key(command))


def _without_password(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse a password on the command line: everybody on the machine can read it there."""
    by_hand = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    if by_hand and "://" in value and database.has_password(database.place_of(value)):
        raise click.ClickException(_WORDS["store-password"])
    return value


def _note_key(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    context.meta[KEY] = value


def key_file() -> Path | None:
    """The path from ``--key`` or the environment, in the command that runs."""
    found: Path | None = click.get_current_context().meta[KEY]
    return found


def open_books(address: str, alone: bool = False) -> Store:
    """``Store.open``, with the key where the command says."""
    return Store.open(address, alone, key_file())


def make_books(address: str) -> Store:
    """``Store.create``, with the key where the command says."""
    return Store.create(address, now, key_file())


json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")

_MADE = "新做了本所的密钥：{path}。请另外保管一份，不要和账本的备份放在一起；它丢了，每台协办台都要重新配对"
_LOST = "确实丢了就运行 renew-key --key-lost，以后每台协办台都要重新配对"
_WORDS = {
    "store-missing": "找不到账本，请核对 --store",
    "store-newer": "账本是更新的程序用过的，请先升级本所的程序",
    "store-away": "账本打不开，请检查磁盘、权限或数据库服务器",
    "store-busy": "账本被别的程序占住了，请关掉它再试",
    "store-odd": "这不是乡镇的账本，没有动它",
    "store-kind": "不支持这种数据库，账本可以是文件或 PostgreSQL",
    "store-server": "账本在数据库服务器上，请用它自带的 pg_dump 备份、pg_restore 恢复；恢复后运行 new-timeline",
    "store-in-use": "账本正在使用，请先停下 serve 和别的命令再做",
    "driver-missing": "没有装 PostgreSQL 的驱动",
    "sqlite-too-old": "SQLite 太旧，不安全，请升级",
    "key-file": "密钥的密码不对，或密钥文件坏了；密码放在环境变量 " + PASSWORD,
    "store-password": f"密码不要写在命令里，别人看得到：请把整个网址放在环境变量 {STORE}，命令里不写 --store",
    "key-missing": "找不到本所的密钥文件，请先把它放回原处，或用 --key 指明；" + _LOST,
    "key-other": "这个密钥文件不是这个账本的，没有用它：请把本所原来的密钥文件放回，或用 --key 指明；" + _LOST,
    "key-unproven": "账本里有别的密钥签过的答复，认不出哪把是本所的：请运行 village-township key 核对",
    "desk-name": "协办台名称应形如 429004103002-A：村级区划代码、横线、大写字母",
    "backup-there": "这个文件已经有了，不会覆盖，请另取一个文件名",
    "backup-differs": "备份读回来和账本不一样，没有用，请换一个磁盘",
    "backup-odd": "这个文件不是账本的备份，或者坏了，没有用它",
    "backup-same": "这就是正在用的账本，不用恢复",
    "backup-folder": "没有这个文件夹，请先建好，或核对路径",
    "another-township": "这是别的镇所的账本，和本所的密钥对不上，没有用它",
    "export-there": "这个文件夹已经有了，不会覆盖，请另取一个名字",
    "nothing-chosen": "账本里没有这个村或这台协办台",
}


def now() -> datetime:
    """The township's clock, in the country's one time zone."""
    return datetime.now(calendar.BEIJING)


def password() -> bytes:
    """The password of the township's key, from the environment; empty for a bare key."""
    return os.environ.get(PASSWORD, "").encode()


def key_of(books: Store, may_make: bool = False) -> TownshipKey:
    """The township's key, after doing what is due in a change of it.

    ``may_make``: on unused books a new key is made, and its path printed. Raises as ``own_key.read``.
    """
    if may_make and own_key.made(books, password()):
        click.echo(_MADE.format(path=books.key_path), err=True)
    own_key.read(books, password())
    renewing.settle(books, password(), now())
    return own_key.read(books, password())


@contextmanager
def as_click_errors() -> Iterator[None]:
    """Exit 1 with the reason, in words, for whatever a command was refused or failed in."""
    try:
        yield
    except NotSent as reason:
        raise click.ClickException(down_words.words(reason)) from reason
    except RoadError as reason:
        words = _WORDS.get(reason.code)
        raise click.ClickException(f"{words}（{reason}）" if words else str(reason)) from reason
    except DBAPIError as reason:
        raise click.ClickException(f"账本正忙或写不进去，什么也没有改动（{type(reason).__name__}）") from reason
    except KeyboardInterrupt as reason:  # click would claim that nothing was done, which is true only at a question
        raise click.ClickException("停下了。停下以前做完的仍然算数，请运行 village-township status 看账本") from reason
    except OSError as reason:
        named = f"：{reason.filename}" if reason.filename else ""
        raise click.ClickException(f"读写不了{named}（{reason.strerror or reason}）") from reason
