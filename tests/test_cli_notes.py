"""Notes by command: years with and without their day, the first month of drawing, and the assessment after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, SAMPLE, StillClock, id_number
from tests.test_cli import Scripts
from village_desk.desk import Desk

pytestmark = pytest.mark.usefixtures("still")

WOMAN = id_number("19660801", 2)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    found.done("register", "单雄信", WOMAN, "--group", "3")
    return found


def test_back_years_without_a_day_have_bounds_and_with_it_the_month_after(scripts: Scripts) -> None:
    scripts.done("note", "years", WOMAN, "2014", "2026", "--tier", "200", "--told-by", "缴费本")
    back = ("note", "years", WOMAN, "2012", "2013", "--tier", "200", "--how", "back_paid")
    noted = scripts.done(*back)
    assert "2012—2013" in noted["words"]
    told = scripts.done("assess", WOMAN)["entitlement"]
    assert (told["answer"], told["first"], told["first_between"]) == ("yes", None, ["2026-09", "2026-12"])
    assert "起领月份不知道" in scripts.run("assess", WOMAN).output
    scripts.done("note", "strike", WOMAN, noted["note"], "--reason", "补上日期")
    scripts.done(*back, "--paid-on", "2026-10-20")
    told = scripts.done("assess", WOMAN)["entitlement"]
    assert (told["first"], told["first_between"]) == ("2026-11", None)
    assert "2026-10-20 缴" in scripts.run("note", "list", WOMAN).output
    assert scripts.done("check")["well"]


@pytest.mark.parametrize(
    ("years", "more", "code", "field"),
    [
        (("2025",), ("--paid-on", "2026-12-30"), "date", "paid_on"),
        (("2020", "2025"), ("--paid-on", "2021-05-01"), "date", "paid_on"),
        (("2025",), ("--paid-on", "2025-05-01", "--how", "back_paid"), "date", "paid_on"),
        (("2025",), ("--how", "back_paid", "--tier", "0"), "amount", "tier"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    scripts: Scripts, years: tuple[str, ...], more: tuple[str, ...], code: str, field: str
) -> None:
    tier = () if "--tier" in more else ("--tier", "200")
    told = scripts.refused("note", "years", WOMAN, *years, *tier, *more)
    assert (told["error"], told["field"]) == (code, field) and told["cure"]
    assert scripts.done("note", "list", WOMAN) == []


def test_a_payee_has_no_first_month_until_somebody_notes_it(scripts: Scripts) -> None:
    scripts.done("import-roster", str(SAMPLE / "roster.xlsx"))
    scripts.done("payout-roster", str(SAMPLE / "payout-list.xlsx"), "--out", str(scripts.file.parent / "roster.pdf"))
    payee = _a_payee_of_sixty_some(scripts)
    told = scripts.done("assess", payee)
    assert (told["standing"], told["entitlement"]["first"], told["account_fen"]) == ("drawing", None, None)
    assert [each["code"] for each in told["pension"]["unknown"]][0] == "account_unknown"
    assert "account" not in [part["code"] for part in told["pension"]["parts"]]
    assert "本台见到的最早发放月份是2026年11月，实际起领月份不知道" in scripts.run("assess", payee).output
    assert scripts.refused("note", "drawing", payee, "2021-12")["field"] == "told_by"
    assert scripts.refused("note", "drawing", payee, "2027-03", "--told-by", "核定表")["error"] == "month"
    scripts.done("note", "drawing", payee, "2021-12", "--told-by", "待遇核定表")
    told = scripts.done("assess", payee)
    assert told["entitlement"]["first"] == "2021-12" and told["entitlement"]["reasons"][0]["code"] == "drawing"
    assert scripts.refused("note", "drawing", payee, "2022-01", "--told-by", "存折")["error"] == "drawing_known"


def _a_payee_of_sixty_some(scripts: Scripts) -> str:
    """The identity number of somebody on the list who has an account and was not sixty when the scheme began."""
    with Desk.open(scripts.file, PIN, scripts.clock) as desk:
        [taken] = desk.paying.lists()
        lines = desk.paying.lines(taken.id)
        return next(
            each.resident.id_number
            for each in lines
            if each.resident and each.account_fen and each.resident.birth.year > 1955
        )


def test_the_other_notes_have_a_command_too(scripts: Scripts) -> None:
    scripts.done("note", "account", WOMAN, "1234.56", "--as-of", "2025-12-31", "--told-by", "对账单")
    scripts.done("note", "other-pension", WOMAN, "employee", "--since", "2026-10")
    scripts.done("note", "hindrance", WOMAN, "employee_scheme")
    scripts.done("note", "death", WOMAN, "2026-10-30", "--told-by", "家属")
    assert len(scripts.done("note", "list", WOMAN)) == 4
    assert scripts.done("assess", WOMAN)["standing"] == "ended"
    [account] = [each for each in scripts.done("note", "list", WOMAN) if "1,234.56" in each["words"]]
    assert scripts.done("note", "strike", WOMAN, account["note"], "--reason", "看错")["struck"] == account["note"]
