"""The commands that pair a desk with its township, and rebuild a lost desk: by line or stick."""

from __future__ import annotations

from pathlib import Path

import click

from village_desk.commands import frame
from village_desk.commands.frame import FOLDER, CommandResult, opened, pin
from village_desk.words import _

commands = click.Group()
"""Where they stand until ``cli.py`` takes them in."""


@frame.command(_("原来的电脑丢了：用配对码（没有网用 U 盘）把镇所收到的记录取回到新电脑"), commands)
@click.option("--to", "url", default="", help=_("镇所网址"))
@click.option("--code", default="", help=_("配对码，20 个字母和数字"))
@click.option("--stick", type=FOLDER, help=_("没有网：镇所写了配对文件的 U 盘（文件夹），送去镇所，拿回来再用一次"))
@click.option("--village", required=True, help=_("12 位村级区划代码"))
@click.option("--letter", default="A", show_default=True, help=_("原来那台电脑的字母"))
def recover(file: Path, url: str, code: str, stick: Path | None, village: str, letter: str) -> CommandResult:
    """Rebuild a lost desk from the township's copies, over the line or by a stick that goes there and comes back."""
    from village_desk.commands import output
    from village_desk.desk import Desk
    from village_desk.domain.villages import Village

    _check_road(url, code, stick)
    lost = Village.read(village, village, letter)
    if stick:
        word = pin()
        if digits := Desk.recover_by_stick(file, word, lost, stick):
            return CommandResult(
                {"desk": lost.desk, "digits": digits, "rebuilt": False}, output.come_back_words(digits)
            )
        with Desk.open(file, word) as desk:
            return CommandResult(output.status(desk), output.status_words(desk))
    with Desk.recover(file, pin(), lost, url, code) as desk:
        return CommandResult(output.status(desk), output.status_words(desk))


def _check_road(url: str, code: str, stick: Path | None) -> None:
    if stick and (url or code):
        raise click.UsageError(_("--stick 是用 U 盘，--to 和 --code 是走网络：请只写一种"))
    if not stick and not (url and code):
        raise click.UsageError(_("请写 --to 和 --code，或写 --stick"))


@frame.command(_("用镇所给的配对码或配对文件（U 盘），和镇所配对"), commands)
@click.option("--to", "url", default="", help=_("镇所网址"))
@click.option("--code", default="", help=_("配对码，20 个字母和数字"))
@click.option("--stick", type=FOLDER, help=_("没有网：镇所写了配对文件的 U 盘（文件夹）"))
def pair(file: Path, url: str, code: str, stick: Path | None) -> CommandResult:
    """Make this desk and the township known to each other, by a code or by a stick."""
    from village_desk.commands import output

    _check_road(url, code, stick)
    with opened(file) as desk:
        if stick:
            digits = desk.joining.pair_by_stick(stick)
            return CommandResult({"desk": desk.village.desk, "digits": digits}, output.ask_words(digits))
        happened = desk.joining.pair(url, code)
        words = _("。").join(filter(None, (_("配对好了，以后可以上报"), happened)))
        return CommandResult({"paired": desk.village.desk, "url": desk.dialing.url()}, words)
