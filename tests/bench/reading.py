"""From bytes to rows of cells, for each form in which a table is handed in, against calamine reading a workbook of the
same rows: one that it can read itself where it can, else one as programs write them. By the time of the processor.
"""

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.bench.sizes import Sizes
from tests.bench.table import line
from tests.bench.timing import least
from tests.workbooks import file_forms
from tests.workbooks.books import LABELS, number
from village_desk.workbooks.formats import opening

_READ_BY_CALAMINE = ("花名册.xlsx", "导出.xlsx", "花名册.xls")
_PLAIN = "导出.xlsx"


def rows(count: int) -> list[list[str | float]]:
    """A roster of so many people in fourteen columns."""
    return [[*LABELS.values()], *map(_person, range(count))]


def _person(place: int) -> list[str | float]:
    named = ("张建国", number(place % 900 + 1, f"{1950 + place % 40}0203"), "男", "1950-02-03", "汉族")
    at_home = (f"{place % 9 + 1}组", str(place), "张建国", "本人", "13800001000")
    return [*named, *at_home, 200.0, "", "6213363012176684800", "新"]


def times(folder: Path, count: int, runs: int = 3) -> Iterator[tuple[str, float, float]]:
    """Each form's name, the seconds of our reader, and the seconds of calamine."""
    table = rows(count)
    made = {name: make(table) for name, make in file_forms.FORMS.items()}
    bare = {name: least(partial(_calamine, made[name]), runs) for name in _READ_BY_CALAMINE}
    for name, data in made.items():
        path = folder / name
        path.write_bytes(data)
        yield name, least(partial(opening.open_book, path), runs), bare.get(name, bare[_PLAIN])


def bench(folder: Path, sizes: Sizes) -> None:
    """A line of the bench for each form."""
    for name, ours, theirs in times(folder, sizes.people):
        bound = 10 if name in file_forms.DEARER else 3
        line(f"rows of cells of {sizes.people:,}: {name}", ours, theirs, "calamine, the same rows", str(bound))


def _calamine(data: bytes) -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        book.get_sheet_by_index(0).to_python()
