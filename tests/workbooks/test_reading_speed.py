"""No form of a table costs far more to read than the least that a library takes: processor time, in one run; and no
row of a roster costs more calls than it did.
"""

from functools import partial
from pathlib import Path

from tests import counting
from tests.bench import reading, villages
from tests.workbooks import books, file_forms
from village_desk.workbooks.rosters import roster

MARGIN = 2.5
"""The bench holds the bounds themselves; here only what grew a limb is caught, on a machine that is busy."""


def test_from_bytes_to_rows_no_form_is_far_above_its_bound(tmp_path: Path) -> None:
    bounds = {name: MARGIN * (10 if name in file_forms.DEARER else 3) for name in file_forms.FORMS}
    slow = {
        name: round(ours / theirs, 1)
        for name, ours, theirs in reading.times(tmp_path, 1000)
        if ours > bounds[name] * theirs
    }
    assert not slow


def test_a_row_of_a_roster_is_understood_in_few_calls(tmp_path: Path) -> None:
    """What holds for a column is found once: 520 calls a row were spent when each cell found it anew."""
    spent = []
    for count in (100, 300):
        path = tmp_path / f"{count}.xls"
        path.write_bytes(file_forms.xls(villages.rows(count)))
        spent.append(counting.calls(partial(roster.read, path, books.offers, books.TODAY)))
    assert (spent[1] - spent[0]) / 200 < 420
