"""The settings of a desk, declared once: the settings page, the papers and the road read them from here."""

import dataclasses

from sync.agreement.values import value
from village_desk.words import _

YES, NO = "yes", "no"
"""The values of a setting that is a choice."""


@value
class Settings:
    """The settings that belong to the desk's data; each change is a fact. ``backup_room``: GB, or empty.

    ``lock_minutes``: so long nobody touches the desk, then it is locked; 0 for never.
    """

    coordinator: str = ""
    hotline: str = ""
    township_url: str = ""
    auto_send: str = YES
    proxy: str = ""
    backup_room: str = ""
    lock_minutes: str = "15"


def label(name: str) -> str:
    """The name of a setting on the settings page."""
    return {
        "coordinator": _("协办员姓名"),
        "hotline": _("咨询电话（印在凭条上）"),
        "township_url": _("镇所地址"),
        "auto_send": _("有网时自动上报"),
        "proxy": _("上网用的代理（不写就跟电脑的设置走）"),
        "backup_room": _("备份最多占多少空间"),
        "lock_minutes": _("多久没人动就锁上"),
    }[name]


def choices(name: str) -> list[tuple[str, str]]:
    """The values that a setting may have with their words; none for one that is written freely."""
    match name:
        case "auto_send":
            return [(_("自动，不用我点"), YES), (_("不自动，我自己点"), NO)]
        case "backup_room":
            automatic = _("按磁盘空间定，最多 5 GB")
            return [(automatic, ""), *((_("{count} GB").format(count=each), str(each)) for each in (1, 2, 5, 10, 20))]
        case "lock_minutes":
            minutes = [(_("{count} 分钟").format(count=each), str(each)) for each in (5, 15, 30, 60)]
            return [*minutes, (_("不自己锁"), "0")]
    return []


NAMES = tuple(each.name for each in dataclasses.fields(Settings))
