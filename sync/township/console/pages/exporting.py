"""A season as one workbook to download: the same tables as the command ``export`` writes, with their sums."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from sync.township.console import actions
from sync.township.console.actions import Action
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.reading import names, seasons
from sync.township.console.showing import Pages
from sync.township.reports import sheets
from sync.township.reports.exports import Export
from sync.township.reports.sheets import ExportTable
from sync.township.store.database import Store

_BLOCK = 64 * 1024
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Exporting:
    """The books, as far as a clerk may carry them away."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def form(self, ask: ClerkAsk) -> Response:
        """The form: which season, which village, with which details."""
        with self._store.reading() as db:
            years, year = seasons.chosen(db, ask.query.get("year", ""), ask.now.date())
            called = names.villages(db)
        chosen = ask.query.get("village", "")
        return self._pages.show("export.html", ask=ask, years=years, year=year, called=called, chosen=chosen)

    def download(self, ask: ClerkAsk) -> Response:
        """The workbook, of one view of the books. The log has it before it is sent."""
        whole, facts = "whole" in ask.form, "facts" in ask.form
        if whole and not ask.may("chief"):
            raise Stopped(403, "完整号码要“主管”权限才能导出", "请找主管办理，或导出打码的")
        with self._store.reading() as db:
            year, village, name = _chosen(db, ask)
            desks = tuple(names.desks_of(village)) if village else None
            file = _written(Export(db, desks, whole).season(year, facts))
        about = f"{year} 年度 {name}，{'完整号码' if whole else '号码打码'}{'，有逐笔记录' if facts else ''}"
        with self._store.writing() as db:
            actions.note(db, ask.now, ask.clerk.name, Action.EXPORTED, about)
        return StreamingResponse(_blocks(file), 200, _headers(file, year, village), media_type=_KIND)


def _chosen(db: Connection, ask: ClerkAsk) -> tuple[int, str, str]:
    """The year, the village's code (empty for all) and its name. Stopped for what is not in the books."""
    village, called = ask.form.get("village", ""), names.villages(db)
    years, year = seasons.chosen(db, ask.form.get("year", ""), ask.now.date())
    if (village and village not in called) or ask.form.get("year", "") not in map(str, years):
        raise Stopped(404, "账本里没有这个村或这个年度")
    return year, village, called[village] if village else "各村"


def _written(tables: Iterable[ExportTable]) -> IO[bytes]:
    """A file without a name: people's data that nothing leaves behind on the disk."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is read after this
    try:
        with tempfile.TemporaryDirectory() as folder:
            sheets.write(file, tables, Path(folder))
    except OSError as reason:
        file.close()
        raise Stopped(507, "这台服务器的磁盘写不下，没有导出", "请腾出磁盘空间，再做一次") from reason
    return file


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _headers(file: IO[bytes], year: int, village: str) -> dict[str, Any]:
    """A file name that names nobody."""
    named = f"居保账本-{year}-{village or '各村'}.xlsx"
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(named)}",
        "Content-Length": str(file.seek(0, 2)),
        "Cache-Control": "no-store",
    }
