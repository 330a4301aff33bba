"""``village-township backup | restore | new-timeline``: copies of the books, and books put back from one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from sync.agreement.errors import RoadError
from sync.township import frame
from sync.township.console import accounts, actions
from sync.township.console.actions import Action
from sync.township.keys import key_files, own_key, which_key
from sync.township.store import backups, books_lock, timelines
from sync.township.store import database as store
from sync.township.store.backups import Counted
from sync.township.store.database import Store


@click.command(help="备份账本到一个新文件；接收可以照常进行。密钥文件不在备份里，请另外保管。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@frame.store_option
def backup(file: Path, store: str) -> None:
    """Copy the books of a SQLite file. Exit 1 with the reason, and then nothing is left of the copy."""
    with frame.as_click_errors():
        with closing(frame.open_books(store)) as books:
            if not file.absolute().parent.is_dir():
                raise RoadError("backup-folder", str(file.parent))
            found = backups.make(books.file, file)
        click.echo(f"备份做好并核对过：{_in_words(found)}。密钥不在里面，请另外保管 {_keys(books)}")


@click.command(help="从备份恢复账本：先停下 serve。原来的账本留在旁边；各村下次联系时把缺的再报一遍。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@frame.store_option
@click.option("--key-lost", is_flag=True, help="本所的密钥丢了：恢复后每台协办台都要重新配对")
def restore(file: Path, store: str, key_lost: bool) -> None:
    """Put the books of a SQLite file back, on a new timeline. Exit 1 with the reason: the old ones stand then."""
    with frame.as_click_errors():
        books = _file_of(store)
        with books_lock.take(books, alone=True):
            found = backups.restore(books, file, () if key_lost else _publics(books))
        if key_lost:
            _begin_anew(store)
        _log(store, f"从备份恢复账本，备份里有{_in_words(found)}")
        click.echo(f"恢复好了：{_in_words(found)}。各村下次联系时，备份以后的批次会自动再报一遍")


@click.command(name="new-timeline", help="账本用别的办法恢复过（pg_restore、磁盘镜像）：让各村把缺的再报一遍。")
@frame.store_option
@click.option("--yes", is_flag=True, help="不再询问")
def new_timeline(store: str, yes: bool) -> None:
    """Begin a new timeline; running servers use it from their next message on."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books:
        if not yes:
            click.confirm("各村下次联系时都会核对一遍，把账本里没有的再报一次。开始吗？", abort=True)
        with books.writing() as db:
            timelines.begin(db)
        books.note_mark()
    with frame.as_click_errors():
        _log(store, "账本恢复过，各村重新核对")
    click.echo("好了。各村下次联系时自动核对，缺的会再报一遍")


def _file_of(url: str) -> Path:
    """The path of the file to restore; its folder may have been lost with the disk."""
    file = store.file_of(store.place_of(url))
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _publics(books: Path) -> tuple[str, ...]:
    """The township's keys, present and former; the key file must exist: with another key no desk would know it."""
    key = frame.key_file() or store.key_path(store.place_of(str(books)))
    if not key.exists():
        raise RoadError("key-missing", str(key))
    found = key_files.read(key, frame.password())
    return *which_key.held(found), *found.ended


def _begin_anew(url: str) -> None:
    with closing(frame.open_books(url)) as books:
        own_key.begin_anew(books, frame.password(), frame.now())
        click.echo(f"本所现在用这个密钥：{books.key_path}。请另外保管一份，并让每台协办台重新配对")


def _keys(books: Store) -> str:
    """The files that the copy does without."""
    path = books.key_path
    found = [each for each in (path, *key_files.beside(path)) if each == path or each.exists()]
    return "、".join(map(str, found))


def _log(url: str, about: str) -> None:
    """A line in the log that the console shows, in the books as they are now."""
    with closing(frame.open_books(url)) as books:
        accounts.create(books)
        with books.writing() as db:
            actions.note(db, frame.now(), frame.AT_THE_MACHINE, Action.RESTORED_BOOKS, about)


def _in_words(found: Counted) -> str:
    return f"记录 {found.facts} 条，人员 {found.people} 人，缴费 {found.contributions} 笔，已答复 {found.answered} 批"
