"""Finding people: as one types, by list, by house. Reads only."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import partial

from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import Resident, Standing, soon_of_pension_age
from village_desk.domain.village_groups import VillageGroup
from village_desk.domain.waiting import Whom
from village_desk.services.hits import Matched, has_digits, why
from village_desk.store import listing, search
from village_desk.store.database import Store
from village_desk.store.listing import Narrowing
from village_desk.store.subjects import leaving, people
from village_desk.words import _

_NAMED = 3
"""How many people are named when several match."""


@value
class Found:
    """A resident in a list: age and standing today, whether this year is paid, whether others have the same name."""

    resident: Resident
    age: int
    standing: Standing
    paid_this_year: bool
    same_name: bool
    why: tuple[Matched, ...] = ()
    """The matched parts, except a match of the name itself; empty where nothing was typed."""
    left: bool = False
    """Struck off: found by search, and on no list but that of those who left."""
    dead: bool = False
    """A death is noted, though nobody was struck off yet."""
    owes_nothing: bool = False
    """Struck off, dead, or drawing the pension: no fee is owed at any age."""

    @property
    def owes_this_year(self) -> bool:
        """Of paying age, not paid, and neither struck off nor dead nor drawing."""
        return self.standing is Standing.PAYING_AGE and not self.paid_this_year and not self.owes_nothing

    def standing_in_words(self) -> str:
        """The word of the pill beside a name."""
        if self.left:
            return _("已注销")
        return _("已故") if self.dead else self.standing.in_words()


class Only(Enum):
    """A part of the roster that somebody works through."""

    UNPAID = "unpaid"
    SOON_SIXTY = "soon_sixty"
    SPECIAL_GROUP = "special"
    LEFT = "left"

    def in_words(self) -> str:
        """As a filter of the roster says it."""
        return {
            "unpaid": _("今年未缴"),
            "soon_sixty": _("三个月内满 60 岁"),
            "special": _("特殊群体"),
            "left": _("已注销"),
        }[self.value]


@value
class Due:
    """What people still owe for this year in fen, and of how many it is not settled: no tier, or another may pay."""

    fen: int
    unknown: int


class Listing:
    """A list of people by group and house, as it stood when it was asked for. People are read a part at a time."""

    def __init__(
        self, by_group: Sequence[tuple[VillageGroup, list[int]]], read: Callable[[Sequence[int]], list[Found]]
    ) -> None:
        """``by_group``: the places of the people, as ``store/listing.py`` gives them; ``read``: who is there."""
        self.groups = [(group, len(places)) for group, places in by_group]
        """The groups in their order, each with the number of its people."""
        self.places = [place for _group, places in by_group for place in places]
        self._read = read

    def __len__(self) -> int:
        return len(self.places)

    def part(self, first: int, count: int) -> list[Found]:
        """So many people of the list, from one on."""
        return self._read(self.places[first : first + count])


class Finding:
    """Looks people up on one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load_readings(self) -> None:
        """Load how characters are read: 30 ms that the first letter somebody types would wait for."""
        search.syllables("中")

    def find(self, text: str, limit: int = 20) -> list[Found]:
        """People who match the text: name or part of it, pinyin, initials, identity number, phone, group, house.

        Digits are tried as the end of an identity number first, then of a phone, then as a house; each result says
        which part matched.
        """
        today = self._today()
        number = identity.clean(text)
        if len(number) == 18 and (known := people.by_identity(self._store.db, number)):
            at_home = [each for each in self.household(known) if each.resident.id == known.id]
            return [replace(each, why=why(known, [number[-search.ID_TAIL :].lower()])) for each in at_home]
        words = search.words(text)
        found = people.find(self._store.db, text, today.year, limit)
        return [self._found(each, today, why(each.resident, words)) for each in found]

    def must_choose(self, text: str, found: Sequence[Found]) -> bool:
        """Whether nobody of those found by ``text`` may be taken unseen: digits that several people have."""
        return len(found) > 1 and has_digits(text)

    def person(self, person_id: str) -> Resident:
        """The person of that id; Refused when there is none."""
        found = people.person(self._store.db, person_id)
        if found is None:
            raise Refused(_("花名册里没有这个人"), _("请重新查找"), "unknown_person")
        return found

    def by_identity(self, text: str) -> Resident:
        """The person with the typed identity number, or its last four digits.

        Refused when the text is no number or nobody's; ``several_people`` when the four digits fit several people, by
        any number.
        """
        if len(search.words(text)) == 1 and len(identity.clean(text)) == search.ID_TAIL and has_digits(text):
            return self._by_tail(identity.clean(text))
        number = self._number(text)
        found = people.by_identity(self._store.db, str(number))
        if found is None:
            raise Refused(
                _("花名册里没有身份证号为 {number} 的人").format(number=number.masked()),
                _("请先导入花名册或登记此人"),
                "unknown_person",
                "id_number",
                by_command=_("请用 find 按姓名、电话、组再找；没有就用 import-roster 导入花名册"),
            )
        return found

    def _number(self, text: str) -> identity.IdentityNumber:
        try:
            return identity.read(text, self._today())
        except Refused as refused:
            find = _("请写身份证号，或它的后四位；不知道的，先用 find 姓名 找出来")
            refused.by_command = _("。").join(filter(None, (refused.cure, find)))
            raise

    def _by_tail(self, digits: str) -> Resident:
        found = self.find(digits)
        if self.must_choose(digits, found):
            raise Refused(
                _("有 {n} 个人对得上 {digits}：{names}").format(n=len(found), digits=digits, names=_names(found)),
                _("请写全身份证号"),
                "several_people",
                "id_number",
            )
        if not found or not found[0].resident.id_number.endswith(digits):
            raise Refused(
                _("花名册里没有身份证后四位是 {digits} 的人").format(digits=digits),
                _("请核对号码，或写全身份证号"),
                "unknown_person",
                "id_number",
            )
        return found[0].resident

    def listing(
        self,
        group: VillageGroup | None = None,
        standing: Standing | None = None,
        only: Only | None = None,
    ) -> Listing:
        """The roster by group and house, as narrow as asked; people are read only where they are asked for."""
        today = self._today()
        narrowing = _narrowing(today, group, standing, only)
        return Listing(listing.by_group(self._store.db, narrowing), partial(self._at, today))

    def due(self, listed: Listing) -> Due:
        """What is due from these people, of whom none has paid the year whole."""
        return Due(*listing.due(self._store.db, listed.places, self._today().year))

    def at_home(self, only: Only, person: str = "") -> list[Whom]:
        """The people of a part of the roster, house by house, with what is needed at the door.

        ``person``: that one (id) alone, if they are one of these.
        """
        return listing.whom(self._store.db, replace(_narrowing(self._today(), only=only), person=person))

    def named(self, people: Iterable[str]) -> list[Whom]:
        """These people (ids) in the order of lists, house by house; those who are on no roster are missing."""
        return listing.whom_of(self._store.db, people)

    def count_of(self, only: Only, without: Collection[str] = ()) -> int:
        """How many people such a part has, besides these (ids). No person is read."""
        return listing.count(self._store.db, _narrowing(self._today(), only=only), without)

    def roster(
        self, group: VillageGroup | None = None, standing: Standing | None = None, unpaid_only: bool = False
    ) -> list[Found]:
        """Everybody on such a list: for work that needs them all."""
        found = self.listing(group, standing, Only.UNPAID if unpaid_only else None)
        return found.part(0, len(found))

    def groups(self) -> list[VillageGroup]:
        """The village groups (村民小组) that people belong to."""
        return listing.groups(self._store.db)

    def household(self, resident: Resident) -> list[Found]:
        """The people of a resident's house, the head first."""
        today = self._today()
        found = people.household(self._store.db, resident, today.year)
        return [replace(self._found(each, today), same_name=False) for each in found]

    def count(self) -> int:
        """How many people are on the roster, without those who were struck off."""
        with self._store.reading() as db:
            return people.count(db) - leaving.count(db)

    def _today(self) -> date:
        return self._store.today()

    def _at(self, today: date, places: Sequence[int]) -> list[Found]:
        return [self._found(each, today) for each in people.at(self._store.db, today.year, places)]

    def _found(self, listed: people.Listed, today: date, hits: tuple[Matched, ...] = ()) -> Found:
        age = listed.resident.age(today)
        standing, known = Standing.at(age), (listed.left, listed.dead, listed.owes_nothing)
        return Found(listed.resident, age, standing, listed.paid, listed.same_name, hits, *known)


def _narrowing(
    today: date,
    group: VillageGroup | None = None,
    standing: Standing | None = None,
    only: Only | None = None,
) -> Narrowing:
    spans = [standing.born(today)] if standing else []
    spans += [Standing.PAYING_AGE.born(today)] if only is Only.UNPAID else []
    spans += [soon_of_pension_age(today)] if only is Only.SOON_SIXTY else []
    born = (max(each[0] for each in spans), min(each[1] for each in spans)) if spans else None
    unpaid_in = today.year if only is Only.UNPAID else None
    special, left, owing = (only is each for each in (Only.SPECIAL_GROUP, Only.LEFT, Only.SOON_SIXTY))
    return Narrowing(group, born, special, unpaid_in, left, owing)


def _names(found: Sequence[Found]) -> str:
    """Who they are and why they fit: 龙静（身份证 …1240）."""
    named = [f"{each.resident.name}（{'，'.join(hit.shown for hit in each.why)}）" for each in found[:_NAMED]]
    return _("、").join(named) + (_("等") if len(found) > _NAMED else "")
