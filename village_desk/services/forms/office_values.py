"""What the desk knows of its village, its coordinator and the day, as fields of a form."""

from __future__ import annotations

from datetime import date

from village_desk.domain.form_fields import Value
from village_desk.domain.villages import Village


def of_office(village: Village, coordinator: str, phone: str, today: date) -> dict[str, Value]:
    """Village, coordinator and the day of filling. ``coordinator`` and ``phone`` may be "": not known."""
    found: dict[str, Value] = {
        "村名": village.name,
        "单位名称": village.name,
        "行政区划代码": village.code,
        **dict.fromkeys(("填表日期", "登记日期", "制表时间"), today),
    }
    if coordinator:
        found["协办员"] = coordinator
    if phone:
        found |= {"协办员电话": phone, "服务电话": phone}
    return found
