"""The options of every command that makes the paper of a receipt: on which paper, and how far it is moved."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from village_desk.domain import receipt_papers
from village_desk.domain.receipt_papers import ReceiptPaper, ReceiptSize
from village_desk.words import _

F = TypeVar("F", bound=Callable[..., Any])


def on_paper(command: F) -> F:
    """Adds ``--paper`` and ``--offset``; ``chosen`` makes one value of both."""
    sizes = _("；").join(f"{each.value} {each.in_words()}" for each in ReceiptSize)
    paper = click.option(
        "--paper",
        type=click.Choice([each.value for each in ReceiptSize]),
        default=ReceiptSize.A4.value,
        show_default=True,
        help=_("凭条用纸：{sizes}").format(sizes=sizes),
    )
    offset = click.option("--offset", metavar="X,Y", default="", help=_("打偏了：往右、往下移几毫米，如 2,-1.5"))
    return paper(offset(command))


def chosen(paper: str, offset: str) -> ReceiptPaper:
    """The paper of the two options. Refused ``offset``."""
    return ReceiptPaper(ReceiptSize(paper), *receipt_papers.read_offset(offset))
