"""The whole main job on the sample village, step by step: a newcomer's first view, and a story that CI runs.

Makes a desk, takes the messy roster in, takes fees, voids one, makes the papers, starts a township, sends, checks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import resources
from village_desk import places
from village_desk.commands import output, output_lists
from village_desk.desk import Desk
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.receipts import Payer, Receipt
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.words import _

PIN = "gou-er-2026"
"""The PIN of the practice village: it stands in the README, and protects nobody."""

VILLAGE = Village("429004103002", "沟二社区", "A")
FEES = 8

Report = Callable[[str], None]


def run(out: Path | None, report: Report) -> tuple[dict[str, Any], str]:
    """The story, in a folder of its own (a fresh one each time); the result for scripts and the closing words."""
    folder = _fresh_folder(out)
    report(_("演示文件夹：{folder}").format(folder=folder))
    with Desk.create(folder / "沟二社区.vdesk", PIN, VILLAGE) as desk:
        held = _roster(desk, folder, report)
        receipts = _fees(desk, folder, report)
        pages = _payouts(desk, folder, report)
        with township(folder) as url:
            report(_("镇所已在本机启动：{url}").format(url=url))
            sent = desk.exchanging.send(url)
            report(output.sent_words(sent))
        checked = desk.keeping.check()
        report(checked.fault or _("检查：{facts} 条流水前后相连，各表与流水一致").format(facts=checked.facts))
        result = {
            "folder": str(folder),
            "desk": str(desk.path),
            "held": held,
            "receipts": [each.number for each in receipts],
            "roster_pages": pages,
            "sent": output.sent(sent),
            "well": checked.well,
        }
    return result, _("演示完成。凭条和花名册在 {folder}，口令 {pin}").format(folder=folder, pin=PIN)


@contextmanager
def township(folder: Path) -> Iterator[str]:
    """A township of its own on a free port of this machine, as long as the block lasts; gives its URL."""
    command = [*_township_program(), "serve", "--port", "0", "--trust-new-desks"]
    command += ["--store", f"sqlite:///{folder / 'township.sqlite'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if "http://" not in line:
                raise Trouble(_("演示用的镇所没有启动起来"), _("请再运行一次"), "township")
            yield line[line.index("http://") :].strip()
        finally:
            process.terminate()


def _township_program() -> list[str]:
    """The command that starts the township: beside this program where it is packaged, else by this Python."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [str(here.with_name("village-township").with_suffix(here.suffix))]
    return [str(here), "-m", "sync.township"]


def _fresh_folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="village-desk-demo-"))
    number = 1
    folder = out.resolve()
    while (folder / "沟二社区.vdesk").exists():
        number += 1
        folder = out.resolve().with_name(f"{out.name}-{number}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _roster(desk: Desk, folder: Path, report: Report) -> int:
    preview = desk.importing.read(resources.path("sample/roster-messy.xls"))
    desk.importing.take(preview)
    problems = folder / "花名册-待改.xlsx"
    desk.importing.write_problems(preview, problems)
    report(output_lists.preview_words(preview, dry_run=False))
    report(_("暂扣的行已标在 {file}，改好可再导入").format(file=problems.name))
    return preview.held


def _fees(desk: Desk, folder: Path, report: Report) -> list[Receipt]:
    """The first few who owe pay the tier on the roster, one by a relative; the last receipt is made void."""
    year = desk.today().year
    due = [each.resident for each in desk.finding.roster(unpaid_only=True) if each.resident.tier_fen]
    receipts = []
    for place, person in enumerate(due[:FEES]):
        by_relative = {"payer": Payer.RELATIVE, "payer_name": person.head, "relation": "户主"} if place == 1 else {}
        payment = Payment(person.id, year, person.tier_fen, sure=frozenset({str(year)}), **by_relative)  # type: ignore[arg-type]
        receipt = desk.collecting.collect(payment)
        _print(desk, receipt, folder)
        receipts.append(receipt)
        report(
            _("收 {name} {amount} 元，凭条 {number}").format(
                name=receipt.name, amount=money.short(receipt.amount_fen), number=receipt.number
            )
        )
    voided = desk.collecting.void(receipts[-1].number, _("金额收错，重开"))
    places.write(folder / f"{voided.number}-作废.pdf", desk.papers.receipt(voided.number).pdf)
    report(_("作废凭条 {number}").format(number=voided.number))
    return receipts


def _print(desk: Desk, receipt: Receipt, folder: Path) -> None:
    places.write(folder / f"{receipt.number}.pdf", desk.papers.receipt(receipt.number).pdf)
    desk.papers.confirm_printed(receipt.number)


def _payouts(desk: Desk, folder: Path, report: Report) -> int:
    preview = desk.paying.read(resources.path("sample/payout-list.xlsx"))
    list_id = desk.paying.take(preview)
    roster = desk.papers.signing_roster(list_id)
    out = folder / f"发放花名册-{preview.month}.pdf"
    places.write(out, roster.paper.pdf)
    desk.paying.printed(roster.printed)
    report(output_lists.payouts_words(preview, roster, out))
    return roster.paper.pages


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    offscreen = os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal")
    return not offscreen and bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
