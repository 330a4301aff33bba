"""About the desk, and the report for whoever helps: what is in it, and that no person is."""

from __future__ import annotations

import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.desks import PIN, StillClock, id_number, new_desk, register
from village_desk import __version__, logs
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.services.collecting import Payment
from village_desk.store.file import sticks

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The log of this test, begun as the program begins it."""
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    before, level = list(logging.getLogger().handlers), logging.getLogger().level
    file = logs.start()
    yield file
    logging.getLogger().handlers[:] = before
    logging.getLogger().setLevel(level)


@pytest.fixture
def desk(tmp_path: Path, log: Path) -> Iterator[Desk]:
    with new_desk(tmp_path / "pc", StillClock()) as desk:
        person = register(desk, "单雄信")
        desk.keeping.set("coordinator", "李红梅")
        desk.keeping.set("hotline", "13800001234")
        desk.collecting.collect(Payment(person, 2026, 10_000))
        yield desk


def test_a_desk_says_what_it_is_and_how(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = dict(desk.about().lines())
    assert words["程序版本"] == __version__ and "429004103002-A" in words["本台"]
    assert words["最近备份"] == "还没有" and "还没有" in words["U 盘备份"]
    assert words["程序差错"] == "没有记下差错" and "2026-11-02" in words["文件检查"]
    stick = tmp_path / "U"
    stick.mkdir()
    monkeypatch.setenv(sticks.VARIABLE, str(stick))
    made = desk.keeping.back_up_to(stick)
    desk.keeping.back_up()
    words = dict(desk.about().lines())
    assert str(made.path) in words["U 盘备份"] and "desk.vdesk.backups" in words["最近备份"]


def test_the_report_has_versions_health_counts_and_the_log_and_nobody(desk: Desk, log: Path, tmp_path: Path) -> None:
    try:
        raise ValueError(f"单雄信 {id_number('19800512', 1)}")
    except ValueError as error:
        logs.bug("the window", error)
    logs.qt("QPainter::begin: 单雄信 13800001234")
    log.with_name("village-desk-crash.log").write_text(f"Fatal Python error {id_number('19800512', 1)}\n", "utf-8")
    out = tmp_path / "报告.zip"
    names = desk.report(out)
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == sorted(names)
        texts = {name: archive.read(name).decode() for name in names}
    assert json.loads(texts["about.json"])["version"] == __version__
    assert json.loads(texts["about.json"])["faults"] == 1
    health = json.loads(texts["health.json"])
    assert (health["well"], health["people"], health["receipts"]) == (True, 1, 1)
    assert json.loads(texts["counts.json"])["kinds"]["contribution.collected/1"] == 1
    assert json.loads(texts["settings.json"])["hotline"] is True
    assert "desk" in json.loads(texts["files.json"])
    assert "ValueError" in texts["logs/village-desk.log"] and "QPainter::begin" in texts["logs/village-desk.log"]
    assert "Fatal Python error" in texts["logs/village-desk-crash.log"]
    whole = "".join(texts.values())
    for secret in ("单雄信", "李红梅", "13800001234", id_number("19800512", 1), str(Path.home()) + "/"):
        assert secret not in whole, secret


def test_a_disk_that_takes_no_report_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "dir").write_text("in the way")
    with pytest.raises(Exception, match="写不了") as trouble:
        desk.report(tmp_path / "dir" / "报告.zip")
    assert getattr(trouble.value, "code", "") == "file"


def test_both_have_a_command(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(desk.path)}
    done = CliRunner().invoke(main, ["about", "--json"], env=environment)
    assert json.loads(done.stdout)["outside_days"] == 0 and done.exit_code == 0
    assert "程序版本：" in CliRunner().invoke(main, ["about"], env=environment).stdout
    out = tmp_path / "报告.zip"
    done = CliRunner().invoke(main, ["support-report", "--out", str(out), "--json"], env=environment)
    assert done.exit_code == 0 and "about.json" in json.loads(done.stdout)["contents"] and out.exists()
