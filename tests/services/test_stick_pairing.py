"""A desk that never had a line is paired by stick, and does its whole work by stick from then on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.desks import PIN, StillClock, new_desk
from tests.failing import closed
from tests.services.test_downlink import say
from tests.services.test_pairing import code_for, revoke
from tests.services.test_sticks import at_the_counter, collect, months, payout, round_trip, sums, sums_at
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.moments import BEIJING
from village_desk.services.road import keyring
from village_desk.services.road.received import Received


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A real township that takes only paired desks, and is asked over the counter only."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, trust_new_desks=False, clock=clock) as process:
        yield process


def invite(office: TownshipProcess, desk: Desk, stick: Path) -> None:
    office.command("pair", desk.village.desk, "--file", str(stick))


def approve(office: TownshipProcess, desk: Desk, digits: str, fails: bool = False) -> str:
    return office.command("approve", desk.village.desk, "--digits", digits, fails=fails)


def test_a_desk_without_a_line_pairs_sends_and_gets_its_answers_by_stick(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    assert desk.road.state().digits == digits == desk.joining.pair_by_stick(stick)
    collect(desk, 1)
    desk.exchanging.write_stick(stick)
    said = at_the_counter(office, stick)
    assert digits in said
    assert "没有登记过这台协办台" in said, "until it is approved"
    assert office.status()["people"] == 0
    [listed] = json.loads(office.command("desks", "--json"))
    assert (listed["state"], listed["digits"]) == ("invited", digits)
    wrong = approve(office, desk, "0000-0000-0000-0000", fails=True)
    assert "数字不一样" in wrong
    approve(office, desk, digits)
    say(office, desk, payout("2026-11"))
    at_the_counter(office, stick)
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.waiting, read.sent.refused, read.sent.received, read.ignored) == (0, 0, Received(1), ())
    for month in range(2, 5):
        collect(desk, month)
        say(office, desk, payout(f"2027-{month:02}"))
        assert round_trip(desk, office, stick).sent.waiting == 0
    assert desk.road.state().digits == ""
    assert len(months(desk)) == 4
    assert sums(desk) == sums_at(office) == [(80000, 80000)]
    assert desk.keeping.check().well


def test_an_office_that_got_nothing_but_a_request_is_told_what_brings_the_answer(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    said = at_the_counter(office, stick)
    assert digits in said and "再收一次" not in said and "send --stick" in said
    assert "send --stick" in approve(office, desk, digits)
    assert "send --stick" in at_the_counter(office, stick), "there is nothing on it to answer"
    assert desk.exchanging.read_stick(stick).sent.sent == 0 and desk.road.state().digits == digits
    desk.exchanging.write_stick(stick)
    assert "send --stick" not in at_the_counter(office, stick)
    desk.exchanging.read_stick(stick)
    assert desk.road.state().digits == ""


def test_a_desk_without_a_line_that_was_stopped_comes_back_by_stick(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    for key_before in ("", keyring.key(desk._store).public):
        invite(office, desk, stick)
        digits = desk.joining.pair_by_stick(stick)
        assert keyring.key(desk._store).public != key_before
        collect(desk, len(key_before) + 1)
        desk.exchanging.write_stick(stick)
        at_the_counter(office, stick)
        assert desk.road.state().digits == digits
        approve(office, desk, digits)
        assert round_trip(desk, office, stick).sent.waiting == 0
        assert desk.road.state().digits == ""
        revoke(office, desk)
        collect(desk, len(key_before) + 2)
        assert round_trip(desk, office, stick).sent.sent == 0, "a stopped desk is not heard"
    assert sums_at(office) == [(60000, 60000)]
    assert desk.keeping.check().well


def test_the_commands_pair_by_stick(desk: Desk, office: TownshipProcess, clock: StillClock, stick: Path) -> None:
    clock.now = datetime.now(BEIJING)  # a command has no clock but the real one
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    desk.close()
    environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(desk.path)}
    done = CliRunner().invoke(main, ["pair", "--stick", str(stick), "--json"], env=environment)
    assert (done.exit_code, json.loads(done.stdout)["digits"]) == (0, digits)
    assert CliRunner().invoke(main, ["pair", "--to", "http://127.0.0.1:1"], env=environment).exit_code == 2


def test_an_invitation_that_is_not_for_this_desk_is_refused_with_its_reason(
    desk: Desk, office: TownshipProcess, stick: Path, clock: StillClock, tmp_path: Path
) -> None:
    def code() -> str:
        with pytest.raises(Refused) as no:
            desk.joining.pair_by_stick(stick)
        assert no.value.cure
        return no.value.code

    assert code() == "invite-none"
    invite(office, desk, stick)
    [path] = stick.glob("VD/pair/*.vdi")
    whole = path.read_bytes()
    for data in (whole[:-1], b"", whole.replace(b"429004103002", b"429004103003")):
        path.write_bytes(data)
        assert code() == "invite-damaged"
    office.command("pair", "429004103003-A", "--file", str(stick))
    path.write_bytes((stick / "VD" / "pair" / "429004103003-A.vdi").read_bytes())
    assert code() == "invite-foreign"
    path.write_bytes(whole)
    clock.move(days=15)
    assert code() == "invite-expired"
    clock.move(days=-15)
    assert desk.road.state().met is False
    assert list(stick.glob("VD/pair/*.request")) == [], "nothing was asked for"
    desk.joining.pair_by_stick(stick)
    other = tmp_path / "another office"
    other.mkdir()
    with township(other, trust_new_desks=False) as elsewhere:
        invite(elsewhere, desk, stick)
        assert code() == "invite-other"
    with pytest.raises(Trouble) as gone:
        desk.joining.pair_by_stick(stick / "nowhere")
    assert gone.value.code == "stick-gone"


def test_a_desk_that_is_paired_by_code_keeps_what_it_knows_when_it_asks_by_stick(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    desk.joining.pair(office.url, code_for(office, desk))
    collect(desk, 1)
    desk.exchanging.send()
    invite(office, desk, stick)
    desk.joining.pair_by_stick(stick)
    assert "申请配对" not in at_the_counter(office, stick), "its key speaks for it already"
    collect(desk, 2)
    assert desk.exchanging.send().waiting == 0
    assert sums(desk) == sums_at(office) == [(40000, 40000)]


def test_a_stick_that_may_not_be_looked_into_is_told(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with new_desk(tmp_path) as desk, closed(stick), pytest.raises(Trouble) as told:
        desk.joining.pair_by_stick(stick)
    assert told.value.code.startswith("stick")
