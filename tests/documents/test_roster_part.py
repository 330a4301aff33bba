"""A part of a payout roster: its pages are those of the whole, stroke by stroke."""

import pytest

from tests.documents.examples import lines, roster
from tests.documents.reading import read
from village_desk.documents import payout_roster

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_page_alone_looks_as_it_does_in_the_whole() -> None:
    of = roster(*lines(*[1] * 20, *[2] * 20, *[3] * 5))
    whole = read(payout_roster.draw(of))
    assert whole.pages > 4
    for page in range(whole.pages):
        alone = read(payout_roster.draw(of, only=[page + 1]))
        assert alone.pages == 1
        assert alone.picture() == whole.picture(page)
        assert f"第 {page + 1} 页 共 {whole.pages} 页" in alone.text()


def test_only_the_pages_drawn_are_counted() -> None:
    seen: list[tuple[int, int]] = []
    payout_roster.draw(roster(*lines(*[1] * 40)), lambda done, whole: seen.append((done, whole)), only=[2, 3])
    assert seen == [(1, 2), (2, 2)]
