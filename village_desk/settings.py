"""What can be set at a desk, declared once: the settings page, the papers and the road read it from here."""

import dataclasses
from dataclasses import dataclass

from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that belong to the desk's data; each change of one is a fact."""

    coordinator: str = ""
    hotline: str = ""
    township_url: str = ""


def label(name: str) -> str:
    """What a setting is called on the settings page."""
    return {
        "coordinator": _("协办员姓名"),
        "hotline": _("咨询电话（印在凭条上）"),
        "township_url": _("镇所服务地址"),
    }[name]


NAMES = tuple(each.name for each in dataclasses.fields(Settings))
