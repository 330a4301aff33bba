"""The commands for what the township decided on duplicates: what waits, and the strike-off that one asks for."""

from __future__ import annotations

from pathlib import Path

import click

from village_desk.commands import frame
from village_desk.commands.frame import CommandResult, opened
from village_desk.words import _

commands = click.Group("duplicate", help=_("镇所定下的重复：有哪些要照办、照办注销"))
"""``duplicate …``"""


@frame.command(_("镇所定下、本村还没照办的重复"), commands, "list")
def list_(file: Path) -> CommandResult:
    """What waits to be carried out."""
    with opened(file) as desk:
        found = desk.duplicate_decisions.waiting()
        listed = [
            {
                "person": each.resident.id,
                "name": each.resident.name,
                "id_number_masked": each.resident.id_number_masked,
                "outcome": each.outcome,
                "receipt": each.receipt,
                "elsewhere": each.elsewhere,
                "why": each.why,
            }
            for each in found
        ]
        return CommandResult(listed, "\n".join(each.in_words() for each in found) or _("没有要照办的"))


@frame.command(_("照镇所的决定，注销这个人的登记"), commands, "strike-off")
@click.argument("identity_number", metavar="IDENTITY")
@click.option("--sure", multiple=True, help=_("问“是不是真的要这样”时，照提示写"))
def strike_off(file: Path, identity_number: str, sure: tuple[str, ...]) -> CommandResult:
    """Carry out a decision by which somebody belongs to another village."""
    with opened(file) as desk:
        who = desk.finding.by_identity(identity_number)
        done = desk.duplicate_decisions.strike_off(who.id, sure)
        result = {"person": done.id, "name": done.name, "left": True}
        return CommandResult(result, _("注销了：{name}，随下一批上报").format(name=done.name))
