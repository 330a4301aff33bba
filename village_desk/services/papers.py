"""Papers: made from stored facts, never from the fields of a form. Only a person can record that a paper came out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.estimates.for_person import Estimate
from village_desk.domain.receipt_papers import USUAL, ReceiptPaper
from village_desk.domain.receipts import Receipt, ReceiptState, channel_words
from village_desk.services import passports, signing_rosters
from village_desk.services.assessing import Assessing
from village_desk.services.collecting import Collecting, Payment
from village_desk.services.finding import Finding
from village_desk.services.paying import PayoutPreview
from village_desk.services.signing_rosters import WHOLE, DrawnRoster, RosterPart
from village_desk.store.database import Store
from village_desk.store.subjects import office, payouts
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.paper import Paper
    from village_desk.documents.receipt import ReceiptSlip


@value
class Bundle:
    """Many receipts as one paper, a page each. ``left_out``: why each of the others cannot be printed."""

    paper: Paper
    receipts: tuple[Receipt, ...]
    left_out: tuple[Refused, ...]

    @property
    def numbers(self) -> list[str]:
        """The numbers of the receipts, page by page."""
        return list(self.copies)

    @property
    def copies(self) -> dict[str, int]:
        """Which paper of each receipt this one is, 1 the original, page by page."""
        return {each.number: each.prints + 1 for each in self.receipts}


class Papers:
    """The papers of one desk."""

    def __init__(self, store: Store, finding: Finding, collecting: Collecting, assessing: Assessing) -> None:
        self._store = store
        self._finding = finding
        self._collecting = collecting
        self._assessing = assessing
        self._failures: dict[str, str] = {}

    def receipt(self, number: str, on: ReceiptPaper = USUAL) -> Paper:
        """The slip of a receipt as stored: marked 补打 when its paper came out before, 作废 when it is void.

        Refused ``no_glyph`` when no font has a character of a name. Trouble ``witness``: it cannot be printed yet.
        """
        from village_desk.documents import receipt

        stored = self._collecting.own_receipt(number)
        self._store.bear_witness()
        return receipt.draw(self._slip(stored), on)

    def receipts(self, wanted: Sequence[Receipt], progress: Progress = silent, on: ReceiptPaper = USUAL) -> Bundle:
        """The slips of these receipts as one PDF, in their order; each is marked as ``receipt`` marks it.

        One that holds a character without a font is left out, and the others are printed. Refused ``no_receipts``
        when there is none, or the first reason when all are left out. Trouble ``witness``; raises Cancelled.
        """
        from village_desk.documents import receipt

        if not wanted:
            raise Refused(_("没有要打的凭条"), _("收过费、没作废、还没确认打出来的才在其中"), "no_receipts")
        self._store.bear_witness()
        slips, printed, left_out = [], [], []
        for each in wanted:
            slip = self._slip(self._collecting.own_receipt(each.number))
            try:
                receipt.require_glyphs(slip)
            except Refused as reason:
                left_out.append(reason)
            else:
                slips.append(slip)
                printed.append(each)
        if not slips:
            raise left_out[0]
        title = _("代收凭条 {count} 张").format(count=len(slips))
        return Bundle(receipt.draw_all(slips, title, progress, on), tuple(printed), tuple(left_out))

    def copies(self, numbers: Iterable[str], sure: Collection[str] = ()) -> dict[str, int]:
        """By receipt, which of its papers somebody holds who names the number alone: the first.

        Asked ``confirmed`` where that is on record, unless its word is among ``sure``: then it is the next reprint.
        """
        found = {}
        for number in numbers:
            stored = self._collecting.own_receipt(number)
            found[stored.number] = stored.prints + 1
            if stored.prints and _another(stored) not in sure:
                words = _("凭条 {number} 的纸已经记过打出，共 {prints} 次")
                cure = _("手里还是那一张的，不用再记；是另打的一张（纸上写着“补打 第{prints}次”），才再记一次")
                why = words.format(number=stored.number, prints=stored.prints)
                raise Asked(why, cure.format(prints=stored.prints), "confirmed", _another(stored))
        return found

    def confirm_all_printed(self, copies: Mapping[str, int]) -> None:
        """The coordinator confirms the papers of many receipts, all or none; the arguments as ``confirm_printed``."""
        with self._store.writing():
            for number, copy in copies.items():
                self._note_printed(number, copy)

    def draft(self, payment: Payment) -> Paper:
        """The slip that a payment would give, marked as a draft; also the proof that every name can be printed."""
        from village_desk.documents import receipt

        return receipt.draw(self._slip(self._collecting.draft(payment), draft=True))

    def confirm_printed(self, number: str, copy: int = 1) -> Receipt:
        """The coordinator confirms the paper: from now on another print is a reprint.

        ``copy``: which paper came out, 1 the original, 2 the first reprint; one that is on record is not counted again.
        """
        self.confirm_all_printed({number: copy})
        return self._collecting.receipt(number)

    def _note_printed(self, number: str, copy: int) -> None:
        found = self._collecting.own_receipt(number)
        if found.prints < copy:
            self._store.record(facts.ReceiptPrinted(found.person, found.number, copy))

    def did_not_print(self, number: str, why: str) -> None:
        """Remember that the printer did not take a receipt, until it does or this program ends."""
        self._failures[number] = why or _("打印出了差错")

    def went_to_the_printer(self, number: str) -> None:
        """Note that the printer took a receipt; only a person can say that the paper came out: ``confirm_printed``."""
        self._failures.pop(number, None)

    def failure(self, number: str) -> str:
        """Why the printer did not take a receipt when it was tried last, in words; empty as a rule."""
        return self._failures.get(number, "")

    def estimate(self, person_id: str, tiers_fen: tuple[int, int] | None = None) -> Paper:
        """The A5 estimate sheet of a person: two tiers side by side, or what is expected as things stand.

        Refused ``nothing_to_pay`` when two tiers are asked for and no year can be paid any more.
        """
        from village_desk.documents import estimate_sheet

        person = self._finding.person(person_id)
        found = self._assessing.assess(person_id)
        plans: tuple[Estimate, ...] = (found.expected,) if found.expected else ()
        if tiers_fen:
            both = self._assessing.compare(person_id, *tiers_fen)
            plans = (both.left, both.right)
        village = self._store.village()
        return estimate_sheet.draw(
            estimate_sheet.EstimateSheet(
                village_name=village.name,
                desk=village.desk,
                person_name=person.name,
                id_number=person.id_number,
                age=person.age(found.on),
                assessment=found,
                policy_name=self._assessing.policy_name(found.on),
                made_by=self._store.by,
                made_at=self._store.clock(),
                plans=plans,
                hotline=office.settings(self._store.db).get("hotline", ""),
            )
        )

    def trial_page(self, printer: str, size: tuple[float, float], moved: tuple[float, float] = (0.0, 0.0)) -> Paper:
        """The page that shows how far a printer is off; sizes in millimetres."""
        from village_desk.documents import trial_page

        return trial_page.draw(trial_page.TrialPage(printer, size, moved))

    def payout_roster(self, list_id: str, progress: Progress = silent) -> Paper:
        """The signing roster of a payout list: the pages that were printed, else groups in order."""
        return self.signing_roster(list_id, progress).paper

    def signing_roster(
        self, list_id: str, progress: Progress = silent, anew: bool = False, part: RosterPart = WHOLE
    ) -> DrawnRoster:
        """The same with what is to be recorded once it came out; with ``anew`` arranged by the groups of now.

        ``part``: a group or a page of one that was printed, again.
        """
        return signing_rosters.drawn(self._store, list_id, progress, anew, part)

    def payout_draft(self, preview: PayoutPreview, progress: Progress = silent) -> Paper:
        """The roster of a list that is not recorded yet: it proves that the list can be printed."""
        return signing_rosters.draft(self._store, preview, progress)

    def confirm_roster_printed(self, month: Month, anew: bool = False) -> int:
        """The coordinator confirms the month's signing roster; returns its pages. Refused ``unknown_list``."""
        taken = next((each for each in payouts.lists(self._store.db) if each.month == month), None)
        if taken is None:
            raise Refused(
                _("没有收过 {month} 的发放名单").format(month=month.in_chinese()), _("请先收下名单"), "unknown_list"
            )
        printed = self.signing_roster(taken.id, anew=anew).printed
        with self._store.writing():
            self._store.record(printed)
        return len(printed.pages)

    def passport(self, batch_number: int, epoch: str = "") -> Paper:
        """The half page that goes with a sealed batch and is stamped on both sides; ``epoch``: else the latest one's.

        Refused ``unknown_batch``.
        """
        from village_desk.documents import passport

        return passport.draw(passports.made(self._store, self._collecting, batch_number, epoch))

    def _slip(self, stored: Receipt, draft: bool = False) -> ReceiptSlip:
        from village_desk.documents.receipt import ReceiptSlip

        village = self._store.village()
        person = self._finding.person(stored.person)
        reprinted = stored.prints > 0 and stored.state is ReceiptState.ISSUED
        return ReceiptSlip(
            village_name=village.name,
            village_code=village.code,
            desk=village.desk,
            number=stored.red or stored.number,
            person_name=person.name,
            id_number=person.id_number,
            group=person.village_group.number,
            group_name=person.village_group.name,
            household=person.household,
            year=stored.year,
            tier_fen=stored.tier_fen,
            amount_fen=-stored.amount_fen if stored.red else stored.amount_fen,
            government_fen=stored.government_fen,
            payer=stored.payer_in_words,
            channel=channel_words(stored.channel),
            collected_at=stored.voided_at if stored.red and stored.voided_at else stored.collected_at,
            collected_by=stored.by,
            hash=stored.hash,
            reprint=stored.prints if reprinted else 0,
            reprinted_at=self._store.clock() if reprinted else None,
            void_reason=stored.void_reason,
            hotline=office.settings(self._store.db).get("hotline", ""),
            draft=draft,
            kind=stored.kind,
            whole_fen=stored.whole_fen,
            assessed_by=stored.assessed_by,
            takes_back=stored.number if stored.red else "",
        )


def _another(stored: Receipt) -> str:
    """The word for one more paper of a receipt; after that is recorded it is another, so a repeated command stops."""
    return f"{stored.number}={stored.prints + 1}"
