"""The month's payout list: taken from the township's workbook, matched line by line to the people of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sync import facts
from village_desk.domain import identity, money
from village_desk.domain.errors import Refused
from village_desk.domain.months import Month
from village_desk.domain.people import Resident, Standing
from village_desk.domain.progress import Progress, silent
from village_desk.store import payouts, people
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # calamine is loaded when the first workbook is opened
    from village_desk.workbooks.payout_list import PayoutReading, PayoutRow


class Mismatch(Enum):
    """How a line of the list and the desk's roster disagree."""

    UNKNOWN = "unknown"
    NAME = "name_differs"
    ACCOUNT = "account_differs"
    TOO_YOUNG = "too_young"
    WORKBOOK = "workbook"

    def in_words(self) -> str:
        """The head of the card on the payouts page."""
        words = {
            "unknown": _("花名册没有此人"),
            "name_differs": _("姓名不一致"),
            "account_differs": _("银行账号不一致"),
            "too_young": _("未满 60 周岁"),
            "workbook": _("名单本身有误"),
        }
        return words[self.value]


@dataclass(frozen=True, slots=True)
class Question:
    """A line that needs a look: which, what disagrees, in words, and what to do. ``person`` is "" when unknown."""

    line: int
    person: str
    name: str
    kind: Mismatch
    words: str
    cure: str


@dataclass(frozen=True, slots=True)
class PayoutPreview:
    """What the list holds and what must be looked at before it is taken in. Money in fen."""

    reading: PayoutReading
    month: Month
    payees: int
    total_fen: int
    questions: tuple[Question, ...]
    people: dict[str, Resident]


@dataclass(frozen=True, slots=True)
class Payout:
    """What a list pays one person for its month, in fen."""

    month: Month
    base_fen: int
    account_fen: int
    extra_fen: int
    total_fen: int

    def parts(self) -> list[str]:
        """The parts that are not nothing, in words."""
        named = (
            (_("基础养老金"), self.base_fen),
            (_("个人账户养老金"), self.account_fen),
            (_("加发"), self.extra_fen),
        )
        return [_("{words} {amount} 元").format(words=words, amount=money.figures(fen)) for words, fen in named if fen]


class Paying:
    """The payout lists of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, path: Path, progress: Progress = silent) -> PayoutPreview:
        """Read the township's list and match it; record nothing. Refused when it is no payout list."""
        from village_desk.workbooks import payout_list

        reading = payout_list.read(path, self._store.today(), progress)
        known = {each.id_number: each for each in people.everyone(self._store.db)}
        matched = {row.id_number: known[row.id_number] for row in reading.rows if row.id_number in known}
        questions = [
            Question(0, "", "", Mismatch.WORKBOOK, _row_words(each.row, each.message), each.cure)
            for each in reading.problems
        ]
        for row in reading.rows:
            questions += self._questions(row, matched.get(row.id_number), reading.month)
        return PayoutPreview(reading, reading.month, len(reading.rows), reading.total_fen, tuple(questions), matched)

    def take(self, preview: PayoutPreview, progress: Progress = silent) -> str:
        """Record the list and its lines, all or none; returns the list's id.

        Refused when the same file was taken, or when lines cannot be read: nobody may be missing from the roster.
        """
        if preview.reading.held:
            raise Refused(
                _("名单有 {count} 行看不明白，少了谁都不行").format(count=preview.reading.held),
                _("请照所列问题改好名单，或请镇所重发，再收一次"),
                "list_damaged",
            )
        if self.known(preview):
            raise Refused(
                _("这份 {month} 名单已经收过了").format(month=preview.month.in_chinese()),
                _("可以直接打印花名册"),
                "list_known",
            )
        list_id = self._store.mint()
        with self._store.writing():
            self._store.record(
                facts.PayoutListTaken(
                    list_id, str(preview.month), preview.payees, preview.total_fen, preview.reading.file
                )
            )
            for done, row in enumerate(preview.reading.rows):
                progress(done, preview.payees)
                self._store.record(_line(row, list_id, preview.people.get(row.id_number)))
        return list_id

    def known(self, preview: PayoutPreview) -> str:
        """The id under which the very same file was taken in before, or empty."""
        return next((each.id for each in self.lists() if each.file == preview.reading.file), "")

    def lists(self) -> list[payouts.PayoutList]:
        """The lists taken in, the latest month first."""
        return payouts.lists(self._store.db)

    def lines(self, list_id: str) -> list[payouts.PayoutLine]:
        """The lines of a list in the township's order."""
        return payouts.lines(self._store.db, list_id)

    def latest(self, person: str) -> Payout | None:
        """What the latest list that names a person pays them; None when no list does."""
        found = payouts.latest_of(self._store.db, person)
        if found is None:
            return None
        month, line = found
        return Payout(month, line.base_fen, line.account_fen, line.extra_fen, line.total_fen)

    def questions(self, list_id: str) -> list[Question]:
        """What disagrees between a list taken in and the roster as it is today."""
        month = next(each.month for each in self.lists() if each.id == list_id)
        return [each for line in self.lines(list_id) for each in self._questions(line, line.resident, month)]

    def printed(self, list_id: str, pages: int) -> None:
        """The signing roster of the list came out of the printer."""
        with self._store.writing():
            self._store.record(facts.PayoutRosterPrinted(list_id, pages))

    def _questions(
        self, row: PayoutRow | payouts.PayoutLine, resident: Resident | None, month: Month
    ) -> list[Question]:
        if resident is None:
            words = _("{name}（{number}）在名单上，花名册没有").format(
                name=row.name, number=identity.mask(row.id_number)
            )
            cure = _("请核对是否本村人；是就登记，不是就报告镇所")
            return [Question(row.line, "", row.name, Mismatch.UNKNOWN, words, cure)]
        found = []
        if resident.name != row.name:
            words = _("名单写“{theirs}”，花名册写“{ours}”").format(theirs=row.name, ours=resident.name)
            found.append((Mismatch.NAME, words, _("请看身份证，哪边错改哪边")))
        if row.account and resident.account and row.account != resident.account:
            words = _("名单账号 {theirs}，花名册账号 {ours}").format(
                theirs=identity.mask_account(row.account), ours=identity.mask_account(resident.account)
            )
            found.append((Mismatch.ACCOUNT, words, _("请看银行卡，哪边错改哪边")))
        if resident.standing(month.first_day()) is not Standing.PENSION_AGE:
            words = _("{name} 在 {month} 以前未满 60 周岁").format(name=row.name, month=month.in_chinese())
            found.append((Mismatch.TOO_YOUNG, words, _("请报告镇所")))
        return [Question(row.line, resident.id, row.name, *each) for each in found]


def in_words(question: Question) -> str:
    """The question as one line: the list's own number (序号), what disagrees, what to do."""
    return _("序号 {line}：{words}。{cure}").format(line=question.line, words=question.words, cure=question.cure)


def _row_words(row: int, message: str) -> str:
    return _("表格第 {row} 行：{message}").format(row=row, message=message) if row else message


def _line(row: PayoutRow, list_id: str, resident: Resident | None) -> facts.PayoutLineTaken:
    return facts.PayoutLineTaken(
        person=resident.id if resident else "",
        payout_list=list_id,
        line=row.line,
        name=row.name,
        id_number=row.id_number,
        base_fen=row.base_fen,
        account_fen=row.account_fen,
        total_fen=row.total_fen,
        extra_fen=row.extra_fen,
        account=row.account,
        way=row.way,
    )
