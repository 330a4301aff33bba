"""Line and stick are two carriers of one road: asked the same, they answer the same; and a plain week asks little."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

from sync.agreement import sent
from sync.agreement.facts import BatchAnswered
from sync.agreement.protocol import Answered, Held
from sync.desk import outbox
from sync.township.down.downward import new_id
from sync.wire import down
from tests.desks import register
from tests.services.test_downlink import say
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.progress import silent
from village_desk.services.collecting import Payment
from village_desk.services.road import agreeing, keyring, recovering
from village_desk.services.road.roads import Road
from village_desk.services.road.stick import StickRoad
from village_desk.store import recovering as stored_recovering


def week(desk: Desk, serial: int) -> None:
    person = register(desk, "单雄信", serial=serial)
    desk.collecting.collect(Payment(person, 2026, 20000))


def said(reply: Answered | Held) -> BatchAnswered:
    assert isinstance(reply, Answered)
    return reply.answer


def what_it_says(road: Road, desk: Desk) -> dict[str, Any]:
    """Everything that a desk asks of a road, asked one after the other."""
    key, db = keyring.key(desk._store), desk._store.db
    hello = road.hello()
    assert hello is not None
    listed = road.past(key)
    assert listed is not None
    answers = {batch.id: reply for batch, reply in road.answers(outbox.open_batches(db), silent)}
    assert {batch.id: said(road.answer(batch)) for batch in outbox.open_batches(db)} == {
        batch_id: said(reply) for batch_id, reply in answers.items()
    }
    return {
        "who": (hello.township, hello.timeline, hello.position, hello.down),
        "answers": {batch_id: said(reply) for batch_id, reply in answers.items()},
        "past": dict(listed.batches),
        "messages": [message.place for message in road.messages(key, down.beginning(desk.village.desk))],
        "known": road.known.keys,
    }


def test_line_and_stick_say_the_same_of_the_same_week(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    week(desk, 1)
    desk.exchanging.send(office.url)
    say(office, desk, sent.NumbersGiven(new_id(), "收据", "000001", "000100"))
    week(desk, 2)
    desk.exchanging.write_stick(stick)
    office.command("stick", str(stick))
    by_stick = what_it_says(StickRoad(desk._store, stick), desk)
    with desk.dialing.line(office.url) as line:
        by_line = what_it_says(line, desk)
    assert len(by_stick["answers"]) == 1 and len(by_stick["messages"]) == 1
    listed = by_stick.pop("past")
    brought = {batch_id: answered.order for batch_id, answered in by_stick["answers"].items()}
    assert listed | brought == by_line.pop("past"), "the list of a stick is of the moment before its batches were taken"
    assert by_stick == by_line


def walked_through(work: Any) -> set[tuple[str, str]]:
    """Which functions of recovering and of settling ran: the name of the file and of the function."""
    files = {Path(module.__file__ or "") for module in (agreeing, recovering, stored_recovering)}
    found = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path in files and not frame.f_code.co_name.startswith("<"):
            found.add(("/".join(path.parts[-2:]), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def test_a_week_that_simply_goes_asks_one_question_and_walks_through_no_recovery(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    desk.exchanging.send(office.url)
    week(desk, 1)
    asked = {("road/agreeing.py", "meet"), ("road/recovering.py", "lacking")}
    assert walked_through(lambda: desk.exchanging.send(office.url)) == asked | {("road/agreeing.py", "over_the_line")}
    week(desk, 2)
    desk.exchanging.write_stick(stick)
    office.command("stick", str(stick))
    assert walked_through(lambda: desk.exchanging.read_stick(stick)) == asked | {("road/agreeing.py", "by_stick")}
