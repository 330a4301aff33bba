"""What somebody learns who has the folder of a desk and not its PIN: nothing; and no other user of the PC has it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import pictures
from tests.clerk import Clerk
from tests.desks import PIN, SAMPLE, StillClock, new_desk, register
from tests.windows import clerk as clerk
from tests.windows import clock as clock
from tests.windows import dressed as dressed
from tests.windows import printer as printer
from tests.windows import village as village
from tests.windows import village_file as village_file
from village_desk import places
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.services.collecting import Payment
from village_desk.services.old_papers import PutAway
from village_desk.ui.kit.preview import opened

PAYER = "42900419680728258X"
LEAST = 6
"""Bytes of a spelling that do not come up by chance."""


@pytest.fixture(params=[0o000, 0o022])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What any other user of this PC may read, list or write."""
    return [each.name for each in folder.rglob("*") if stat.S_IMODE(each.lstat().st_mode) & 0o077]


def readable(folder: Path) -> bytes:
    """All that can be read in a folder without a key: names of files, bytes, and the words of papers."""
    found = bytearray()
    for each in folder.rglob("*"):
        found += each.name.encode() + b"\n"
        if each.is_file():
            found += each.read_bytes() + _text(each)
    return bytes(found)


def _text(file: Path) -> bytes:
    """The words of a PDF."""
    if not file.read_bytes().startswith(b"%PDF"):
        return b""
    document = opened(file.read_bytes())
    return "".join(document.getAllText(page).text() for page in range(document.pageCount())).encode()


def what_a_thief_knows(folder: Path, desk: Desk) -> list[str]:
    """Names, numbers, accounts and phones of people that can be read in the folder."""
    seen = readable(folder)
    people = [each.resident for each in desk.finding.roster()]
    secrets = {text for each in people for text in (each.name, each.id_number, each.account, each.phone) if text}
    assert len(secrets) > 1000
    return _standing(seen, {part: each for each in secrets for part in _spellings(each)})


def _standing(seen: bytes, parts: dict[bytes, str]) -> list[str]:
    """Whose parts stand in the bytes. One walk: thousands of searches through megabytes would take half a minute."""
    heads = {part[:LEAST] for part in parts}
    found = {head for place in range(len(seen)) if (head := seen[place : place + LEAST]) in heads}
    return [each for part, each in parts.items() if part[:LEAST] in found and part in seen]


def _spellings(text: str) -> list[bytes]:
    """The value's spellings in a file; spellings so short that random bytes contain them are left out."""
    return [part for code in ("utf-8", "utf-16-be", "utf-16-le") if len(part := text.encode(code)) >= LEAST]


@pytest.mark.usefixtures("still")
def test_a_day_by_commands_leaves_nothing_to_read(tmp_path: Path, umask: int) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    away.mkdir()
    file = home / "村务.vdesk"

    def run(*words: str) -> None:
        environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(file)}
        ended = CliRunner().invoke(main, [*words], env=environment)
        assert ended.exit_code == 0, ended.output

    (away / "page.pdf").write_bytes(pictures.pdf())
    run("new", "--village", "429004103002", "--name", "沟二社区")
    run("import-roster", str(SAMPLE / "roster.xlsx"))
    fee = ["collect", PAYER, "--year", "2026", "--tier", "100"]
    run(*fee)
    run(*fee, "--again", "补一档", "--sure", number_of_last(file), "--out", str(away / "slip.pdf"))
    run("came-out", number_of_last(file))
    run("void", number_of_last(file), "--reason", "收错")
    run("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", str(away / "roster.pdf"))
    run("attach", PAYER, str(away / "page.pdf"), "--title", "户口页")
    run("status")
    with Desk.open(file, PIN) as desk:
        desk.keeping.back_up()
        assert what_a_thief_knows(home, desk) == []
        assert open_to_others(home) == []
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert open_to_others(away) == ["page.pdf"], "what the program wrote for her is hers"


def number_of_last(file: Path) -> str:
    with Desk.open(file, PIN) as desk:
        return desk.collecting.recent(1)[0].number


def test_a_day_at_the_window_leaves_nothing_to_read(clerk: Clerk, printer: Path, umask: int) -> None:
    clerk.goes_to("collect").finds("hyz").enters().enters().waits_to_see("纸出来了吗？").enters()
    clerk.goes_to("payouts").will_pick(SAMPLE / "payout-list.xlsx").enters().waits()
    clerk.waits_to_see("收下名单").enters().waits().waits_to_see("打印").enters().waits()
    clerk.desk.keeping.back_up()
    assert len(list(printer.iterdir())) == 2, "both papers came out"
    folder, [_roster, slip] = clerk.desk.path.parent, sorted(printer.iterdir())
    assert what_a_thief_knows(folder, clerk.desk) == []
    assert open_to_others(folder) == []
    shutil.copy(slip, folder)
    assert "韩玉珍" in what_a_thief_knows(folder, clerk.desk), "this would have been seen"


def test_what_lay_open_is_closed_when_the_desk_is_opened(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        desk.attaching.add(register(desk, "单雄信"), pictures.pdf(), "户口页")
        desk.keeping.back_up()
    others = tmp_path / "别的.txt"
    others.write_text("不归协办台管")
    for each in tmp_path.rglob("*"):
        each.chmod(0o755 if each.is_dir() else 0o644)
    with Desk.open(tmp_path / "desk.vdesk", PIN, StillClock()):
        assert open_to_others(tmp_path) == [others.name]


def test_a_stick_is_still_read_by_another_user(tmp_path: Path) -> None:
    from sync.stick.stickfiles import Medium, made, put

    before = os.umask(0o077)
    try:
        put(made(tmp_path, "VD", "up") / "a.vdb", b"sealed", Medium())
    finally:
        os.umask(before)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*")}
    assert modes == {"VD": 0o755, "up": 0o755, "a.vdb": 0o644}


class TestOldPapers:
    """What an earlier program left in ``村务-凭条``."""

    @pytest.fixture
    def left(self, tmp_path: Path) -> Path:
        """A desk with two receipts, the papers of both beside it, and two files that it knows nothing of."""
        with new_desk(tmp_path) as desk:
            people = [register(desk, "单雄信", serial=serial) for serial in (1, 2)]
            numbers = [desk.collecting.collect(Payment(person, 2026, 20000)).number for person in people]
            folder = places.old_papers(desk.path)
            folder.mkdir()
            for number in (*numbers, str(ReceiptNumber("A", 1, 2026, 777))):
                (folder / f"{number}.pdf").write_bytes(desk.papers.receipt(numbers[0]).pdf)
            (folder / "我的备注.pdf").write_bytes(b"%PDF")
        return desk.path

    def test_they_are_removed_once_a_backup_has_their_receipts_and_that_is_said(self, left: Path) -> None:
        with Desk.open(left, PIN, StillClock()) as desk:
            assert not desk.keeping.backups()
            said = desk.put_away_old_papers()
            assert "已删去 2 张" in said
            assert "还有 2 个" in said
            assert len(desk.keeping.backups()) == 1
            assert len(list(places.old_papers(left).iterdir())) == 2
            assert open_to_others(left.parent) == []
            for receipt in desk.collecting.recent():
                assert desk.papers.receipt(receipt.number).pdf.startswith(b"%PDF")
            assert "已删去" not in desk.put_away_old_papers()

    def test_they_stay_while_no_backup_can_be_made(self, left: Path) -> None:
        left.with_name(left.name + ".backups").write_text("not a folder")
        with Desk.open(left, PIN, StillClock()) as desk:
            assert "已删去" not in desk.put_away_old_papers()
        assert len(list(places.old_papers(left).iterdir())) == 4

    def test_a_desk_without_them_says_nothing(self, left: Path) -> None:
        shutil.rmtree(places.old_papers(left))
        with Desk.open(left, PIN, StillClock()) as desk:
            assert desk.put_away_old_papers() == ""
            assert not desk.keeping.backups()

    def test_both_sentences_are_said(self, tmp_path: Path) -> None:
        assert PutAway(0, 0, tmp_path).in_words() == ""
        assert PutAway(1, 1, tmp_path).in_words().count(tmp_path.name) == 2
