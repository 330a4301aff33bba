"""What a week weighs on the wire: the bounds that the road is held to."""

from pathlib import Path

from tests.bench import records


def test_a_thousand_changed_people_fit_into_what_a_thin_line_bears(tmp_path: Path) -> None:
    corrected, whole = records.works(tmp_path, 1000)
    assert len(corrected.batch.bytes) < 19_000, "with the requests around it at most 20 KB"
    assert len(whole.batch.bytes) < 64_000, "with the requests around it at most 66 KB"
