"""What was recorded before the disk was full is said first, by every command, and none records the same twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests import pictures
from tests.desks import PIN, SAMPLE, StillClock, new_desk, register
from tests.faults import full_disk
from village_desk.desk import Desk
from village_desk.services.collecting import Payment

MOST = 12
"""No command ends so many transactions."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three people, one of whom paid and has an attachment."""
    folder = tmp_path_factory.mktemp("prepared")
    with new_desk(folder) as desk:
        people = [register(desk, "单雄信", serial=serial) for serial in (1, 2, 3)]
        desk.collecting.collect(Payment(people[0], 2026, 20000))
        desk.attaching.add(people[0], pictures.pdf(), "户口页")
    return folder


class Counted:
    """The journal of a desk file, as the next start of the program finds it."""

    def __init__(self, file: Path) -> None:
        with Desk.open(file, PIN, StillClock()) as desk:
            db = desk._store.db
            self.facts = db.execute("SELECT count(*) FROM journal").fetchone()[0]
            self.receipts = db.execute("SELECT count(*) FROM receipts").fetchone()[0]
            self.first = desk.collecting.recent()[-1].number
            self.payer = desk.finding.person(desk.finding.find("dxx")[-1].resident.id).id_number
            self.attachment = db.execute("SELECT max(fact) FROM attachments").fetchone()[0]
            self.fault = desk.keeping.check().fault


COLLECT = ("--year", "2026", "--tier", "200")
COMMANDS: dict[str, list[str]] = {
    "collect": ["collect", "{payer}", *COLLECT, "--out", "{folder}/slip.pdf"],
    "void": ["void", "{first}", "--reason", "收错"],
    "import": ["import-roster", str(SAMPLE / "roster-messy.xls"), "--problems", "{folder}/held.xlsx"],
    "payouts": ["payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", "{folder}/roster.pdf"],
    "attach": ["attach", "{payer}", "{folder}/page.pdf", "--title", "户口页"],
    "remove": ["remove-attachment", "{attachment}", "--reason", "传错了人"],
    "adopt": ["policy", "adopt", "hubei-2024"],
    "came-out": ["came-out", "{first}"],
}


FAILS_LATE = {"collect", "import", "payouts", "remove"}
"""What does something more after it has recorded: a paper, a backup, contents that are dropped."""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("still")
def test_what_was_recorded_is_said_first_wherever_the_disk_is_full(
    command: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VILLAGE_DESK_PIN", PIN)
    codes = []
    for nth in range(1, MOST):
        folder = tmp_path / str(nth)
        shutil.copytree(prepared, folder)
        (folder / "page.pdf").write_bytes(pictures.pdf("another"))
        code, told = _run(command, folder, nth)
        codes.append(code)
        if code == 0:
            break
    assert codes[-1] == 0, "it came to an end"
    assert set(codes) <= {0, 1, 3}
    assert (3 in codes) == (command in FAILS_LATE)


def _run(command: str, folder: Path, nth: int) -> tuple[int, Any]:
    file = folder / "desk.vdesk"
    before = Counted(file)
    words = [each.format(folder=folder, **vars(before)) for each in COMMANDS[command]]
    out = folder / "told"
    code = full_disk.run([*words, "--desk", str(file), "--json"], nth, out)
    told = json.loads(out.read_text("utf-8").splitlines()[-1])
    after = Counted(file)
    assert not after.fault
    grown = after.facts - before.facts
    assert (code == 3) == (grown > 0 and "error" in told), (code, grown, told)
    if code == 3:
        assert told["recorded"]["facts"] == grown
        assert told["message"].startswith("已经记下："), told
        assert len(told["recorded"]["receipts"]) == after.receipts - before.receipts
        again = full_disk.run([*words, "--desk", str(file), "--json"], MOST, out)
        once_more = Counted(file)
        assert once_more.receipts == after.receipts, (again, out.read_text("utf-8"))
    elif code == 1:
        assert grown == 0
        assert "recorded" not in told
    return code, told
