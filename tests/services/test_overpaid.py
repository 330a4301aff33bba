"""The months that were paid after a death, as the payout lists of this desk paid them. The day is 2026-11-02."""

from datetime import date
from pathlib import Path

from sync.agreement import facts
from tests.desks import register
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk.commands import output_scheme
from village_desk.desk import Desk
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.settlements import Overpaid
from village_desk.services import explaining
from village_desk.services.paying import Second


def take(desk: Desk, folder: Path, month: int, *lines: list[object], second: Second | None = None) -> str:
    title = f"2026年{month}月待遇发放明细"
    preview = desk.paying.read(save(folder / "名单.xlsx", [[title], PAYOUT_HEADER, *lines]))
    return desk.paying.take(preview, second=second)


def dead_payee(desk: Desk) -> str:
    """Somebody of the lists' first line, who died in June 2026."""
    person = register(desk, "谭少怀", "19500203", 1)
    desk.noting.death(person, date(2026, 6, 20), "家属")
    return person


def over(desk: Desk, person: str) -> Overpaid:
    found = desk.assessing.assess(person).overpaid
    assert found is not None
    return found


def test_each_month_after_a_death_is_worth_what_its_list_paid(desk: Desk, tmp_path: Path) -> None:
    person = dead_payee(desk)
    take(desk, tmp_path, 6, payee(1), payee(2))
    take(desk, tmp_path, 7, payee(1), payee(2))
    take(desk, tmp_path, 9, payee(1, base=180, total=221.48), payee(2))
    take(desk, tmp_path, 10, payee(2))
    found = over(desk, person)
    # July 201.48, no list of August, September 221.48; October's list names them no more
    assert [(each.month, each.fen) for each in found.months] == [(Month(2026, 7), 20148), (Month(2026, 9), 22148)]
    assert (found.total_fen, found.unknown) == (42296, (Month(2026, 8),))
    words = "\n".join(explaining.assessment(desk.assessing.assess(person)))
    assert "死亡后多发了 2 个月，名单上共 422.96 元（2026年7月、2026年9月）" in words
    assert "2026年8月的名单，发了没有、发了多少都不知道" in words
    answer = output_scheme.assessment(desk.finding.person(person), desk.assessing.assess(person))
    assert answer["overpaid"] == {
        "months": [{"month": "2026-07", "fen": 20148}, {"month": "2026-09", "fen": 22148}],
        "total_fen": 42296,
        "unknown": ["2026-08"],
        "arrears_fen": 0,
    }
    whole = {resident.id: each for resident, each in desk.assessing.everyone()}
    assert whole[person] == desk.assessing.assess(person)


def test_without_a_later_list_the_months_since_are_not_known(desk: Desk, tmp_path: Path) -> None:
    person = dead_payee(desk)
    take(desk, tmp_path, 6, payee(1))
    found = over(desk, person)
    assert (found.months, found.unknown) == ((), tuple(Month(2026, month) for month in (7, 8, 9, 10)))
    take(desk, tmp_path, 7, payee(2))
    assert desk.assessing.assess(person).overpaid is None


def test_a_list_of_arrears_is_told_apart_and_a_list_that_was_replaced_counts_no_more(
    desk: Desk, tmp_path: Path
) -> None:
    person = dead_payee(desk)
    take(desk, tmp_path, 7, payee(1), payee(2))
    take(desk, tmp_path, 7, payee(1, base=170, total=211.48), payee(2), second=Second.REPLACES)
    take(desk, tmp_path, 7, payee(1, base=0, total=41.48), second=Second.SUPPLEMENTS)
    take(desk, tmp_path, 8, payee(2))
    found = over(desk, person)
    assert [each.fen for each in found.months] == [21148]
    assert (found.besides_fen, found.unknown) == (4148, ())
    codes = [each.code for each in desk.assessing.assess(person).next_steps]
    assert codes == ["recover_overpaid", "arrears_unknown", "died"], "lists from July on contradict no death in June"


def test_two_lists_of_a_month_that_nobody_settled_leave_it_unknown(desk: Desk, tmp_path: Path) -> None:
    person = dead_payee(desk)
    first = take(desk, tmp_path, 7, payee(1), payee(2))
    second = take(desk, tmp_path, 7, payee(1, base=170, total=211.48), second=Second.REPLACES)
    with desk._store.writing():  # as when each PC took another list: both stand
        desk._store.record(facts.SettingChanged(facts.office.PAYOUT_LIST + first, "standing"))
    assert {each.id for each in desk.paying.lists()} == {first, second}
    take(desk, tmp_path, 8, payee(2))
    found = over(desk, person)
    assert (found.months, found.unknown) == ((), (Month(2026, 7),))


def test_the_living_have_nothing_overpaid(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "谭少怀", "19500203", 1)
    take(desk, tmp_path, 7, payee(1))
    assert desk.assessing.assess(person).overpaid is None
