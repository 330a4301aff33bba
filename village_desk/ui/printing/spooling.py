"""A paper to its printer: ``lp`` takes the PDF as it is; on Windows each page is drawn at 300 dpi. No widgets."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.ui.printing import printers
from village_desk.ui.printing.print_choices import PrintChoice
from village_desk.words import _

if TYPE_CHECKING:  # loaded where Windows prints
    from PySide6.QtPrintSupport import QPrinter

_PATIENCE = 60
"""Seconds that the spooler may take."""

_DPI = 300
_POINTS = 72 / 25.4

_SIZES = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
"""Width and height in millimetres, upright."""

_MEDIA_BOX = re.compile(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
_USUAL = PrintChoice()


def send(pdf: bytes, title: str, progress: Progress = silent, choice: PrintChoice = _USUAL) -> None:
    """Give a paper to its printer as it was chosen and return when it is queued; run it as a job.

    ``title`` is its name in the queue: a number or a month, never a name. Trouble of a code in ``faults.UNPRINTED``:
    nothing was handed over.
    """
    spooler = shutil.which("lp")
    if spooler is not None:
        _to_spooler(spooler, pdf, title, choice)
    elif sys.platform == "win32":
        _to_windows(pdf, title, progress, choice)
    else:
        raise _no_printer()


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of a paper's first page in millimetres; A4 where the paper does not say."""
    found = _MEDIA_BOX.search(pdf)
    return (float(found[1]) / _POINTS, float(found[2]) / _POINTS) if found else _SIZES["A4"]


def media(width: float, height: float) -> str:
    """The paper as printers call it: ``A4``, ``A5``, ``A3``, either way up, or its measures in millimetres."""
    upright = (min(width, height), max(width, height))
    for name, size in _SIZES.items():
        if all(abs(one - other) < 2 for one, other in zip(size, upright, strict=True)):
            return name
    return f"Custom.{width:.1f}x{height:.1f}mm"


def _to_spooler(spooler: str, pdf: bytes, title: str, choice: PrintChoice) -> None:
    import subprocess

    _refuse_still(choice.printer)
    try:
        ended = subprocess.run(
            [spooler, "-t", title, *_options(pdf, choice), "-"],
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed() from error
    if ended.returncode:
        raise _why(ended.stderr, choice.printer)


def _options(pdf: bytes, choice: PrintChoice) -> list[str]:
    """What ``lp`` is told. A page that lies across is turned over its short side: then it reads like a book, too."""
    width, height = page_size(pdf)
    across = "short" if width > height else "long"
    sides = f"two-sided-{across}-edge" if choice.both_sides else "one-sided"
    to = ["-d", choice.printer] if choice.printer else []
    return [*to, "-n", str(choice.copies), "-o", f"media={media(width, height)}", "-o", f"sides={sides}"]


def _refuse_still(name: str) -> None:
    """Trouble when the printer is known to stand still: it would take the paper, and nothing would come out."""
    for each in printers.all_printers():
        if each.paused and (each.name == name or (not name and each.is_default)):
            raise _paused(each.name)


def _why(words: bytes, name: str) -> Trouble:
    """What the spooler's words mean."""
    if b"default destination" in words:
        return _no_default() if printers.all_printers() else _no_printer()
    if b"not accepting" in words:
        return _paused(name)
    if b"does not exist" in words or b"unknown destination" in words:
        return _gone(name) if name else _no_printer()
    return _failed()


def _to_windows(pdf: bytes, title: str, progress: Progress, choice: PrintChoice) -> None:
    """Each page as a picture: Windows has no road for a PDF. QtPdf and QtPrintSupport are loaded here only."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    known = printers.all_printers()
    name = choice.printer or next((each.name for each in known if each.is_default), "")
    if not known:
        raise _no_printer()
    if not name:
        raise _no_default()
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise _gone(name)
    _refuse_still(name)
    draw_on(QPrinter(info, QPrinter.PrinterMode.HighResolution), pdf, title, progress, choice)


def draw_on(printer: QPrinter, pdf: bytes, title: str, progress: Progress, choice: PrintChoice) -> None:
    """Draw a paper on a printer of Qt's. Trouble ``printer`` when it stops in the middle, with the pages it took."""
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QPainter

    from village_desk.ui.kit.preview import opened

    document = opened(pdf)
    _set_up(printer, pdf, title, choice)
    painter = QPainter()
    if not painter.begin(printer):
        raise _failed()
    try:
        for page in range(document.pageCount()):
            progress(page, document.pageCount())
            if page and not printer.newPage():
                raise _stopped(page, document.pageCount())
            place = painter.viewport()
            painter.drawImage(place, document.render(page, QSize(place.width(), place.height())))
    except BaseException:
        printer.abort()
        raise
    finally:
        ended = painter.end()
    if not ended:
        raise _failed()


def _set_up(printer: QPrinter, pdf: bytes, title: str, choice: PrintChoice) -> None:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    width, height = page_size(pdf)
    name = media(width, height)
    across = width > height and name in _SIZES
    printer.setDocName(title)
    printer.setResolution(_DPI)
    printer.setFullPage(True)
    own = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId[name]) if name in _SIZES else own)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
    printer.setCopyCount(choice.copies)
    turned = QPrinter.DuplexMode.DuplexShortSide if width > height else QPrinter.DuplexMode.DuplexLongSide
    printer.setDuplex(turned if choice.both_sides else QPrinter.DuplexMode.DuplexNone)


def _no_printer() -> Trouble:
    return Trouble(_("没有找到打印机"), _("请接好打印机再打，或先存成 PDF，到别处打印"), "no_printer")


def _no_default() -> Trouble:
    cure = _("按 F12“打印设置”给这种纸选一台，以后就记得；或先存成 PDF")
    return Trouble(_("这台电脑没有设默认打印机"), cure, "no_default")


def _gone(name: str) -> Trouble:
    cure = _("看看线和电源；要换一台，按 F12“打印设置”选；或先存成 PDF")
    return Trouble(_("找不到打印机“{name}”").format(name=name), cure, "printer_gone")


def _paused(name: str) -> Trouble:
    cure = _("在电脑的打印机里点“继续”，或按 F12“打印设置”换一台；也可以先存成 PDF")
    return Trouble(_("打印机“{name}”停着，打不出来").format(name=name or _("默认")), cure, "printer_paused")


def _failed() -> Trouble:
    return Trouble(_("打印机没有接下这份纸"), _("请看打印机是否开着、有纸、不卡纸，再打一次"), "printer")


def _stopped(taken: int, pages: int) -> Trouble:
    words = _("打印机中途停了，送出了 {taken} 页，共 {pages} 页").format(taken=taken, pages=pages)
    return Trouble(words, _("看看打印机，出来的先收好，弄好了整份再打一次；这次的都没有记成打出来"), "printer")
