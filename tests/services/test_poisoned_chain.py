"""A chain of messages that an older program signed with a wrong key: told at the township, and mended by a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.township.down.downward import Downward
from sync.township.frame import now
from sync.township.keys import key_files
from sync.township.store import tables
from sync.township.store.database import Store
from sync.wire import keys
from tests.desks import StillClock, new_desk
from tests.services.test_downlink import payee, payout, say
from tests.services.test_sticks import at_the_counter, collect
from tests.township.nearby import NearbyTownship
from tests.township.process import TownshipProcess, township
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes the key of a desk it has not seen."""
    (tmp_path / "office").mkdir()
    office = NearbyTownship(tmp_path / "office", clock=clock)
    yield office
    office.stop()


@pytest.fixture
def desk(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """A desk that has met its township, and has one list from it."""
    with new_desk(tmp_path) as found:
        collect(found, 1)
        found.exchanging.send(office.url)
        say(office, found, payout("2026-09", payee("单雄信", 1)))
        found.exchanging.send(office.url)
        yield found


def poison(office: TownshipProcess, desk: Desk, folder: Path) -> None:
    """What ``send-down`` did for somebody else's account: a key made in silence signs the list of October."""
    key = keys.create(folder / "made in silence", b"")
    with closing(Store.open(str(office.store))) as books:
        Downward(books, key, now).send(desk.village.desk, payout("2026-10", payee("单雄信", 1)))
        with books.writing() as db:
            db.execute(tables.own_key.delete())


def months(desk: Desk) -> list[str]:
    return sorted(str(each.month) for each in desk.paying.lists())


def test_a_desk_hears_what_a_wrong_key_had_signed_once_it_is_signed_anew(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    poison(office, desk, tmp_path)
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    collect(desk, 2)
    for _again in range(2):
        with pytest.raises(Trouble) as trouble:
            desk.exchanging.send(office.url)
        assert trouble.value.code == "not_township"
    assert months(desk) == ["2026-09"]
    said = office.command("sign-anew", "--yes")
    assert f"{desk.village.desk} 有 1 件不是用本所的密钥签的" in said
    assert desk.exchanging.send(office.url).received.messages == 2
    assert months(desk) == ["2026-09", "2026-10", "2026-11"]
    assert desk.exchanging.send(office.url).received.messages == 0
    assert desk.keeping.check().well
    assert "没有要重新签的" in office.command("sign-anew", "--yes")
    say(office, desk, payout("2026-12", payee("单雄信", 1)))
    desk.exchanging.send(office.url)
    assert months(desk)[-1] == "2026-12"


def test_by_stick_too(desk: Desk, office: TownshipProcess, tmp_path: Path, stick: Path) -> None:
    poison(office, desk, tmp_path)
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    for mended in (False, True):
        if mended:
            office.command("sign-anew", "--yes")
        desk.exchanging.write_stick(stick)
        at_the_counter(office, stick)
        desk.exchanging.read_stick(stick)
        assert months(desk) == (["2026-09", "2026-10", "2026-11"] if mended else ["2026-09"])


def test_who_starts_to_serve_is_told_which_desks_hear_nothing(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    poison(office, desk, tmp_path)
    office.stop()
    with township(office.store.parent) as process:
        process.kill()
    said = (office.store.parent / "township.err").read_text()
    assert desk.village.desk in said and "sign-anew" in said


def test_a_lost_key_is_replaced_and_who_pairs_again_gets_what_was_said(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    office.stop()
    path = office.store.with_name("township.db.key")
    before = key_files.read(path, b"").public
    path.unlink()
    assert "找不到本所的密钥文件" in office.command(
        "send-down", "--desk", desk.village.desk, "--numbers", "1-2", fails=True
    )
    assert not path.exists()
    assert str(path) in office.command("renew-key", "--key-lost", "--yes")
    assert key_files.read(path, b"").public != before
    office.start()
    with pytest.raises(Trouble):
        desk.exchanging.send(office.url)
    code = office.command("pair", desk.village.desk).split("配对码：")[1].split()[0]
    desk.joining.pair(office.url, code)
    say(office, desk, payout("2026-10", payee("单雄信", 1)))
    desk.exchanging.send(office.url)
    assert months(desk) == ["2026-09", "2026-10"]
    collect(desk, 2)
    assert desk.exchanging.send(office.url).waiting == 0
