"""The log of clerks' actions: one line each, written in the transaction of the action. Only adds and reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, func, insert, select

from sync.agreement.values import value
from sync.township.console import accounts

_log = accounts.actions


class Action(Enum):
    """An action of a clerk that is logged."""

    LOGGED_IN = "came_in"
    WENT_OUT = "went_out"
    WRONG_PASSWORD = "wrong_password"
    CHANGED_PASSWORD = "changed_password"
    SHOWED_NUMBER = "showed_number"
    SHOWED_ATTACHMENT = "showed_attachment"
    DECIDED = "decided"
    INVITED_DESK = "invited_desk"
    APPROVED_DESK = "approved_desk"
    REVOKED_DESK = "revoked_desk"
    SENT_DOWN = "sent_down"
    CORRECTED_PERSON = "corrected_person"
    ADDED_CLERK = "added_clerk"
    CHANGED_ROLE = "changed_role"
    RESET_PASSWORD = "reset_password"
    STOPPED_CLERK = "stopped_clerk"
    RESTORED_CLERK = "restored_clerk"
    RESTORED_BOOKS = "restored_books"
    EXPORTED = "exported"
    RENEWED_KEY = "renewed_key"
    SIGNED_ANEW = "signed_anew"

    def in_words(self) -> str:
        """The action in the words of the log."""
        return _WORDS[self]


_WORDS = {
    Action.LOGGED_IN: "登录",
    Action.WENT_OUT: "退出",
    Action.WRONG_PASSWORD: "密码输错",
    Action.CHANGED_PASSWORD: "改了自己的密码",
    Action.SHOWED_NUMBER: "查看完整身份证号",
    Action.SHOWED_ATTACHMENT: "查看附件",
    Action.DECIDED: "处理重复",
    Action.INVITED_DESK: "发配对码",
    Action.APPROVED_DESK: "同意配对",
    Action.REVOKED_DESK: "停用协办台",
    Action.SENT_DOWN: "下发",
    Action.CORRECTED_PERSON: "更正人员",
    Action.ADDED_CLERK: "新增人员账号",
    Action.CHANGED_ROLE: "改变权限",
    Action.RESET_PASSWORD: "重置密码",
    Action.STOPPED_CLERK: "停用账号",
    Action.RESTORED_CLERK: "恢复账号",
    Action.RESTORED_BOOKS: "恢复账本",
    Action.EXPORTED: "导出账本",
    Action.RENEWED_KEY: "换本所密钥",
    Action.SIGNED_ANEW: "下发件重新签字",
}


@value
class Done:
    """One line of the log. ``about``: the person or thing, in words."""

    at: str
    clerk: str
    action: Action
    about: str


def note(db: Connection, now: datetime, clerk: str, action: Action, about: str = "") -> None:
    """Write a line. Call inside Store.writing(), with the deed."""
    row = {"at": accounts.moment(now), "clerk": clerk, "action": action.value, "about": about}
    db.execute(insert(_log), row)


def read(db: Connection, clerk: str = "", skip: int = 0, most: int = 50) -> tuple[Sequence[Done], int]:
    """The latest lines first, and how many there are; only one clerk's when ``clerk`` is given."""
    chosen = _log.c.clerk == clerk if clerk else _log.c.number > 0
    total: int = db.execute(select(func.count()).select_from(_log).where(chosen)).scalar_one()
    rows = db.execute(select(_log).where(chosen).order_by(_log.c.number.desc()).offset(skip).limit(most))
    return [Done(row.at, row.clerk, Action(row.action), row.about) for row in rows], total
