"""One person of a roster, read from a line: every field, and contradictions between fields."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from sync.agreement.values import value
from village_desk.domain.basics import ages
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.identity import IdentityNumber
from village_desk.domain.people import FIELDS, PENSION_AGE, Content, PersonFields
from village_desk.words import _
from village_desk.workbooks.columns import amounts, chosen_tier, fields, states, telephones
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.columns.vocabulary import column
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell
from village_desk.workbooks.rosters import births
from village_desk.workbooks.rosters.households import Home, Households


@value
class RosterRow(PersonFields):
    """A person of the roster and the row, as Excel shows it; ``id_number`` is valid.

    A field without an entry is "" or 0: that does not mean, for example, that the person has no telephone.
    """

    sheet: str = ""
    row: int = 0


def read(line: Line, households: Households, offers: Callable[[int], bool], today: date) -> RosterRow:
    """The person on a line. Values that cannot be trusted are left empty, and the line is held with the reason."""
    name = line.read("name", fields.name, "")
    number = line.read("id_number", partial(fields.id_number, today=today), "")
    found: dict[str, Any] = {"name": name, "id_number": number, **households.home(line, name).fields()}
    for field, heading, reader, instead in _BY_CELL:
        found[field] = line.read(heading, reader, instead, holds=False)
    found["tier_fen"] = _tier(line, number, offers, today)
    row = RosterRow("", sheet=line.sheet, row=line.row, **found)
    line.report_shared()
    _compare(line, row)
    return row


_READERS: dict[Content, Callable[[Cell], str | int]] = {
    Content.WORDS: cells.words,
    Content.PHONE: telephones.read,
    Content.ACCOUNT: fields.account,
    Content.NUMBER: fields.number,
    Content.FEN: amounts.amount,
    Content.MARK: fields.mark,
}


def _of_length(reader: Callable[[Cell], str | int], most: int, cell: Cell) -> str | int:
    """What the reader finds, refused ``too_long`` beyond ``most`` characters (0: as long as it is)."""
    found = reader(cell)
    if most and len(str(found)) > most:
        cure = _("人照收，这一项先空着；请看是不是填错了列")
        raise Refused(_("这一格超过 {most} 个字").format(most=most), cure, "too_long")
    return found


_NOT_ALONE = frozenset(("name", "id_number", "tier_fen", *Home().fields()))
"""The fields that are read with more than their own cell."""
_BY_CELL = [
    (field, column(field), partial(_of_length, _READERS[info.content], info.longest), info.content.type())
    for field, info in FIELDS.items()
    if field not in _NOT_ALONE and info.headings
]
"""The other fields: column, reader of its cells, and the value for an empty one. Their refusals hold no row."""


def _tier(line: Line, number: str, offers: Callable[[int], bool], today: date) -> int:
    """The chosen tier. Words for none hold nobody back, nor does what cannot be read for somebody past paying."""
    line.check("tier", lambda: chosen_tier.must_name_no_payer(line.cell("tier")), holds=False)
    past_paying = bool(number) and ages.age(IdentityNumber(number).birth, today) >= PENSION_AGE
    try:
        return chosen_tier.read(cells.readable(line.cell("tier")), offers)
    except Refused as no:
        harmless = no.code == "tier_words" or (past_paying and no.code == "tier_unreadable")
        line.doubt("tier", no, holds=not harmless)
        return 0


def _compare(line: Line, row: RosterRow) -> None:
    """Holds the line against itself: sex and birth with the number; odd names and accounts are only remarked on."""
    fields.check_name(line, row.name)
    states.check(line)
    line.check("phone", lambda: telephones.must_be_one_number(line.cell("phone")), holds=False)
    line.check("account", partial(fields.must_look_like_an_account, row.account), holds=False)
    if row.id_number:
        number = IdentityNumber(row.id_number)
        _compare_sex(line, number)
        _compare_birth(line, number.birth)


def _compare_sex(line: Line, number: IdentityNumber) -> None:
    written = line.read("sex", fields.sex, None, holds=False)
    if written is not None and written is not number.sex:
        message = _("性别写的是{written}，身份证号里是{number}").format(
            written=written.in_words(), number=number.sex.in_words()
        )
        cure = _("请对照身份证，改正写错的那一个")
        line.doubt("sex", Refused(message, cure, "sex_contradicts"))


def _compare_birth(line: Line, birth: date) -> None:
    cell = line.cell("birth")
    try:
        births.must_agree(cell, birth)
    except Refused as no:
        line.doubt("birth", no, holds=no.code == "birth_contradicts")
