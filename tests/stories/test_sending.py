"""Stories of the road: the week goes to a real township from the window, and what comes back is seen and mended."""

from pathlib import Path

import pytest

from sync.agreement import facts
from tests.clerk import Clerk
from tests.desks import id_number
from tests.township.nearby import township
from village_desk.ui.kit.table_views import Table


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder for the township's store."""
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def wrong_number() -> str:
    good = id_number("19700101", 7)
    return good[:-1] + ("0" if good[-1] != "0" else "1")


def test_the_week_goes_to_the_township_and_its_word_is_seen(clerk: Clerk, office: Path) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    with township(office) as process:
        clerk.goes_to("settings").fills("township_url", process.url).enters().waits_to_see("设置存好了")
        clerk.goes_to("township").enters().waits().waits_to_see("第 1 批上报")
        assert process.status()["people"] == 962
    assert clerk.sees("记下的都报上去了")
    assert clerk.sees("都已上报")
    [batch] = clerk.there(Table, "batches").rows()
    assert (batch.number, batch.refused, batch.collected_fen) == (1, 0, 10_000)
    assert clerk.desk.collecting.recent()[0].township.in_words() == "镇所已收"


def test_a_missing_line_says_that_nothing_is_lost(clerk: Clerk) -> None:
    clerk.desk.keeping.set("township_url", "http://127.0.0.1:9")
    waiting = clerk.desk.road.state().waiting
    clerk.goes_to("township").enters().waits().waits_to_see("连不上镇所，记录都留在本机，一条没丢")
    assert clerk.desk.road.state().waiting == waiting


def test_what_the_township_refused_stands_first_and_is_mended_from_there(newcomer: Clerk, office: Path) -> None:
    store = newcomer.desk._store
    with store.writing():
        store.record(facts.PersonRegistered(person="p1", name="钱多多", id_number=wrong_number(), group=1))
    with township(office) as process:
        newcomer.desk.keeping.set("township_url", process.url)
        newcomer.goes_to("township").enters().waits().waits_to_see("镇所退回的")
        assert newcomer.sees("退回 1 条")
        [refused] = newcomer.desk.road.state().refused
        newcomer.clicks(f"mend_{refused.fact}").waits_to_see("钱多多")
        newcomer.fills("id_number", id_number("19700101", 7)).clicks("save_correction")
        newcomer.goes_to("township").enters().waits().waits_to_see("第 2 批上报")
    assert newcomer.desk.road.state().waiting == 0
