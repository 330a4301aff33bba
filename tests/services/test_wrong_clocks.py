"""A PC whose date is wrong: work goes on, everything reaches the township, and ages and years stay right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.desk import outbox
from sync.wire import batch
from tests.desks import PIN, StillClock, new_desk, register, spoil
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.clocks import RELEASED, Doubt
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.moments import BEIJING
from village_desk.services.collecting import Payment
from village_desk.store.file import backups

TODAY = StillClock().now
"""The right time: of the township's clock, and of a desk's where it is right."""

WRONG = {
    "1970": datetime(1970, 1, 1, 8, 0, tzinfo=BEIJING),
    "2099": datetime(2099, 6, 1, 8, 0, tzinfo=BEIJING),
    "a year back": TODAY - timedelta(days=365),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TownshipProcess]:
    """A township whose clock is right whatever a desk's says."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, clock=StillClock()) as process:
        yield process


def fee(desk: Desk, serial: int) -> str:
    return desk.collecting.collect(Payment(register(desk, "单雄信", serial=serial), desk.today().year, 20000)).number


def agreed(desk: Desk, office: TownshipProcess) -> int:
    """The fen of all years, the same on both sides."""
    theirs = {year: each["net_fen"] for year, each in office.status()["money"].items()}
    assert theirs == {str(each.year): each.net_fen for each in desk.reporting.totals()}
    return sum(theirs.values())


@pytest.mark.parametrize("shown", WRONG.values(), ids=WRONG)
def test_a_desk_that_began_with_a_wrong_date_loses_nothing(
    tmp_path: Path, office: TownshipProcess, clock: StillClock, shown: datetime
) -> None:
    clock.now = shown
    with new_desk(tmp_path / "one", clock) as desk:
        assert desk.judged().suspect
        first = fee(desk, 1)
        assert desk.exchanging.send(office.url).waiting == 0
        assert abs(desk.today() - TODAY.date()) <= timedelta(days=1), "from the township's signed word"
        second = fee(desk, 2)
        clock.now = TODAY
        third = fee(desk, 3)
        assert not desk.judged().suspect
        assert len({first, second, third}) == 3
        assert desk.exchanging.send(office.url).refused == 0
        assert agreed(desk, office) == 60000
        assert desk.road.state().remarks == (), "what was told is settled once a right time is up there"
        assert desk.keeping.check().well


@pytest.mark.parametrize("shown", WRONG.values(), ids=WRONG)
def test_a_clock_that_changes_during_work_breaks_nothing(
    tmp_path: Path, office: TownshipProcess, clock: StillClock, shown: datetime
) -> None:
    with new_desk(tmp_path / "one", clock) as desk:
        numbers = [fee(desk, 1)]
        desk.exchanging.send(office.url)
        clock.now = shown
        assert desk.judged().impossible
        assert desk.today() == TODAY.date()
        numbers += [fee(desk, 2), fee(desk, 3)]
        predicted = {each.reason for each in desk.road.predict()}
        assert desk.exchanging.send(office.url).refused == 0
        told = desk.road.state().remarks
        assert {each.reason for each in told} == predicted
        assert len(told) == (0 if shown.year == TODAY.year - 1 else 4)
        sealed = batch.sealed(newest(desk))
        assert sealed.manifest.clock is not None
        assert sealed.manifest.clock.suspect
        assert sealed.manifest.clock.township_seen[:4] == str(TODAY.year)
        clock.now = TODAY + timedelta(hours=1)
        assert not desk.judged().suspect
        numbers.append(fee(desk, 4))
        desk.exchanging.send(office.url)
        assert agreed(desk, office) == 80000
        assert len(set(numbers)) == 4
        assert desk.road.state().remarks == ()
        assert desk.keeping.check().well


def newest(desk: Desk) -> bytes:
    with desk._store.reading() as db:
        assert outbox.open_batches(db) == []
        found: bytes = db.execute("SELECT bytes FROM batches ORDER BY rowid DESC LIMIT 1").fetchone()[0]
    return found


def test_a_person_is_as_old_as_ever_while_the_clock_says_1970(tmp_path: Path, clock: StillClock) -> None:
    with new_desk(tmp_path, clock) as desk:
        born_late = register(desk, "单雄信", birth="20040512")
        clock.now = WRONG["1970"]
        assert desk.collecting.choices(born_late).years[0].year == RELEASED.year
        assert desk.finding.by_identity(desk.finding.person(born_late).id_number).id == born_late
        assert desk.collecting.collect(Payment(born_late, RELEASED.year, 20000)).number.startswith(f"A-{RELEASED.year}")
        assert desk.policies.on(desk.today()).id == "national-2014"


def test_a_clock_behind_the_last_record_is_told_but_not_overruled(tmp_path: Path, clock: StillClock) -> None:
    """Nobody can tell whether it is wrong now or was wrong then."""
    clock.now = TODAY + timedelta(days=300)
    with new_desk(tmp_path, clock) as desk:
        clock.now = TODAY
        assert desk.judged().doubt is Doubt.BEFORE_RECORD
        assert desk.today() == TODAY.date()
        register(desk, "单雄信")
        assert not desk.judged().suspect


@pytest.mark.parametrize("shown", WRONG.values(), ids=WRONG)
def test_backups_go_on_and_the_newest_is_the_newest(tmp_path: Path, clock: StillClock, shown: datetime) -> None:
    with new_desk(tmp_path, clock) as desk:
        clock.now = shown
        register(desk, "单雄信", serial=1)
        assert desk.keeping.back_up_when_due() is not None
        assert desk.keeping.back_up_when_due() is None
        clock.now = TODAY
        register(desk, "秦叔宝", serial=3)
        assert desk.keeping.back_up_when_due() is not None
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert restored.finding.count() == 2
        assert [each.place[0] for each in backups.listed(restored.path)] == [2, 1, 1], "of the new epoch, and so first"
        assert restored.keeping.back_up_when_due() is None
        register(restored, "程咬金", serial=4)
        assert restored.keeping.back_up_when_due() is not None


def test_a_file_whose_name_does_not_say_its_place_is_no_backup_of_ours_and_stays(
    tmp_path: Path, clock: StillClock
) -> None:
    with new_desk(tmp_path, clock) as desk:
        made = desk.keeping.back_up().path
        others = [made.with_name(name) for name in ("20990101-080000.vdesk", "notes-1-2.vdesk")]
        for other in others:
            shutil.copy(made, other)
        assert [each.path.name for each in desk.keeping.backups()] == [made.name]
        desk.keeping.back_up()
        assert all(other.exists() for other in others)


def test_a_word_on_a_stick_is_believed_to_have_been_said(
    tmp_path: Path, office: TownshipProcess, clock: StillClock
) -> None:
    from tests.services.test_sticks import at_the_counter

    stick = tmp_path / "stick"
    stick.mkdir()
    with new_desk(tmp_path / "one", clock) as desk:
        desk.exchanging.send(office.url)
        with desk._store.writing() as db:
            db.execute("DELETE FROM township_time")
        fee(desk, 1)
        desk.exchanging.write_stick(stick)
        at_the_counter(office, stick)
        desk.exchanging.read_stick(stick)
        assert desk.road.state().answered_at is not None
        assert not desk.judged().suspect
        clock.now = TODAY - timedelta(days=3)
        assert desk.judged().doubt is Doubt.BEFORE_TOWNSHIP


def test_a_year_that_cannot_be_is_refused_by_what_is_known(tmp_path: Path, clock: StillClock) -> None:
    with new_desk(tmp_path, clock) as desk:
        person = register(desk, "单雄信")
        clock.now = WRONG["2099"]
        with pytest.raises(Refused, match="2099"):
            desk.collecting.collect(Payment(person, 2099, 20000))
