"""Paper out of the printer: ``lp`` takes the PDF as it is; on Windows each page is drawn at 300 dpi. No widgets."""

import shutil
import sys

from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _

_PATIENCE = 60
"""Seconds that the spooler may take."""

_DPI = 300

_WIDTHS = {"A3": 842, "A4": 595, "A5": 420}
"""The shorter sides of papers in points."""

TROUBLES = ("no_printer", "printer")
"""The codes of a printer's troubles, after which the paper can be kept as a file."""


def send(pdf: bytes, title: str, progress: Progress = silent, size: str = "A4") -> None:
    """Give a paper of a size (``A4``, ``A5``) to the default printer and return when it is queued; run it as a job.

    ``title`` is its name in the queue: a number or a month, never a name. Trouble ``no_printer`` or ``printer``.
    """
    spooler = shutil.which("lp")
    if spooler is not None:
        _to_spooler(spooler, pdf, title, size)
    elif sys.platform == "win32":
        _to_windows(pdf, title, progress, size)
    else:
        raise _no_printer()


def size_of(pdf: bytes) -> str:
    """The size of a paper's first page, either way up: ``A3``, ``A4`` or ``A5``, the nearest of them."""
    from village_desk.ui.kit.preview import opened

    page = opened(pdf).pagePointSize(0)
    wide = min(page.width(), page.height())
    return min(_WIDTHS, key=lambda each: abs(_WIDTHS[each] - wide))


def _to_spooler(spooler: str, pdf: bytes, title: str, size: str) -> None:
    import subprocess

    try:
        ended = subprocess.run(
            [spooler, "-t", title, "-o", f"media={size}", "-"],
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed() from error
    if ended.returncode:
        raise _no_printer() if b"destination" in ended.stderr else _failed()


def _to_windows(pdf: bytes, title: str, progress: Progress, size: str) -> None:
    """Each page as a picture: Windows has no road for a PDF. QtPdf and QtPrintSupport are loaded here only."""
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter
    from PySide6.QtPrintSupport import QPrinter

    from village_desk.ui.kit.preview import opened

    document = opened(pdf)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not printer.isValid():
        raise _no_printer()
    printer.setDocName(title)
    printer.setResolution(_DPI)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId[size]))
    first = document.pagePointSize(0)
    wide = first.width() > first.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    painter = QPainter(printer)
    for page in range(document.pageCount()):
        progress(page, document.pageCount())
        if page:
            printer.newPage()
        place = painter.viewport()
        painter.drawImage(place, document.render(page, QSize(place.width(), place.height())))
    if not painter.end():
        raise _failed()


def _no_printer() -> Trouble:
    return Trouble(_("没有找到打印机"), _("请接好打印机再打，或先存成 PDF，到别处打印"), "no_printer")


def _failed() -> Trouble:
    return Trouble(_("打印机没有接下这份纸"), _("请看打印机是否开着、有纸、不卡纸，再打一次"), "printer")
