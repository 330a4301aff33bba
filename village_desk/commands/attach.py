"""The commands of attachments, each one use case of the desk; ``program.py`` takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from village_desk.commands import frame
from village_desk.commands.frame import FILE, CommandResult, bar, opened
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk


commands = click.Group()
"""Where they stand until ``cli.py`` takes them in."""


def send(desk: Desk, url: str) -> tuple[dict[str, Any], str]:
    """Send contents after the facts; a failure is reported here and is no failure of the facts."""
    from village_desk.commands import output_attachments

    try:
        done = desk.carrying.send(url, bar(_("传附件")))
    except DeskError as error:
        left = desk.carrying.unsent()
        words = _("附件没有传完：{why}。{left}").format(why=error.message, left=left.in_words())
        return {"attachments_error": error.code, "left": left.count, "left_bytes": left.bytes}, words
    return output_attachments.carried(done), done.in_words()


@frame.command(_("给一个人添加附件：照片（JPG、PNG）或 PDF，最多 10 MB"), commands)
@click.argument("identity_number", metavar="IDENTITY")
@click.argument("content", metavar="FILE", type=FILE)
@click.option("--title", default="", help=_("是什么，如 身份证正面、户口页、签字页"))
@click.option("--photo", is_flag=True, help=_("用作此人的照片"))
def attach(file: Path, identity_number: str, content: Path, title: str, photo: bool) -> CommandResult:
    """Put a file to a person."""
    from village_desk.commands import output_attachments
    from village_desk.domain import attachments as rules

    with opened(file) as desk:
        person = desk.finding.by_identity(identity_number)
        usual = rules.titles()[-2 if photo else -1]
        add = desk.attaching.add_photo if photo else desk.attaching.add_file
        added = add(person.id, content, title or usual)
        found = next(each for each in desk.attaching.of_person(person.id) if each.attachment.id == added.id)
        words = _("已添加：{words}").format(words=output_attachments.attached_words([found]))
        return CommandResult(output_attachments.attached(found), words)


@frame.command(_("这个人的附件，以及传到镇所没有"), commands)
@click.argument("identity_number", metavar="IDENTITY")
def attachments(file: Path, identity_number: str) -> CommandResult:
    """List the attachments of a person."""
    from village_desk.commands import output_attachments

    with opened(file) as desk:
        found = desk.attaching.of_person(desk.finding.by_identity(identity_number).id)
        return CommandResult(
            [output_attachments.attached(each) for each in found], output_attachments.attached_words(found)
        )


@frame.command(_("把一份附件存成文件；不在本机的先从镇所取回"), commands)
@click.argument("attachment", metavar="ID")
@click.option("--out", type=FILE, required=True, help=_("存到哪里；存出来的文件不再加密"))
@click.option("--to", "url", default="", help=_("镇所地址；不写就用设置里的"))
def export_attachment(file: Path, attachment: str, out: Path, url: str) -> CommandResult:
    """Write an attachment to a file that is not there yet."""
    if out.exists():
        raise Refused(_("这个文件已经有了，不会覆盖：{file}").format(file=out.name), _("请换一个文件名"), "exists")
    with opened(file) as desk:
        try:
            desk.attaching.export(attachment, out)
        except Refused as refused:
            if refused.code != "not_here":
                raise
            desk.carrying.fetch(attachment, url, bar(_("取回附件")))
            desk.attaching.export(attachment, out)
        return CommandResult({"id": attachment, "file": str(out)}, _("存好了：{file}").format(file=out))


@frame.command(_("移除一份附件"), commands)
@click.argument("attachment", metavar="ID")
@click.option("--reason", required=True, help=_("移除原因"))
def remove_attachment(file: Path, attachment: str, reason: str) -> CommandResult:
    """Remove an attachment."""
    with opened(file) as desk:
        desk.attaching.remove(attachment, reason)
        return CommandResult({"removed": attachment, "reason": reason}, _("已移除：{reason}").format(reason=reason))
