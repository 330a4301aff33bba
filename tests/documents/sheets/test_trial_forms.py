"""The four forms of the trial as whole papers: what stands on them, and how they look."""

from collections.abc import Callable

import pytest

from tests.documents.reading import read
from tests.documents.sheets import goldens, trial_forms
from village_desk.documents import sheets

pytestmark = pytest.mark.usefixtures("qapp")

FORMS = {each.__name__: each for each in (trial_forms.f1, trial_forms.f4, trial_forms.f12, trial_forms.f22)}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_same_form_gives_the_same_bytes(form: Callable[[], bytes]) -> None:
    assert sheets.draw(form()).paper.pdf == sheets.draw(form()).paper.pdf


def test_every_value_of_a_person_stands_on_the_enrolment_form() -> None:
    text = read(sheets.draw(trial_forms.f1()).paper).text().replace("\n", "")
    for value in ("王秀英", "42900419620503182X", "☑1000元", "☑居民户口", "6217 0028 7001 2345 678"):
        assert value in text
    assert '=HYPERLINK("http://x","刘' in text, "words that look like a formula are words"


def test_what_was_made_smaller_is_named_with_its_cell() -> None:
    drawn = sheets.draw(trial_forms.f1())
    assert [(each.cell, each.scale) for each in drawn.shrunk] == [("D6", 0.97), ("A8", 0.97), ("A9", 0.81)]
    assert all(each.whole for each in drawn.shrunk) and drawn.left_blank == ()
    assert sheets.draw(trial_forms.f4()).shrunk == ()


def test_a_list_goes_on_below_its_repeated_titles_and_counts_its_pages() -> None:
    drawn = sheets.draw(trial_forms.f12(100))
    paper = read(drawn.paper)
    assert drawn.pages == paper.pages == 3
    for page in range(3):
        text = paper.text(page)
        assert "2026年11月城乡居民基本养老保险待遇发放人员公示表" in text and f"第 {page + 1} 页，共 3 页" in text
    assert "总计" in paper.text(2)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_looks_as_it_was_found_good(form: Callable[[], bytes]) -> None:
    assert goldens.is_as_kept(sheets.draw(form()).paper, trial_forms.FOLDER, form.__name__.upper())
