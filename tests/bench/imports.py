"""A roster comes in: reading and recording, against the reading library on the same file and bare rows into the same
tables, the words of the search ready made. By the time of the processor.
"""

from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from tests.bench import villages
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least, spent
from tests.desks import new_desk
from tests.workbooks import file_forms
from village_desk.desk import Desk
from village_desk.store import search
from village_desk.store.connection.engine import Database

_BOOKS = {"xlsx": file_forms.plain_xlsx, "xls": file_forms.xls}


def bench(folder: Path, sizes: Sizes) -> None:
    """The lines of the bench for each of the two usual forms of workbook, in rosters of some sizes."""
    for ending, make in _BOOKS.items():
        growths = Growth(), Growth(), Growth()
        for count in sizes.rows:
            book = folder / f"{count}.{ending}"
            book.write_bytes(make(villages.rows(count)))
            _import(book, count, growths, min(3, sizes.runs))


def _import(book: Path, count: int, growths: tuple[Growth, Growth, Growth], times: int) -> None:
    bare = least(partial(_calamine, book), times)
    runs = [_run(book.with_name(f"{book.name}-{run}"), book) for run in range(times)]
    read, taken, written = (min(each) for each in zip(*runs, strict=True))
    of = f"import {count:,} rows, {book.suffix[1:]}"
    whole, bound = read + taken, "6"
    of_read, of_taken, of_whole = (grow(count, each) for grow, each in zip(growths, (read, taken, whole), strict=True))
    line(f"{of}: dry run", read, bare, "calamine reading the file", "", of_read)
    line(f"{of}: recording", taken, written, "executemany of the same rows", "", of_taken)
    line(f"{of}: whole", whole, bare + written, "calamine and executemany", bound, of_whole)


def _run(folder: Path, book: Path) -> tuple[float, float, float]:
    """Seconds to read, to record, and to write the same rows bare."""
    for each in ("desk", "bare"):
        (folder / each).mkdir(parents=True)
    with new_desk(folder / "desk") as desk, new_desk(folder / "bare") as bare:
        previews = []
        read = spent(lambda: previews.append(desk.importing.read(book)))
        taken = spent(lambda: desk.importing.take(previews[0]))
        rows = _rows(desk)
        bare._store.db.execute("DELETE FROM journal")
        bare._store.db.execute("INSERT INTO epochs VALUES (?, 2)", [rows["journal"][-1][0]])
        return read, taken, spent(lambda: _write(bare._store.db, rows))


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
