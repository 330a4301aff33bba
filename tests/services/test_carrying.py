"""Contents go to a real township after the facts, over a line that is cut, and come back to a PC that lost them."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from sync.line import client
from tests import pictures
from tests.desks import PIN, VILLAGE, StillClock, register
from tests.services.test_pairing import code_for
from tests.township import moods
from tests.township.moods import Stranger, moody
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.attachments import AttachmentState
from village_desk.domain.basics.errors import Cancelled, Refused, Trouble
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.services.road import conversation
from village_desk.store import contents


def attached(desk: Desk, serial: int = 1, side: int = 400) -> tuple[str, str]:
    """A person and the id of an attachment of theirs."""
    person = register(desk, "单雄信", serial=serial)
    return person, desk.attaching.add(person, pictures.photo(side, serial), "身份证正面").id


def state(desk: Desk, person: str) -> AttachmentState:
    [found] = desk.attaching.of_person(person)
    return found.state


def test_a_content_follows_its_fact_and_counts_as_sent_by_the_township_s_word(
    desk: Desk, office: TownshipProcess
) -> None:
    person, _attachment = attached(desk)
    before = desk.carrying.send(office.url)
    assert (before.sent, before.left.count) == (0, 1), "the fact goes first"
    sent = desk.exchanging.send(office.url)
    assert (sent.waiting, sent.unsent.count) == (0, 1)
    assert "附件还有 1 个（" in sent.in_words()
    done = desk.carrying.send(office.url)
    assert (done.sent, done.refused, done.left.count) == (1, 0, 0)
    assert done.in_words() == "附件传到镇所 1 个"
    assert state(desk, person) is AttachmentState.SENT
    assert "附件" not in desk.exchanging.send(office.url).in_words()
    desk.keeping.rebuild()
    assert state(desk, person) is AttachmentState.SENT
    assert desk.keeping.check().well
    assert office.status()["attachments"] == {
        "named": 1,
        "contents": 1,
        "here": 1,
        "bytes": len(pictures.photo(400, 1)),
    }


def test_the_small_ones_go_first_and_each_content_once(desk: Desk, office: TownshipProcess) -> None:
    attached(desk, 1, 500)
    _person, small = attached(desk, 2, 200)
    third = register(desk, "同一份", serial=3)
    desk.attaching.add(third, pictures.photo(200, 2), "户口页")
    desk.exchanging.send(office.url)
    with moody(moods.relay(office.url)) as relay:
        done = desk.carrying.send(relay.url)
    pieces = [each.rpartition("/")[2] for each in relay.asked if each.startswith("PATCH")]
    [digest] = {each.attachment.sha256 for each in desk.attaching.of_person(third)}
    assert (pieces[0], len(set(pieces)), done.sent) == (digest, 2, 2)
    assert desk.attaching.content(small) == pictures.photo(200, 2)


def test_over_a_line_that_loses_replies_nothing_goes_twice(desk: Desk, office: TownshipProcess) -> None:
    person, _attachment = attached(desk, side=800)
    desk.exchanging.send(office.url)
    sizes: list[int] = []

    def lose(stranger: Stranger, _reply: requests.Response) -> bool:
        """Every third piece arrives, and its reply is lost."""
        if stranger.command == "PATCH":
            sizes.append(int(stranger.headers["Content-Length"] or 0))
            if len(sizes) % 3 == 0:
                moods.hang_up(stranger)
                return True
        return False

    with moody(moods.relay(office.url, lose)) as relay:
        desk.carrying.send(relay.url)
    assert state(desk, person) is AttachmentState.SENT
    assert sum(sizes) == len(pictures.photo(800, 1)), "what arrived does not go again"


def test_where_somebody_hangs_up_on_heads_a_content_gets_through_all_the_same(
    desk: Desk, office: TownshipProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrived is then asked with an empty piece; two pieces are lost on the way."""
    monkeypatch.setattr(client, "_PAUSE", 5.0)  # longer than a dead line is borne: no pause is waited for
    person, _attachment = attached(desk, side=800)
    desk.exchanging.send(office.url)
    real, lost, sizes = moods.relay(office.url), list[str](), list[int]()

    def narrow(stranger: Stranger) -> None:
        size = int(stranger.headers.get("Content-Length") or 0)
        if stranger.command == "HEAD" or (size and len(sizes) == 1 and lost.count("PATCH") < 2):
            lost.append(stranger.command)
            stranger.body()
            return moods.hang_up(stranger)
        sizes.extend([size] * (size > 0))
        return real(stranger)

    with moody(narrow) as proxy:
        done = desk.carrying.send(proxy.url)
    assert (done.sent, state(desk, person)) == (1, AttachmentState.SENT)
    assert lost == ["HEAD", "PATCH", "PATCH"], "one HEAD tells"
    assert sum(sizes) == len(pictures.photo(800, 1)), "what arrived does not go again"


def test_a_cancel_or_a_killed_township_keeps_what_arrived(desk: Desk, office: TownshipProcess) -> None:
    person, _attachment = attached(desk, side=900)
    desk.exchanging.send(office.url)
    port = int(office.url.rpartition(":")[2])

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.carrying.send(office.url, stop)
    office.kill()
    with pytest.raises(Trouble):
        desk.carrying.send(office.url)
    register(desk, "新记录", serial=2)
    office.start(port)
    assert desk.exchanging.send(office.url).waiting == 0, "facts go although a content is stuck"
    seen: list[int] = []
    desk.carrying.send(office.url, lambda done, _total: seen.append(done))
    assert seen[0] > 0, "it went on where it was"
    assert state(desk, person) is AttachmentState.SENT


def test_what_the_township_refuses_of_one_content_holds_up_no_other(desk: Desk, office: TownshipProcess) -> None:
    _person, _first = attached(desk, 1, 300)
    other, _second = attached(desk, 2, 600)
    desk.exchanging.send(office.url)
    with office.books() as books:
        books.exec_driver_sql("UPDATE attachments SET bytes = 1 WHERE bytes = (SELECT min(bytes) FROM attachments)")
    done = desk.carrying.send(office.url)
    assert (done.sent, done.refused, done.left.count) == (1, 1, 1)
    assert "没有收 1 个附件" in done.in_words()
    assert state(desk, other) is AttachmentState.SENT


def test_a_township_put_back_from_its_backup_gets_the_contents_again(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person, _attachment = attached(desk)
    desk.exchanging.send(office.url)
    desk.carrying.send(office.url)
    attached(desk, 2)
    desk.exchanging.send(office.url)
    with office.books() as books:
        books.exec_driver_sql("UPDATE township SET timeline = 'after-the-restore'")
        books.exec_driver_sql("DELETE FROM attachment_contents")
        books.exec_driver_sql("DELETE FROM attachment_blocks")
    office.stop()
    office.start()
    assert desk.carrying.send(office.url).made_way, "the facts learn first what it forgot"
    assert desk.exchanging.send(office.url).unsent.count == 2
    assert desk.carrying.send(office.url).sent == 2
    assert state(desk, person) is AttachmentState.SENT


def test_a_removed_attachment_is_gone_on_both_sides_and_may_come_again(desk: Desk, office: TownshipProcess) -> None:
    person, attachment = attached(desk)
    desk.exchanging.send(office.url)
    desk.carrying.send(office.url)
    desk.attaching.remove(attachment, "照片不清楚")
    desk.attaching.add(person, pictures.photo(400, 1), "身份证正面")
    desk.exchanging.send(office.url)
    assert state(desk, person) is AttachmentState.WAITING
    assert desk.carrying.send(office.url).sent == 1
    assert state(desk, person) is AttachmentState.SENT
    [again] = desk.attaching.of_person(person)
    desk.attaching.remove(again.attachment.id, "照片不清楚")
    desk.exchanging.send(office.url)
    assert office.status()["attachments"] == {"named": 0, "contents": 0, "here": 0, "bytes": 0}


def test_a_lost_pc_fetches_its_contents_back_on_from_where_it_was_cut(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person, attachment = attached(desk, side=900)
    _other, unsent = attached(desk, 2)
    whole = pictures.photo(900, 1)
    desk.exchanging.send(office.url)
    desk.attaching.remove(unsent, "不传")
    desk.carrying.send(office.url)
    with Desk.recover(
        tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code_for(office, desk), StillClock()
    ) as new:
        assert state(new, person) is AttachmentState.ABOVE
        assert new.carrying.unsent().count == 0
        with pytest.raises(Refused) as no:
            new.attaching.content(attachment)
        assert no.value.code == "not_here"

        def stop(done: int, total: int) -> None:
            if done > total // 2:
                raise Cancelled

        with pytest.raises(Cancelled):
            new.carrying.fetch(attachment, office.url, stop)
        seen: list[int] = []
        new.carrying.fetch(attachment, office.url, lambda done, _total: seen.append(done))
        assert seen[0] > 0
        assert new.attaching.content(attachment) == whole
        new.exchanging.send(office.url)
        with moody(moods.relay(office.url)) as relay:
            assert new.carrying.send(relay.url).sent == 1
        assert sum(each.startswith("PATCH") for each in relay.asked) == 1, "only the word was fetched"
        assert state(new, person) is AttachmentState.SENT


def test_what_comes_back_is_believed_only_by_its_digest(desk: Desk, office: TownshipProcess) -> None:
    person, attachment = attached(desk)
    desk.exchanging.send(office.url)
    desk.carrying.send(office.url)
    with contents.opened(desk._store) as file:
        for digest in file.here():
            file.drop(digest)
    with office.books() as books:
        books.exec_driver_sql("UPDATE attachment_blocks SET bytes = zeroblob(length(bytes))")
    with pytest.raises(Trouble):
        desk.carrying.fetch(attachment, office.url)
    [listed] = desk.attaching.of_person(person)
    assert not listed.here


def test_with_nothing_to_carry_the_line_is_left_alone(desk: Desk) -> None:
    assert desk.carrying.send("http://127.0.0.1:9").in_words() == ""
    person = register(desk, "单雄信")
    desk.collecting.collect(Payment(person, 2026, 10000))
    assert desk.carrying.send("http://127.0.0.1:9").sent == 0


def test_the_other_pc_of_the_village_sees_the_attachment_and_fetches_it(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person, attachment = attached(desk)
    other = Village(VILLAGE.code, VILLAGE.name, "B")
    with Desk.create(tmp_path / "other" / "desk.vdesk", PIN, other, StillClock()) as sibling:
        sibling.exchanging.send(office.url)
        desk.exchanging.send(office.url)
        sibling.exchanging.send(office.url)
        with pytest.raises(Refused) as no:
            sibling.carrying.fetch(attachment, office.url)
        assert no.value.code == "no-such-upload", "its content is still on the PC that has it"
        desk.carrying.send(office.url)
        sibling.carrying.fetch(attachment, office.url)
        assert sibling.attaching.content(attachment) == pictures.photo(400, 1)
        sibling.attaching.remove(attachment, "照片不清楚")
        sibling.exchanging.send(office.url)
        desk.exchanging.send(office.url)
        assert desk.attaching.of_person(person) == []
        assert desk.keeping.check().well
        assert sibling.keeping.check().well


def test_contents_make_way_for_facts_and_go_on_afterwards(desk: Desk, office: TownshipProcess) -> None:
    person, _attachment = attached(desk, side=900)
    desk.exchanging.send(office.url)
    sizes: list[int] = []

    def facts_want_the_line(done: int, total: int) -> None:
        if not sizes and done > total // 2:
            register(desk, "新记录", serial=2)
            sizes.append(desk.exchanging.send(office.url).waiting)

    desk.carrying.send(office.url, facts_want_the_line)
    assert (sizes, state(desk, person)) == ([0], AttachmentState.SENT), "facts went while half a content was there"
    other, _second = attached(desk, 3)
    desk.exchanging.send(office.url)
    with conversation.alone(desk._store):
        done = desk.carrying.send(office.url)
    assert (done.sent, done.made_way, state(desk, other)) == (0, True, AttachmentState.WAITING)
    assert desk.carrying.send(office.url).sent == 1


def test_one_content_conversation_at_a_time(desk: Desk, office: TownshipProcess) -> None:
    attached(desk)
    desk.exchanging.send(office.url)
    with conversation.apart(desk._store), pytest.raises(Trouble) as busy:
        desk.carrying.send(office.url)
    assert busy.value.code == "talking"


def test_a_damaged_file_of_contents_is_no_failure_of_the_facts(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person, attachment = attached(desk)
    place = contents.place(desk.path)
    place.write_bytes(b"\0" * place.stat().st_size)
    sent = desk.exchanging.send(office.url)
    assert (sent.waiting, "附件文件打不开" in sent.in_words()) == (0, True)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert desk.exchanging.write_stick(stick).contents.written == 0
    assert state(desk, person) is AttachmentState.ABOVE
    with pytest.raises(Trouble, match="改个名字"):
        desk.carrying.fetch(attachment, office.url)
