"""A township restored from its backup by the real command: desks send again by themselves, and nothing counts twice."""

from pathlib import Path

import pytest

from sync.agreement.sent import NumbersGiven
from tests.desks import PIN, StillClock, register, spoil
from tests.services.test_downlink import say
from tests.services.test_pairing import code_for
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.receipts import TownshipState
from village_desk.services.collecting import Payment


def week(desk: Desk, serial: int) -> str:
    """A person and a fee; the receipt's number."""
    return desk.collecting.collect(Payment(register(desk, "某某", serial=serial), 2026, 10000)).number


def put_back(office: TownshipProcess, copy: Path) -> None:
    """Stop the township, restore its books, start it."""
    office.stop()
    office.command("restore", str(copy))
    office.start()


def agree(desk: Desk, office: TownshipProcess, count: int) -> None:
    """Both sides hold so many people and their fees, and the desk's file is sound."""
    assert desk.road.state().waiting == 0
    [ours] = desk.reporting.totals()
    assert ours.net_fen == office.status()["money"]["2026"]["net_fen"] == count * 10000
    assert desk.finding.count() == office.status()["people"] == count
    assert desk.keeping.check().well


def test_what_the_township_forgot_goes_again_by_itself(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    week(desk, 1)
    desk.exchanging.send(office.url)
    office.command("backup", str(tmp_path / "copy.db"))
    later = [week(desk, 2)]
    desk.exchanging.write_stick(stick)
    desk.exchanging.send(office.url)
    later.append(week(desk, 3))
    desk.exchanging.send(office.url)
    office.command("stick", str(stick))
    agree(desk, office, 3)
    put_back(office, tmp_path / "copy.db")
    assert office.status()["people"] == 1
    week(desk, 4)
    done = desk.exchanging.send(office.url)
    assert [each.number for each in desk.road.batches()] == [4, 3, 2, 1]
    assert (done.batch, done.refused, done.already_had) == (4, 0, 0)
    agree(desk, office, 4)
    assert {desk.collecting.receipt(each).township for each in later} == {TownshipState.ACCEPTED}
    office.command("stick", str(stick))
    desk.exchanging.read_stick(stick)
    agree(desk, office, 4)
    assert desk.exchanging.send(office.url).sent == 0, "it happens once"


def test_an_answer_of_before_the_backup_is_given_again_after_it(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    """Its reply was lost, then came the backup and the restore: the desk still learns that its batch was answered."""
    desk.exchanging.send(office.url)
    image = desk.keeping.back_up()
    assert image is not None
    week(desk, 1)
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.exchanging.write_stick(stick)
    office.command("stick", str(stick))
    office.command("backup", str(tmp_path / "copy.db"))
    put_back(office, tmp_path / "copy.db")
    assert desk.exchanging.send(office.url).accepted > 0
    agree(desk, office, 1)


def test_a_later_life_of_the_desk_that_arrived_first_hides_nothing(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    """As many batches as the desk's first ones are there, but they are not its first ones."""
    stick = tmp_path / "stick"
    stick.mkdir()
    week(desk, 1)
    desk.exchanging.send(office.url)
    office.command("backup", str(tmp_path / "copy.db"))
    week(desk, 2)
    desk.exchanging.send(office.url)
    desk.keeping.back_up()
    desk.close()
    clock.move(days=1)
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        week(restored, 3)
        restored.exchanging.write_stick(stick)
        restored.exchanging.send(office.url)
        agree(restored, office, 3)
        put_back(office, tmp_path / "copy.db")
        office.command("stick", str(stick))
        restored.exchanging.send(office.url)
        agree(restored, office, 3)


def test_a_lost_pc_is_rebuilt_from_a_restored_township(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    week(desk, 1)
    desk.exchanging.send(office.url)
    office.command("backup", str(tmp_path / "copy.db"))
    put_back(office, tmp_path / "copy.db")
    village, code = desk.village, code_for(office, desk)
    with Desk.recover(tmp_path / "new.vdesk", PIN, village, office.url, code, clock) as new:
        new.exchanging.send(office.url)
        agree(new, office, 1)


def test_a_township_that_lost_its_key_too_goes_on_when_its_desks_pair_again(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    week(desk, 1)
    say(office, desk, NumbersGiven("b1", "收据", "0001", "0050"))
    desk.exchanging.send(office.url)
    office.command("backup", str(tmp_path / "copy.db"))
    week(desk, 2)
    desk.exchanging.send(office.url)
    office.stop()
    Path(f"{office.store}.key").unlink()
    office.command("restore", str(tmp_path / "copy.db"), "--key-lost")
    office.start()
    with pytest.raises(Trouble):
        desk.exchanging.send(office.url)
    desk.joining.pair(office.url, code_for(office, desk))
    say(office, desk, NumbersGiven("b2", "收据", "0051", "0100"))
    assert desk.exchanging.send().received.messages == 1
    agree(desk, office, 2)
