"""The works of jobs on forms: filled and drawn, sent to the printer, kept as workbooks, checked, put in use."""

from __future__ import annotations

from pathlib import Path

from sync.agreement.values import value
from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused
from village_desk.domain.basics.progress import Progress, counted
from village_desk.services.forms import checking
from village_desk.services.forms.checking import Checked
from village_desk.services.forms.installing import Described, Installed, KnownForm
from village_desk.services.forms.printing_forms import FilledForm, Wanted, drawing_remarks
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _


@value
class FormOnPaper:
    """A filled form and its paper. ``remarks``: what to know before it is printed, but for what stays empty."""

    filled: FilledForm
    pdf: bytes
    pages: int
    remarks: tuple[str, ...]


@value
class DrawingEnded:
    """How filling and drawing ended; ``error``: why there is no paper."""

    wanted: Wanted
    paper: FormOnPaper | None = None
    error: DeskError | Cancelled | None = None


def draw(wanted: Wanted, desk: Desk, progress: Progress) -> DrawingEnded:
    """Fill and draw a form. A refusal, a trouble and a stop are in the result, which says whose they are."""
    try:
        filled = desk.forms.fill(wanted, progress)
        drawn = desk.forms.drawn(filled, progress)
    except (DeskError, Cancelled) as error:
        return DrawingEnded(wanted, error=error)
    remarks = (*filled.other_remarks(), *drawing_remarks(drawn))
    return DrawingEnded(wanted, FormOnPaper(filled, drawn.paper.pdf, drawn.pages, remarks))


def sort_of(paper: FormOnPaper | None) -> PaperSort:
    """The sort of paper that is chosen for: what is put up on a wall, or any other form."""
    return PaperSort.POSTING if paper is not None and paper.filled.form.posting else PaperSort.FORM


def send(paper: FormOnPaper, desk: Desk, progress: Progress) -> FormOnPaper:
    """Print it; returns it. Trouble as ``spooling.send``. The queue sees the form's number and nobody's name."""
    choice = PrintChoices(desk.path).of(sort_of(paper))
    spooling.send(paper.pdf, paper.filled.form.number or "form", progress, choice)
    return paper


def save(filled: FilledForm, out: Path, desk: Desk, progress: Progress) -> str:
    """Keep the workbooks: one as the file ``out``, several in the folder ``out``; returns what was kept, in words.

    It is recorded as a printing is, for what a form says leaves the desk.
    """
    title = filled.form.title
    if len(filled.workbooks) == 1:
        places.write(out, filled.workbooks[0])
    else:
        total = len(filled.workbooks)
        for number, each in enumerate(counted(filled.workbooks, total, progress), 1):
            places.write(out / f"{title}-{number:0{len(str(total))}}.xlsx", each)
    desk.forms.record(filled)
    copies = len(filled.workbooks)
    return out.name if copies == 1 else _("{folder}，{count} 个文件").format(folder=out.name, count=copies)


def read(path: Path) -> bytes:
    """The bytes of a file that may be a form. Refused ``file``."""
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise Refused(_("这个文件读不了"), _("请检查文件，或先拷到本机再装"), "file") from error


def check(what: Path | KnownForm, posting: bool, desk: Desk, _progress: Progress) -> Checked:
    """What the check says of a file, or of what the township sent. Refused ``file``, ``form_not_whole``."""
    return desk.installed_forms.check(what) if isinstance(what, KnownForm) else checking.check(read(what), posting)


def install(what: Path | KnownForm, described: Described, desk: Desk, _progress: Progress) -> Installed:
    """Put it into use. Refused as ``InstalledForms.install_file``, ``install_received``."""
    if isinstance(what, KnownForm):
        return desk.installed_forms.install_received(what.form)
    return desk.installed_forms.install_file(what, described)


def decline(sent: KnownForm, why: str, desk: Desk, _progress: Progress) -> None:
    """Do not take what the township sent. Refused as ``InstalledForms.decline``."""
    desk.installed_forms.decline(sent.form, why)


def installed_words(done: Installed) -> str:
    """What it took the place of, and where it is now."""
    if not done.changed:
        return _("和正在用的一样，没有改动。")
    replaced = _("换下了{form}。").format(form=done.replaces) if done.replaces else ""
    return replaced + _("在清单里选它就能填。另一台电脑下次上报后也有。")


_LARGEST = 50 * 1024 * 1024
"""More is not even read: the check takes a file without content for one that is too large."""
