"""The township as a process: one line when ready, a quiet end, killed at any moment without harm."""

import random
import stat
import threading
from importlib.metadata import version
from pathlib import Path

import pytest
import requests

from sync.agreement.errors import RoadError
from sync.agreement.protocol import Answered
from sync.desk import outbox
from sync.line.client import Township
from sync.wire.batch import SealedBatch
from tests.township.commands import in_a_process, run
from tests.township.journals import DESK, Scribe
from tests.township.process import TownshipProcess


def test_it_says_where_it_is_and_ends_quietly(served: TownshipProcess) -> None:
    assert requests.get(f"{served.url}/v1/hello?desk={DESK}&nonce=12345678", timeout=10).status_code == 200
    assert requests.get(f"{served.url}/v1/nowhere", timeout=10).status_code == 404
    assert served.stop() == 0
    nothing = {"named": 0, "contents": 0, "here": 0, "bytes": 0}
    found = served.status()
    assert set(found.pop("sums").values()) == {0}
    assert found == {
        "desks": [],
        "facts": 0,
        "refused": 0,
        "kept": 0,
        "people": 0,
        "money": {},
        "attachments": nothing,
        "early": 0,
        "holes": [],
    }


def test_it_listens_on_this_machine_only(served: TownshipProcess) -> None:
    port = f"{int(served.url.rsplit(':', 1)[1]):04X}"
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    assert [each for each in listening if each.endswith(f":{port}")] == [f"0100007F:{port}"]


def test_a_stopped_store_is_one_file_with_its_key_beside_it(scribe: Scribe, served: TownshipProcess) -> None:
    scribe.register(5)
    with Township(served.url, DESK) as line:
        line.send(scribe.sealed())
    served.stop()
    assert sorted(each.name for each in served.store.parent.iterdir()) == [
        "township.db",
        "township.db.key",
        "township.db.lock",
        "township.db.mark",
        "township.err",
    ]
    assert stat.S_IMODE((served.store.parent / "township.db.key").stat().st_mode) == 0o600


def test_status_in_words(scribe: Scribe, office: TownshipProcess) -> None:
    scribe.collect(scribe.register(1)[0], "A-2026-000001", fen=123456)
    with Township(office.url, DESK) as line:
        line.send(scribe.sealed())
    said = in_a_process("status", "--store", str(office.store))
    assert said.returncode == 0
    assert "2026 年度  代收 1,234.56 元" in said.stdout
    assert DESK in said.stdout
    assert "登记待更正 0 人  凭条 1 张  作废凭条 0 张  删去的附件 0 个" in said.stdout


def test_without_a_store_status_says_so(tmp_path: Path) -> None:
    said = run("status", "--json", "--store", str(tmp_path / "nothing.db"))
    assert (said.returncode, said.stdout) == (1, "")
    assert "store-missing" in said.stderr
    assert not (tmp_path / "nothing.db").exists()


def test_a_port_that_is_taken_is_said_so(office: TownshipProcess, tmp_path: Path) -> None:
    port = office.url.rsplit(":", 1)[1]
    said = run("serve", "--port", port, "--store", str(tmp_path / "second.db"))
    assert said.returncode == 1
    assert said.stdout == ""
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("seed", range(2))
def test_killed_while_receiving_it_has_all_of_a_batch_or_nothing(
    scribe: Scribe, served: TownshipProcess, seed: int
) -> None:
    """Killed at a random byte of the upload, then started again until everything is through."""
    some = random.Random(seed)
    people = scribe.register(700)
    scribe.sealed()
    for number, person in enumerate(people[:300]):
        scribe.collect(person, f"A-2026-{number:06}")
    scribe.sealed()
    most, killed = sum(len(each.bytes) for each in outbox.open_batches(scribe.db)), 0
    for round_ in range(4):
        send_until_killed(scribe, served, some.randrange(most) if round_ < 3 else None)
        found = served.status()
        assert found["facts"] in (0, 700, 1000)
        assert not found["facts"] or found["people"] == 700
        if not served.running:
            killed += 1
            served.start()
    assert found["facts"] == 1000
    assert killed, "in some round it was killed"
    assert found["money"]["2026"]["net_fen"] == 300 * 20000


def send_until_killed(scribe: Scribe, served: TownshipProcess, kill_at: int | None) -> None:
    """Send what is open; the township is killed while byte ``kill_at`` is on its way, at its own moment."""
    killing, through = threading.Thread(target=served.kill), 0

    def watch(done: int, total: int) -> None:
        if kill_at is not None and through + done >= kill_at and killing.ident is None:
            killing.start()

    try:
        with Township(served.url, DESK, outbox.known_township(scribe.db)) as line:
            for sealed in outbox.open_batches(scribe.db):
                keep(scribe, line, sealed, watch)
                through += len(sealed.bytes)
    except RoadError:
        assert killing.ident is not None
    if killing.ident is not None:
        killing.join()


def keep(scribe: Scribe, line: Township, sealed: SealedBatch, watch: object) -> None:
    """Send one batch and keep its answer."""
    answered = line.send(sealed, watch)  # type: ignore[arg-type]
    assert isinstance(answered, Answered)
    scribe.keep(sealed, answered.bytes)


def test_twelve_at_the_door_count_each_fact_once(scribe: Scribe, office: TownshipProcess) -> None:
    """The same batch sent by many at the same moment: one row for each fact, one answer for all."""
    for number, person in enumerate(scribe.register(20)):
        scribe.collect(person, f"A-2026-{number:06}")
    sealed = scribe.sealed()
    answers: list[bytes] = []

    def send() -> None:
        with Township(office.url, DESK) as line:
            answered = line.send(sealed)
            assert isinstance(answered, Answered)
            answers.append(answered.bytes)

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert len(set(answers)) == 1
    assert office.status()["money"]["2026"]["net_fen"] == 20 * 20000


def test_a_desk_that_cannot_be_is_told_how_a_name_looks(office: TownshipProcess, tmp_path: Path) -> None:
    for more in ([], ["--file", str(tmp_path)]):
        done = run("pair", "429004103002-a", "--store", str(office.store), *more)
        assert done.returncode == 1
        assert "应形如 429004103002-A" in done.stderr


def test_a_list_without_its_columns_is_told_which_it_needs(office: TownshipProcess, tmp_path: Path) -> None:
    wrong = tmp_path / "名单.csv"
    wrong.write_text("姓名,号,金额\n张三,1,150\n", "utf-8")
    to = ["--store", str(office.store), "--desk", "429004103002-A"]
    done = run("send-down", *to, "--payout", str(wrong), "--month", "2026-11")
    assert done.returncode == 1
    assert "必需的列：姓名、身份证号、基础养老金、个人账户养老金、合计" in done.stderr


def test_the_version_is_said() -> None:
    assert in_a_process("--version").stdout.split()[-1] == version("village-desk")


@pytest.mark.parametrize("odd", ["*", "nginx", "10.0.0.0/99"])
def test_a_proxy_is_named_by_its_address(odd: str, tmp_path: Path) -> None:
    said = run("serve", "--store", str(tmp_path / "books.db"), "--proxy", odd)
    assert (said.returncode, "应是 IP 地址" in said.stderr) == (2, True)
    assert not (tmp_path / "books.db").exists()


def test_who_is_no_proxy_of_ours_speaks_for_nobody_else(served: TownshipProcess) -> None:
    claims = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    for options, believed in (([], False), (["--proxy", "127.0.0.1"], True)):
        served.stop()
        served.options = options
        served.start()
        cookie = requests.get(f"{served.url}/console/login", headers=claims, timeout=30).headers["set-cookie"]
        assert ("secure" in cookie.lower()) == believed
