"""The signing roster of a payout list: which line stands on which page, as it was printed or as the groups are now.

People change their group between two prints, and a page that somebody signed must keep its lines. So what stood on the
pages is recorded when they came out; printed again, they are the same, until she chooses to arrange them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING

from sync.agreement.facts import PayoutPagesPrinted, RosterGroup, RosterPage
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.store.database import Store
from village_desk.store.subjects import payouts
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.paper import Paper
    from village_desk.documents.roster_lines import PayoutRoster, RosterLine
    from village_desk.services.paying import PayoutPreview
    from village_desk.workbooks.payouts.payout_list import PayoutRow

_Group = tuple[int, str]
_Placed = Sequence[tuple[payouts.PayoutLine, _Group]]


@value
class RosterPart:
    """A group of a roster, or one page; neither: the whole. A group is printed with all pages that it stands on."""

    group: VillageGroup | None = None
    page: int = 0

    @property
    def is_whole(self) -> bool:
        """All of it."""
        return self.group is None and not self.page


WHOLE = RosterPart()


@value
class DrawnRoster:
    """A roster, or a part of it, and what is to be recorded once the whole came out of the printer.

    ``outdated``: its pages are those that were printed, and would be others by the groups of now. ``again``: the whole
    was printed as it is here, so that any part can be printed again alone.
    """

    paper: Paper
    printed: PayoutPagesPrinted
    outdated: bool
    again: bool = False
    part: RosterPart = WHOLE

    @property
    def groups(self) -> dict[VillageGroup, tuple[int, ...]]:
        """The groups in their order, each with the pages that it stands on."""
        return _pages_of_groups(self.printed)


def drawn(
    store: Store, list_id: str, progress: Progress = silent, anew: bool = False, part: RosterPart = WHOLE
) -> DrawnRoster:
    """The roster of a list: the pages that were printed, or with ``anew`` the next edition, by the groups of now.

    While these are as they were printed there is no next edition, however often it is asked for.

    ``part``: only that of it, printed again: page numbers, codes and sums are those of the whole.

    Refused ``unknown_list``, ``list_replaced``, and as ``payout_roster.draw``; a part also ``roster_not_printed``,
    ``unknown_group``, ``unknown_page``.
    """
    from village_desk.documents import payout_roster

    every = payouts.lists(store.db, also_replaced=True)
    taken = next((each for each in every if each.id == list_id), None)
    if taken is None:
        raise Refused(_("没有这份发放名单"), _("请先收下名单"), "unknown_list")
    if taken.replaced:
        raise Refused(_("这份名单已经换成了同月的另一份"), _("请打印现在用的那一份"), "list_replaced")
    lines, before = payouts.lines(store.db, list_id), payouts.last_edition(store.db, list_id)
    now = _by_groups(lines)
    if before and anew:
        anew = _printed(list_id, _roster(store, taken.month, now, (before.edition, _kind(taken, every)))) != before
    placed = _as_printed(lines, before) if before and not anew else now
    edition = (before.edition + anew if before else 1, _kind(taken, every))
    breaks = tuple(len(page.lines) for page in before.pages) if before and not anew else ()
    roster = _roster(store, taken.month, placed, edition, breaks)
    printed = _printed(list_id, roster)
    outdated = placed is not now and printed.pages != _printed(list_id, _roster(store, taken.month, now, edition)).pages
    again = before is not None and before == printed
    if not again and not part.is_whole:
        words, cure = _("这一册花名册还没有整册打过"), _("请先打整册；以后哪一组、哪一页坏了，再单打")
        raise Refused(words, cure, "roster_not_printed")
    only = _pages_of_part(printed, part)
    return DrawnRoster(payout_roster.draw(roster, progress, only), printed, outdated, again, part)


def _pages_of_part(printed: PayoutPagesPrinted, part: RosterPart) -> tuple[int, ...]:
    """The numbers of the pages of a part; none for the whole."""
    if part.page > len(printed.pages) or part.page < 0:
        words = _("花名册共 {pages} 页，没有第 {page} 页").format(pages=len(printed.pages), page=part.page)
        raise Refused(words, _("请看看坏了的是第几页，纸上右下角写着"), "unknown_page", "page")
    if part.page:
        return (part.page,)
    if part.group is None:
        return ()
    groups = _pages_of_groups(printed)
    if part.group not in groups:
        known = _("、").join(each.in_words() for each in groups)
        words = _("这份花名册上没有{group}").format(group=part.group.in_words())
        raise Refused(words, _("上面有：{groups}").format(groups=known), "unknown_group", "group")
    return groups[part.group]


def _pages_of_groups(printed: PayoutPagesPrinted) -> dict[VillageGroup, tuple[int, ...]]:
    """The groups of a roster in their order, each with the pages that it stands on."""
    places = [number for number, page in enumerate(printed.pages, 1) for _line in page.lines]
    found, begin = dict[VillageGroup, tuple[int, ...]](), 0
    for each in printed.groups:
        end = begin + each.lines
        found[VillageGroup(each.group, each.name)] = tuple(dict.fromkeys(places[begin:end]))
        begin = end
    return found


def draft(store: Store, preview: PayoutPreview, progress: Progress = silent) -> Paper:
    """The roster of a list that is not recorded yet: it proves that the list can be printed."""
    from village_desk.documents import payout_roster

    lines = [_as_taken(row, preview.people.get(row.id_number)) for row in preview.reading.rows]
    return payout_roster.draw(_roster(store, preview.month, _by_groups(lines)), progress)


def _kind(taken: payouts.PayoutList, every: list[payouts.PayoutList]) -> str:
    """The word that distinguishes a roster from another list's of its month that is on paper already."""
    if taken.supplement:
        return "补发"
    on_paper = [each for each in every if each.month == taken.month and each.replaced and each.printed_pages]
    return "更正" if on_paper else ""


def _by_groups(lines: Iterable[payouts.PayoutLine]) -> _Placed:
    """Known payees by group and house as these are now, in the township's order within; the unknown after them."""

    def group(line: payouts.PayoutLine) -> VillageGroup:
        return line.resident.village_group if line.resident else VillageGroup()

    placed = sorted(
        lines,
        key=lambda line: (
            line.resident is None,
            group(line).rank,
            line.resident.household if line.resident else "",
            line.line,
        ),
    )
    return [(line, (group(line).number, group(line).name)) for line in placed]


def _as_printed(lines: Iterable[payouts.PayoutLine], printed: PayoutPagesPrinted) -> _Placed:
    """The lines in the order and the groups in which they stand on the pages that were printed."""
    by_number = {line.line: line for line in lines}
    groups = chain.from_iterable(repeat((each.group, each.name), each.lines) for each in printed.groups)
    numbers = chain.from_iterable(page.lines for page in printed.pages)
    return [(by_number[number], group) for number, group in zip(numbers, groups, strict=True)]


def _roster(
    store: Store,
    month: Month,
    placed: _Placed,
    edition: tuple[int, str] = (1, ""),
    breaks: tuple[int, ...] = (),
) -> PayoutRoster:
    from village_desk.documents.roster_lines import PayoutRoster, row_codes

    village, codes = store.village(), row_codes([group for _line, group in placed])
    lines = (_roster_line(line, group, code) for (line, group), code in zip(placed, codes, strict=True))
    return PayoutRoster(
        village_name=village.name,
        village_code=village.code,
        desk=village.desk,
        month=month,
        lines=tuple(lines),
        made_by=store.by,
        made_at=store.clock(),
        edition=edition[0],
        kind=edition[1],
        breaks=breaks,
    )


def _printed(list_id: str, roster: PayoutRoster) -> PayoutPagesPrinted:
    """What stands on the pages of a roster, once it is printed."""
    from village_desk.documents.payout_roster import arranged
    from village_desk.documents.roster_lines import RosterLine

    pages = [[each for each in page.items if isinstance(each, RosterLine)] for page in arranged(roster)]
    runs = groupby(chain.from_iterable(pages), lambda line: (line.group, line.group_name))
    return PayoutPagesPrinted(
        list_id,
        roster.edition,
        tuple(RosterPage(tuple(line.number for line in page)) for page in pages),
        tuple(RosterGroup(group, len(list(members)), name) for (group, name), members in runs),
    )


def _as_taken(row: PayoutRow, resident: Resident | None) -> payouts.PayoutLine:
    """A line of the workbook in the shape that it will have when the list is taken in."""
    return payouts.PayoutLine(
        line=row.line,
        name=row.name,
        id_number=row.id_number,
        base_fen=row.base_fen,
        account_fen=row.account_fen,
        extra_fen=row.extra_fen,
        total_fen=row.total_fen,
        account=row.account,
        way=row.way,
        resident=resident,
    )


def _roster_line(line: payouts.PayoutLine, group: _Group, code: str) -> RosterLine:
    from village_desk.documents.roster_lines import RosterLine

    return RosterLine(
        code=code,
        group=group[0],
        group_name=group[1],
        name=line.name,
        sex=identity.IdentityNumber(line.id_number).sex.in_words(),
        id_number=line.id_number,
        account=line.account,
        base_fen=line.base_fen,
        account_fen=line.account_fen,
        extra_fen=line.extra_fen,
        total_fen=line.total_fen,
        note="" if line.resident else _("花名册没有"),
        number=line.line,
    )
