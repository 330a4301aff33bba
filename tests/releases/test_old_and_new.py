"""A release and a newer program meet: desks and township, by line and by stick, with two PCs, both ways round.

The newer one knows a kind of facts, a field of people and a kind of message more (``newer_program.py``). The older one
is the first release, as its wheel has it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sync.agreement.facts import PersonRegistered
from sync.agreement.person import FIELDS
from sync.agreement.protocol import Answered
from sync.line.client import Township
from tests.desks import PIN
from tests.releases import programs
from tests.releases.newer_program import KIND
from tests.releases.programs import NEWER, NEWEST, Office, Program, office, person
from tests.township.journals import DESK, Scribe, id_number
from tests.township.postgres import Server, server
from tests.workbooks.books import save
from village_desk.desk import Desk, now

ADOPTED, CORRECTED, REGISTERED = "policy.adopted/1", "person.corrected/1", "person.registered/1"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The first release."""
    wheel = programs.DATA / "village_desk-1.0-d92974b.whl"
    yield programs.unpacked(wheel, tmp_path_factory.mktemp("first"))
    programs.end_all()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with server() as running:
        yield running


def work(file: str, letter: str, serial: int) -> list[tuple[str, dict[str, Any]]]:
    """A newer desk's week: somebody with a trial_name, a fee, a deposit that is right and one that is wrong."""
    who = f"{letter}-p"
    return [
        ("create", {"file": file, "letter": letter}),
        _recorded(file, REGISTERED, who, person(f"村民{letter}", serial, trial_name=f"小{letter}")),
        ("collect", {"file": file, "person": who}),
        _recorded(file, KIND, f"{letter} 1", {"amount_fen": 5000}),
        _recorded(file, KIND, f"{letter} 2", {"amount_fen": 0}),
    ]


def _recorded(file: str, kind: str, about: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "record", {"file": file, "kind": kind, "about": about, "body": body}


def _changes(**changes: str) -> dict[str, Any]:
    return {"changes": changes}


def sends(file: str, url: str) -> tuple[str, dict[str, Any]]:
    return "send", {"file": file, "url": url}


def states(file: str) -> tuple[str, dict[str, Any]]:
    return "state", {"file": file}


def trial_names(people: list[dict[str, Any]]) -> list[str]:
    return [each.get("trial_name", "") for each in people]


def deposits(state: dict[str, Any]) -> list[tuple[str, int]]:
    return sorted((each["slip"], each["amount_fen"]) for each in state["deposits"])


@pytest.mark.parametrize("books", ["sqlite", "postgresql"])
def test_newer_desks_and_an_older_township_by_line(
    first: Program, tmp_path: Path, books: str, request: pytest.FixtureRequest
) -> None:
    """The township is upgraded in the end: nobody does anything twice, and all have the same."""
    url = request.getfixturevalue("postgresql").store() if books == "postgresql" else ""
    a, b = _files(tmp_path)
    with office(first, tmp_path / "office", url) as township:
        *_, sent, _b, sent_b, _c, again = NEWER.run(
            *work(a, "A", 1),
            *work(b, "B", 2),
            sends(a, township.url),
            sends(b, township.url),
            _recorded(a, CORRECTED, "A-p", {"changes": {"trial_name": "阿甲", "phone": "222"}}),
            sends(a, township.url),
            _recorded(b, CORRECTED, "A-p", {"changes": {"phone": "333"}}),
            sends(b, township.url),
        )[9:]
        assert (sent["kept"], sent["refused"], sent["waiting"]) == (2, 0, 0)
        assert (sent_b["kept"], again["refused"], again["kept"]) == (0, 0, 0)
        found = township.status()
        assert (found["kept"], found["refused"], found["people"]) == (4, 0, 2)
        assert {year: each["net_fen"] for year, each in found["money"].items()} == {"2026": 40000}
        _in_the_end(township, a, b)


def _files(place: Path) -> tuple[str, str]:
    (place / "desks").mkdir()
    return str(place / "desks" / "a.vdesk"), str(place / "desks" / "b.vdesk")


def _in_the_end(township: Office, a: str, b: str) -> None:
    """Upgrade the township: every desk gets the verdicts on its kept facts; so does a restored desk file."""
    [before] = NEWER.run(states(a))
    assert (before["for_later"], before["refused"], before["fault"]) == (2, [], "")
    older = shutil.copytree(Path(a).parent, Path(a).parent.with_name("older"))
    township.upgrade(NEWER)
    found = township.status()
    assert (found["kept"], found["refused"]) == (0, 2)
    heard, _b, one, other = NEWER.run(sends(a, township.url), sends(b, township.url), states(a), states(b))
    assert heard["judged"] == 2
    for each in (one, other):
        assert (each["for_later"], len(each["refused"]), each["fault"], each["waiting"]) == (0, 1, "", 0)
        assert [(who["phone"], who["trial_name"]) for who in each["people"]] == [("333", "阿甲"), ("", "小B")]
    assert deposits(one) == [("A 1", 5000), ("A 2", 0), ("B 1", 5000)]
    assert deposits(other) == [("A 1", 5000), ("B 1", 5000), ("B 2", 0)]
    assert trial_names(NEWER.run(("people", {"store": township.address}))[0]) == ["阿甲", "小B"]
    back = str(older / Path(a).name)
    _rebuilt, again, sent, restored = NEWER.run(
        ("rebuild_tables", {"file": a}), states(a), sends(back, township.url), states(back)
    )
    assert again == one
    assert (sent["judged"], sent["waiting"]) == (2, 0)
    assert {name: restored[name] for name in ("verdicts", "people", "money")} == {
        name: one[name] for name in ("verdicts", "people", "money")
    }


def test_the_same_by_stick(first: Program, tmp_path: Path) -> None:
    a, stick = str(tmp_path / "a.vdesk"), tmp_path / "stick"
    stick.mkdir()
    write, read = ("write_stick", {"file": a, "stick": str(stick)}), ("read_stick", {"file": a, "stick": str(stick)})
    with office(first, tmp_path / "office") as township:
        met, *_ = NEWER.run(work(a, "A", 1)[0], sends(a, township.url))
        NEWER.run(*work(a, "A", 1)[1:], write)
        township.command("stick", str(stick))
        [told, state, _written] = NEWER.run(read, states(a), write)
        assert (told["kept"], told["refused"], state["for_later"], state["waiting"]) == (2, 0, 2, 0)
        township.upgrade(NEWER)
        township.command("stick", str(stick))
        [told, state] = NEWER.run(read, states(a))
        assert told["judged"] == 2
        assert (state["for_later"], len(state["refused"]), state["fault"]) == (0, 1, "")
        assert (township.status()["kept"], township.status()["refused"]) == (0, 1)


def test_an_older_desk_beside_a_newer_one_and_a_newer_township(first: Program, tmp_path: Path) -> None:
    """The older desk works on, and finds the unknown parts after its upgrade, for good; a lost PC is rebuilt by it."""
    a, b = _files(tmp_path)
    village = "429004103002"
    with office(NEWER, tmp_path / "office") as township:
        store = township.address
        first.run(
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, REGISTERED, "A-p", person("村民A", 1)),
            ("collect", {"file": a, "person": "A-p"}),
            _recorded(a, ADOPTED, "hubei-2024", {"since": now().date().isoformat()}),
            sends(a, township.url),
        )
        NEWER.run(*work(b, "B", 2), sends(b, township.url))
        NEWER.run(
            _recorded(b, CORRECTED, "A-p", {"changes": {"trial_name": "阿甲", "phone": "333"}}),
            sends(b, township.url),
            ("notice", {"store": store, "desk": f"{village}-A", "title": "年底认证"}),
            (
                "correct_above",
                {
                    "store": store,
                    "desk": f"{village}-A",
                    "person": "B-p",
                    "changes": {"trial_name": "阿乙", "note": "低保"},
                },
            ),
        )
        sent, old = first.run(sends(a, township.url), states(a))
        assert (sent["refused"], sent["unusable"], sent["waiting"]) == (0, 1, 0)
        assert [(who["name"], who["phone"], who["note"]) for who in old["people"]] == [
            ("村民A", "333", ""),
            ("村民B", "", "低保"),
        ]
        assert old["policy"] == "hubei-2024", "the newer PC only began with the national frame"
        assert (len(old["unusable"]), old["predicted"], old["fault"]) == (1, 0, "")
        [_again, new] = NEWER.run(("rebuild_tables", {"file": a}), states(a))
        assert trial_names(new["people"]) == ["阿甲", "阿乙"]
        assert (deposits(new), new["unusable"], new["fault"]) == ([("B 1", 5000)], [], "")
        assert [each["title"] for each in new["notices"]] == ["年底认证"]
        assert "文件没有被改动" in first.run(("refusal", {"file": a}))[0], "there is a step of the tables in between"
        [again, _sent, other] = NEWER.run(states(a), sends(b, township.url), states(b))
        assert again == new
        assert trial_names(other["people"]) == ["阿甲", "阿乙"]
        _a_lost_pc(first, township, tmp_path / "lost.vdesk", other)


def _a_lost_pc(first: Program, township: Office, file: Path, lost: dict[str, Any]) -> None:
    """The newer PC is lost, and an older program takes its place; it is upgraded in the end."""
    code = json.loads(township.command("pair", "429004103002-B", "--json"))["code"]
    place = {"file": str(file), "letter": "B", "url": township.url, "code": code}
    _rebuilt, old = first.run(("rebuild", place), states(str(file)))
    assert (old["money"], old["fault"], old["predicted"], old["waiting"]) == (lost["money"], "", 0, 0)
    [new] = NEWER.run(states(str(file)))
    assert (deposits(new), trial_names(new["people"])) == (deposits(lost), trial_names(lost["people"]))
    assert new["verdicts"] == lost["verdicts"]


def test_a_long_payout_list_around_the_townships_upgrade(first: Program, tmp_path: Path) -> None:
    """Two PCs of the first release: one takes in a list, a part of which is sent after the upgrade, and a policy."""
    a, b = _files(tmp_path)
    listed = {"month": "2026-11", "payees": 2, "total_fen": 30000, "file": "f" * 64}
    with office(first, tmp_path / "office") as township:
        first.run(
            ("create", {"file": b, "letter": "B"}),
            sends(b, township.url),
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, "payout_list.taken/1", "list-1", listed),
            _recorded(a, "payout_line.taken/1", "", _line(1)),
            _recorded(a, ADOPTED, "hubei-2024", {"since": now().date().isoformat()}),
            sends(a, township.url),
        )
        township.upgrade(NEWER)
        _line_2, _sent, heard, state = first.run(
            _recorded(a, "payout_line.taken/1", "", _line(2)), sends(a, township.url), sends(b, township.url), states(b)
        )
        assert (heard["passed_on"], heard["unusable"]) == (4, 0)
        assert (state["payees"], state["fault"], state["policy"]) == (2, "", "hubei-2024")
        [_done, upgraded] = NEWER.run(("rebuild_tables", {"file": b}), states(b))
        assert (upgraded["payees"], upgraded["fault"], upgraded["policy"]) == (2, "", "hubei-2024")


def test_a_list_in_parts_before_a_township_and_a_pc_that_know_none(first: Program, tmp_path: Path) -> None:
    """The week is not held up; the list is on the other PC once both are upgraded, and nobody does anything twice."""
    a, b = _files(tmp_path)
    whole = {"month": "2026-11", "payees": 3, "total_fen": 45000, "file": "f" * 64, "parts": 2}
    with office(first, tmp_path / "office") as township:
        first.run(("create", {"file": b, "letter": "B"}), sends(b, township.url))
        *_, sent, state = NEWEST.run(
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, REGISTERED, "A-p", person("村民A", 1)),
            ("collect", {"file": a, "person": "A-p"}),
            _recorded(a, "payout_list.taken/2", "list-1", whole | {"part": 1, "lines": [_listed(1), _listed(2)]}),
            _recorded(a, "payout_list.taken/2", "list-1", whole | {"part": 2, "lines": [_listed(3)]}),
            ("collect", {"file": a, "person": "A-p", "year": 2025}),
            sends(a, township.url),
            states(a),
        )
        assert (sent["kept"], sent["refused"], sent["waiting"]) == (2, 0, 0)
        assert (state["for_later"], state["payees"], state["fault"]) == (2, 3, "")
        assert sum(each["net_fen"] for each in township.status()["money"].values()) == 40000
        township.upgrade(NEWEST)
        judged, after = NEWEST.run(sends(a, township.url), states(a))
        assert (judged["judged"], after["for_later"], after["refused"]) == (2, 0, [])
        heard, old = first.run(sends(b, township.url), states(b))
        assert (heard["unusable"], heard["refused"], old["payees"], old["fault"]) == (0, 0, 0, "")
        [new] = NEWEST.run(states(b))
        assert (new["payees"], new["fault"]) == (3, "")


def test_fields_that_a_township_and_a_pc_do_not_know_come_through_them(first: Program, tmp_path: Path) -> None:
    """They are carried up, to the other PC and back, with the last word on each, until both are upgraded."""
    a, b = _files(tmp_path)
    later = {name: f"{info.words}甲" for name, info in FIELDS.items() if info.since != "1.0"}
    with office(first, tmp_path / "office") as township:
        first.run(("create", {"file": b, "letter": "B"}), sends(b, township.url))
        NEWEST.run(
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, REGISTERED, "A-p", person("村民A", 1, **later)),
            sends(a, township.url),
            _recorded(a, CORRECTED, "A-p", _changes(bank="农商行")),
            sends(a, township.url),
        )
        sent, _note, back, old = first.run(
            sends(b, township.url),
            _recorded(b, CORRECTED, "A-p", _changes(note="低保")),
            sends(b, township.url),
            states(b),
        )
        assert (sent["unusable"], back["refused"], old["fault"], old["people"][0]["note"]) == (0, 0, "", "低保")
        township.upgrade(NEWEST)
        _sent, here, there = NEWEST.run(sends(a, township.url), states(a), states(b))
        for each in (here, there, {"people": NEWEST.run(("people", {"store": township.address}))[0]}):
            [who] = each["people"]
            assert {name: who[name] for name in (*later, "note")} == later | {"bank": "农商行", "note": "低保"}


def test_somebody_is_struck_off_before_a_township_and_a_pc_that_know_no_such_thing(
    first: Program, tmp_path: Path
) -> None:
    """The township keeps it and counts the person still; upgraded, it leaves them out, and so does the other PC."""
    a, b = _files(tmp_path)
    with office(first, tmp_path / "office") as township:
        first.run(("create", {"file": b, "letter": "B"}), sends(b, township.url))
        *_, sent, state = NEWEST.run(
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, REGISTERED, "A-p", person("村民A", 1)),
            _recorded(a, REGISTERED, "A-q", person("村民甲", 2)),
            _recorded(a, "person.struck_off/1", "A-p", {"reason": "moved", "on": "2026-10-01", "to": "于都县"}),
            _recorded(a, "employee_months.noted/1", "A-q", {"first": "2023-04", "last": "2023-12"}),
            sends(a, township.url),
            states(a),
        )
        assert (sent["kept"], sent["refused"], sent["waiting"]) == (2, 0, 0)
        assert (state["for_later"], state["fault"], township.status()["people"]) == (2, "", 2)
        township.upgrade(NEWEST)
        [judged] = NEWEST.run(sends(a, township.url))
        assert judged["judged"] == 2
        assert (township.status()["people"], township.status()["sums"]["struck_off"]) == (1, 1)
        _heard, _sent, there = NEWEST.run(sends(b, township.url), sends(b, township.url), states(b))
        assert there["fault"] == ""
        with Desk.open(Path(b), PIN) as desk:
            assert [each.resident.name for each in desk.finding.roster()] == ["村民甲"]


def test_forms_before_a_township_and_a_pc_that_know_none(first: Program, tmp_path: Path) -> None:
    """Neither is held up; once both are upgraded the village has the forms, and nobody does anything twice."""
    a, b = _files(tmp_path)
    own, sent_down = (str(save(tmp_path / f"{name}.xlsx", [[name]])) for name in ("own", "sent"))
    with office(first, tmp_path / "office") as township:
        first.run(("create", {"file": b, "letter": "B"}), sends(b, township.url))
        *_, sent, state = NEWEST.run(
            ("create", {"file": a, "letter": "A"}),
            _recorded(a, REGISTERED, "A-p", person("村民A", 1)),
            ("install_form", {"file": a, "workbook": own, "name": "参保登记表"}),
            _recorded(a, "form.printed/1", "A-p", {"form": "参保登记表", "sha256": "f" * 64, "copies": 1}),
            ("collect", {"file": a, "person": "A-p"}),
            sends(a, township.url),
            states(a),
        )
        assert (sent["kept"], sent["refused"], sent["waiting"]) == (3, 0, 0)
        assert (state["forms"], state["for_later"], state["fault"]) == (["参保登记表"], 3, "")
        township.upgrade(NEWEST)
        [judged] = NEWEST.run(sends(a, township.url))
        assert judged["judged"] == 3
        desks = [f"--desk=429004103002-{letter}" for letter in "AB"]
        township.command("send-down", *desks, "--form", sent_down, "--name", "变更表")
        heard, old = first.run(sends(b, township.url), states(b))
        assert (heard["unusable"], heard["refused"], old["unusable"], old["fault"]) == (1, 0, old["unusable"], "")
        [before] = NEWEST.run(states(b))
        assert (before["forms"], before["unusable"]) == (["参保登记表"], []), (
            "nothing is put into use by opening a file"
        )
        _sent, _b, here, there = NEWEST.run(sends(a, township.url), sends(b, township.url), states(a), states(b))
        assert [each["forms"] for each in (here, there)] == [["参保登记表", "变更表"]] * 2
        assert (there["unusable"], there["fault"], here["refused"]) == ([], "", [])


def _listed(number: int) -> dict[str, Any]:
    return {"number": number, "base_fen": 15000, "account_fen": 0, "total_fen": 15000, **person("村民", number)}


def _line(number: int) -> dict[str, Any]:
    money = {"base_fen": 15000, "account_fen": 0, "total_fen": 15000}
    return {"payout_list": "list-1", "line": number, **person("村民", number), **money}


def test_a_townships_books_put_back_and_upgraded(first: Program, tmp_path: Path) -> None:
    """The desk's week of after the backup goes again, and what was kept is judged with it, once."""
    a, copy = str(tmp_path / "a.vdesk"), tmp_path / "copy.db"
    with office(first, tmp_path / "office") as township:
        NEWER.run(*work(a, "A", 1), sends(a, township.url))
        township.command("backup", str(copy))
        NEWER.run(
            _recorded(a, KIND, "A 3", {"amount_fen": 700}),
            ("collect", {"file": a, "person": "A-p", "year": 2025}),
            sends(a, township.url),
        )
        township.stop()
        township.become(NEWER)
        township.command("restore", str(copy))
        township.start()
        [sent, state] = NEWER.run(sends(a, township.url), states(a))
        assert (sent["accepted"], sent["kept"], sent["waiting"]) == (2, 0, 0)
        assert (state["for_later"], len(state["refused"]), state["fault"]) == (0, 1, "")
        found = township.status()
        assert (found["kept"], found["refused"]) == (0, 1)
        assert {year: each["net_fen"] for year, each in found["money"].items()} == {"2025": 20000, "2026": 20000}


def test_pieces_sent_ahead_reach_a_township_of_the_first_release(first: Program, tmp_path: Path) -> None:
    """It replies to the pieces of one connection in their order, and its hello comes beside the first."""
    dice, scribe = Random(1), Scribe(tmp_path)
    notes = [dice.randbytes(90).hex() for _ in range(300)]
    scribe.record(*(PersonRegistered(scribe.mint(), "村民", id_number(at), note=each) for at, each in enumerate(notes)))
    sealed, gone = scribe.sealed(), list[int]()
    with office(first, tmp_path / "office") as township:
        with Township(township.url, DESK) as line:
            line.hello()
            known = line.known
        with Township(township.url, DESK, known) as line:
            assert line.hello_with(sealed, lambda done, _: gone.append(done)).position == 0
            answered = line.send(sealed)
    assert isinstance(answered, Answered)
    assert answered.answer.accepted == 300
    assert gone[-1] == len(sealed.bytes) > 3 * 6 * 1024
    assert gone == sorted(gone), "no piece went again"
