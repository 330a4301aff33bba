"""A desk is paired by the code that its township gave, and a township that forgot is told again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.township.frame import now
from sync.township.keys import own_key
from sync.township.store.database import Store
from sync.township.trust.desk_keys import Trust
from tests.desks import StillClock, new_desk, register
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A real township that takes only paired desks."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, trust_new_desks=False, clock=clock) as process:
        yield process


def code_for(office: TownshipProcess, desk: Desk) -> str:
    store = Store.open(str(office.store))
    code, _ends = Trust(store, own_key.read(store, b""), now).invite(desk.village.desk)
    store.close()
    return code


def revoke(office: TownshipProcess, desk: Desk) -> None:
    store = Store.open(str(office.store))
    assert Trust(store, own_key.read(store, b""), now).revoke(desk.village.desk)
    store.close()


def test_an_unpaired_desk_is_told_to_pair_and_then_arrives(desk: Desk, office: TownshipProcess) -> None:
    register(desk, "单雄信")
    with pytest.raises(Refused) as no:
        desk.exchanging.send(office.url)
    assert no.value.code == "desk-unknown"
    assert "配对" in no.value.cure
    desk.joining.pair(office.url, code_for(office, desk))
    assert desk.dialing.url() == office.url
    register(desk, "秦琼", serial=2)
    sent = desk.exchanging.send()
    assert (sent.waiting, sent.batches) == (0, 2)
    assert sent.in_words().startswith("2 批上报"), "the first that arrived is not called the second"
    assert office.status()["people"] == 2
    assert desk.keeping.check().well


@pytest.mark.parametrize(("typed", "code"), [("12345", "code-form"), ("0000-0000-0000-0000-0000", "code-form")])
def test_a_slip_of_the_finger_is_found_before_anything_is_sent(desk: Desk, typed: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        desk.joining.pair("http://127.0.0.1:9", typed)
    assert (no.value.code, no.value.field) == (code, "code")


def test_a_code_that_was_used_elsewhere_raises_the_alarm(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    code = code_for(office, desk)
    (tmp_path / "thief").mkdir()
    with new_desk(tmp_path / "thief") as thief:
        thief.joining.pair(office.url, code)
    with pytest.raises(Refused) as no:
        desk.joining.pair(office.url, code)
    assert no.value.code == "code-used"
    assert "镇所" in no.value.cure


def test_a_revoked_desk_is_told_so_and_keeps_everything(desk: Desk, office: TownshipProcess) -> None:
    desk.joining.pair(office.url, code_for(office, desk))
    register(desk, "单雄信")
    waiting = desk.road.state().waiting
    revoke(office, desk)
    with pytest.raises(Refused) as no:
        desk.exchanging.send()
    assert no.value.code == "key-revoked"
    assert desk.road.state().waiting == waiting


def test_a_township_restored_from_its_backup_gets_again_what_it_forgot(desk: Desk, office: TownshipProcess) -> None:
    """Its books go back to before the second batch, with nothing new at the desk to send."""
    desk.joining.pair(office.url, code_for(office, desk))
    person = register(desk, "单雄信")
    desk.exchanging.send()
    office.stop()
    backup = office.store.read_bytes()
    port = int(office.url.rsplit(":", 1)[1])
    office.start(port)
    desk.collecting.collect(Payment(person, 2026, 20000))
    desk.exchanging.send()
    office.stop()
    for each in office.store.parent.glob("township.db-*"):
        each.unlink()
    office.store.write_bytes(backup)
    office.start(port)
    assert office.status()["money"] == {}
    assert desk.road.state().waiting == 0
    assert desk.exchanging.send().accepted == 1
    assert office.status()["money"]["2026"]["net_fen"] == 20000
    assert desk.exchanging.send().sent == 0
    assert desk.keeping.check().well
