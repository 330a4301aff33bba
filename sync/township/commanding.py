"""What the township's commands have in common: the store they speak of, its key, and how they end, in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy.exc import DBAPIError

from sync import misuse
from sync.errors import RoadError
from sync.keys import TownshipKey
from sync.township import down_words, renewing
from sync.township.down_checks import NotSent
from sync.township.store import Store

misuse.in_chinese()

PASSWORD = "VILLAGE_TOWNSHIP_PASSWORD"
"""The environment's name for the password of the township's key."""

AT_THE_MACHINE = "本机命令"
"""Who the console's log says did what was done by a command."""

store_option = click.option("--store", default="", help="SQLAlchemy 网址或文件；不写则用本人的数据目录")
json_option = click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")

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
    "key-missing": "找不到本所的密钥文件，请先把它放回原处；确实丢了就加 --key-lost，以后每台协办台都要重新配对",
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
    """The township's clock."""
    return datetime.now(UTC).astimezone()


def password() -> bytes:
    """The password of the township's key, from the environment; empty for a bare key."""
    return os.environ.get(PASSWORD, "").encode()


def key_of(store: Store) -> TownshipKey:
    """The township's key, with what is due of a change of it done. Damaged where the password does not open it."""
    renewing.settle(store, password(), now())
    return store.key(password())


@contextmanager
def told() -> Iterator[None]:
    """Exit 1 with the reason, in words, for whatever a command was refused or failed in."""
    try:
        yield
    except NotSent as reason:
        raise click.ClickException(down_words.said(reason)) from reason
    except RoadError as reason:
        words = _WORDS.get(reason.code)
        raise click.ClickException(f"{words}（{reason}）" if words else str(reason)) from reason
    except DBAPIError as reason:
        raise click.ClickException(f"账本正忙或写不进去，什么也没有改动（{type(reason).__name__}）") from reason
    except OSError as reason:
        named = f"：{reason.filename}" if reason.filename else ""
        raise click.ClickException(f"读写不了{named}（{reason.strerror or reason}）") from reason
