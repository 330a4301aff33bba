"""``village-township clerk``: who may log in to the console, managed at the machine itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import click
from sqlalchemy import Connection

from sync.township import frame
from sync.township.console import accounts, clerks, passwords
from sync.township.console.clerks import ClerkRefused, Role
from sync.township.console.passwords import TooWeak

_WORDS = {
    "name-missing": "请写姓名",
    "name-long": f"姓名最多 {clerks.NAME_MOST} 个字",
    "name-taken": "已有这个姓名的账号",
    "no-such-clerk": "没有这个账号",
    "last-chief": "至少要留一位能登录的主管",
    "too-short": f"密码至少要 {passwords.LEAST} 个字",
    "too-long": f"密码最多 {passwords.MOST} 个字",
    "too-plain": "密码太简单",
}

_stdin = click.option("--password-stdin", is_flag=True, help="密码从标准输入读一行；不写则生成一个，首次登录时要改")


@click.group(help="控制台的账号：新增、列出、停用、恢复、重置密码。")
def clerk() -> None:
    """The group of the commands."""


@clerk.command(help="新增账号；打印初始密码，只有这一次。")
@click.argument("name")
@click.option("--role", type=click.Choice([each.value for each in Role]), required=True, help="查看、经办、主管")
@_stdin
@frame.store_option
def add(name: str, role: str, password_stdin: bool, store: str) -> None:
    """Add a clerk. A password that was made up here has to be changed at the first login."""
    password = _read() if password_stdin else passwords.make_up()
    with _accounts(store) as db:
        clerks.add(db, frame.now(), frame.AT_THE_MACHINE, name, Role(role), password, must_change=not password_stdin)
    click.echo(f"{clerks.clean(name)}（{Role(role).in_words()}）" + ("" if password_stdin else f"初始密码：{password}"))


@clerk.command(name="list", help="列出账号。")
@frame.store_option
def list_(store: str) -> None:
    """One line for each clerk."""
    with _accounts(store) as db:
        for each in clerks.everyone(db):
            click.echo(f"{each.name}  {each.role.in_words()}  {'已停用' if each.stopped else '可登录'}")


@clerk.command(help="停用账号，马上退出。")
@click.argument("name")
@frame.store_option
def stop(name: str, store: str) -> None:
    """Stop a clerk."""
    _do(store, lambda db: clerks.stop(db, frame.now(), frame.AT_THE_MACHINE, name))


@clerk.command(help="恢复停用的账号。")
@click.argument("name")
@frame.store_option
def restore(name: str, store: str) -> None:
    """Let a stopped clerk log in again."""
    _do(store, lambda db: clerks.stop(db, frame.now(), frame.AT_THE_MACHINE, name, stopped=False))


@clerk.command(help="重置密码；打印新密码，首次登录时要改。")
@click.argument("name")
@frame.store_option
def reset(name: str, store: str) -> None:
    """Make up a new password."""
    password = passwords.make_up()
    _do(store, lambda db: clerks.reset_password(db, frame.now(), frame.AT_THE_MACHINE, name, password))
    click.echo(f"{clerks.clean(name)} 新密码：{password}")


def _do(store: str, deed: Callable[[Connection], None]) -> None:
    with _accounts(store) as db:
        deed(db)


@contextmanager
def _accounts(store: str) -> Iterator[Connection]:
    """A transaction on the store, made if need be; the console's refusals are raised in words."""
    with frame.as_click_errors(), closing(frame.make_books(store)) as books:
        accounts.create(books)
        try:
            with books.writing() as db:
                yield db
        except (ClerkRefused, TooWeak) as reason:
            raise click.ClickException(_WORDS.get(reason.code, str(reason))) from reason


def _read() -> str:
    return sys.stdin.readline().rstrip("\r\n")
