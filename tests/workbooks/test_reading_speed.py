"""No form of a table costs far more to read than the least that a library takes: processor time, in one run."""

from pathlib import Path

from tests.bench import reading
from tests.workbooks import forms

MARGIN = 2.5
"""The bench holds the bounds themselves; here only what grew a limb is caught, on a machine that is busy."""


def test_from_bytes_to_rows_no_form_is_far_above_its_bound(tmp_path: Path) -> None:
    bounds = {name: MARGIN * (10 if name in forms.DEARER else 3) for name in forms.FORMS}
    slow = {
        name: round(ours / theirs, 1)
        for name, ours, theirs in reading.times(tmp_path, 1000)
        if ours > bounds[name] * theirs
    }
    assert not slow
