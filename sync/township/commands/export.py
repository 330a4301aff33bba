"""``village-township export``: the books as workbooks in a folder of their own, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlalchemy import Connection, select

from sync import durable
from sync.agreement import protocol
from sync.township import frame
from sync.township.reports import sheets
from sync.township.reports.exports import Desks, Export
from sync.township.store import tables
from sync.township.store.database import Store
from sync.township.store.engines import StoreTrouble


@click.command(help="把账本导出成 Excel：人员、缴费、记录、合计，放进一个新文件夹。号码打码，除非写 --full-numbers。")
@click.argument("folder", type=click.Path(path_type=Path))
@frame.store_option
@click.option("--village", "villages", multiple=True, help="只要这个村（12 位代码），可写多次")
@click.option("--desk", "desks", multiple=True, help="只要这台协办台，可写多次")
@click.option("--full-numbers", is_flag=True, help="写出完整的身份证号、电话和账号")
def export(folder: Path, store: str, villages: tuple[str, ...], desks: tuple[str, ...], full_numbers: bool) -> None:
    """Write four workbooks of one view of the books. Exit 1 with the reason, and then there is no folder."""
    with frame.as_click_errors(), closing(frame.open_books(store)) as books, _made(folder) as draft:
        _write(books, draft, villages, desks, full_numbers)
    click.echo(f"导出好了：{folder}" + ("。里面有完整号码，请妥善保管" if full_numbers else ""))


def _write(books: Store, draft: Path, villages: tuple[str, ...], desks: tuple[str, ...], full_numbers: bool) -> None:
    with books.reading() as db:
        chosen = Export(db, chosen_desks(db, villages, desks), full_numbers)
        sheets.write(draft / "合计.xlsx", chosen.sums(), draft)
        for table in (chosen.people(), chosen.contributions(), chosen.facts()):
            [count] = sheets.write(draft / f"{table.name}.xlsx", [table], draft).values()
            click.echo(f"{table.name} {count} 行")


def chosen_desks(db: Connection, villages: tuple[str, ...], desks: tuple[str, ...]) -> Desks:
    """The desks that are meant; None for all. StoreTrouble ``nothing-chosen`` for a name that is not in the books."""
    if not villages and not desks:
        return None
    known = set(db.execute(select(tables.desks.c.desk)).scalars())
    found = []
    for name, wanted in [(each, {each}) for each in desks] + [(each, _desks_of(each, known)) for each in villages]:
        if not wanted & known:
            raise StoreTrouble("nothing-chosen", name)
        found += sorted(wanted & known)
    return tuple(dict.fromkeys(found))


def _desks_of(village: str, known: set[str]) -> set[str]:
    return {each for each in known if protocol.village_of(each) == village}


@contextmanager
def _made(folder: Path) -> Iterator[Path]:
    """A folder for this user only; it gets its name when its files are on the disk. StoreTrouble ``export-there``."""
    if folder.exists() or folder.is_symlink():
        raise StoreTrouble("export-there", str(folder))
    draft = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    try:
        yield draft
        durable.place_folder(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
