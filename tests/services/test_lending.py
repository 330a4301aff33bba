"""What a desk's program lends a township: any payout list that a desk takes, and its judgement of policy files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.agreement.down_checks import NotSent
from sync.township.down import lists
from sync.township.lent import NOTHING, Lent
from tests.desks import SAMPLE
from tests.township.process import ROOT, TownshipProcess
from tests.workbooks.books import PAYOUT_HEADER, number, payee, save
from village_desk.desk import Desk
from village_desk.services import lending

TODAY = date(2026, 11, 2)
LENT = Lent(lending.payouts, lending.policy)
POLICY = (ROOT / "resources/policies/hubei-2024.toml").read_text("utf-8")
HUBEI, CHONGQING = "429004103002", "500101100001"


def listed(folder: Path, *lines: Sequence[Any], title: str = "2026年11月") -> bytes:
    return save(folder / "名单.xlsx", [[title], PAYOUT_HEADER, *lines]).read_bytes()


def refusal(data: bytes, month: str = "2026-11", lent: Lent = LENT) -> NotSent:
    with pytest.raises(NotSent) as no:
        lists.any_payout("x", month, data, "名单.xlsx", TODAY, lent)
    return no.value


def test_a_workbook_with_a_desks_own_headings_is_read_line_by_line() -> None:
    data = (SAMPLE / "payout-list.xlsx").read_bytes()
    fact = lists.any_payout("x", "", data, "payout-list.xlsx", TODAY, LENT)
    assert (fact.month, fact.payees, fact.total_fen) == ("2026-11", 286, 6110808)
    assert all(each.base_fen + each.account_fen + each.extra_fen == each.total_fen for each in fact.lines)
    assert refusal(data, lent=NOTHING).code == "encoding"


def test_text_with_other_headings_is_read_and_the_strict_form_as_ever() -> None:
    other = f"姓名,公民身份号码,应发合计\n谭少怀,{number(1, '19500203')},165.5\n".encode("gb18030")
    assert lists.any_payout("x", "2026-11", other, "a.csv", TODAY, LENT).total_fen == 16550
    strict = f"姓名,身份证号,基础养老金,个人账户养老金,合计\n谭少怀,{number(1, '19500203')},165,0.5,165.5\n".encode()
    both = [lists.any_payout("x", "2026-11", strict, "a.csv", TODAY, each) for each in (LENT, NOTHING)]
    assert both[0] == both[1]


def test_what_a_desk_would_not_take_is_told_line_by_line(tmp_path: Path) -> None:
    why = refusal(listed(tmp_path, payee(1), payee(2, base=1.0)))
    assert why.code == "as-said"
    assert "表格第 4 行 谭少怀" in why.detail and "各项相加是 42.48 元" in why.detail
    wrong = payee(3)
    wrong[2] = wrong[2][:-1] + ("1" if wrong[2][-1] != "1" else "2")
    assert wrong[2] not in refusal(listed(tmp_path, wrong)).detail


def test_an_amount_column_that_nobody_knows_is_named(tmp_path: Path) -> None:
    header = ["姓名", "公民身份号码", "基础养老金", "村集体添补", "应发合计"]
    line = ["谭少怀", number(1, "19500203"), 160, 30, 190]
    data = save(tmp_path / "a.xlsx", [["2026年11月"], header, line]).read_bytes()
    assert "“村集体添补”是哪一项" in refusal(data).detail


def test_the_month_that_a_clerk_types_must_be_the_lists_where_it_names_one(tmp_path: Path) -> None:
    assert "2026年10月，不是 2026年11月" in refusal(listed(tmp_path, payee(1), title="2026年10月")).detail
    silent = listed(tmp_path, payee(1), title="发放明细")
    assert lists.any_payout("x", "2026-11", silent, "a.xlsx", TODAY, LENT).month == "2026-11"
    assert "看不出这是哪个月" in refusal(silent, month="").detail


@pytest.mark.parametrize("data", [b"\xff\xff\xff", "姓名,号,金额\n张三,1,150\n".encode(), b"[1]"])
def test_what_is_no_payout_list_is_refused_in_the_words_of_the_strict_form(data: bytes) -> None:
    assert refusal(data).code == refusal(data, lent=NOTHING).code


@pytest.mark.parametrize(
    ("text", "villages", "words"),
    [
        (POLICY.replace("tier = 500", "tire = 500", 1), [HUBEI], "subsidy[1]"),
        (POLICY, [HUBEI, CHONGQING], CHONGQING),
    ],
)
def test_a_policy_that_no_desk_can_use_is_not_sent(text: str, villages: list[str], words: str) -> None:
    with pytest.raises(NotSent) as no:
        lists.policy("x", "2027-01-01", text, villages, LENT)
    assert no.value.code == "as-said" and words in no.value.detail


def test_without_a_desks_program_another_places_policy_is_refused_and_a_mistake_is_not_seen() -> None:
    with pytest.raises(NotSent) as no:
        lists.policy("x", "2027-01-01", POLICY, [HUBEI, CHONGQING])
    assert (no.value.code, no.value.detail) == ("policy-place", CHONGQING)
    wrong = POLICY.replace("tier = 500", "tire = 500", 1)
    assert lists.policy("x", "2027-01-01", wrong, [HUBEI]).policy == "hubei-2024"


def test_a_negative_base_and_a_sum_beside_a_level_are_not_sent() -> None:
    for line, words in (("amount = -3", "不能是负数"), ('amount = 123\nlevel = "all"', "会加两次")):
        text = POLICY.replace("amount = 123", line, 1)
        text = text.replace('level = "central"\n' + line, line, 1) if "level" in line else text
        with pytest.raises(NotSent) as no:
            lists.policy("x", "2027-01-01", text, [HUBEI], LENT)
        assert "base_pension" in no.value.detail and words in no.value.detail


def test_a_good_policy_for_its_own_villages_is_sent() -> None:
    assert lists.policy("x", "2027-01-01", POLICY, [HUBEI], LENT).policy == "hubei-2024"


def test_the_command_finds_what_is_lent_by_its_entry_points(
    desk: Desk, office: TownshipProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.exchanging.send(office.url)
    offered = tmp_path / "lent-1.0.dist-info"
    offered.mkdir()
    (offered / "METADATA").write_text("Name: lent\nVersion: 1.0\n")
    points = [line for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines() if "services.lending:" in line]
    text = "[village_township.lent]\n" + "\n".join(line.replace('"', "") for line in points) + "\n"
    (offered / "entry_points.txt").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    office.command("send-down", "--desk", desk.village.desk, "--payout", str(SAMPLE / "payout-list.xlsx"))
    desk.exchanging.send(office.url)
    [taken] = desk.paying.lists()
    assert (str(taken.month), taken.payees) == ("2026-11", 286)
    bad = tmp_path / "坏.toml"
    bad.write_text(POLICY.replace("tier = 500", "tire = 500", 1), "utf-8")
    send = ("send-down", "--desk", desk.village.desk, "--policy", str(bad), "--since", "2027-01-01")
    assert "subsidy[1]" in office.command(*send, fails=True)
