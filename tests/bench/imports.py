"""A roster comes in: reading and recording, against the reading library on the same file and bare rows into the same
tables, the words of the search ready made. By the time of the processor.
"""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from python_calamine import CalamineWorkbook

from tests.bench import villages
from tests.desks import new_desk
from tests.workbooks import forms
from village_desk.desk import Desk
from village_desk.store import search
from village_desk.store.connection.engine import Database

RUNS = 3
_BOOKS = {"xlsx": forms.plain_xlsx, "xls": forms.xls}


def bench(folder: Path, count: int, line: Callable[[str, float, float, str, str], None]) -> None:
    """The lines of the bench for each of the two usual forms of workbook."""
    table = villages.rows(count)
    for ending, make in _BOOKS.items():
        book = folder / f"roster.{ending}"
        book.write_bytes(make(table))
        bare = min(_seconds(lambda book=book: _calamine(book)) for _run in range(RUNS))  # type: ignore[misc]
        runs = [_run(folder / f"{ending}-{run}", book) for run in range(RUNS)]
        read, taken, written = (min(each) for each in zip(*runs, strict=True))
        of = f"import {count:,} rows"
        line(f"{of}: dry run, {ending}", read, bare, "calamine reading the file", "")
        line(f"{of}: recording, {ending}", taken, written, "executemany of the same rows", "")
        line(f"{of}: whole, {ending}", read + taken, bare + written, "calamine and executemany", "at most 6 x")


def _run(folder: Path, book: Path) -> tuple[float, float, float]:
    """Seconds to read, to record, and to write the same rows bare."""
    for each in ("desk", "bare"):
        (folder / each).mkdir(parents=True)
    with new_desk(folder / "desk") as desk, new_desk(folder / "bare") as bare:
        previews = []
        read = _seconds(lambda: previews.append(desk.importing.read(book)))
        taken = _seconds(lambda: desk.importing.take(previews[0]))
        rows = _rows(desk)
        bare._store.db.execute("DELETE FROM journal")
        bare._store.db.execute("INSERT INTO epochs VALUES (?, 2)", [rows["journal"][-1][0]])
        return read, taken, _seconds(lambda: _write(bare._store.db, rows))


def _rows(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    db = desk._store.db
    words = [(row["place"], " ".join(search.tokens(row))) for row in db.query("SELECT * FROM people")]
    found = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in ("journal", "people")}
    epoch = found["journal"][-1][0]
    return {**found, "journal": [row for row in found["journal"] if row[0] == epoch], "search (rowid, tokens)": words}


def _write(db: Database, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        if values:
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
    db.execute("COMMIT")


def _calamine(book: Path) -> None:
    with CalamineWorkbook.from_path(str(book)) as opened:
        opened.get_sheet_by_index(0).to_python()


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began
