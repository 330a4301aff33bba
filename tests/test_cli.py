"""The commands as a script sees them: results in JSON, exit 0 done, 1 refused with the reason, 2 misuse."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sync.township.__main__ import main as at_the_township
from tests import pictures
from tests.desks import PIN, SAMPLE, StillClock
from tests.failing import closed
from tests.township.nearby import township
from tests.township.process import ROOT
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk import places
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.services import policies
from village_desk.store.connection import witness
from village_desk.store.file import backups

PAYER = "42900419680728258X"


pytestmark = pytest.mark.usefixtures("still")


class Scripts:
    """Somebody who runs the commands on one desk file."""

    def __init__(self, folder: Path, clock: StillClock) -> None:
        self.file = folder / "desk.vdesk"
        self.clock = clock
        self._runner = CliRunner()

    def run(self, *words: str, pin: str = PIN) -> Result:
        environment = {"VILLAGE_DESK_PIN": pin, "VILLAGE_DESK_FILE": str(self.file)}
        return self._runner.invoke(main, [*words], env=environment)

    def done(self, *words: str) -> Any:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def refused(self, *words: str, pin: str = PIN) -> Any:
        result = self.run(*words, "--json", pin=pin)
        assert result.exit_code == 1, result.output
        found = json.loads(result.stdout)
        assert found["message"]
        return found


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    return found


@pytest.fixture
def filled(scripts: Scripts) -> Scripts:
    scripts.done("import-roster", str(SAMPLE / "roster.xlsx"))
    return scripts


def test_a_file_put_back_by_hand_is_told_by_every_command_until_the_township_has_answered(
    filled: Scripts, tmp_path: Path
) -> None:
    shutil.copyfile(filled.file, tmp_path / "copy")
    first = filled.done("collect", PAYER, "--year", "2026", "--tier", "100")["receipt"]
    assert not filled.done("status")["put_back"]
    shutil.copyfile(tmp_path / "copy", filled.file)
    told = filled.run("find", "hyz", "--json")
    assert "较早的一份" in told.stderr and json.loads(told.stdout)
    second = filled.done("collect", PAYER, "--year", "2026", "--tier", "100")["receipt"]
    assert (first[:2], second[:3]) == ("A-", "A2-")
    assert filled.done("status")["put_back"]
    (tmp_path / "office").mkdir()
    with township(tmp_path / "office", clock=filled.clock) as office:
        filled.done("send", "--to", office.url)
    assert "较早的一份" not in filled.run("status").stderr


def test_the_main_job_from_roster_to_township(filled: Scripts, tmp_path: Path) -> None:
    slip = tmp_path / "凭条.pdf"
    receipt = filled.done("collect", PAYER, "--year", "2026", "--tier", "100", "--out", str(slip))
    assert (receipt["amount_fen"], receipt["in_words"]) == (10000, "人民币壹佰元整")
    assert Path(receipt["pdf"]).read_bytes().startswith(b"%PDF")
    roster = tmp_path / "花名册.pdf"
    payouts = filled.done("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", str(roster))
    assert (payouts["payees"], payouts["total_fen"], payouts["unmatched"]) == (286, 6110808, [])
    assert roster.read_bytes().startswith(b"%PDF")
    assert filled.done("void", receipt["receipt"], "--reason", "收错")["state"] == "void"
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, clock=filled.clock) as office:
        sent = filled.done("send", "--to", office.url)
    assert sent["sent"] == sent["accepted"]
    status = filled.done("status")
    assert (status["people"], status["receipts"], status["waiting"]) == (962, 1, 0)
    assert status["money"]["2026"]["net_fen"] == 0
    assert status["last_batch"]["answered"]
    assert filled.done("rebuild")["facts"] == filled.done("check")["facts"]


def test_a_language_without_a_catalogue_is_chinese() -> None:
    environment = os.environ | {"VILLAGE_DESK_LANGUAGE": "en"}
    command = [sys.executable, "-W", "error", "-m", "village_desk", "--help"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "协办台" in said


def test_a_program_without_standard_streams_ends_as_it_should(tmp_path: Path) -> None:
    """As the windowed program is started on Windows: misuse without a PIN is exit 2, a file that is missing exit 1."""
    shell = ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', sys.executable, "-m", "village_desk", "status"]
    environment = os.environ | {"VILLAGE_DESK_FILE": str(tmp_path / "desk.vdesk")}
    with_pin = environment | {"VILLAGE_DESK_PIN": PIN}
    codes = [subprocess.run(shell, env=each, cwd=ROOT).returncode for each in (environment, with_pin)]
    assert codes == [2, 1]


def test_a_dry_run_tells_and_takes_nothing(scripts: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "待改.xlsx"
    told = scripts.done("import-roster", str(SAMPLE / "roster-messy.xls"), "--dry-run", "--problems", str(out))
    assert (told["rows"], told["accepted"], told["held"]) == (962, 926, 36)
    assert {"row", "column", "code", "message"} <= told["problems"][0].keys()
    assert out.exists()
    assert scripts.done("status")["people"] == 0


def test_find_masks_and_tells_apart(filled: Scripts) -> None:
    [found] = [each for each in filled.done("find", "徐𬱖") if each["name"] == "徐𬱖"]
    assert found["id_number_masked"] == "429004********354X"
    assert "42900419650422354X" not in filled.run("find", "徐𬱖").output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("collect", PAYER, "--year", "2026", "--tier", "150"), "tier_not_offered"),
        (("collect", PAYER, "--year", "2026", "--tier", "abc"), "amount"),
        (("collect", "429004196807282581", "--year", "2026", "--tier", "100"), "id_check_digit"),
        (("collect", "11010519491231002X", "--year", "2026", "--tier", "100"), "unknown_person"),
        (("void", "A-2026-000001-0", "--reason", "x"), "unknown_receipt"),
        (("send",), "no_url"),
        (("send", "--to", "http://127.0.0.1:9"), "no_line"),
        (("import-roster", "nowhere.xlsx"), "no_file"),
    ],
)
def test_a_refusal_is_exit_1_with_its_code_and_reason(filled: Scripts, words: tuple[str, ...], code: str) -> None:
    assert filled.refused(*words)["error"] == code


def test_no_fee_is_taken_when_its_paper_cannot_be_written(filled: Scripts, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = str(tmp_path / "file" / "凭条.pdf")
    told = filled.refused("collect", PAYER, "--year", "2026", "--tier", "100", "--out", out)
    assert (told["error"], "凭条.pdf。" in told["message"] + "。") == ("file", True), (
        "the paper is named, not the trial"
    )
    assert filled.done("status")["receipts"] == 0


def test_a_list_that_cannot_be_printed_leaves_nothing_behind(filled: Scripts, tmp_path: Path) -> None:
    before = filled.done("status")["waiting"]
    out, title = str(tmp_path / "花名册.pdf"), ["2026年11月待遇发放明细"]
    (tmp_path / "file").write_text("")
    nowhere = str(tmp_path / "file" / "花名册.pdf")
    assert filled.refused("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", nowhere)["error"] == "file"
    assert filled.done("status")["waiting"] == before
    rare = save(tmp_path / "名单.xlsx", [title, PAYOUT_HEADER, [1, "张\ue000三", *payee(1)[2:]]])
    [blank] = filled.done("payout-roster", str(rare), "--out", out)["by_hand"]
    assert blank == {"where": "行码 0-001", "words": "张\ue000三", "missing": ["U+E000"]}, "it stops no list"


@pytest.mark.parametrize(
    "words",
    [
        ("collect", PAYER, "--year", "2026", "--tier", "100", "--out", "{desk}"),
        ("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", "{desk}"),
        ("payout-roster", "{list}", "--out", "{list}"),
        ("payout-roster", "{list}", "--out", "{device}"),
        ("collect", PAYER, "--year", "2026", "--tier", "100", "--out", "{device}"),
        ("import-roster", "{roster}", "--problems", "{roster}"),
        ("import-roster", "{roster}", "--problems", "{desk}"),
        ("assess", PAYER, "--sheet", "{desk}"),
    ],
)
def test_what_is_written_takes_the_place_of_nothing_else_and_that_is_told_before_anything_is_recorded(
    filled: Scripts, tmp_path: Path, words: tuple[str, ...]
) -> None:
    files = {"desk": filled.file, "device": tmp_path / "device"}
    os.mkfifo(files["device"])
    for name, sample in {"list": "payout-list.xlsx", "roster": "roster-messy.xls"}.items():
        files[name] = Path(shutil.copy(SAMPLE / sample, tmp_path))
    held = {name: files[name].read_bytes() for name in ("list", "roster")}
    before = filled.done("status")["waiting"]
    refused = filled.refused(*(word.format(**files) for word in words))
    assert refused["error"] in ("other_file", "same_file")
    assert filled.done("status")["waiting"] == before
    assert held == {name: files[name].read_bytes() for name in held}
    assert stat.S_ISFIFO(files["device"].stat().st_mode)


def test_a_paper_takes_the_place_of_an_earlier_one_and_its_trial_of_nothing(filled: Scripts, tmp_path: Path) -> None:
    out, beside = tmp_path / "凭条.pdf", tmp_path / "凭条.pdf.probe"
    out.write_bytes(b"%PDF-1.3 an earlier one")
    beside.write_text("somebody else's")
    filled.done("collect", PAYER, "--year", "2026", "--tier", "100", "--out", str(out))
    assert out.stat().st_size > 1000
    assert beside.read_text() == "somebody else's"


def test_a_paper_that_was_made_is_not_said_to_have_come_out(filled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "凭条.pdf"
    number = filled.done("collect", PAYER, "--year", "2026", "--tier", "100")["receipt"]
    made = filled.done("receipt", number, "--out", str(out))
    assert (made["prints"], out.read_bytes()[:4]) == (0, b"%PDF")
    question = filled.refused("collect", PAYER, "--year", "2026", "--tier", "100", "--again", "补一档")
    assert (question["error"], question["sure"]) == ("paper_waits", number)
    assert filled.done("came-out", number)["prints"] == 1
    waiting = filled.done("status")["waiting"]
    question = filled.refused("came-out", number)
    assert question["error"] == "confirmed" and "补打 第1次" in question["cure"]
    assert filled.done("status")["waiting"] == waiting
    assert filled.done("came-out", number, "--sure", question["sure"])["prints"] == 2
    assert filled.refused("came-out", number, "--sure", question["sure"])["error"] == "confirmed", "a word counts once"
    assert filled.refused("came-out", "2026-11")["error"] == "unknown_list"
    filled.done("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", str(tmp_path / "roster.pdf"))
    assert filled.done("came-out", "2026-11")["pages"] > 1
    assert filled.done("collect", PAYER, "--year", "2026", "--tier", "100", "--again", "补一档")["amount_fen"] == 10000


@pytest.mark.parametrize(
    ("words", "names", "not_there"),
    [
        (("send",), "--to", "设置"),
        (("send", "--to", "http://127.0.0.1:9"), "send", "“现在上报”"),
        (("collect", "韩玉珍", "--year", "2026", "--tier", "100"), "find", "“"),
        (("assess", "429004195002030010"), "find", "登记"),
    ],
)
def test_a_commands_refusal_names_a_command_and_no_button(
    filled: Scripts, words: tuple[str, ...], names: str, not_there: str
) -> None:
    told = filled.refused(*words)
    assert names in told["cure"] and not_there not in told["cure"]
    assert told["cure"] in filled.run(*words).stderr


def test_a_fee_that_is_refused_names_the_option_that_takes_it(filled: Scripts) -> None:
    fee = ("collect", PAYER, "--year", "2026", "--tier", "100")
    filled.done(*fee)
    assert "--again" in filled.refused(*fee)["cure"]


def test_a_part_of_a_roster_that_was_printed_is_made_again_alone(filled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "roster.pdf"
    again = ("registers", "roster", "2026-11", "--out", str(out))
    assert filled.refused(*again)["error"] == "unknown_list"
    whole = filled.done("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", str(out))["pages"]
    assert filled.refused(*again, "--page", "2")["error"] == "roster_not_printed"
    filled.done("came-out", "2026-11")
    made = filled.done(*again, "--page", "2")
    assert (made["pages"], made["whole_pages"], made["printed_before"]) == (1, whole, True)
    assert out.read_bytes()[:4] == b"%PDF"
    assert 1 <= filled.done(*again, "--group", "3")["pages"] < whole
    assert filled.done(*again)["pages"] == whole
    assert filled.refused(*again, "--page", str(whole + 1))["error"] == "unknown_page"
    assert filled.refused(*again, "--group", "99")["error"] == "unknown_group"
    assert filled.refused(*again, "--group", "3", "--page", "2")["error"] == "options"


def test_receipts_are_made_on_the_paper_that_is_asked_for(filled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "凭条.pdf"
    fee = ("collect", PAYER, "--year", "2026", "--tier", "100", "--out", str(out))
    assert filled.refused(*fee, "--paper", "carbon", "--offset", "左一点")["error"] == "offset"
    assert filled.done("status")["receipts"] == 0, "nothing is taken before its paper is known"
    number = filled.done(*fee, "--paper", "carbon", "--offset", "2,-1.5")["receipt"]
    assert b"/MediaBox [ 0 0 683.1496 263.9055 ]" in out.read_bytes()
    filled.done("receipt", number, "--paper", "carbon-half", "--out", str(out))
    assert b"/MediaBox [ 0 0 683.1496 396 ]" in out.read_bytes()
    assert filled.done("receipts", "--paper", "a5", "--out", str(out))["pages"] == 3
    filled.done("receipt", number, "--out", str(out))
    assert b"/MediaBox [ 0 0 595.2756 841.8898 ]" in out.read_bytes()
    household = ("collect", "--household", PAYER, "--pays", "韩玉珍=200", "--paper", "a5")
    assert filled.refused(*household, "--offset", "99,0")["error"] == "offset"


def test_many_receipts_are_one_file_and_are_confirmed_together(filled: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "几张.pdf"
    assert filled.refused("receipts", "--out", str(out))["error"] == "no_receipts"
    taken = [filled.done("collect", PAYER, "--year", str(year), "--tier", "100")["receipt"] for year in (2026, 2025)]
    made = filled.done("receipts", "--out", str(out))
    assert (made["receipts"], made["pages"], made["left_out"]) == (taken, 2, [])
    assert out.read_bytes()[:4] == b"%PDF"
    assert filled.done("receipts", "--household", PAYER, "--out", str(out))["receipts"] == taken[:1]
    assert filled.refused("receipts", "--day", "2026-01-01", "--out", str(out))["error"] == "no_receipts"
    assert (
        filled.refused("receipts", "--day", "2026-01-01", "--household", PAYER, "--out", str(out))["error"] == "options"
    )
    assert list(filled.done("came-out", *taken)["receipts"]) == taken
    assert filled.refused("came-out", *taken)["error"] == "confirmed"
    assert filled.refused("receipts", "--out", str(out))["error"] == "no_receipts"


def test_nothing_is_taken_from_the_dead_whatever_is_answered(filled: Scripts) -> None:
    with Desk.open(filled.file, PIN, filled.clock) as desk:
        desk.noting.death(desk.finding.by_identity(PAYER).id, date(2026, 5, 1), "家属")
    refused = filled.refused("collect", PAYER, "--year", "2026", "--tier", "100", "--sure", "noted-dead")
    assert refused["error"] == "noted_dead" and "2026-05-01 死亡" in refused["message"]


def test_who_pays_what_is_shown_and_a_year_that_others_pay_is_booked_and_taken_back(filled: Scripts) -> None:
    fee = (PAYER, "--year", "2026", "--tier", "100")
    shown = filled.done("offers", PAYER)
    assert (shown["year"], shown["offers"][0]["least_fen"], shown["offers"][0]["own_fen"]) == (2026, 10000, 10000)
    assert [each["kind"] for each in shown["years"][:2]] == ["regular", "back_payment"]
    assert filled.refused("book", *fee)["error"] == "own_part"
    assert "book" in filled.refused("collect", *fee, "--government-part", "100")["cure"]
    booked = filled.done("book", *fee, "--government-part", "100")
    assert (booked["tier_fen"], booked["government_fen"]) == (10000, 10000)
    closed = filled.done("offers", PAYER)
    assert (closed["offers"], closed["years"][0]["closed"]["error"]) == ([], "already_paid")
    assert filled.done("unbook", PAYER, "--year", "2026", "--reason", "名单错了")["booked"] is False
    assert filled.done("collect", *fee)["amount_fen"] == 10000


def test_a_full_identity_number_finds_its_bearer(filled: Scripts) -> None:
    [found] = filled.done("find", PAYER)
    assert found["id_number_masked"] == "429004********258X"


def test_a_wrong_pin_is_exit_1(scripts: Scripts) -> None:
    assert scripts.refused("status", pin="another-pin")["error"] == "wrong_pin"


def test_a_file_that_may_not_be_read_is_trouble_and_no_misuse(scripts: Scripts) -> None:
    with tempfile.TemporaryDirectory() as folder:  # everybody may look into it
        Path(folder).chmod(0o755)
        file = Path(shutil.copy(scripts.file, folder))
        Path(f"{file}.lock").touch()
        with closed(file):
            assert scripts.refused("status", "--desk", str(file))["error"] == "no_permission"


def test_misuse_is_exit_2(scripts: Scripts) -> None:
    assert scripts.run("collect").exit_code == 2
    assert scripts.run("nonsense").exit_code == 2
    assert scripts.run("collect", PAYER, "--year", "soon", "--tier", "1").exit_code == 2


def test_a_fault_of_the_desk_is_exit_1_and_named(filled: Scripts) -> None:
    from village_desk.desk import Desk

    with Desk.open(filled.file, PIN, StillClock()) as desk:
        desk._store.db.execute("UPDATE people SET phone = '0' WHERE place = 7")
    result = filled.run("check", "--json")
    assert result.exit_code == 1
    assert "people" in json.loads(result.stdout)["fault"]


def test_a_witness_that_was_taken_away_is_told_by_a_check(filled: Scripts) -> None:
    filled.done("collect", PAYER, "--year", "2026", "--tier", "100")
    assert filled.done("check")["doubt"] == ""
    shutil.rmtree(witness.folder_of(filled.file))
    assert "不见了" in filled.done("check")["doubt"]
    said = filled.run("check")
    assert (said.exit_code, "完好" in said.stdout, "不见了" in said.stdout) == (0, True, True)


def test_last_four_digits_find_and_name_a_payer(filled: Scripts) -> None:
    [found] = [each for each in filled.done("find", PAYER[-4:]) if each["id_number_masked"].endswith(PAYER[-4:])]
    assert found["matched"] == [{"by": "id_number", "shown": f"身份证 …{PAYER[-4:]}"}]
    assert filled.done("collect", PAYER[-4:], "--year", "2026", "--tier", "100")["name"] == found["name"]
    assert f"身份证 …{PAYER[-4:]}" in filled.run("find", PAYER[-4:]).stdout


def test_a_person_is_assessed_for_scripts_and_in_words(filled: Scripts) -> None:
    filled.done("collect", PAYER, "--year", "2026", "--tier", "100")
    found = filled.done("assess", PAYER, "--on", "2026-12-01")
    assert (found["standing"], found["policy"], found["on"]) == ("paying", "national-2014", "2026-12-01")
    assert {"year": 2026, "kind": "paid"} in found["years"]
    assert found["entitlement"]["answer"] == "not_yet"
    assert found["expected"]["pension"]["total_fen"] == sum(
        each["fen"] for each in found["expected"]["pension"]["parts"]
    )
    words = filled.run("assess", PAYER).output
    assert "估算" in words
    assert PAYER not in words


@pytest.mark.parametrize("name", policies.names())
def test_every_policy_the_program_carries_passes_its_own_cases(scripts: Scripts, name: str) -> None:
    results = scripts.done("policy", "try", name)
    assert len(results) >= 10
    assert all(each["passed"] for each in results)
    assert len(scripts.done("policy", "show", name)) >= 2


def test_a_case_that_differs_is_shown_and_is_exit_1(scripts: Scripts, tmp_path: Path) -> None:
    case = tmp_path / "例子.toml"
    case.write_text(
        '[[cases]]\nname = "错的"\nask = "subsidy"\n'
        "given = { on = 2020-01-01, tiers = [100] }\nexpect = { subsidies = [31] }\n",
        "utf-8",
    )
    result = scripts.run("policy", "try", "national-2014", "--cases", str(case), "--json")
    assert result.exit_code == 1, result.output
    [found] = json.loads(result.stdout)
    assert found["differences"] == [{"key": "subsidies", "expected": "31", "found": "30"}]


def test_a_policy_with_a_mistake_is_refused_by_line_and_the_old_one_stays(filled: Scripts, tmp_path: Path) -> None:
    text = policies.text_of(Path("hubei-2024"))
    wrong = tmp_path / "本县.toml"
    wrong.write_text(text.replace("tier = 500", "tire = 500", 1), "utf-8")
    refusal = filled.refused("policy", "adopt", str(wrong))
    assert refusal["error"] == "policy"
    assert "本县.toml" in refusal["message"]
    assert filled.done("assess", PAYER)["policy"] == "national-2014"
    right = tmp_path / "本县.toml"
    right.write_text(text, "utf-8")
    assert filled.done("policy", "adopt", str(right))["policy"] == "hubei-2024"
    assert filled.done("assess", PAYER)["policy"] == "hubei-2024"
    assert filled.refused("collect", PAYER, "--year", "2026", "--tier", "100")["error"] == "tier_not_offered"
    assert filled.done("collect", PAYER, "--year", "2026", "--tier", "300")["amount_fen"] == 30000


def test_a_policy_of_another_place_is_refused(filled: Scripts) -> None:
    assert filled.refused("policy", "adopt", "henan-2024")["error"] == "policy_place"


def test_the_demo_plays_the_whole_job(tmp_path: Path) -> None:
    runner = CliRunner()
    environment = {"QT_QPA_PLATFORM": "offscreen", "VILLAGE_DESK_PIN": "", "DISPLAY": ""}
    result = runner.invoke(main, ["demo", "--out", str(tmp_path / "demo"), "--json"], env=environment)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["held"], told["well"], told["sent"]["waiting"]) == (36, True, 0)
    assert told["sent"]["accepted"] == told["sent"]["sent"] > 900
    assert {path.suffix for path in (tmp_path / "demo").iterdir()} >= {".pdf", ".xlsx", ".vdesk"}


def test_a_week_goes_and_comes_back_on_a_stick(scripts: Scripts, tmp_path: Path) -> None:
    office, stick = tmp_path / "office", tmp_path / "stick"
    office.mkdir()
    stick.mkdir()
    assert scripts.refused("send", "--stick", str(stick))["error"] == "never_met"
    with township(office, clock=scripts.clock) as process:
        scripts.done("send", "--to", process.url)
        scripts.done("import-roster", str(SAMPLE / "roster.xlsx"))
        scripts.done("collect", PAYER, "--year", "2026", "--tier", "100")
        written = scripts.done("send", "--stick", str(stick))
        assert (written["batches"], written["cash_fen"]) == (1, 10000)
        command = ["stick", str(stick), "--store", str(process.store)]
        counted = CliRunner().invoke(at_the_township, command)
        assert counted.exit_code == 0, counted.output
        assert f"{written['facts']} 条 100.00 元：已收，有答复" in counted.output
        taken = scripts.done("take", "--stick", str(stick))
        assert (taken["accepted"], taken["waiting"], taken["ignored"]) == (written["facts"], 0, [])
        assert process.status()["money"]["2026"]["net_fen"] == 10000
        assert CliRunner().invoke(at_the_township, command).exit_code == 0
    assert scripts.done("take", "--stick", str(stick))["sent"] == 0
    assert scripts.refused("take", "--stick", str(tmp_path / "nowhere"))["error"] == "stick-gone"
    gone = CliRunner().invoke(at_the_township, ["stick", str(tmp_path / "nowhere"), "--store", str(process.store)])
    assert gone.exit_code == 1
    assert "找不到 U 盘" in gone.output


def test_an_attachment_goes_up_after_the_facts_and_is_exported(filled: Scripts, tmp_path: Path) -> None:
    page, out = tmp_path / "户口页.pdf", tmp_path / "out.pdf"
    page.write_bytes(pictures.pdf())
    assert filled.refused("attach", PAYER, str(SAMPLE / "roster.xlsx"), "--title", "户口页")["error"] == "kind"
    added = filled.done("attach", PAYER, str(page), "--title", "户口页")
    assert [each["state"] for each in filled.done("attachments", PAYER)] == ["waiting"]
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, clock=filled.clock) as office:
        sent = filled.done("send", "--to", office.url, "--facts-only")
        assert (sent["waiting"], "attachments" in sent) == (0, False)
        told = filled.run("send", "--to", office.url)
        assert "附件传到镇所 1 个" in told.output and "待传" not in told.output
        assert (
            "附件 1 个，内容 1 份，收到 1 份，齐了"
            in CliRunner().invoke(at_the_township, ["status", "--store", str(office.store)]).output
        )
    assert [each["state"] for each in filled.done("attachments", PAYER)] == ["sent"]
    filled.done("export-attachment", added["id"], "--out", str(out))
    assert out.read_bytes() == page.read_bytes()
    assert filled.refused("export-attachment", added["id"], "--out", str(out))["error"] == "exists"
    assert filled.done("remove-attachment", added["id"], "--reason", "传错了人")["removed"] == added["id"]
    assert filled.done("attachments", PAYER) == []
    gone = filled.refused("export-attachment", added["id"], "--out", str(tmp_path / "again.pdf"))
    assert gone["error"] == "unknown_attachment"


def test_what_the_township_answered_is_said_when_the_backup_after_it_fails(filled: Scripts, tmp_path: Path) -> None:
    shutil.rmtree(backups.folder_of(filled.file))
    backups.folder_of(filled.file).write_text("not a folder")
    (tmp_path / "office").mkdir()
    with township(tmp_path / "office", clock=filled.clock) as office:
        ended = filled.run("send", "--to", office.url, "--json")
        told = json.loads(ended.stdout)
        assert (ended.exit_code, bool(told["error"])) == (3, True)
        assert told["message"].startswith("已经记下：镇所的答复和来文")
        assert told["recorded"]["heard"] == 1
        assert office.status()["facts"] > 900
    assert filled.done("status")["waiting"] == 0
    imported = filled.run("import-roster", str(SAMPLE / "roster-messy.xls"))
    assert imported.exit_code == 3
    assert imported.stderr.startswith("已经记下：导入花名册")


def test_a_bug_behind_a_fee_says_the_fee_first_and_no_value(
    filled: Scripts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, str] = {}
    monkeypatch.setattr(places, "write", lambda *_what: known[PAYER])
    monkeypatch.setattr(places, "try_writing", lambda _where: None)
    monkeypatch.setattr(places, "logs", lambda: tmp_path)
    ended = filled.run("collect", PAYER, "--year", "2026", "--tier", "100", "--out", str(tmp_path / "a.pdf"))
    assert ended.exit_code == 3
    assert ended.stderr.startswith("已经记下：收 2026 年养老保险费 100 元")
    assert "KeyError" in ended.stderr
    assert PAYER not in ended.stderr + (tmp_path / "village-desk.log").read_text("utf-8")


def test_a_paper_that_cannot_be_written_is_called_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(Trouble) as trouble:
        places.try_writing(tmp_path / "a file" / "凭条.pdf")
    assert trouble.value.message == "写不了文件 凭条.pdf"


def test_a_new_desk_takes_its_first_answers(tmp_path: Path, still: StillClock) -> None:
    scripts = Scripts(tmp_path, still)
    place = ("new", "--village", "429004103002", "--name", "沟二社区")
    assert "数字" in scripts.refused(*place, "--coordinator", "李7")["message"]
    assert scripts.refused(*place, "--policy", "henan-2024")["error"] == "policy_place"
    assert not scripts.file.exists(), "nothing is made before all answers are right"
    scripts.done(*place, "--coordinator", "李红梅", "--hotline", "0728-1234567", "--policy", "hubei-2024")
    with Desk.open(scripts.file, PIN, still) as desk:
        assert (desk.by, desk.keeping.settings().hotline) == ("李红梅", "0728-1234567")
        assert desk.policies.on(desk.today()).id == "hubei-2024"
