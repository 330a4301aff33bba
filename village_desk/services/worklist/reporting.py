"""Open tasks, the progress of the season, the latest facts: all counted from the data, never typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from resources import policy_places
from sync.agreement import divisions, facts
from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.domain.people import soon_of_pension_age
from village_desk.domain.receipts import Receipt, TownshipState
from village_desk.domain.rules.rates import Rate, RateKind
from village_desk.domain.village_groups import VillageGroup
from village_desk.services import fact_words
from village_desk.services.care import outside_backups
from village_desk.services.road.results import LATE_DAYS, RoadState
from village_desk.services.road.standing import RoadStanding
from village_desk.services.roster import house
from village_desk.services.roster.house import House
from village_desk.services.worklist import put_back
from village_desk.services.worklist.duplicate_decisions import DuplicateDecision, DuplicateDecisions
from village_desk.store import history, listing
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.file import backups, room, sticks
from village_desk.store.subjects import forms, held_rows, office, payouts, receipts
from village_desk.store.subjects.receipts import YearTotal as YearTotal
from village_desk.words import _


class Task(Enum):
    """A kind of task; the window knows the page for each."""

    PUT_BACK = "put_back"
    ROOM = "room"
    BACKUP = "backup"
    IMPORT_ROSTER = "import_roster"
    CONFIRM_PAPER = "confirm_paper"
    MEND_REFUSED = "mend_refused"
    TAKEN_TWICE = "taken_twice"
    PAIR = "pair"
    SEND = "send"
    CARRY_OUT = "carry_out"
    MEND_HELD = "mend_held"
    INSTALL_FORM = "install_form"
    HOUSE_HEAD = "house_head"
    PRINT_ROSTER = "print_roster"
    SOON_SIXTY = "soon_sixty"
    COLLECT = "collect"
    POLICY = "policy"


@value
class Todo:
    """One task of now: a sentence with its count. ``urgent`` needs her today; ``about``: a person (id)."""

    task: Task
    words: str
    count: int
    urgent: bool = False
    about: str = ""


@value
class Progress:
    """Collected of due: people, and the money taken in fen. Due are those of paying age on the roster (应缴)."""

    paid_people: int
    due_people: int
    collected_fen: int

    def __add__(self, other: Progress) -> Progress:
        people = self.paid_people + other.paid_people, self.due_people + other.due_people
        return Progress(*people, self.collected_fen + other.collected_fen)

    @property
    def rate(self) -> str:
        """参保缴费率, paid of due, in per cent with two decimals, half up; a dash when none is due."""
        return Rate(RateKind.PAYING, self.paid_people, self.due_people).percent()


@value
class Season:
    """The year's collecting, over all and by village group."""

    year: int
    whole: Progress
    by_group: dict[VillageGroup, Progress]


@value
class Done:
    """One event of just now; ``receipt`` is its number when it can be reprinted or voided, else empty."""

    at: datetime
    by: str
    words: str
    person: str
    receipt: str
    township: TownshipState


@value
class Today:
    """The first page: at most five things to do, the season, the last ten things done."""

    todo: tuple[Todo, ...]
    season: Season
    done: tuple[Done, ...]


class Reporting:
    """The counts of one desk."""

    def __init__(self, store: Store, road: RoadStanding, decisions: DuplicateDecisions) -> None:
        self._store = store
        self._road = road
        self._decisions = decisions

    def today(self) -> Today:
        """Everything the first page shows."""
        road = self._road.state()
        with self._store.reading() as db:
            first = [*_at_hand(receipts.count_unprinted(db), len(road.to_mend), len(receipts.taken_twice(db)))]
            first += _decided(self._decisions.waiting())
            first += _held(held_rows.count_due(db, self._store.today()))
            first += _road(db, road, self._store.clock())
            first += _forms(forms.received(db), forms.damaged(db))
            first += _houses(house.headless(db))
            lists = payouts.lists(db)
            words = self.put_back()
            season = self.season()
            soon = listing.count_born(db, soon_of_pension_age(self._store.today()))
            shown = tuple(kind for kind, card in facts.CARDS.items() if card.shown_today)
            done = tuple(_done(each) for each in history.latest(db, 10, shown))
        todo = [Todo(Task.PUT_BACK, words, 1, True)] if words else []
        todo += self._room()
        todo += self._outside()
        todo += _todo(first, lists, season, soon)
        todo += self._policy()
        return Today(tuple(todo[:5]), season, done)

    def put_back(self) -> str:
        """What to do when the file was put back by hand, until the township has answered; else empty."""
        return put_back.words(self._store.db)

    def _policy(self) -> Iterable[Todo]:
        """A policy that somebody may want to adopt; what it is stands on its page, and no policy is read for it."""
        today, known = self._store.today(), office.adopted(self._store.db)
        stands = office.for_day(known, today)
        sent = [each for each in known if each.from_above and each.since <= today]
        if stands and sent and sent[-1].policy != stands.policy:
            yield Todo(Task.POLICY, _("镇所下发了另一份政策，看看用不用"), 1, True)
            return
        if stands and not stands.begins:
            return
        if found := divisions.of_village(policy_places.by_name(), self._store.village().code):
            yield Todo(Task.POLICY, _("现在先按国家框架办；程序带有管本村的政策，看看用不用"), len(found))

    def _room(self) -> Iterable[Todo]:
        """The disk, before it is too full for the next backups."""
        left = room.short(self._store.db, backups.folder_of(self._store.path))
        if left is not None:
            yield Todo(Task.ROOM, left.warning(), left.further, bool(left.missing))

    def _outside(self) -> Iterable[Todo]:
        """A copy on a stick: after a week with something new, and when a stick is plugged in on a later day."""
        found = outside_backups.standing(self._store)
        plugged = bool(sticks.plugged())
        if found.is_due or (plugged and found.new != 0 and (found.last is None or found.days)):
            ask = _("。U 盘插着，现在就能备份") if plugged else _("。请插 U 盘备份一次")
            yield Todo(Task.BACKUP, found.in_words() + ask, found.new or 0)

    def season(self) -> Season:
        """The collecting of this year."""
        day = self._store.today()
        found = listing.season(self._store.db, day.year, day)
        by_group = {each.group: Progress(each.paid, each.due, each.taken_fen) for each in found}
        return Season(day.year, sum(by_group.values(), start=Progress(0, 0, 0)), by_group)

    def totals(self) -> list[YearTotal]:
        """The money that this desk took, by contribution year."""
        return receipts.totals(self._store.db)

    def village_totals(self) -> list[YearTotal]:
        """The money by contribution year, with the other PC's receipts as far as the township has passed them on."""
        return receipts.totals(self._store.db, whole_village=True)

    def receipts(self, limit: int) -> list[Receipt]:
        """The last receipts, the latest first."""
        return receipts.recent(self._store.db, limit)


def _todo(first: Iterable[Todo], lists: list[payouts.PayoutList], season: Season, soon: int) -> Iterable[Todo]:
    if not season.by_group:
        yield Todo(Task.IMPORT_ROSTER, _("花名册还是空的，先把名单导进来"), 0)
        return
    yield from first
    unprinted_lists = [each for each in lists if not each.printed_pages]
    own = Counter(each.month for each in lists if not each.supplement)
    twice = next((month for month, count in own.items() if count > 1), None)
    if twice is not None:
        words = _("{month}有 {count} 份发放名单，请先定下用哪一份").format(month=twice.in_chinese(), count=own[twice])
        yield Todo(Task.PRINT_ROSTER, words, own[twice], True)
    elif unprinted_lists:
        month = unprinted_lists[0].month.in_chinese()
        words = _("{month}发放名单已收到，花名册还没打印").format(month=month)
        yield Todo(Task.PRINT_ROSTER, words, len(unprinted_lists))
    if soon:
        yield Todo(Task.SOON_SIXTY, _("{n} 人三个月内满 60 岁，先看年限和银行卡").format(n=soon), soon)
    missing = season.whole.due_people - season.whole.paid_people
    if missing:
        yield Todo(Task.COLLECT, _("{year} 年还有 {n} 人没有缴费").format(year=season.year, n=missing), missing)


def _at_hand(unprinted: int, refused: int, twice: int) -> Iterable[Todo]:
    """Tasks for which somebody is waiting, or on which money depends."""
    if unprinted:
        yield Todo(Task.CONFIRM_PAPER, _("{n} 张凭条还没确认打印出来").format(n=unprinted), unprinted, True)
    if refused:
        yield Todo(Task.MEND_REFUSED, _("镇所退回 {n} 条，改好后随下一批上报").format(n=refused), refused, True)
    if twice:
        words = _("{n} 笔缴费两台电脑各收了一次，请退一次并作废那张凭条").format(n=twice)
        yield Todo(Task.TAKEN_TWICE, words, twice, True)


def _road(db: Database, road: RoadState, now: datetime) -> Iterable[Todo]:
    """Tasks when work does not reach the township; none on an ordinary day, when all unsent work is of this week."""
    last, days = road.last, road.days(now)
    if not road.waiting:
        return
    restored = history.unanswered_epochs(db).get("restored")
    if restored is not None:
        words = _("文件是从备份恢复的，{when} 以后记的不在里面。请上报一次，取回镇所收到过的；没报过的，照凭条存根补记")
        yield Todo(Task.SEND, words.format(when=moments.full(restored)), road.waiting, True)
    elif not road.met and not office.settings(db).get("township_url"):
        words = _("还没有和镇所配对，记下的 {n} 条报不上去").format(n=road.waiting)
        yield Todo(Task.PAIR, words, road.waiting)
    elif last is not None and last.wants_a_hand:
        words = _("有 {n} 条没报成：{why}").format(n=road.waiting, why=last.message)
        yield Todo(Task.SEND, words, road.waiting, True)
    elif days >= LATE_DAYS:
        words = _("有 {n} 条还没上报，最早的已经 {days} 天").format(n=road.waiting, days=days)
        yield Todo(Task.SEND, words, road.waiting)


def _forms(received: list[forms.KnownForm], damaged: list[forms.KnownForm]) -> Iterable[Todo]:
    """Forms of the township that are here and not in use."""
    if damaged:
        words = _("镇所下发的表格“{form}”收到的是坏的，原来的还在用，请镇所重发").format(form=damaged[0].form)
        yield Todo(Task.INSTALL_FORM, words, len(damaged))
    if received:
        words = _("镇所下发的表格“{form}”收到了，还没有装上").format(form=received[0].form)
        yield Todo(Task.INSTALL_FORM, words, len(received))


def _decided(waiting: list[DuplicateDecision]) -> Iterable[Todo]:
    """What the township decided on duplicates, beginning with the first."""
    if waiting:
        words = _("镇所定了：{what}").format(what=waiting[0].in_words())
        words += _("；还有 {n} 件").format(n=len(waiting) - 1) if len(waiting) > 1 else ""
        yield Todo(Task.CARRY_OUT, words, len(waiting), True, waiting[0].resident.id)


def _held(rows: int) -> Iterable[Todo]:
    """Rows of rosters that were held, and wait to be mended."""
    if rows:
        yield Todo(Task.MEND_HELD, _("花名册暂扣 {n} 行，改好一行进一人").format(n=rows), rows)


def _houses(headless: list[House]) -> Iterable[Todo]:
    """Houses without a head, beginning with the first of them."""
    if headless:
        words = _("{n} 户的户主已不在，要定新户主").format(n=len(headless))
        yield Todo(Task.HOUSE_HEAD, words, len(headless), about=headless[0].living[0].id)


def _done(happened: history.Happening) -> Done:
    fact = happened.fact
    receipt = fact.receipt if isinstance(fact, facts.ContributionCollected) else ""
    person = getattr(fact, "person", "")
    return Done(happened.at, happened.by, fact_words.words(fact), person, receipt, happened.township)
