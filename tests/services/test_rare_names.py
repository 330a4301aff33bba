"""Names of rare, old and odd characters: told when they come in, found, printed, and not taken for another name."""

from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import new_desk
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from tests.workbooks.field import FILES
from village_desk.desk import Desk
from village_desk.documents import fonts
from village_desk.services import printable


def as_an_older_program_took_them(desk: Desk) -> None:
    """The people of cl1.xlsx as they were recorded before names had one form."""
    written = (("王\ue863", "001110016"), ("张建国（已故）", "002110034"), ("葛\U000e0100文", "003110052"))
    with desk._store.writing():
        for name, tail in written:
            person = desk._store.mint()
            desk._store.record(facts.PersonRegistered(person=person, name=name, id_number=f"429004198{tail}"))


def test_a_corrected_roster_is_no_clash_of_names_and_the_rare_are_told(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        as_an_older_program_took_them(desk)
        taken = desk.importing.take(desk.importing.read(FILES / "cl2.xlsx"))
        assert (taken.held, len(taken.to_add), len(taken.to_change)) == (0, 0, 3)
        assert [each.resident.name for each in desk.finding.roster()] == ["王䶮", "张建国", "葛文"]
        again = desk.importing.read(FILES / "cl1.xlsx")
        assert (again.held, len(again.to_change), again.unchanged) == (0, 0, 3)
        rare = desk.importing.read(FILES / "r-names.xlsx").problems
        told = [(each.name, each.holds) for each in rare if each.code == "name_unprintable"]
        assert told == [("王𱁬", False)]
        line = payee(1)
        line[1] = "王𱁬"
        path = save(tmp_path / "a.xlsx", [["2026年11月"], PAYOUT_HEADER, line])
        assert any(f"U+{ord(line[1][1]):X}" in each.words for each in desk.paying.read(path).questions)


@pytest.mark.parametrize("bold", [False, True])
def test_for_common_names_no_font_is_asked_as_the_first_has_them_all(bold: bool) -> None:
    common = map(chr, (*range(0x4E00, 0x9FF0), *range(0x20, 0x7F), 0xB7))
    first = fonts.chain(bold).first
    assert [each for each in common if not (printable._COMMON.fullmatch(each) and each in first.characters)] == []
    assert printable.doubt("阿依古丽·买买提") is None
    assert printable.doubt("𬱖䶮") is None
